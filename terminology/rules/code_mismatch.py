"""TM004: an ICD-10-CM code beside words that mean something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from terminology.concept import Concept, Group
from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.language import Language
from terminology.rules.base import Example, Rule, replacement
from terminology.spelling.speller import like_typed
from terminology.vocabulary.coding import Coding, is_general

_CODE = re.compile(r"(?<![\w.])[A-TV-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?(?!\w|\.\w)")
_LABEL = re.compile(r"\(?\bICD-?\s?(?:10|X)?(?:-?CM)?(?:\s+codes?)?\s*[:#]?\s*$", re.IGNORECASE)
_DASH = re.compile(r"\s+[\u2013\u2014-]\s+(?=\w)|:\s+(?=\w)")
_LEAD = re.compile(r"\s*(?:#?\d{1,2}(?:\)|\.(?!\d))\s*|[-*\u2022]\s+)?")
_BREAK = re.compile(r"[.;]\s+|$")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_AROUND = " \t,;:.()[]-\u2013\u2014*#"
_LONGEST_TERM, _MOST_WORDS = 6, 12
_LABEL_LENGTH = 40
_RIGHT_CODE, _RIGHT_WORDS = 0.5, 0.4
_SICKNESS = frozenset({Group.DISORDER, Group.SYMPTOM})


class _Pair(NamedTuple):
    """A code of a line and the words beside it, all in offsets of the line."""

    start: int
    end: int
    concept: Concept
    words_start: int
    words_end: int

    @property
    def code_first(self) -> bool:
        return self.start < self.words_start


class CodeMismatch(Rule):
    """Compares a code with the words beside it."""

    code = "TM004"
    name = "code and text disagree"
    severity = Severity.WARNING
    scope = "sentence"
    summary = (
        "An ICD-10-CM code beside words that are a known term of another meaning: they share no telling word with the "
        "code's title, its synonyms, its broader and narrower codes, nor do any other names of what the words mean."
    )
    rationale = (
        "A code is read by machines and the words by people; when they disagree, one of them is a slip that goes on "
        "into the bill and the problem list. A code counts as one with its decimals, after the label ICD, in brackets "
        "behind a term, or before a dash: L45, B12 and T10 are also other things."
    )
    instead = "Check the source, then correct the code or the words; both are offered and neither is chosen."
    source = "ICD-10-CM titles and inclusion terms (NCHS and CMS); other names from MeSH and HPO."
    bad = (
        Example("ASSESSMENT: [[E11.9 hypertension]]."),
        Example("Follow-up of [[hypertension (E11.9)]], stable."),
        Example("[[I10 - Asthma]]"),
    )
    good = (
        "I10 - Essential hypertension. HTN (I10). Type 2 DM, E11.9. Heart attack (I21.9).",
        "Decompression at L45 on the left. B12 deficiency. Gleason 6, T2b.",
        "Diabetic neuropathy (E11.40), CKD stage 3 (N18.30), GERD K21.9, COPD J44.9.",
    )

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._coding = Coding(language.index)

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """The codes of a line that contradict their words."""
        for pair in self._pairs(line):
            if self._coding.agrees(line.text[pair.words_start : pair.words_end], pair.concept):
                continue
            for start, end in _beside(line, pair):
                if self._is_sickness(line.text[start:end]):
                    yield self._report(line.text, pair, start, end)
                    break

    def _pairs(self, line: Line) -> Iterator[_Pair]:
        text = line.text
        if not _CODE.search(text):
            return
        start = line.heading[1] if line.heading else 0
        for stop in _BREAK.finditer(text, start):
            lead = _LEAD.match(text, start, stop.start())
            yield from self._pairs_in(line, lead.end() if lead else start, stop.start())
            start = stop.end()

    def _pairs_in(self, line: Line, begin: int, end: int) -> Iterator[_Pair]:
        """The codes of a sentence with the words behind them where it begins with a code, else those before them."""
        found = ((match, self._concept(line, match, begin)) for match in _CODE.finditer(line.text, begin, end))
        codes = [(match.start(), match.end(), concept) for match, concept in found if concept]
        code_first = bool(codes) and not _trimmed(line.text, begin, codes[0][0])
        edges = [begin, *(code_end for _, code_end, _ in codes)]
        follows = [*(code_start for code_start, _, _ in codes), end]
        for number, (code_start, code_end, concept) in enumerate(codes):
            if code_first:
                words = _trimmed(line.text, code_end, follows[number + 1])
            else:
                words = _trimmed(line.text, edges[number], code_start)
            if words:
                yield _Pair(code_start, code_end, concept, *_next_to_code(line.text, *words, code_first=code_first))

    def _concept(self, line: Line, match: re.Match[str], begin: int) -> Concept | None:
        """The concept of what looks like a code, if it is certain to be one."""
        text, start, end = line.text, match.start(), match.end()
        if line.in_zone(start, end):
            return None
        is_bracketed = text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]")
        is_listed = start == begin and _DASH.match(text, end)
        is_labelled = "." in match.group() or _LABEL.search(text, max(0, start - _LABEL_LENGTH), start)
        if not (is_labelled or is_bracketed or is_listed):
            return None
        concept = self._coding.concept(match.group())
        # a code that is complete without decimals is rarely anything else (I10, but not L45)
        return concept if concept and (is_labelled or not concept.children) else None

    def _is_sickness(self, text: str) -> bool:
        return any(concept.group in _SICKNESS for concept in self._coding.meanings(text))

    def _report(self, text: str, pair: _Pair, start: int, end: int) -> Finding:
        first, last = min(pair.start, start), max(pair.end, end)
        if text[last : last + 1] in (")", "]"):
            last += 1
        term, title = text[start:end], pair.concept.preferred
        code = text[pair.start : pair.end]

        def with_instead(place: tuple[int, int], new: str) -> str:
            return text[first : place[0]] + new + text[place[1] : last]

        suggestions = [
            replacement(with_instead((pair.start, pair.end), right.id.partition(":")[2]), _RIGHT_CODE, right.preferred)
            for right in self._coding.codes_for(term)[:1]
        ]
        words = like_typed(title, term[:1], proper=False)
        suggestions.append(replacement(with_instead((start, end), words), _RIGHT_WORDS, f"the title of {code}"))
        return self.finding(
            text,
            first,
            last,
            f'The code {code} means "{title}", not "{term}".',
            suggestions=suggestions,
            evidence=f'"{term}" shares no telling word with {pair.concept.id}, its synonyms or its neighbors',
        )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A stretch of a line without a label, brackets and marks around it; None when no letter is left."""
    if label := _LABEL.search(text, start, end):
        end = label.start()
    while start < end and text[start] in _AROUND:
        start += 1
    while end > start and text[end - 1] in _AROUND:
        end -= 1
    return (start, end) if any(map(str.isalpha, text[start:end])) else None


def _next_to_code(text: str, start: int, end: int, *, code_first: bool) -> tuple[int, int]:
    """The part of a stretch of words that is near enough to a code to be what the code stands for."""
    words = list(_WORD.finditer(text, start, end))
    if len(words) <= _MOST_WORDS:
        return start, end
    return (start, words[_MOST_WORDS - 1].end()) if code_first else (words[-_MOST_WORDS].start(), end)


def _beside(line: Line, pair: _Pair) -> Iterator[tuple[int, int]]:
    """The stretches of words that touch the code and may be a whole phrase, the longest first."""
    words = list(_WORD.finditer(line.text, pair.words_start, pair.words_end))
    for count in range(min(_LONGEST_TERM, len(words)), 0, -1):
        some, rest = (words[:count], words[count:]) if pair.code_first else (words[-count:], words[:-count])
        start, end = some[0].start(), some[-1].end()
        if not rest:
            yield start, end
            continue
        beyond = rest[0] if pair.code_first else rest[-1]
        gap = line.text[end : beyond.start()] if pair.code_first else line.text[beyond.end() : start]
        # an infection of the bladder is not any infection
        if not gap.isspace() or is_general(beyond.group()):
            yield start, end
