"""How the text of one field was understood."""

from __future__ import annotations

from dataclasses import dataclass

TYPED = "as typed"  # the name of the value that holds the whole text of a row


@dataclass(frozen=True, slots=True)
class Part:
    """One value in the text of a field, as it goes on record. ``names_concept``: the vocabulary may know it."""

    name: str
    value: str
    unit: str = ""
    names_concept: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The parts of a text and how it is read back in a few words.

    ``problem`` is one sentence when the text cannot be read, ``advice`` one when it can be read but leaves something
    open; both say what to do and hold nothing of what was typed.
    """

    parts: tuple[Part, ...] = ()
    said: str = ""
    advice: str = ""
    problem: str = ""

    def part(self, name: str) -> Part | None:
        """The part of that name."""
        return next((part for part in self.parts if part.name == name), None)

    def value(self, name: str) -> str:
        """What the part of that name holds; empty when there is none."""
        part = self.part(name)
        return part.value if part else ""


EMPTY = Reading()
