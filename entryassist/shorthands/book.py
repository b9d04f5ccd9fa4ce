"""All shorthands in force for a person, and which of them stands before the cursor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from entryassist.shorthands.shorthand import Shorthand
from entryassist.shorthands.template import Case

PUNCTUATION = ".,;:!?)"
_OPENING = "([{\"“‘'«"
_LEADING = _OPENING + ",;:—–"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A trigger that was typed, ``text[start:end]``, and what it may become, best first.

    ``delimiter`` is the character typed after it, empty when the cursor stands right behind the trigger.
    """

    start: int
    end: int
    typed: str
    case: Case
    choices: tuple[Shorthand, ...]
    delimiter: str = ""


class ShorthandBook:
    """Looks triggers up. Immutable; ``uses`` says how often each expansion was accepted, by its key."""

    def __init__(self, shorthands: Iterable[Shorthand], uses: Mapping[tuple[str, str], int] | None = None) -> None:
        used = uses or {}
        ranked = sorted(shorthands, key=lambda one: (one.owner.rank, -used.get(one.key, 0), one.trigger, one.text))
        self.shorthands = tuple(ranked)
        found: defaultdict[str, list[Shorthand]] = defaultdict(list)
        for one in ranked:
            found[one.trigger].append(one)
        self._by_trigger = {trigger: _distinct(several) for trigger, several in found.items()}
        self._longest = max(map(len, self._by_trigger), default=0)

    def at(self, text: str, cursor: int, refused: Collection[str] = ()) -> Proposal | None:
        """The longest trigger that ends at the cursor, or one delimiter (space or punctuation) before it.

        A trigger is a whole word: what touches it belongs to another word. ``refused`` names triggers, in
        lower case, that are not to be proposed. A line end is no delimiter.
        """
        if text[cursor : cursor + 1].isalnum():
            return None
        found = self._ending(text, cursor, refused)
        before = text[cursor - 1 : cursor] if cursor else ""
        if found is None and before and (before == " " or before in PUNCTUATION):
            found = self._ending(text, cursor - 1, refused, before)
        return found

    def _ending(self, text: str, end: int, refused: Collection[str], delimiter: str = "") -> Proposal | None:
        for start in range(max(0, end - self._longest), end):
            typed = text[start:end]
            choices = self.expansions(typed)
            if choices and _begins(text, start) and typed.lower() not in refused:
                return Proposal(start, end, typed, case_of(typed, choices[0].trigger), choices, delimiter)
        return None

    def expansions(self, typed: str) -> tuple[Shorthand, ...]:
        """What a typed trigger may become. A trigger kept with capitals is known by exactly these."""
        exact = self._by_trigger.get(typed, ())
        return exact if exact or typed == typed.lower() else self._by_trigger.get(typed.lower(), ())

    def __iter__(self) -> Iterator[Shorthand]:
        return iter(self.shorthands)


def case_of(typed: str, trigger: str) -> Case:
    """The case of a typed trigger: all capitals (two letters or more), first letter a capital, or as kept."""
    if typed == trigger:
        return Case.AS_WRITTEN
    if typed.isupper() and sum(map(str.isalpha, typed)) > 1:
        return Case.UPPER
    return Case.CAPITALISED if next(filter(str.isalpha, typed), "").isupper() else Case.AS_WRITTEN


def _distinct(several: Iterable[Shorthand]) -> tuple[Shorthand, ...]:
    """One of each text, the first that has it."""
    first: dict[str, Shorthand] = {}
    for one in several:
        first.setdefault(one.text, one)
    return tuple(first.values())


def _begins(text: str, start: int) -> bool:
    """Whether a word may begin there: at the start, after a space, after an opening mark."""
    before = text[start - 1 : start] if start else ""
    allowed = _LEADING if text[start].isalnum() else _OPENING
    return not before or before.isspace() or before in allowed
