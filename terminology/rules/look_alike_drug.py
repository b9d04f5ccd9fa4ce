"""SF030 and SF031: drug names that look or sound like another drug's."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from terminology.document import Document, Line, Place
from terminology.drugs.facts import facts_by_name, written_names
from terminology.drugs.fit import Evidence, Named, weigh, weigh_note
from terminology.drugs.look_alikes import look_alikes, tall_man, tall_man_names
from terminology.drugs.orders import mentions, order_of
from terminology.drugs.wording import any_order_word
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, replacement
from terminology.settings import Settings
from terminology.spelling.speller import like_typed

SOURCE = (
    "data/look_alike_drugs.tsv: the FDA and ISMP lists of look-alike drug names with tall-man letters, and names alike "
    "in spelling or sound by general knowledge; each row says which."
)
# how much better the other drug must fit; set by benchmarks/look_alike.py so that clean notes stay quiet
_MARGIN = 2.5
# the rest of the note may still speak for it
_WORTH_A_LOOK = 1.3
_MOST_REASONS, _TELLING = 3, 0.5
# what a patient is allergic to is not given for the rash it caused
_NO_ORDERS = frozenset({"allergies", "family-history"})


class TallMan(Rule):
    """Look-alike names in plain letters."""

    code = "SF030"
    name = "look-alike name without tall-man letters"
    severity = Severity.ADVICE
    scope = "token"
    summary = (
        "A drug name of the FDA or ISMP list of look-alike names that is not written with tall-man letters. Only where "
        "the site asks for them (`tall-man = true` under `[notation]`)."
    )
    rationale = "Capitals in the part that differs draw the eye to it: hydrALAZINE is less easily read as hydrOXYzine."
    instead = "The name with the capitals of the list."
    source = SOURCE
    shown_with = Settings(tall_man=True)
    bad = (
        Example("Start [[hydralazine]] 25 mg three times daily.", "hydrALAZINE"),
        Example("[[Prednisone]] 20 mg daily", "predniSONE"),
    )
    good = ("Start hydrALAZINE 25 mg three times daily.", "Lisinopril 10 mg daily", "CLONAZEPAM 0.5 MG AT BEDTIME DAILY")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each name that a list writes with tall-man letters, unless the whole line is in capitals."""
        names = tall_man_names()
        if not self.language.tall_man or names.keys().isdisjoint(line.words) or line.is_in_capitals:
            return
        for token, word in zip(line.tokens, line.words, strict=True):
            tall = names.get(word)
            if tall and token.text != tall and not line.in_zone(token.start, token.end):
                yield self.finding(
                    line.text,
                    token.start,
                    token.end,
                    f'"{token.text}" has look-alikes ({", ".join(map(tall_man, look_alikes()[word]))}): '
                    f'write "{tall}".',
                    suggestions=[replacement(tall, note="the same drug with tall-man letters")],
                    evidence=SOURCE,
                )


class _Swap(NamedTuple):
    """A look-alike that may have been meant, and what speaks for and against it."""

    meant: Named
    evidence: Sequence[Evidence]

    @property
    def margin(self) -> float:
        return sum(one.weight for one in self.evidence)


