"""SF031: a drug whose order fits a drug of like name better."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from terminology.age import may_be_child
from terminology.document import Document, Line, Place
from terminology.drugs.facts import facts_by_name, written_names
from terminology.drugs.fit import Evidence, Named, weigh, weigh_note
from terminology.drugs.look_alikes import SOURCE, look_alikes, tall_man
from terminology.drugs.orders import Mention, mentions, order_of
from terminology.drugs.wording import any_order_word
from terminology.finding import Finding, Severity, Suggestion
from terminology.rules.base import Example, Rule, replacement
from terminology.spelling.speller import like_typed

# how much better the look-alike must fit, with the rest of the note and on its line alone (log-odds); set by
# benchmarks/look_alike.py so that fewer than 0.5 % of made lines with the right name are flagged
_MARGIN, _IN_LINE = 2.5, 1.3
_MOST_REASONS, _TELLING = 3, 0.5
# what a patient or a relative does not tolerate is not given for what it caused
_NO_ORDERS = frozenset({"allergies", "family-history"})
_UNSAID = {"section": "the section", "note": "the rest of the note"}


class _Swap(NamedTuple):
    """A look-alike that may have been meant, and what tells it from the drug written."""

    meant: Named
    evidence: Sequence[Evidence]

    @property
    def margin(self) -> float:
        return sum(one.weight for one in self.evidence)


class SwappedLookAlike(Rule):
    """Weighs what is said about each drug that has a look-alike."""

    code = "SF031"
    name = "swapped look-alike drug"
    severity = Severity.WARNING
    scope = "note"
    summary = (
        "A drug whose dose, route, form, frequency, indication or section fits a drug of like name clearly better: "
        "hydralazine for itching."
    )
    rationale = (
        "Both names are real drugs, so no spell checker sees the slip, and the patient gets the other drug. Only what "
        "the note itself says about the drug is weighed: a drug is flagged when that fits the look-alike and not it. "
        "Doses are those of adults and do not count where the note speaks of a child."
    )
    instead = "Look at the source: either the name or what is said about it is wrong."
    source = SOURCE + " What fits a drug: data/drug_facts.tsv; weights: data/look_alike_weights.tsv."
    fix_safety = "The suggestion is another drug: only the source tells which was meant, and `--fix` never applies it."
    bad = (
        Example("Take [[hydralazine]] 25 mg every 6 hours as needed for itching.", "hydroxyzine"),
        Example("[[Celexa]] 200 mg twice daily for arthritis", "Celebrex"),
        Example("She has onychomycosis and was given [[Lamictal]] 250 mg daily.", "Lamisil"),
    )
    good = (
        "Hydralazine 25 mg three times daily for hypertension.",
        "Hydroxyzine 25 mg every 6 hours as needed for itching.",
        "Celexa 20 mg daily and Celebrex 200 mg daily for arthritis.",
        "Allergies: hydralazine, which caused itching.",
        "She takes Celexa and complains of arthritis in both knees.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each drug with a look-alike that fits better, as far as its line tells."""
        if _first_words().isdisjoint(line.words) or place.section in _NO_ORDERS:
            return
        named = mentions(line)
        for which, mention in enumerate(named):
            if mention.name in look_alikes() and not line.in_zone(mention.start, mention.end):
                swaps = [swap for swap in _swaps(line, named, which, place.section) if swap.margin >= _IN_LINE]
                if swaps:
                    yield self._finding(line, mention, swaps)

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The findings that hold when the rest of the note is weighed too."""
        return [settled for finding in findings if (settled := self._settled(finding, document))]

    def _settled(self, finding: Finding, document: Document) -> Finding | None:
        number = bisect_right(document.starts, finding.start) - 1
        line, offset = document.lines[number], document.starts[number]
        named = mentions(line)
        which = next(which for which, one in enumerate(named) if one.start == finding.start - offset)
        order = order_of(line, named, which)
        elsewhere = f"{document.text[: offset + order.start]} {document.text[offset + order.end :]}".lower()
        written = Named(named[which].name, facts_by_name()[named[which].name])
        no_doses = may_be_child(document)
        swaps = []
        for meant, evidence in _swaps(line, named, which, document.places[number].section):
            in_line = _Swap(meant, [one for one in evidence if not (no_doses and one.kind == "dose")])
            in_note = _Swap(meant, [*in_line.evidence, *weigh_note(written, meant, elsewhere)])
            if in_line.margin >= _IN_LINE and in_note.margin >= _MARGIN:
                swaps.append(in_note)
        return self._finding(line, named[which], swaps).shifted(offset) if swaps else None

    def _finding(self, line: Line, mention: Mention, swaps: Sequence[_Swap]) -> Finding:
        text = line.text[mention.start : mention.end]
        ranked = sorted(swaps, key=lambda swap: -swap.margin)
        meant = tall_man(_as_written(ranked[0].meant.name))
        return self.finding(
            line.text,
            mention.start,
            mention.end,
            f'What stands here ({_reasons(ranked[0])}) fits {meant}, another drug of like name, and not "{text}"; '
            "check the source.",
            suggestions=[_suggestion(swap, text) for swap in ranked],
            evidence="; ".join(f"{one.kind} {one.weight:+.1f}" for one in ranked[0].evidence if one.weight),
        )


def _swaps(line: Line, named: Sequence[Mention], which: int, section: str) -> Iterator[_Swap]:
    """The look-alikes of a drug with what the line tells about the two; each other drug by one name only."""
    written = named[which].name
    facts = facts_by_name().get(written)
    order = order_of(line, named, which)
    if facts is None or any_order_word("aside").search(order.around):
        return
    met = {facts.name}
    for name in look_alikes()[written]:
        other = facts_by_name().get(name)
        if other and other.name not in met:
            met.add(other.name)
            yield _Swap(Named(name, other), weigh(facts, other, order, section))


def _suggestion(swap: _Swap, typed: str) -> Suggestion:
    name = _as_written(swap.meant.name)
    return replacement(
        like_typed(name, typed, proper=False), _score(swap.margin), f"{tall_man(name)}, another drug: check the source"
    )


def _as_written(name: str) -> str:
    return written_names().get(name, name)


def _reasons(swap: _Swap) -> str:
    """What speaks for the look-alike, the weightiest first."""
    telling = sorted((one for one in swap.evidence if one.weight > _TELLING), key=lambda one: -one.weight)
    return ", ".join(f'"{one.said}"' if one.said else _UNSAID[one.kind] for one in telling[:_MOST_REASONS])


def _score(margin: float) -> float:
    """The chance that the look-alike was meant, given that one of the two was."""
    return round(1 / (1 + math.exp(-margin)), 3)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in look_alikes())
