"""ST006: a sentence that stops in the middle."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule

_WORDS = re.compile(r"[\w'’/.%-]+")
# "P. Varga, MD" is a signature
_LIST_ITEM = re.compile(
    r"\s*(?:[-•*–—]|#?\d{1,3}[.)]|[A-Za-z][.)]\s(?!(?:[A-Z]\.\s)?[A-Z][\w'’-]+,?\s+(?:M\.?D|D\.?O|PA|NP|RN|APRN)\b))"
)
_GOES_ON = re.compile(r"\s*[a-z(]")
# before a preposition at the end of a clause: "the doctor she works with", "not sure what it is for"
_CAN_STRAND = re.compile(r"\b(?:what|who|whom|which|where|that|how|whose|nothing|something|anything|anyone)\b", re.I)
# "the symptoms she came in with"
_RELATIVE = re.compile(r"\b(?:the|any|every|all|no)\s+\w+\s+(?:she|he|they|it|we|I|you)\s+\w", re.I)
_FEWEST_WORDS = 4
_LONGEST_PIECE, _PIECES = 3, 3
_BACK = 400


class _Ending(NamedTuple):
    kind: str
    not_after: frozenset[str]


class CutSentence(Rule):
    """Looks at how the last line of a paragraph ends."""

    code = "ST006"
    mended_by_more = True
    name = "sentence that ends in the middle"
    severity = Severity.WARNING
    scope = "section"
    summary = (
        "A section, paragraph or note whose last word leaves the sentence open: an article, a preposition, a "
        "conjunction (`was given 10 mg of`), or, as advice, a comma."
    )
    rationale = (
        "What should follow was not heard, not recognised or cut off while pasting. The reader cannot know whether "
        "a word is missing or a page."
    )
    instead = "Finish the sentence from the source, or ask the author."
    fix_safety = "Nothing is suggested: only the source or the author knows how the sentence goes on."
    source = "data/open_endings.tsv: words of English that need another after them."
    bad = (
        Example("The patient was given 10 mg [[of]]"),
        Example("HPI: She was seen by her doctor and [[the]]\n\nPMH: Hypertension."),
        Example("He was admitted last night with fever, cough[[,]]"),
    )
    good = (
        "The patient was given 10 mg of\nmorphine for pain.",
        "He takes a combination of\n1. aspirin\n2. clopidogrel",
        "She is not sure what the pill is for",
        "Blood type A",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """The last word of a line that leaves its sentence open."""
        text = line.text.rstrip()
        if text.endswith(","):
            if _is_open_at_comma(line, text):
                yield self._finding(line.text, len(text) - 1, len(text), Severity.ADVICE)
            return
        last = text[text.rfind(" ") + 1 :]
        ending = _endings().get(last)
        if ending and not _is_complete(line, text, last, ending):
            yield self._finding(line.text, len(text) - len(last), len(text), Severity.WARNING)

    def _finding(self, text: str, start: int, end: int, severity: Severity) -> Finding:
        return self.finding(
            text,
            start,
            end,
            "The sentence ends in the middle; finish it from the source or ask the author.",
            severity=severity,
            evidence=f'"{text[start:end]}" needs something after it',
        )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Those whose sentence does not go on below."""
        return [finding for finding in findings if not _goes_on(document, finding.start)]


def _is_open_at_comma(line: Line, text: str) -> bool:
    """Whether prose stands before a comma at the end of a line, and neither a stop nor a list of catchwords."""
    sentence = text[line.sentence_at(len(text) - 1)[0] : -1]
    pieces = [_WORDS.findall(piece) for piece in sentence.split(",")]
    short = sum(len(piece) <= _LONGEST_PIECE for piece in pieces)
    is_list = len(pieces) > _PIECES and short > len(pieces) / 2
    return sum(map(len, pieces)) >= _FEWEST_WORDS and text[-2].isalnum() and not is_list


def _is_complete(line: Line, text: str, last: str, ending: _Ending) -> bool:
    start = max(line.sentence_at(len(text) - 1)[0], len(text) - _BACK)
    words = _WORDS.findall(text[start : len(text) - len(last)])
    # a few words without a capital are a phrase by themselves, as a shorthand puts it in: "in the setting of"
    fewest = _FEWEST_WORDS - 1 + text[:1].islower()
    if len(words) < fewest or words[-1].lower() in ending.not_after:
        return True
    if line.in_zone(len(text) - 1, len(text)):
        return True
    if ending.kind != "preposition":
        return False
    return bool(_CAN_STRAND.search(" ".join(words[1:])) or _RELATIVE.search(" ".join(words)))


def _goes_on(document: Document, offset: int) -> bool:
    """Whether the text after a line takes its sentence up: the next line, or after a gap one in lower case."""
    at = bisect_right(document.starts, offset) - 1
    later = range(at + 1, len(document.lines))
    following = next((i for i in later if document.lines[i].text.strip()), None)
    if following is None or document.lines[following].heading:
        return False
    text = document.lines[following].text
    return following == at + 1 or bool(_GOES_ON.match(text) or _LIST_ITEM.match(text))


@cache
def _endings() -> dict[str, _Ending]:
    return {
        row["word"]: _Ending(row["kind"], frozenset(row["not_after"].split("|"))) for row in rows("open_endings.tsv")
    }