class SwappedLookAlike(Rule):
    """A drug whose order fits its look-alike."""

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
        "the note itself says about the drug is weighed: a drug is flagged when that fits the look-alike and not it."
    )
    instead = "Look at the source: either the name or what is said about it is wrong."
    source = SOURCE + " What fits a drug: data/drug_facts.tsv; weights: data/look_alike_weights.tsv."
    fix_safety = "The suggestion is another drug: only the source tells which was meant, and `--fix` never applies it."
    bad = (
        Example("Take [[hydralazine]] 25 mg every 6 hours as needed for itching.", "hydroxyzine"),
        Example("[[Celexa]] 200 mg twice daily for arthritis", "Celebrex"),
        Example("She has onychomycosis; started on [[Lamictal]] 250 mg daily for the toenail fungus.", "Lamisil"),
    )
    good = (
        "Hydralazine 25 mg three times daily for hypertension.",
        "Hydroxyzine 25 mg every 6 hours as needed for itching.",
        "Celexa 20 mg daily and Celebrex 200 mg daily for arthritis.",
        "Allergies: hydralazine, which caused itching.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each drug with a look-alike that fits better, as far as its line tells."""
        if _first_words().isdisjoint(line.words) or place.section in _NO_ORDERS:
            return
        named = mentions(line)
        for which, mention in enumerate(named):
            if mention.name in look_alikes() and not line.in_zone(mention.start, mention.end):
                swaps = [swap for swap in self._swaps(line, place, which) if swap.margin >= _WORTH_A_LOOK]
                if swaps:
                    yield self._finding(line, mention.start, mention.end, swaps)

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The findings that hold when the rest of the note is weighed too."""
        return [settled for finding in findings if (settled := self._settled(finding, document))]

    def _settled(self, finding: Finding, document: Document) -> Finding | None:
        number = bisect_right(document.starts, finding.start) - 1
        line, offset = document.lines[number], document.starts[number]
        elsewhere = f"{document.text[:offset]} {document.text[offset + len(line.text) :]}".lower()
        which = next(i for i, one in enumerate(mentions(line)) if one.start == finding.start - offset)
        written = _named(mentions(line)[which].name)
        swaps = []
        for swap in self._swaps(line, document.places[number], which):
            weighed = _Swap(swap.meant, [*swap.evidence, *weigh_note(written, swap.meant, elsewhere)])
            if weighed.margin >= _MARGIN and swap.margin >= _WORTH_A_LOOK:
                swaps.append(weighed)
        return self._finding(line, finding.start - offset, finding.end - offset, swaps).shifted(offset) if swaps else None

    @staticmethod
    def _swaps(line: Line, place: Place, which: int) -> Iterator[_Swap]:
        """Each look-alike of a drug with what the line tells about the two."""
        named = mentions(line)
        mention = named[which]
        facts = facts_by_name().get(mention.name)
        if not facts:
            return
        order = order_of(line, named, which)
        if any_order_word("aside").search(order.around):
            return
        for partner in look_alikes()[mention.name]:
            other = facts_by_name().get(partner)
            if other and other is not facts:
                yield _Swap(Named(partner, other), weigh(facts, other, order, place.section))

    def _finding(self, line: Line, start: int, end: int, swaps: Sequence[_Swap]) -> Finding:
        text = line.text[start:end]
        best, *_ = ranked = sorted(swaps, key=lambda swap: (-swap.margin, swap.meant.name))
        meant = tall_man(_as_written(best.meant.name))
        fits = ", ".join(_reasons(best)) or "what stands here"
        return self.finding(
            line.text,
            start,
            end,
            f'"{text}" looks like {meant}, another drug: {fits} fits {meant}, not {text}; check the source.',
            suggestions=[
                replacement(
                    like_typed(_as_written(swap.meant.name), text, proper=False),
                    _score(swap.margin),
                    f"{tall_man(_as_written(swap.meant.name))}: another drug: check the source",
                )
                for swap in ranked
            ],
            evidence="; ".join(f"{one.kind}: {one.weight:+.1f}" for one in best.evidence if one.weight),
        )


def _named(name: str) -> Named:
    return Named(name, facts_by_name()[name])


def _as_written(name: str) -> str:
    return written_names().get(name, name)


def _reasons(swap: _Swap) -> list[str]:
    """What speaks for the look-alike, the weightiest first."""
    telling = sorted((one for one in swap.evidence if one.weight > _TELLING), key=lambda one: -one.weight)
    return [f'"{one.said}"' if one.said else _UNSAID[one.kind] for one in telling[:_MOST_REASONS]]


_UNSAID = {"section": "the section", "note": "the rest of the note", "named": "the name elsewhere in the note"}


def _score(margin: float) -> float:
    return round(1 / (1 + math.exp(-(margin - 1.0))), 3)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in look_alikes())
