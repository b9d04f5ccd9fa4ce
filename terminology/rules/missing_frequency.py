"""NU045: a drug in a list without how often it is taken."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from terminology.document import Document, Line, Place
from terminology.doses import COUNT, FREQUENCY, MASS, PREPARATION
from terminology.drugs.dosed import dosed_drugs
from terminology.drugs.facts import facts_by_name
from terminology.drugs.orders import mentions
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule
from terminology.rules.entries import Entry, entries

_I = re.IGNORECASE
_SECTION = "medications"
# the drug's name goes before: its dose, perhaps its form and "by mouth", and nothing else
_BARE = re.compile(
    rf"(?P<dose>(?:[\s-]{PREPARATION}\b)*[\s,:]*\d[\d.,/]*\s?-?{MASS}(?:\s+{COUNT})?)(?:\s+(?:p\.?o\.?|by\s+mouth|orally))?",
    _I,
)
_OFTEN = re.compile(rf"(?:{FREQUENCY})|\b(?:as\s+(?:needed|directed)|p\.?r\.?n)\b", _I)
# a list's next entry; not "and" without a comma (what follows may be said of both) or a word the list does not know
_ENDS = re.compile(r"(?:,\s*and\s+)?[\s.,;:*\u2022\u00b7-]*(?:(?:#?\d{1,2}[.)]|[-*\u2022\u00b7])\s*)?")
_UNSCHEDULED = frozenset({"as needed", "once"})
_MARKER = re.compile(r"[\s\d.)#*\u2022\u00b7-]*")
_AT_LEAST, _MOST_MISSING = 2, 1 / 3


class _Listed(NamedTuple):
    """The drugs of a list on one line: how many with a frequency, how many in all, and the entries that lack one.

    ``open_end``: the last of these ends the line, so that the next line may go on with it.
    """

    with_frequency: int
    in_all: int
    without: tuple[Entry, ...]
    open_end: bool


class MissingFrequency(Rule):
    """Metoprolol 25 mg, among drugs that all have a frequency."""

    code = "NU045"
    mended_by_more = True
    name = "dose without a frequency"
    severity = Severity.ADVICE
    scope = "note"
    summary = "A drug taken on a schedule, listed with its dose but not how often, where its neighbours have it."
    rationale = (
        "Who reads the list has to guess. The rule speaks only in a list of medications in which two drugs or more "
        "have a frequency and hardly any lacks one, and leaves alone what is taken as needed or once. Lists that give "
        "no frequencies are the writer's way."
    )
    instead = "The frequency as the source has it; ask the author where it has none."
    source = "data/drug_facts.tsv (which drugs are taken by mouth on a schedule), general clinical usage."
    fix_safety = "No frequency is suggested: only the source or the author knows it."
    bad = (
        Example("MEDICATIONS: Lisinopril 10 mg daily, [[metoprolol 25 mg]], aspirin 81 mg daily, Zocor 20 mg nightly."),
        Example("MEDICATIONS:\n1. Aricept 10 mg at bedtime.\n2. [[Namenda 10 mg]].\n3. Celexa 20 mg daily."),
    )
    good = (
        "MEDICATIONS: Lisinopril 10 mg daily, metoprolol 25 mg b.i.d., aspirin 81 mg daily.",
        "MEDICATIONS: Lisinopril 10 mg, metoprolol 25 mg, aspirin 81 mg.",
        "MEDICATIONS: Lisinopril 10 mg daily, ibuprofen 600 mg p.r.n., aspirin 81 mg daily.",
        "HISTORY: She takes lisinopril 10 mg daily, metoprolol 25 mg, and aspirin 81 mg daily.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each drug in a list that has a dose and no frequency."""
        if place.section != _SECTION:
            return
        for entry in _listed(line).without:
            if not line.in_zone(entry.start, entry.end):
                yield self.finding(
                    line.text,
                    entry.start,
                    entry.end,
                    f'"{entry.text}" is listed without how often it is taken, unlike the drugs beside it.',
                    evidence=self.source,
                )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Those in a list in which the other drugs have a frequency, and that the next line does not go on with."""
        return [finding for finding in findings if _stands_out(finding, document)]


def _stands_out(finding: Finding, document: Document) -> bool:
    number = bisect_right(document.starts, finding.start) - 1
    line = document.lines[number]
    listed = _listed(line)
    at_end = listed.open_end and finding.end - document.starts[number] == listed.without[-1].end
    if at_end and not _next_is_new(document, number):
        return False
    lists = [_listed(document.lines[n]) for n in _list_around(document, number)]
    in_all, with_frequency = sum(one.in_all for one in lists), sum(one.with_frequency for one in lists)
    return with_frequency >= _AT_LEAST and in_all - with_frequency <= _MOST_MISSING * in_all


def _list_around(document: Document, number: int) -> range:
    """The lines of the section around a line, from its heading on."""
    first = number
    while first and not document.lines[first].heading and document.places[first - 1].section == _SECTION:
        first -= 1
    last = number + 1
    while last < len(document.lines) and not document.lines[last].heading and document.places[last].section == _SECTION:
        last += 1
    return range(first, last)


def _next_is_new(document: Document, number: int) -> bool:
    """Whether the next line with text is a heading, or begins with a drug: it does not go on with this one."""
    for line in document.lines[number + 1 :]:
        if line.text.strip():
            return bool(line.heading) or _begins_with_drug(line)
    return True


@lru_cache(maxsize=1024)
def _listed(line: Line) -> _Listed:
    listed = list(entries(line, at_commas=True))
    named = {mention.start: mention for mention in dosed_drugs(line)}
    with_frequency, in_all, without, open_end = 0, 0, list[Entry](), False
    for entry, following in zip(listed, [*listed[1:], None], strict=False):
        mention = named.get(entry.start)
        if mention is None:
            continue
        in_all += 1
        stop = following.start if following else len(line.text)
        if _OFTEN.search(line.text, mention.end, stop):
            with_frequency += 1
        elif (
            (bare := _BARE.fullmatch(line.text, mention.end, entry.end))
            and _ENDS.fullmatch(line.text, entry.end, stop)
            and (following is None or following.start in named)
            and _is_scheduled(mention.name)
        ):
            end = bare.end("dose")
            without.append(Entry(entry.start, end, line.text[entry.start : end]))
            open_end = following is None
    return _Listed(with_frequency, in_all, tuple(without), open_end)


def _is_scheduled(name: str) -> bool:
    """Whether a drug is taken by mouth at fixed times, as far as the facts tell."""
    facts = facts_by_name().get(name)
    return (
        facts is not None
        and "po" in facts.routes
        and bool(facts.frequencies)
        and _UNSCHEDULED.isdisjoint(facts.frequencies)
    )


def _begins_with_drug(line: Line) -> bool:
    m = _MARKER.match(line.text)
    return any(mention.start == (m.end() if m else 0) for mention in mentions(line))
