"""NU042 and NU044: doses that do not multiply out."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from functools import cache

from terminology.document import Line, Place
from terminology.doses import COUNT, MASS, UNITS, cues
from terminology.drugs.volumes import far_too_much
from terminology.drugs.wording import Amount, either, order_words, read_amount
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule

_I = re.IGNORECASE
_NUMBER = r"(?<![\d.,/-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_DOSE = rf"{_NUMBER}[\s-]?{MASS}(?![\w/])"
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HOW_MANY = rf"(?<!\w)(?P<count>(?<![\d./-])\d{{1,2}}(?:\.5)?|{'|'.join(_WORDS)})"
_TOTAL = rf"(?P<total>{_DOSE})"
_A_DAY = r"(?:\s*/\s*d(?:ay)?\b|\s+(?:per|a|each)\s+day\b|\s+daily\b)"
_COMES_TO = (
    rf"(?:\s*(?:\(\s*{_TOTAL}\s*\)|=\s*(?P<equals>{_DOSE}))"
    rf"|,?\s+(?:for\s+)?(?:a\s+)?total(?:\s+dose)?(?:\s+of)?\s+(?P<sum>{_DOSE})(?!{_A_DAY}))"
)
# two tablets of 250 mg (500 mg) · two 250-mg tablets (500 mg) · 250 mg tablets, take two tablets (500 mg) · 2 x 250 mg
# = 500 mg · 250 mg x 2 = 500 mg · 500 mg (two 250 mg tablets)
_COUNTED = tuple(
    re.compile(pattern, _I)
    for pattern in (
        rf"{_HOW_MANY}\s+{COUNT}\s+of\s+(?P<dose>{_DOSE}){_COMES_TO}",
        rf"{_HOW_MANY}\s+(?P<dose>{_DOSE})\s+{COUNT}{_COMES_TO}",
        rf"(?P<dose>{_DOSE})(?:\s+{COUNT})?[,:]?\s+(?:take\s+)?{_HOW_MANY}\s+{COUNT}{_COMES_TO}",
        rf"{_TOTAL}\s*\(\s*{_HOW_MANY}\s+(?P<dose>{_DOSE})\s+{COUNT}\s*\)",
        rf"{_TOTAL}\s*\(\s*{_HOW_MANY}\s+{COUNT}\s+of\s+(?P<dose>{_DOSE})\s*\)",
        rf"{_HOW_MANY}\s?x\s?(?P<dose>{_DOSE})\s*=\s*{_TOTAL}",
        rf"(?P<dose>{_DOSE})\s?x\s?(?P<count>\d{{1,2}})\s*=\s*{_TOTAL}",
    )
)
# "one to two tablets", "1 or 2 tablets", "one and two tablets" are no single count
_NO_COUNT = re.compile(r"(?:\b(?:to|or|and)|-)\s*$", _I)
_SEVERAL = ("2/day", "3/day", "4/day", "5/day", "6/day")
_HOW_GIVEN = r"(?:\s+(?:p\.?o\.?|i\.?v\.?|by\s+mouth|orally|tablets?|tabs?|capsules?|caps?))*"
_EARLIER_DOSE = re.compile(rf"{_NUMBER}\s?-?{MASS}\b(?!.*[.;]\s)", _I)
_FAR_BACK = 60
_ROUNDED, _ROUNDED_VOLUME = 0.01, 0.1
# a dose and a total stand in every line that the patterns find anything in
_SOME_DOSE, _DOSE_AND_TOTAL = re.compile(r"\d[\s-]?(?:m|mc|u|n|me|micro|milli)?[gq]", _I), 2
_STRENGTH = re.compile(
    rf"(?P<dose>{_NUMBER}[\s-]?(?:{MASS}|{UNITS}))\s?(?:/|\bper\b)\s?(?P<volume>\d+(?:\.\d+)?)?\s?mL\b", _I
)
_ANY_DOSE = rf"{_NUMBER}[\s-]?(?:{MASS}|{UNITS})(?![\w/])"
_VOLUME = rf"{_NUMBER}\s?(?:mL|cc)(?![\w/])"
_TAKEN = re.compile(
    rf"(?P<volume>{_VOLUME})\s*(?:\(\s*(?P<dose>{_ANY_DOSE})\s*\)|=\s*(?P<dose_too>{_ANY_DOSE}))"
    rf"|(?P<dose_first>{_ANY_DOSE})\s*(?:\(\s*(?P<volume_after>{_VOLUME})\s*\)|=\s*(?P<volume_too>{_VOLUME}))",
    _I,
)
_MIXED = re.compile(r"\b(?:dilut\w*|mix\w*|reconstitut\w*)\b", _I)


class _Product(Rule):
    """What the two rules share: severity, advice, and that nothing is suggested."""

    severity = Severity.WARNING
    scope = "sentence"
    instead = "Look at the source: one of the numbers is wrong. Where it reads the same, ask the author."
    source = "Arithmetic; how orders are worded: data/order_words.tsv, general clinical usage."
    fix_safety = "No number is suggested: only the source or the author knows which one is wrong."

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each product that is wrong."""
        for start, end, why in self.wrong(line):
            if not line.in_zone(start, end):
                left, right = line.sentence_at(start)
                yield self.finding(
                    line.text,
                    start,
                    end,
                    f"{why}: look at the numbers again.",
                    evidence=f'"{line.text[left:right].strip()}"',
                )

    @abstractmethod
    def wrong(self, line: Line) -> Iterator[tuple[int, int, str]]:
        """Start and end of each wrong result, and what is wrong with it."""


