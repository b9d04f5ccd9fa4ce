"""The note types of the entry form, the sections each is typed in and the fields beside them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from models.note_field import FieldGroup

FREE_TEXT = "other note"


@dataclass(frozen=True, slots=True)
class NoteType:
    """A kind of note: its name in lower case, its section headings in order, where they come from.

    ``fields`` are the groups of structured fields that its form shows even when they are empty.
    """

    name: str
    sections: tuple[str, ...]
    source: str
    fields: tuple[FieldGroup, ...] = ()

    @property
    def title(self) -> str:
        """The name as shown on the screen: only the first letter is a capital."""
        return self.name[:1].upper() + self.name[1:]


@cache
def note_types() -> tuple[NoteType, ...]:
    """All note types, in the order they are offered."""
    data = resources.files("entryassist").joinpath("data/note_types.toml").read_text("utf-8")
    return tuple(
        NoteType(row["name"], tuple(row["sections"]), row["source"], tuple(map(FieldGroup, row.get("fields", ()))))
        for row in tomllib.loads(data)["note_type"]
    )


def note_type(name: str) -> NoteType:
    """The note type of that name, whatever its case and word separators; free text when unknown."""
    wanted = " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
    known = {kind.name: kind for kind in note_types()}
    return known.get(wanted, known[FREE_TEXT])
