"""CO004: a drug is stopped in one place of the note and continued in another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from terminology.assertion import Presence, Time, asserted
from terminology.cues import cue_pattern, cue_words
from terminology.document import Document, Line, Place
from terminology.drug_names import drug_names
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.phrases import Hit
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule

_I = re.IGNORECASE
# an order, not a tale: what "was stopped on admission" may well be continued since
_STOP = re.compile(
    r"(?:(?:^|[.;:,)\-\d]\s*|\b(?:and|will|to|should|please|we|then|also|now|be|plan:?|recommend)\s+)"
    r"(?:discontinue|stop|d/c|dc|discontinuing|stopping|cease)(?:\s+(?:taking|using|his|her|the|home|all|both|this))*"
    r"|\b(?:should|will|is to|to)\s+be\s+(?:discontinued|stopped))\s+$",
    _I,
)
_STOP_AFTER = re.compile(
    r"\s+(?:(?:will|should|is to|to|can)\s+be\s+(?:discontinued|stopped)|(?:has been|is|is being|was) "
    r"(?:discontinued|stopped)(?!\s+(?:on|in|at|yesterday|last|prior|before|previously|during|until|briefly|temporarily|by)))\b",
    _I,
)
_CONTINUE = re.compile(
    r"(?:(?:^|[.;:,)\-\d]\s*|\b(?:and|will|to|should|please|we|then|also|now|plan:?|recommend|patient|she|he)\s+)"
    r"(?:continue[sd]?|cont\.?|continuing|keep|maintain|remains?)"
    r"(?:\s+(?:taking|using|on|with|his|her|the|home|to take|current|daily))*)"
    r"\s+$",
    _I,
)
_CONTINUE_AFTER = re.compile(
    r"\s+(?:(?:will|should|is to|to)\s+(?:be\s+continued|continue)|is (?:being )?continued)\b", _I
)
_LISTED = re.compile(r"(?:\s+\d[\w./ -]{0,25})?\s*(?:,\s*(?:and\s+)?|/|&|\band\s+)\s*", _I)
_DOSE = re.compile(r"(?:\s+\w+)?\s+(\d[\d.,]*)\s?-?(?:mg|mcg|g|units?|mEq|mL)\b", _I)
_FOR_A_WHILE = re.compile(
    r"\b(?:(?:in|for)\s+(?:\d+|one|two|three|four|five|six|seven|ten|a few)\s+(?:more\s+)?"
    r"(?:days?|weeks?|months?|doses?)|x\s?\d)\b",
    _I,
)
_LEFT_OUT = frozenset(
    {"family-history", "past-medical-history", "past-surgical-history", "allergies", "social-history"}
)


class _Order(NamedTuple):
    """``line.text[start:end]`` is stopped, or else continued. ``dose`` is the number after it."""

    start: int
    end: int
    drug: str
    stops: bool
    dose: str
    form: str


class DrugStopped(NoteRule):
    """Compares the orders to stop with the orders to continue."""

    code = "CO004"
    name = "drug stopped and continued"
    severity = Severity.WARNING
    scope = "note"
    summary = (
        "A drug, under its own or a brand name, that one sentence of the note stops and another continues, where "
        "nothing says that it is resumed, held, tapered, or changed in dose, route or form."
    )
    rationale = "Who reads one of the two sentences gives the drug, who reads the other does not."
    instead = "What the source says; when it says both, the author alone can tell."
    source = "Drugs and brands: data/drug_classes.tsv, data/brand_names.tsv; the judgement is EntryAssist's own."
    bad = (
        Example("ASSESSMENT: Cough. Discontinue lisinopril.\nPLAN: Continue [[lisinopril]] 10 mg daily."),
        Example("1. Stop metformin.\n2. Recheck creatinine.\n3. Continue [[Glucophage]]."),
    )
    good = (
        "Discontinue lisinopril. Continue amlodipine.",
        "Stop IV vancomycin. Continue oral vancomycin.",
        "Lisinopril was held on admission. Continue lisinopril at discharge.",
        "Continue prednisone for 5 days, then stop prednisone.",
        "Discontinue lisinopril 10 mg. Continue lisinopril 20 mg.",
    )

    def tells(self, line: Line, place: Place) -> bool:
        """Whether it orders to stop or to continue a drug."""
        return place.section not in _LEFT_OUT and bool(line.once(_orders))

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """The later of the two orders, once for each drug."""
        given: dict[str, list[_Order]] = defaultdict(list)
        for number in numbers:
            start = document.starts[number]
            for order in document.lines[number].once(_orders):
                given[order.drug].append(order._replace(start=start + order.start, end=start + order.end))
        for drug, orders in given.items():
            pair = next(((a, b) for a in orders for b in orders if a.stops and not b.stops and _disagree(a, b)), None)
            if pair and not _is_resumed(document, drug):
                yield self._report(document, *sorted(pair))

    def _report(self, document: Document, first: _Order, second: _Order) -> Finding:
        done = ("stopped", "continued")
        return self.finding(
            document.text,
            second.start,
            second.end,
            f'"{document.text[second.start : second.end]}" is {done[not second.stops]} here and '
            f"{done[not first.stops]} elsewhere in the note: check the source, or ask the author.",
            evidence="; ".join(
                f"{done[not one.stops]}: {quoted(document, one.start, one.end)}" for one in (first, second)
            ),
        )


def _disagree(stop: _Order, go_on: _Order) -> bool:
    if stop.form != go_on.form and (stop.form or go_on.form):
        return False
    return not (stop.dose and go_on.dose and stop.dose != go_on.dose)


def _is_resumed(document: Document, drug: str) -> bool:
    """Whether the note says of the drug that it is resumed, held or tapered."""
    return any(
        hit.value == drug and cue_pattern("drug resumed").search(line.text, *line.sentence_at(hit.start))
        for line in document.lines
        for hit in line.once(_drugs)
    )


def _is_bounded(sentence: str) -> bool:
    """Whether a sentence gives its order only for a while, on a condition, or not at all."""
    return bool(cue_pattern("order not plain").search(sentence) or _FOR_A_WHILE.search(sentence))


def _drugs(line: Line) -> tuple[Hit[str], ...]:
    return drug_names().find(line)


def _orders(line: Line) -> tuple[_Order, ...]:
    """The orders of a line to stop or continue a drug."""
    if cue_words("verb of stopping and continuing").isdisjoint(line.vocabulary):
        return ()
    found = []
    stops = goes_on = False
    ended = -1
    for hit in line.once(_drugs):
        left, right = line.sentence_at(hit.start)
        # the drugs of a list share the verb before the first
        if not (left <= ended and _LISTED.fullmatch(line.text, ended, hit.start)):
            stops = bool(_STOP.search(line.text[left : hit.start]))
            goes_on = bool(_CONTINUE.search(line.text[left : hit.start]))
        ended = hit.end
        stops |= bool(_STOP_AFTER.match(line.text, hit.end))
        goes_on |= bool(_CONTINUE_AFTER.match(line.text, hit.end))
        if stops == goes_on or _is_bounded(line.text[left:right]):
            continue
        said = asserted(line, hit.start, hit.end)
        if said.presence is Presence.NEGATED or not said.of_patient or said.time is not Time.CURRENT:
            continue
        dose, form = _DOSE.match(line.text, hit.end), cue_pattern("drug form").search(line.text, left, right)
        told = (dose[1] if dose else "", form[0].lower() if form else "")
        found.append(_Order(hit.start, hit.end, hit.value, stops, *told))
    return tuple(found)
