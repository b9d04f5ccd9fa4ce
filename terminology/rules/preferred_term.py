"""TM002: a term that its field has replaced by another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, first_uses, replacement
from terminology.spelling.speller import like_typed

_WORD = re.compile(r"[^\W_]+")
_PLAIN_WORD = re.compile(r"[a-z]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s\b")
_KNOWN_AS = re.compile(
    r"(?:\b(?:formerly|previously|also|once)\s+(?:known|called|named|termed)(?:\s+as)?|\baka)\s+$", re.IGNORECASE
)
# beside a code stands its official title, which may keep an old name
_CODED = re.compile(r"\b[A-TV-Z]\d[0-9AB]\.[0-9A-Z]{1,4}\b")
_TAIL = re.compile(r" (?:with|who|of|in|due) .*")
_OTHER_PLURALS = {"person": "people"}
_SCORE = 0.9


class _Term(NamedTuple):
    """``clues`` are the words that a line must have, in whatever order, before it is worth a closer look."""

    words: tuple[str, ...]
    clues: frozenset[str]
    between: frozenset[str]
    term: str
    preferred: str
    why: str
    source: str


class PreferredTerm(Rule):
    """Finds the terms of data/preferred_terms.tsv."""

    code = "TM002"
    name = "outdated or discouraged term"
    severity = Severity.ADVICE
    scope = "note"
    summary = (
        "The first use in a note of a term that its field has renamed, merged, found misleading or asks not to use: "
        "a renamed disease, organism or drug, an old seizure name, wording that blames the patient."
    )
    rationale = (
        "Old names miss today's codes and searches, some mislead (the superficial femoral vein is a deep vein), and "
        "blaming words change how the next reader treats the patient. The words are the author's, so this is advice."
    )
    instead = "Write the current term where the author agrees; the evidence names who asks for it."
    source = "data/preferred_terms.tsv: each row with the organization or classification that made the change."
    bad = (
        Example("She has had [[grand mal seizures]] since 2010.", "generalized tonic-clonic seizures"),
        Example("[[Wegener's granulomatosis]], in remission.", "Granulomatosis with polyangiitis"),
        Example("Father has [[NIDDM]].", "type 2 diabetes mellitus"),
        Example("Clot in the left [[superficial femoral vein]].", "femoral vein"),
        Example("His brother [[committed suicide]].", "died by suicide"),
    )
    good = (
        "Granulomatosis with polyangiitis (formerly known as Wegener's granulomatosis).",
        'He said: "they called me mentally retarded".',
        "Type 2 diabetes mellitus, insulin-treated.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """The outdated terms of a line; of two that begin together the longer one."""
        table = _table(self.language.preferred_terms)
        said = set(_PLAIN_WORD.findall(line.text.lower()))
        if not any(said.issuperset(term.clues) for first in table.keys() & said for term in table[first]):
            return
        text = _POSSESSIVE.sub("  ", line.text)
        words = list(_WORD.finditer(text))
        forms = [word.group().lower() for word in words]
        end = line.heading[1] if line.heading else 0
        for at, form in enumerate(forms):
            if form not in table or words[at].start() < end:
                continue
            for term in table[form]:
                last = at + len(term.words) - 1
                if last < len(words) and _matches(term, forms[at : last + 1], text, words[at : last + 1]):
                    span = (words[at].start(), words[last].end())
                    if finding := self._report(line, term, *span, is_plural=forms[last] != term.words[-1]):
                        yield finding
                    end = span[1]
                    break

    def _report(self, line: Line, term: _Term, start: int, end: int, *, is_plural: bool) -> Finding | None:
        text = line.text
        around = f"{text[:start]} {text[end:]}".lower()
        if term.preferred.lower() in around or _KNOWN_AS.search(text, 0, start) or _CODED.search(text):
            return None
        if line.in_zone(start, end):
            return None
        typed = text[start:end]
        preferred = _plural(term.preferred) if is_plural else term.preferred
        opens = line.sentence_at(start)[0] == start
        # the capital of a name says nothing about the place it stands in
        if typed.isupper() and not term.term.isupper():
            preferred = preferred.upper()
        elif opens or not term.term[0].isupper():
            preferred = like_typed(preferred, typed[:1], proper=False)
        return self.finding(
            text,
            start,
            end,
            f'"{typed}" is an outdated or discouraged term; "{preferred}" is preferred.',
            suggestions=[replacement(preferred, _SCORE)],
            evidence=f"{term.why} ({term.source})",
        )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Only the first use of a term is reported."""
        return first_uses(findings, lambda finding: finding.text.lower())


@cache
def _table(of_site: tuple[tuple[str, str], ...]) -> dict[str, tuple[_Term, ...]]:
    """The terms by their first word, the longest first; the site's own preferences take the place of ours."""
    table: dict[str, list[_Term]] = defaultdict(list)
    own = {term.lower() for term, _ in of_site}
    preferences = [
        {"term": term, "preferred": preferred, "why": "this site prefers it", "source": "the site's settings"}
        for term, preferred in of_site
    ]
    for row in (*preferences, *(row for row in rows("preferred_terms.tsv") if row["term"].lower() not in own)):
        plain = _POSSESSIVE.sub("", row["term"])
        words = tuple(word.lower() for word in _WORD.findall(plain))
        between = frozenset(" -\u2010\u2011") | frozenset(letter for letter in plain if not letter.isalnum())
        clues = frozenset(word for word in words[:-1] if word.isascii() and word.isalpha())
        term = _Term(words, clues, between, row["term"], row["preferred"], row["why"], row["source"])
        for first in {words[0]} if len(words) > 1 else _numbers(words[0]):
            table[first].append(term)
    return {first: tuple(sorted(terms, key=lambda term: -len(term.words))) for first, terms in table.items()}


def _matches(term: _Term, forms: Sequence[str], text: str, words: Sequence[re.Match[str]]) -> bool:
    if tuple(forms[:-1]) != term.words[:-1] or forms[-1] not in _numbers(term.words[-1]):
        return False
    if term.term.isupper() and not words[0].group()[: len(term.term)].isupper():
        return False
    gaps = (text[one.end() : other.start()] for one, other in pairwise(words))
    return all(term.between.issuperset(gap) for gap in gaps)


@cache
def _numbers(word: str) -> frozenset[str]:
    return frozenset({word, _plural(word)})


def _plural(phrase: str) -> str:
    """``person with a disorder`` -> ``people with a disorder``; ``pressure injury`` -> ``pressure injuries``."""
    tail = _TAIL.search(phrase)
    head = phrase[: tail.start()] if tail else phrase
    last = head.split()[-1]
    if last in _OTHER_PLURALS:
        plural = _OTHER_PLURALS[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        plural = last[:-1] + "ies"
    else:
        plural = last + ("es" if last.endswith(("s", "x", "ch", "sh")) else "s")
    return head.removesuffix(last) + plural + (tail.group() if tail else "")
