"""Splits a medication typed in one line (``metformin 500 mg PO BID with meals``) into its fields."""

from __future__ import annotations

import re
from functools import cache

from entryassist.fields.reading import EMPTY, Part, Reading
from terminology.doses import COUNT, FREQUENCY, MASS, NUMBER, RANGE, ROUTE, UNITS, VOLUME
from terminology.drugs.wording import any_order_word, order_words

DRUG, DOSE, ROUTE_NAME, FREQUENCY_NAME, OTHER = "drug", "dose", "route", "frequency", "other"
_I = re.IGNORECASE
_DOSE = re.compile(
    rf"(?<![\w.,/])(?P<dose>(?:{RANGE})(?:\s?/\s?(?:{NUMBER}))*)\s?-?(?P<unit>(?:{MASS}|{UNITS}|{VOLUME}|{COUNT})(?!\w)|%)"
    r"(?P<per>\s?/\s?(?:\d+\s?)?(?:mL|L|kg|hr|h|hour|day|dose|min|actuation|puff|spray)\b)?",
    _I,
)
_BARE_DOSE = re.compile(rf"(?<=\s)(?P<dose>{RANGE})(?=\s|$)", _I)
_FREQUENCY = re.compile(rf"(?<!\w)(?:{FREQUENCY})(?:\s+(?:{FREQUENCY}))*", _I)
_AS_NEEDED = re.compile(r"(?<!\w)(?:prn|p\.r\.n\.?|as\s+needed)(?!\w)", _I)
_ROUTE = re.compile(rf"(?<!\w)(?:{ROUTE})(?!\w)", _I)
_EDGES = " \t,;:-–"
_GAP = re.compile(r"\s+")


def read_medication(typed: str) -> Reading:
    """The fields of one line; what is none of them is kept as ``other``."""
    text = _GAP.sub(" ", typed.strip())
    if not text:
        return EMPTY
    spans: dict[str, tuple[int, int]] = {}
    dose = _DOSE.search(text)
    if dose:
        spans[DOSE] = dose.span()
    for name, find in ((FREQUENCY_NAME, _frequency), (ROUTE_NAME, _route)):
        if span := find(text, list(spans.values())):
            spans[name] = span
    advice = ""
    if dose is None and (dose := _bare_dose(text, spans)):
        spans[DOSE] = dose.span()
        advice = "The dose has no unit: type mg, mcg, mL or units behind it."
    begin = min((start for start, _ in spans.values()), default=len(text))
    drug = text[:begin].strip(_EDGES)
    if not drug:
        return Reading(problem="The medication begins with no drug: type its name first.")
    parts = [Part(DRUG, drug, names_concept=True)]
    if dose:
        unit = "".join(dose.groupdict().get(name) or "" for name in ("unit", "per")).replace(" ", "")
        parts.append(Part(DOSE, dose["dose"], unit))
    for name in (ROUTE_NAME, FREQUENCY_NAME):
        if name in spans:
            parts.append(Part(name, text[slice(*spans[name])].strip(_EDGES)))
    if other := _rest(text, begin, list(spans.values())):
        parts.append(Part(OTHER, other))
    return Reading(tuple(parts), " · ".join(f"{part.value} {part.unit}".strip() for part in parts), advice)


def after_parts(text: str) -> int:
    """Where the text behind the last recognised field of a line begins; 0 while the drug is being typed."""
    spans: list[tuple[int, int]] = []
    if dose := _DOSE.search(text):
        spans.append(dose.span())
    for find in (_frequency, _route):
        if span := find(text, spans):
            spans.append(span)
    return max((end for _, end in spans), default=0)


def _frequency(text: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    found = _first(text, taken, _FREQUENCY, any_order_word("frequency"))
    needed = next((m for m in _AS_NEEDED.finditer(text) if _free(m.span(), taken)), None)
    if needed is None:
        return found
    if found is None:
        return needed.span()
    between = text[found[1] : needed.start()]
    return (found[0], needed.end()) if not between.strip(_EDGES) else found


def _route(text: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    return _first(text, taken, _ROUTE, any_order_word("route"))


def _first(text: str, taken: list[tuple[int, int]], *patterns: re.Pattern[str]) -> tuple[int, int] | None:
    """The span found first behind the name; of those that begin together the longest."""
    lower = text.lower() if len(text.lower()) == len(text) else text
    spans = [m.span() for pattern in patterns for m in pattern.finditer(lower) if m.start() and _free(m.span(), taken)]
    return min(spans, key=lambda span: (span[0], -span[1]), default=None)


def _free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return all(span[1] <= start or span[0] >= end for start, end in taken)


def _bare_dose(text: str, spans: dict[str, tuple[int, int]]) -> re.Match[str] | None:
    """A number without a unit right before route or frequency, or at the end of the line."""
    taken = list(spans.values())
    end = min((start for start, _ in taken), default=len(text))
    return next((m for m in _BARE_DOSE.finditer(text, 0, end) if not text[m.end() : end].strip()), None)


def _rest(text: str, begin: int, spans: list[tuple[int, int]]) -> str:
    pieces, at = [], begin
    for start, end in sorted(spans):
        pieces.append(text[at:start])
        at = max(at, end)
    pieces.append(text[at:])
    return _GAP.sub(" ", " ".join(piece.strip(_EDGES) for piece in pieces)).strip()


@cache
def route_words() -> dict[str, str]:
    """How each route is written in full: by its first wording without full stops."""
    return _in_full("route")


@cache
def frequency_words() -> dict[str, str]:
    """How each frequency is written in full."""
    return _in_full("frequency")


def _in_full(kind: str) -> dict[str, str]:
    return {key: next(word for word in words if "." not in word) for key, words in order_words(kind).items()}
