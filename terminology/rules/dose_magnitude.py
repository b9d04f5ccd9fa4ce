"""NU040: a dose ten or a thousand times off the usual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from terminology.age import may_be_child
from terminology.document import Document, Line, Place
from terminology.drugs.dosed import NO_ORDERS, dosed_drugs, is_high_alert, is_special, range_in_words
from terminology.drugs.facts import DrugFacts, facts_by_name
from terminology.drugs.orders import Dose, Mention, dose_of
from terminology.drugs.wording import Amount, any_order_word
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule

# how far outside the usual range: where the mended dose is a strength that is sold, less will do
_FAR, _FAR_FROM_STRENGTH, _NEARLY_USUAL = 8, 3, 1.5
_TENFOLD, _THOUSANDFOLD = 10, 1000
_A_DAY = re.compile(
    r"[\s,(]*(?:(?:p\.?o\.?|orally|by\s+mouth)\s+)?(?:daily|(?:a|per|each|every)\s+day|/\s?d(?:ay)?|q\.?\s?d)\b", re.I
)
# between a drug and its dose: no number, and nothing that ends what is said about the drug
_BETWEEN = re.compile(r"(?:[^\d.;\[\]/]|(?<=\w)\.(?=\w)|\b[ipsm]\.[ovclmr]\.){0,40}")
_AROUND = 90


class _Slip(NamedTuple):
    """How many times the dose is above (or below) the usual range, which is ``lowest`` to ``highest``; ``grave``
    where it may do much harm.
    """

    factor: int
    above: bool
    lowest: Amount
    highest: Amount
    grave: bool


class DoseMagnitude(Rule):
    """Levothyroxine 125 mg."""

    code = "NU040"
    name = "dose out of all proportion"
    severity = Severity.WARNING
    scope = "note"
    summary = "A dose about ten or a thousand times the usual ones of the drug, or a tenth or a thousandth of them."
    rationale = (
        "A decimal point one place off changes a dose tenfold, and milligrams for micrograms a thousandfold; both read "
        "smoothly. A dose is flagged when it is at least eight times above, or below an eighth of, every usual single "
        "dose and strength of the drug for adults (three times, where mending gives a strength that is sold), and "
        "would be a usual one with the point or the unit mended. The rule is silent in a "
        "note that speaks of a child, for doses of special occasions (data/special_doses.tsv), sums, overdoses, "
        "infusions and doses by weight."
    )
    instead = "Look at the source again; where it reads the same, ask the author."
    source = (
        "Usual doses: data/drug_facts.tsv (FDA-approved labelling, general knowledge, not looked up). Critical: a "
        "thousandfold slip, and ten times too much of a drug of data/high_alert_classes.tsv (ISMP)."
    )
    fix_safety = "No dose is suggested: only the source or the author knows it."
    bad = (
        Example("Levothyroxine [[125 mg]] daily."),
        Example("Digoxin [[250 mg]] p.o. daily"),
        Example("Metformin [[500 mcg]] twice daily."),
        Example("amlodipine [[100 mg]] daily"),
    )
    good = (
        "Levothyroxine 125 mcg daily.",
        "Digoxin 0.25 mg p.o. daily",
        "Methylprednisolone 1 g IV daily for three days.",
        "He overdosed on amitriptyline 1500 mg.",
        "The 4-year-old boy takes furosemide 1 mg daily.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each drug whose dose is out of all proportion."""
        if place.section in NO_ORDERS:
            return
        named = dosed_drugs(line)
        for which, mention in enumerate(named):
            facts = facts_by_name().get(mention.name)
            if facts is None or not facts.lowest or not facts.highest:
                continue
            dose = dose_of(line, named, which)
            slip = _slip(facts, dose.amount, _doses_in(line, dose, facts)) if dose else None
            if dose and slip and _is_a_dose(line, mention, dose, slip):
                yield self._finding(line, mention, dose, slip)

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """None in a note about a child: the usual doses are those of adults."""
        return [] if findings and may_be_child(document) else findings

    def _finding(self, line: Line, mention: Mention, dose: Dose, slip: _Slip) -> Finding:
        name, said = line.text[mention.start : mention.end], line.text[dose.start : dose.end]
        times = f"{slip.factor:,} times above" if slip.above else f"{slip.factor:,} times below"
        usual = range_in_words(slip.lowest, slip.highest)
        cause = "the unit" if slip.factor == _THOUSANDFOLD else "the decimal point"
        return self.finding(
            line.text,
            dose.start,
            dose.end,
            f'{name} "{said}" is about {times} a usual single dose of an adult ({usual}): look again at {cause}.',
            severity=Severity.CRITICAL if slip.grave else None,
            evidence="data/drug_facts.tsv",
        )


def _doses_in(line: Line, dose: Dose, facts: DrugFacts) -> int:
    """How many single doses an amount may hold: that of a day ("1000 mg daily") may be taken in several."""
    if not _A_DAY.match(line.text, dose.end):
        return 1
    return max([1, *(int(one[0]) for one in facts.frequencies if one.endswith("/day"))])


def _slip(facts: DrugFacts, dose: Amount, doses: int) -> _Slip | None:
    """How an amount that holds up to so many doses is off; None where it is not, or would be no usual one either with
    point or unit mended.
    """
    if not facts.lowest or not facts.highest or len(dose.values) != 1 or dose.unit != facts.lowest.unit:
        return None
    if is_special(facts.name, dose):
        return None
    single = [one for one in facts.strengths if one.unit == dose.unit and len(one.values) == 1]
    lowest, highest = min((facts.lowest, *single)), max((facts.highest, *single))
    low, high, value = lowest.values[0], highest.values[0], dose.values[0]
    above = value > high
    times = value / (high * doses) if above else low / value if value else 0
    for factor in (_TENFOLD, _THOUSANDFOLD):
        mended = round(value / factor if above else value * factor, 6)
        needed = _FAR_FROM_STRENGTH if Amount((mended,), dose.unit) in facts.strengths else _FAR
        if times >= needed and low <= mended <= high * (_NEARLY_USUAL if times >= _FAR else 1):
            grave = factor == _THOUSANDFOLD or (above and is_high_alert(facts.drug_class))
            return _Slip(factor, above, lowest, highest, grave)
    return None


def _is_a_dose(line: Line, mention: Mention, dose: Dose, slip: _Slip) -> bool:
    """Whether an amount is a dose of a drug, and no bag, level or conversion; nor, where that would explain it, a sum
    or an overdose.
    """
    if line.in_zone(dose.start, dose.end):
        return False
    if dose.start > mention.end and not _BETWEEN.fullmatch(line.text, mention.end, dose.start):
        return False
    left, right = line.sentence_at(dose.start)
    around = line.text[max(left, mention.start - _AROUND) : min(right, dose.end + _AROUND)].lower()
    kinds = ["aside", "no dose"]
    if slip.above and slip.factor == _TENFOLD:
        kinds.append("several doses")
    return not any(any_order_word(kind).search(around) for kind in kinds)
