r"""The notation of expansions: LSP snippet syntax, as editors know it.

``$1`` or ``${1:label}`` is a stop, ``${2|none,mild,severe|}`` a pick-list, ``$0`` where the cursor goes last,
``$TODAY`` or ``${TODAY:label}`` a variable; ``\$``, ``\}`` and ``\\`` stand for themselves. A stop is written
into the note as a blank (``____``) until it is filled, never as its label or first choice: what nobody has
chosen must not read as if somebody had, and rule ST001 finds a blank that is left. So must an unknown variable.
Nested stops and transformations are not part of the notation here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

BLANK = "____"
VARIABLES = {
    "PATIENT_AGE": "patient age",
    "PATIENT_SEX": "patient sex",
    "TODAY": "date",
    "LAST_VITALS": "vital signs",
}
_PART = re.compile(
    r"\\(?P<escaped>[$}\\])"
    r"|\$(?P<number>\d+)"
    r"|\$(?P<name>[A-Za-z_]\w*)"
    r"|\$\{(?P<inside>(?:[^\\{}]|\\.)*)\}"
    r"|(?P<open>\$\{)"
    r"|(?P<text>[^\\$]+|.)",
    re.DOTALL,
)
_CHOICES = re.compile(r"(\d+)\|(.+)\|", re.DOTALL)
_LABELLED = re.compile(r"(\d+|[A-Za-z_]\w*)(?::(.*))?", re.DOTALL)
_COMMA = re.compile(r"(?<!\\),")
_ESCAPE = re.compile(r"\\([$}\\,|])")
_LAST_STOP = 99


class TemplateError(Exception):
    """An expansion whose notation is wrong; ``str(error)`` says what, without a full stop."""


class Case(Enum):
    """How the trigger was typed, which the expansion follows."""

    AS_WRITTEN = "cp"
    CAPITALISED = "Cp"
    UPPER = "CP"


@dataclass(frozen=True, slots=True)
class Stop:
    """A place to fill. ``number`` 0 is where the cursor goes last; ``choices`` makes it a pick-list."""

    number: int
    label: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """A fact about patient or day; where it is not known, a stop with that label."""

    name: str
    label: str


Part = str | Stop | Variable


@dataclass(frozen=True, slots=True)
class Blank:
    """A stop in a filled text: the span of its blank, what belongs there, and what may be picked."""

    start: int
    end: int
    label: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """An expansion as it goes into the note. ``blanks`` in the order to walk them, ``end`` where the cursor goes."""

    text: str
    blanks: tuple[Blank, ...]
    end: int


@lru_cache(maxsize=4096)
def parsed(source: str) -> tuple[Part, ...]:
    """The parts of an expansion: text, stops and variables. Raises TemplateError."""
    parts: list[Part] = []
    for match in _PART.finditer(source):
        part = _part(match)
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)
    numbers = [part.number for part in parts if isinstance(part, Stop)]
    repeated = next((number for number in numbers if numbers.count(number) > 1), None)
    if repeated is not None:
        raise TemplateError(f"stop {repeated} stands there twice; give each stop its own number")
    return tuple(parts)


def escaped(text: str) -> str:
    """The notation of a text that holds neither stops nor variables."""
    return re.sub(r"[\\$}]", r"\\\g<0>", text)


def is_plain(source: str) -> bool:
    """Whether an expansion has neither stops nor variables."""
    return all(isinstance(part, str) for part in parsed(source))


def filled(source: str, known: Mapping[str, str], case: Case = Case.AS_WRITTEN) -> Filled:
    """The expansion with the ``known`` variables put in. Capitals all through are for plain phrases only."""
    parts = parsed(source)
    if parts and isinstance(parts[0], str):
        first = _in_case(parts[0], case, alone=len(parts) == 1)
        parts = (first, *parts[1:])
    text, end = "", None
    stops: list[tuple[tuple[float, int], Blank]] = []
    for place, part in enumerate(parts):
        if isinstance(part, str):
            text += part
        elif isinstance(part, Variable) and known.get(part.name):
            text += known[part.name]
        elif isinstance(part, Stop) and part.number == 0:
            end = len(text)
        else:
            choices = part.choices if isinstance(part, Stop) else ()
            blank = Blank(len(text), len(text) + len(BLANK), part.label, choices)
            stops.append(((_turn(parts, place), place), blank))
            text += BLANK
    blanks = tuple(blank for _, blank in sorted(stops, key=lambda stop: stop[0]))
    return Filled(text, blanks, len(text) if end is None else end)


def _turn(parts: Sequence[Part], place: int) -> float:
    """The number by which a stop is walked; an unknown variable comes before the next numbered stop."""
    following = (part.number for part in parts[place:] if isinstance(part, Stop) and part.number)
    return next(following, float("inf"))


def _part(match: re.Match[str]) -> Part:
    if match["escaped"] is not None:
        return match["escaped"]
    if match["number"] is not None:
        return _stop(match["number"])
    if match["name"] is not None:
        return _variable(match["name"], "")
    if match["inside"] is not None:
        return _braced(match["inside"])
    if match["open"] is not None:
        raise TemplateError("a ${ is not closed, or stops stand inside one another; write \\$ for a dollar sign")
    return match["text"]


def _braced(inside: str) -> Part:
    if chosen := _CHOICES.fullmatch(inside):
        choices = tuple(_unescaped(one).strip() for one in _COMMA.split(chosen[2]))
        if len(choices) < 2 or not all(choices):
            raise TemplateError(f"the pick-list {chosen[1]} needs two or more choices, none of them empty")
        return _stop(chosen[1], "", choices)
    labelled = _LABELLED.fullmatch(inside)
    if labelled is None:
        raise TemplateError("${" + " ".join(inside.split())[:20] + "} is neither a stop, a pick-list nor a variable")
    label = _unescaped(labelled[2] or "").strip()
    return _stop(labelled[1], label) if labelled[1].isdigit() else _variable(labelled[1], label)


def _stop(number: str, label: str = "", choices: tuple[str, ...] = ()) -> Stop:
    if int(number) > _LAST_STOP:
        raise TemplateError(f"${number} is not a stop; write \\$ for a dollar sign")
    return Stop(int(number), label, choices)


def _variable(name: str, label: str) -> Variable:
    if name not in VARIABLES:
        known = ", ".join(f"${one}" for one in VARIABLES)
        raise TemplateError(f"${name} is not a variable; known are {known}; write \\$ for a dollar sign")
    return Variable(name, label or VARIABLES[name])


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


def _in_case(text: str, case: Case, *, alone: bool) -> str:
    if case is Case.UPPER and alone:
        return text.upper()
    if case is Case.CAPITALISED:
        return text[:1].upper() + text[1:]
    return text
