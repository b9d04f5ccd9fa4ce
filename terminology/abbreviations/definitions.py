"""Short forms that a note defines itself: ``transient ischemic attack (TIA)``, ``TIA (transient ischemic attack)``.

Where the initials of the words spell the short form, the words are the definition, in either order. Other
definitions (``myasthenia (MG)``) are found by scispaCy's AbbreviationDetector (Schwartz and Hearst 2003) on
our tokens, which takes the shortest words that hold the letters: of "mindful memoization (MM)" it sees
only the last. It is loaded when the first note with something like such a definition comes along, because
spaCy takes a second to import. On Python 3.13 and newer scispaCy cannot be installed yet (it needs
numpy below 2); there, only definitions by initials are recognised.
"""

from __future__ import annotations

import importlib.util
import re
import threading
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from terminology.document import Line

if TYPE_CHECKING:
    from spacy.language import Language

_LIKE_A_DEFINITION = re.compile(r"[A-Za-z]{3}[\w-]* \((?=[^)]{0,8}[A-Z])([A-Za-z][\w-]{1,9})\)")
_SHORT_IN_BRACKETS = re.compile(r"(?<=\w) \(([A-Za-z][\w&/-]{1,9})\)")
_LONG_IN_BRACKETS = re.compile(r"(?<![\w-])([A-Z][\w&/-]{1,9}) \(([A-Za-z][A-Za-z' -]{5,80})\)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE = re.compile(r"[.,;:()\[\]]")
_PASSED_OVER = frozenset(["of", "the", "and", "for", "with", "in", "on", "to", "a", "an", "or", "by"])
_FARTHEST = 120
_LOCK = threading.Lock()
_PIPELINE: list[Language] = []


def _pipeline() -> Language | None:
    if not _PIPELINE:
        if importlib.util.find_spec("scispacy") is None:
            return None
        import scispacy.abbreviation  # noqa: F401  registers the component with spaCy

        from terminology.spacy_pipeline import blank_pipeline

        nlp = blank_pipeline()
        nlp.add_pipe("abbreviation_detector")
        _PIPELINE.append(nlp)
    return _PIPELINE[0]


@lru_cache(maxsize=4096)
def _definitions(text: str) -> tuple[tuple[str, str], ...]:
    with _LOCK:  # two threads in one pipeline raise E175 inside the detector
        nlp = _pipeline()  # before the filter: spaCy resets the warning filters when it is imported
        if nlp is None:
            return ()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # W036: no short form in the line
            found = nlp(text)._.abbreviations
        pairs = {(span.text, " ".join(span._.long_form.text.split())) for span in found}
    return tuple(sorted((short, long) for short, long in pairs if _is_plausible(short, long)))


def _is_plausible(short: str, long: str) -> bool:
    """The short form's letters begin words of the long form at least once, and the long form is longer."""
    initials = {word[0].lower() for word in re.findall(r"\w+", long)}
    return len(long) > len(short) + 2 and short[0].lower() in initials


def _initials_spell(letters: str, words: list[str]) -> bool:
    """Whether the initials spell the letters, when small words may be passed over."""
    if not words:
        return not letters
    if letters and words[-1][0].lower() == letters[-1] and _initials_spell(letters[:-1], words[:-1]):
        return True
    return words[-1].lower() in _PASSED_OVER and _initials_spell(letters, words[:-1])


def _letters(short: str) -> str:
    return "".join(filter(str.isalpha, short.lower()))


def _spelt_before(text: str, short: str) -> str:
    """The words at the end of a text whose initials spell the short form, or nothing."""
    clause = _CLAUSE.split(text[-_FARTHEST:])[-1]
    words = list(_WORD.finditer(clause))
    letters = _letters(short)
    for first in range(len(words) - len(letters), -1, -1):
        if words[first].group().lower() not in _PASSED_OVER:
            if _initials_spell(letters, [word.group() for word in words[first:]]):
                return clause[words[first].start() : words[-1].end()]
            if len(words) - first > 2 * len(letters):
                break
    return ""


@lru_cache(maxsize=4096)
def _by_initials(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for m in _SHORT_IN_BRACKETS.finditer(text):
        if len(_letters(m[1])) > 1 and not m[1].islower() and (long := _spelt_before(text[: m.start()], m[1])):
            found.append((m[1], " ".join(long.split())))
    for m in _LONG_IN_BRACKETS.finditer(text):
        words = _WORD.findall(m[2])
        if len(_letters(m[1])) > 1 and words[0].lower() not in _PASSED_OVER and _initials_spell(_letters(m[1]), words):
            found.append((m[1], " ".join(m[2].split())))
    return tuple(found)


def definitions_in(lines: Iterable[Line]) -> dict[str, str]:
    """Short form -> long form, for every definition in the lines; the first one wins."""
    found: dict[str, str] = {}
    for line in lines:
        if "(" in line.text:
            spelt = dict(_by_initials(line.text))
            for short, long in spelt.items():
                found.setdefault(short, long)
            if any(m[1] not in spelt for m in _LIKE_A_DEFINITION.finditer(line.text)):
                for short, long in _definitions(line.text):
                    found.setdefault(short, long)
    return found