class DoseTotal(_Product):
    """Metformin 500 mg three times daily, total 1 g/day."""

    code = "NU042"
    name = "total dose that does not multiply out"
    summary = "A total that is not the dose times how often it is taken, or the strength times how many are taken."
    rationale = (
        "Where an order gives a dose, a count and their product, one slipped digit shows. Ranges, doses as needed, "
        "tapers, salts and insulins are left alone, and so is a total that only repeats the strength."
    )
    bad = (
        Example("Metformin 500 mg three times daily, total [[1 g]]/day."),
        Example("Take 2 tablets of 250 mg ([[1000 mg]]) twice daily."),
        Example("Take 2 x 25 mg = [[75 mg]] at bedtime."),
    )
    good = (
        "Metformin 500 mg three times daily, total 1.5 g/day.",
        "Take 2 tablets of 250 mg (500 mg) twice daily.",
        "Oxycodone 10 mg every 6 hours as needed, total of 20 mg per day used.",
    )

    def wrong(self, line: Line) -> Iterator[tuple[int, int, str]]:
        """Totals of a day, and of what is taken at once."""
        text = line.text
        total = "total" in text or "=" in text
        if not (total or "(" in text) or len(_SOME_DOSE.findall(text)) < _DOSE_AND_TOTAL:
            return
        yield from self._of_counts(line)
        if total:
            yield from self._of_days(line)

    @staticmethod
    def _of_counts(line: Line) -> Iterator[tuple[int, int, str]]:
        text = line.text
        for pattern in _COUNTED:
            for m in pattern.finditer(text):
                # of a salt the brackets may give the element: calcium carbonate 1250 mg, 2 tablets (1000 mg)
                salt = cues("salt").search(text, *line.sentence_at(m.start()))
                if not salt and not _NO_COUNT.search(text[max(0, m.start() - 5) : m.start()]):
                    yield from _wrong_total(m, _number(m["count"]), repeats=True)

    @staticmethod
    def _of_days(line: Line) -> Iterator[tuple[int, int, str]]:
        for m in _daily_total().finditer(line.text):
            before = line.text[max(line.sentence_at(m.start())[0], m.start() - _FAR_BACK) : m.start()]
            if not _EARLIER_DOSE.search(before):
                yield from _wrong_total(m, _times_a_day(m), repeats=False)


