"""Short forms that a note defines itself: ``transient ischemic attack (TIA)``.

Found by scispaCy's AbbreviationDetector (Schwartz and Hearst 2003) on our tokens. It is loaded when
the first note with something like a definition in brackets comes along, because spaCy takes a
second to import. On Python 3.13 and newer scispaCy cannot be installed yet (it needs numpy below 2);
there, definitions inside a note are not recognised and the inventory alone decides.
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

_LIKE_A_DEFINITION = re.compile(r"[A-Za-z]{3}[\w-]* \((?=[^)]{0,8}[A-Z])[A-Za-z][\w-]{1,9}\)")
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
        pairs = {(span.text, span._.long_form.text) for span in found}
    return tuple(sorted((short, long) for short, long in pairs if _is_plausible(short, long)))


def _is_plausible(short: str, long: str) -> bool:
    """The short form's letters begin words of the long form at least once, and the long form is longer."""
    initials = {word[0].lower() for word in re.findall(r"\w+", long)}
    return len(long) > len(short) + 2 and short[0].lower() in initials


def definitions_in(lines: Iterable[Line]) -> dict[str, str]:
    """Short form -> long form, for every definition in the lines; the first one wins."""
    found: dict[str, str] = {}
    for line in lines:
        if "(" in line.text and _LIKE_A_DEFINITION.search(line.text):
            for short, long in _definitions(line.text):
                found.setdefault(short, long)
    return found
