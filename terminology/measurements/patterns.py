"""The patterns of measured values: numbers, ranges, units, and what may stand between a name and its value."""

from __future__ import annotations

import re
from functools import cache

from terminology.measurements.quantities import quantities, unit_spellings

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3},\s000|\d{1,7}(?:\.\d{1,4})?|\.\d{1,4})"
_WORDS = (
    r"is|was|are|were|of|at|to|be|been|has|have|had|remains?|remained|noted|found|measured|reported|recorded|documented"
    r"|shows?|showed|showing|revealed|levels?|counts?|values?|readings?|results?|ratio|today|now|currently|presently"
    r"|initially|again|still|stable|normal|elevated|low|high|slightly|mildly|markedly|decreased|increased|increasing"
    r"|decreasing|trended|trending|dropped|dropping|rose|risen|fell|came|go|goes|going|went|down|up|back|reduced|peaked|ranged|ranges?|ranging|running"
    r"|fluctuated|varied|between|from|in|the|a|an|as|mid|upper|lower|his|her|current|usually|lowest|highest|maximum|max"
    r"|minimum|peak|mean|average|averaging|only|just|returned|apparently|with|by|that|time|and|oral|orally|rectal|axillary"
    r"|tympanic|taken|reading|on|room|air|arrival|admission|discharge|during|awake|steady|resting|postprocedure|after|hours?|half|one|two"
    r"|meals?|lunch|breakfast|dinner|may|nearly|almost|estimated|serum|index|percent"
    r"|reveals?|increase|shot|prolonged|currently|d/c|ER|ED|triage|home|clinic|office|here|dipped|right|left|arm|sitting|standing|supine|lying"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WHEN = (
    rf"(?:in|on|from)\s+(?:{_MONTH}(?:\s+\d{{1,2}}\b)?(?:,?\s+(?:19|20)\d\d\b)?|(?:19|20)\d\d\b)|(?:on|from)?\s*\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b"
    r"(?=\s*(?:was|is|of|:))|at\s+\d{1,2}:\d\d\b"
)
_LEAD = re.compile(
    rf"(?:\s+|[:=|(\[]|-(?!\d)|\.{{2,}}|(?<![\w-])(?:{_WHEN})|(?<![\w-])(?:{_WORDS})(?![\w/-])){{0,22}}", re.I
)
_SHORT_LEAD = re.compile(
    r"(?:\s+|[:=|(]|-(?!\d)|\.{2,}|\b(?:is|was|of|at|prolonged|elevated|stable|low|high)\b){0,8}", re.I
)
BARE_CHANGE = re.compile(
    r"(?:\b(?:down|up|by|decreased|increased|dropped|fell|rose|gained|lost|reduced)|\bchange of)\s+(?:by\s+)?"
    r"(?:(?:about|approximately|around|another|an?)\s+)*$",
    re.I,
)
BETWEEN = re.compile(r"\b(?:between|rang\w+|var\w+)\b", re.I)
_COMPARE = (
    r"(?P<compare>[<>≤≥]=?|(?:less|lower|greater|more|higher)\s+than(?:\s+or\s+equal\s+to)?|over|above|under|below)"
)
_ABOUT = r"(?P<about>~|≈|\+/-|about|approximately|around|roughly|near|approx\.?)(?:\s+the\b)?"
# what makes a number something else: a count of days, a ratio, a date, an ordinal
_NO_VALUE = (
    r"(?![\d]|[.,]\d|/\d|:\d|\+|'?s?-?\s?(?:year|yr|month|week|day|hour|(?-i:hr)(?!s?\s*[:=]?\s*\d)|minute|min|times?|tab|cap|puff|pack|dose|refill"
    r"|visit|stars|point|French|gauge|inch\s+segment)s?\b|(?:st|nd|rd|th)\b|\s?x\b|-0\b)"
)
VALUE = re.compile(
    rf"(?:{_COMPARE}\s*)?(?:{_ABOUT}\s*)?(?P<low>{NUMBER})(?P<tens>'?s\b)?{_NO_VALUE}",
    re.I,
)
UPPER = re.compile(
    rf"\s*(?P<join>-|–|/-|to|and|or|through)\s*(?:the\s+)?(?P<high>{NUMBER})(?P<tens>'?s\b)?{_NO_VALUE}", re.I
)
PRESSURE = re.compile(
    r"(?P<s1>(?!(?:0?\d|1[0-2])/)\d{2,4})(?:(?P<t1>'?s)|\s?-\s?(?P<s2>\d{2,3}))?\s*(?:/|\bover\b)\s*(?P<d1>\d{1,4})(?:(?P<t2>'?s)\b|\s?-\s?(?P<d2>\d{2,3}))?"
    r"(?!\d|/\d|\.\d)",
    re.I,
)
FEET = re.compile(
    r"(?<![\d./])(?P<feet>[2-8])\s*-?(?:'(?!')|’|′|feet\b|foot\b|ft\b\.?)[\s,-]*(?:and\s+)?"
    r"(?:(?P<inches>\d{1,2}(?:\.\d+|\s1/2)?)\s*-?(?P<mark>\"|”|″|''|’’|inch(?:es)?\b|in\b\.?)|(?P<bare>\d{1,2})(?!\d|\s*[a-z%/]))",
    re.I,
)
POUNDS = re.compile(
    r"(?<![\d./])(?P<pounds>\d{1,2})\s*-?(?:pounds?\b|lbs?\b\.?|#)[\s,]*(?:and\s+)?(?P<ounces>\d{1,2}(?:\.\d+)?)\s*-?(?:ounces?\b|oz\b)",
    re.I,
)
ROOM_AIR = re.compile(
    r"(?<![\d./-])(?P<low>\d{2,3})\s?%\s+(?:(?:on|in|with|via)\s+)?(?:room\s+air\b|RA\b|\d{1,2}(?:\.\d)?\s?(?:L|liters?|litres?)\b)",
    re.I,
)
DEGREES = re.compile(
    r"(?<![\d./-])(?P<low>\d{2,3}(?:\.\d{1,2})?)\s?(?:°|º|degrees?\b)\s?(?P<unit>F\b|C\b|Fahrenheit\b|Celsius\b)", re.I
)
PERSON_WEIGHT = re.compile(
    r"(?:(?:\"|”|\binch(?:es)?)(?:\s+tall)?,?\s+(?:and\s+)?|\b(?:he|she|patient|infant|baby|child)\s+(?:is|was)\s+(?:now\s+)?|\b(?P<this>(?:this|a|an|the)\s+))(?P<low>\d{1,4}(?:\.\d{1,2})?)"
    r"[\s-]?(?P<unit>pounds?|lbs?|kgs?|kilograms?|grams?|g)\b(?(this)(?=[\s,-]+(?:\w[\w-]*\s+){0,2}(?:infant|baby|newborn|female|"
    r"male|boy|girl|product)\b|\s+\d{1,2}-(?:day|week)))",
    re.I,
)
DOSE = re.compile(
    r"\s?-?(?:mg|mcg|[uµμ]g|g|gm|grams?|mL|cc|mEq|mmol|units?|U|IU|tabs?|tablets?|capsules?|caps?|puffs?|drops|amps?|ampules?|bags?|liters?|L|ng|cm|mm)"
    r"(?![\w/])|\s?(?:mg|mcg|g|mEq|units?|mL)/(?:kg|day|hr|hour|h|min|dose)\b|\s?mg/kg",
    re.I,
)
_FOREIGN = re.compile(r"\s?(?P<unit>[A-Za-zµμ^0-9*]{1,12}(?:/[A-Za-zµμ0-9.^]{1,8}){1,2}|%)(?![\w/])")
_VITAL_UNITS = frozenset(
    ("kg", "g", "[lb_av]", "[ft_i]", "[in_i]", "cm", "m", "mm", "mm[Hg]", "Cel", "[degF]", "/min", "%", "kg/m2")
)


GOAL_AFTER = re.compile(r"\s*\(?(?:goal|target|is\s+(?:the|his|her)\s+goal)\b", re.I)
JOINED = re.compile(r"/|\s?(?:&|and\b)\s?", re.I)
PAIR = re.compile(rf"(?P<first>{NUMBER})\s?(?:/|&|,?\s?and)\s?(?P<second>{NUMBER})(?![\d/]|\.\d)", re.I)


_ALSO_WORDS = frozenset({"in", "m"})
_INCHES_AT_END = re.compile(r"\s?(?P<unit>in)(?=\s*(?:[,.;)]|$))", re.I)


_NEXT_PRESSURE = re.compile(
    rf"(?:[\s,;:()]|->|→|(?<![\w-])(?:repeat(?:ed)?|recheck(?:ed)?|then|leg|{_WORDS})(?![\w/-])){{1,16}}", re.I
)
_PRESSURES = ((50, 300), (20, 200))


def likely_pressure(text: str, at: int) -> re.Match[str] | None:
    """A pair of numbers that can only be pressures, where no name tells it."""
    m = PRESSURE.match(text, at)
    return m if m and all(a <= float(m[of]) <= b for of, (a, b) in zip(("s1", "d1"), _PRESSURES, strict=True)) else None


def next_pressure(text: str, at: int) -> re.Match[str] | None:
    """A second pair after a first: ``152/90 in the left arm and 148/88 in the right``."""
    between = _NEXT_PRESSURE.match(text, at)
    return likely_pressure(text, between.end()) if between else None


def lead(text: str, at: int, weak: bool) -> int:
    """Where the value may begin after a name that ends at an offset."""
    m = (_SHORT_LEAD if weak else _LEAD).match(text, at)
    return m.end() if m else at


def _unit_pattern(spellings: list[str]) -> re.Pattern[str]:
    words = "|".join(
        re.escape(s).replace(r"\ ", r"\s?") + (r"(?![\w/])" if s[-1].isalnum() else "")
        for s in sorted(spellings, key=len, reverse=True)
    )
    return re.compile(rf"(?:\s{{0,2}}|-)(?P<unit>{words})" if words else r"(?!)", re.IGNORECASE)


@cache
def own_unit(key: str) -> re.Pattern[str]:
    """The units of a quantity as they are written after a value."""
    units = quantities()[key].units
    return _unit_pattern([s for s, ucum in unit_spellings().items() if ucum in units])


@cache
def vital_unit() -> re.Pattern[str]:
    """The units of any vital sign or body measure, for one written after the wrong one."""
    spellings = [s for s, ucum in unit_spellings().items() if ucum in _VITAL_UNITS and s not in _ALSO_WORDS]
    return _unit_pattern(spellings)


def foreign_unit(key: str, text: str, at: int) -> tuple[str, str, int] | None:
    """``(unit, UCUM, end)`` for a known unit after a value that its quantity is not measured in, else None."""
    m = (vital_unit() if quantities()[key].is_vital else _FOREIGN).match(text, at)
    if quantities()[key].is_vital and not m:
        m = _INCHES_AT_END.match(text, at)
    if not m:
        return None
    ucum = unit_spellings().get(" ".join(m["unit"].lower().split()), "")
    return (m["unit"], ucum, m.end("unit")) if ucum else None


def as_number(written: str) -> float:
    """The value of a number as written: ``15, 000``, ``.5``, ``1,200``."""
    return float(written.replace(",", "").replace(" ", "").replace("\t", ""))