class ConcentrationAndVolume(_Product):
    """Prednisolone 5 mg/5 mL, take 50 mL (5 mg)."""

    code = "NU044"
    name = "volume that does not hold the dose"
    summary = (
        "A volume and the dose in it that do not agree with the concentration in the same sentence, or a volume that "
        "by the concentration holds at least five times a usual dose (data/drug_facts.tsv)."
    )
    rationale = (
        "Milligrams taken for millilitres, or a concentration per 5 mL read as one per mL, give a multiple of the "
        "dose. Volumes may be rounded by a tenth; rates, mixtures and sentences with two concentrations are left alone."
    )
    bad = (
        Example("Prednisolone 5 mg/5 mL, take [[50 mL (5 mg)]] daily."),
        Example("Morphine concentrate 20 mg/mL, [[10 mg (5 mL)]] every 4 hours."),
        Example("Amoxicillin 400 mg/5 mL, give [[400 mL]] twice daily."),
    )
    good = (
        "Prednisolone 5 mg/5 mL, take 5 mL (5 mg) daily.",
        "Acetaminophen 160 mg/5 mL, 20.3 mL (650 mg) every 6 hours.",
        "Dopamine 400 mg/250 mL at 5 mL an hour.",
    )

    def wrong(self, line: Line) -> Iterator[tuple[int, int, str]]:
        """Volumes with their doses beside the only concentration of a sentence, and volumes far above any dose."""
        text = line.text
        for much in far_too_much(line):
            yield (
                much.start,
                much.end,
                f'At {much.strength}, "{text[much.start : much.end]}" holds {_in_words(much.amount)}, far more '
                "than a usual dose",
            )
        if "ml" not in text.lower():
            return
        for m in _TAKEN.finditer(text):
            left, right = line.sentence_at(m.start())
            strengths = list(_STRENGTH.finditer(text, left, right))
            if len(strengths) == 1 and not _overlap(strengths[0], m) and not _MIXED.search(text, left, right):
                strength = strengths[0]
                holds, volume = read_amount(strength["dose"]), float(strength["volume"] or 1)
                dose = read_amount(m["dose"] or m["dose_too"] or m["dose_first"])
                taken = _number(re.split(r"[^\d.,]", m["volume"] or m["volume_after"] or m["volume_too"])[0])
                if holds and dose and volume and holds.unit == dose.unit:
                    made = holds.values[0] * taken / volume
                    if abs(made - dose.values[0]) > _ROUNDED_VOLUME * max(made, dose.values[0]):
                        yield (
                            *m.span(),
                            f'At {strength.group()}, "{m.group()}" does not agree: the volume holds '
                            f"{_in_words(Amount((made,), dose.unit))}",
                        )


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _wrong_total(m: re.Match[str], count: float, *, repeats: bool) -> Iterator[tuple[int, int, str]]:
    """The total when it is not the product; ``repeats``: it may repeat the dose."""
    name = next((of for of in ("sum", "equals", "whole") if m.groupdict().get(of)), "total")
    dose, total = read_amount(m["dose"]), read_amount(m[name])
    if not dose or not total or dose.unit != total.unit:
        return
    made, said = dose.values[0] * count, total.values[0]
    if abs(made - said) <= _ROUNDED * made or (repeats and said == dose.values[0]):
        return
    yield (
        *m.span(name),
        f'{m["dose"]} times {count:g} is {_in_words(Amount((made,), dose.unit))}, not "{m[name]}"',
    )


@cache
def _daily_total() -> re.Pattern[str]:
    """A dose, how often a day, and the total of the day."""
    often = "|".join(f"(?P<times{key[0]}>{either(order_words('frequency')[key]).pattern})" for key in _SEVERAL)
    total = rf"(?P<total>{_NUMBER}[\s-]?{MASS}(?!\w))"
    return re.compile(
        rf"(?P<dose>{_DOSE}){_HOW_GIVEN},?\s*(?:{often})[\s,(]*(?:(?:for\s+)?(?:an?\s+)?(?:"
        rf"(?:daily\s+total|total\s+daily)(?:\s+dose)?(?:\s+of|\s+is|:)?\s*{total}(?!\s?/\s?[^d\s])"
        rf"|(?:total(?:\s+dose)?(?:\s+of|\s+is|:)?|=)\s*{total.replace('total', 'sum')}{_A_DAY}"
        rf"|{total.replace('total', 'whole')}{_A_DAY}\s+(?:in\s+)?total)(?!\w))",
        _I,
    )


def _times_a_day(m: re.Match[str]) -> float:
    return next(float(key[0]) for key in _SEVERAL if m[f"times{key[0]}"])


def _number(word: str) -> float:
    return float(_WORDS.index(word.lower()) + 1) if word.isalpha() else float(word.replace(",", ""))


def _in_words(amount: Amount) -> str:
    return f"{amount.values[0]:,.6g} {amount.unit}"
