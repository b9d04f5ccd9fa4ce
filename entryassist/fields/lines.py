"""Reads the lines of the other lists: allergies with their reaction, diagnoses with a code, procedures with a side."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress

from entryassist.fields.reading import EMPTY, Part, Reading
from entryassist.typed_dates import MONTHS, DateError, in_words, read_date
from terminology.sides import Side

SUBSTANCE, REACTION = "substance", "reaction"
DIAGNOSIS, CODE = "diagnosis", "code"
PROCEDURE, SIDE, DATE = "procedure", "side", "date"
_I = re.IGNORECASE
_GAP = re.compile(r"\s+")
_EDGES = " \t,;:-–()"
_BEFORE_REACTION = re.compile(r"\s*(?:\s[-–—]+>?\s|[:;(=]|->|\bcauses?\b|\bcaused\b)\s*", _I)
_CODE = re.compile(r"(?<![\w.])(?:ICD-?10(?:-?CM)?[\s:]*)?(?P<code>[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?![\w.])")
_SIDES = (
    (Side.LEFT, re.compile(r"(?<!\w)(?:left|lt|(?-i:L))(?![\w.-])", _I)),
    (Side.RIGHT, re.compile(r"(?<!\w)(?:right|rt|(?-i:R))(?![\w.-])", _I)),
    (Side.BOTH, re.compile(r"(?<!\w)(?:bilateral|bilaterally|both)(?!\w)", _I)),
)
_DATED = re.compile(r"(?:\d{1,4}[/.-]\d|\d{6,8}|\b(?:yesterday|today|t\s?-\s?\d+)\b|\bago\b)", _I)
_MONTH = re.compile(rf"\b(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*\b", _I)
_LONGEST_DATE = 4  # words


def read_allergy(typed: str) -> Reading:
    """``penicillin - rash``: what the patient is allergic to, and how they react."""
    text = _GAP.sub(" ", typed.strip())
    if not text:
        return EMPTY
    if not any(map(str.isalpha, text)):
        return Reading(problem="The allergy names nothing: type the substance, as in penicillin - rash.")
    m = _BEFORE_REACTION.search(text, 1)
    substance, reaction = (text[: m.start()], text[m.end() :]) if m else (text, "")
    parts = [Part(SUBSTANCE, substance.strip(_EDGES), names_concept=True)]
    if reaction := reaction.strip(_EDGES):
        parts.append(Part(REACTION, reaction, names_concept=True))
    return Reading(tuple(parts), " → ".join(part.value for part in parts))


def read_diagnosis(typed: str) -> Reading:
    """``type 2 diabetes E11.9``: the term, and the code when the source gives one."""
    text = _GAP.sub(" ", typed.strip())
    if not text:
        return EMPTY
    code = next((m for m in _CODE.finditer(text) if _stands_apart(text, m)), None)
    term = (text[: code.start()] + " " + text[code.end() :] if code else text).strip(_EDGES)
    parts = [Part(DIAGNOSIS, _GAP.sub(" ", term), names_concept=True)] if any(map(str.isalpha, term)) else []
    if code:
        parts.append(Part(CODE, code["code"], names_concept=not parts))
    if not parts:
        return Reading(problem="The diagnosis names nothing: type a term, its abbreviation or a code such as E11.9.")
    return Reading(tuple(parts), " · ".join(part.value for part in parts))


def _stands_apart(text: str, m: re.Match[str]) -> bool:
    """Whether a code begins or ends its line; ``B12 deficiency`` begins with no code."""
    return not text[m.end() :].strip(_EDGES) or (not text[: m.start()].strip(_EDGES) and "." in m["code"])


def read_procedure(typed: str, today: dt.date, day_first: bool = False) -> Reading:
    """``L knee arthroscopy 3/4/26``: what was done, on which side, on which day."""
    text = _GAP.sub(" ", typed.strip())
    if not text:
        return EMPTY
    if not any(map(str.isalpha, text)):
        return Reading(problem="The procedure names nothing: type what was done, as in left knee arthroscopy 3/4/26.")
    term, day = _without_date(text, today, day_first)
    side = next((side for side, pattern in _SIDES if pattern.search(term)), None)
    parts = [Part(PROCEDURE, term, names_concept=True)]
    said = [term]
    if side:
        parts.append(Part(SIDE, side.value))
        said.append(side.value)
    if day:
        parts.append(Part(DATE, day.isoformat()))
        said.append(in_words(day))
    return Reading(tuple(parts), " · ".join(said))


def _without_date(text: str, today: dt.date, day_first: bool) -> tuple[str, dt.date | None]:
    """A date at the end of a line, taken off it."""
    words = text.split(" ")
    for count in range(min(_LONGEST_DATE, len(words) - 1), 0, -1):
        date = " ".join(words[-count:]).strip("(),;")
        if _DATED.search(date) or _MONTH.search(date):
            with suppress(DateError):
                day = read_date(date, today, day_first=day_first)
                term = re.sub(r"\s+on$", "", " ".join(words[:-count]), flags=_I).strip(_EDGES)
                if term:
                    return term, day
    return text, None
