"""The structured fields of the note being entered: their texts, how they are understood, what goes on record.

What `EntrySession` is to the text, a `FieldSheet` is to the fields: every change goes through here, and drafts,
unsaved work and the save take it from here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from entryassist.fields import lines
from entryassist.fields.medications import DRUG, read_medication
from entryassist.fields.reading import TYPED, Part, Reading
from entryassist.fields.vitals import VITALS, body_mass_index, read_vital
from models.note_field import FieldGroup, FieldInput

Texts = Mapping[FieldGroup, tuple[str, ...]]


class Cell(NamedTuple):
    """One field: a row of a group, counted from 0."""

    group: FieldGroup
    row: int


@dataclass(frozen=True, slots=True)
class About:
    """What the reading of a field depends on: the age in years and the sex, the day, the site's order of a date."""

    today: dt.date
    years: float | None = None
    sex: str = ""
    day_first: bool = False


class FieldSheet:
    """The texts of all fields. Vital signs have a fixed number of rows, lists as many as were typed."""

    def __init__(self, about: About, fields: Iterable[FieldInput] = ()) -> None:
        self.about = about
        self.concepts: dict[str, str] = {}  # the concept each text stands for, as far as it was looked up
        self._texts: dict[FieldGroup, tuple[str, ...]] = dict.fromkeys(FieldGroup, ())
        self._texts[FieldGroup.VITALS] = ("",) * len(VITALS)
        self._readings: dict[tuple[Cell, str], Reading] = {}
        self._undone: list[Texts] = []
        self._before: list[Texts] = []
        self._last: Cell | None = None
        self.revision = 0
        self._take_up(fields)

    def _take_up(self, fields: Iterable[FieldInput]) -> None:
        vitals = list(self._texts[FieldGroup.VITALS])
        for field in fields:
            if field.concept:
                self.concepts[field.value] = field.concept
            if field.group is FieldGroup.VITALS:
                if field.position < len(VITALS) and field.name == VITALS[field.position].name:
                    vitals[field.position] = field.value
            elif field.name == TYPED:
                self._texts[field.group] += (field.value,)
        self._texts[FieldGroup.VITALS] = tuple(vitals)

    # the texts

    @property
    def texts(self) -> Texts:
        """The texts of each group as they stand, without empty rows."""
        return {
            group: texts if group is FieldGroup.VITALS else tuple(filter(str.strip, texts))
            for group, texts in self._texts.items()
        }

    def rows(self, group: FieldGroup) -> tuple[str, ...]:
        """The texts of a group, empty rows between others included."""
        return self._texts[group]

    def text(self, cell: Cell) -> str:
        """The text of a field; empty behind the last row."""
        rows = self._texts[cell.group]
        return rows[cell.row] if cell.row < len(rows) else ""

    def is_empty(self, group: FieldGroup) -> bool:
        """Whether nothing is typed in a group."""
        return not any(map(str.strip, self._texts[group]))

    def set_text(self, cell: Cell, text: str) -> None:
        """Take over what was typed; empty rows at the end of a list are none."""
        if text == self.text(cell):
            return
        rows = [*self._texts[cell.group], *[""] * (cell.row + 1 - len(self._texts[cell.group]))]
        rows[cell.row] = text
        self._change(cell.group, rows, same=cell == self._last)
        self._last = cell

    def insert(self, cell: Cell) -> None:
        """Make room for a new row at that place of a list."""
        rows = [*self._texts[cell.group]]
        self._texts[cell.group] = (*rows[: cell.row], "", *rows[cell.row :])
        self._last = None

    def remove(self, cell: Cell) -> None:
        """Take a row out of a list, or empty a vital sign."""
        rows = [*self._texts[cell.group]]
        if cell.row < len(rows):
            rows[cell.row : cell.row + 1] = [""] if cell.group is FieldGroup.VITALS else []
            self._change(cell.group, rows, same=False)
            self._last = None

    def close_up(self, group: FieldGroup) -> None:
        """Drop the empty rows of a list."""
        self._texts[group] = self.texts[group]

    def _change(self, group: FieldGroup, rows: list[str], *, same: bool) -> None:
        if not same:
            self._before.append(dict(self._texts))
        self._undone.clear()
        if group is not FieldGroup.VITALS:
            while rows and not rows[-1].strip():
                rows.pop()
        self._texts[group] = tuple(rows)
        self.revision += 1

    def undo(self) -> Cell | None:
        """Take back the last change of one field, or the last removal. Returns where it was; None without one."""
        return self._swap(self._before, self._undone)

    def redo(self) -> Cell | None:
        """Do again what was undone last."""
        return self._swap(self._undone, self._before)

    def _swap(self, source: list[Texts], target: list[Texts]) -> Cell | None:
        if not source:
            return None
        before, self._last = dict(self._texts), None
        target.append(before)
        self._texts = dict(source.pop())
        self.revision += 1
        return next(_differences(before, self._texts), Cell(FieldGroup.VITALS, 0))

    # how they are understood

    def reading(self, cell: Cell) -> Reading:
        """How the text of a field is understood."""
        text = self.text(cell)
        key = (cell if cell.group is FieldGroup.VITALS else Cell(cell.group, 0), text)
        if key not in self._readings:
            self._readings[key] = self._read(cell, text)
        return self._readings[key]

    def _read(self, cell: Cell, text: str) -> Reading:
        about = self.about
        if cell.group is FieldGroup.VITALS:
            return read_vital(VITALS[cell.row], text, about.years, about.sex)
        if cell.group is FieldGroup.MEDICATIONS:
            return read_medication(text)
        if cell.group is FieldGroup.ALLERGIES:
            return lines.read_allergy(text)
        if cell.group is FieldGroup.DIAGNOSES:
            return lines.read_diagnosis(text)
        return lines.read_procedure(text, about.today, about.day_first)

    @property
    def body_mass_index(self) -> Reading:
        """Computed from weight and height."""
        weight, height = (
            next(row for row, vital in enumerate(VITALS) if vital.keys == (key,)) for key in ("weight", "height")
        )
        return body_mass_index(
            self.reading(Cell(FieldGroup.VITALS, weight)), self.reading(Cell(FieldGroup.VITALS, height))
        )

    def cells(self) -> Iterator[Cell]:
        """Every field in which something is typed, in the order of the form."""
        for group in FieldGroup:
            yield from (Cell(group, row) for row, text in enumerate(self._texts[group]) if text.strip())

    # what goes on record, and what the rules may know

    def inputs(self) -> tuple[FieldInput, ...]:
        """The values for the record. Rows of lists are numbered without the empty ones."""
        found: list[FieldInput] = []
        numbers = dict.fromkeys(FieldGroup, 0)
        for cell in self.cells():
            position = cell.row if cell.group is FieldGroup.VITALS else numbers[cell.group]
            numbers[cell.group] += 1
            found += self._values(cell, position)
        index = self.body_mass_index
        return (*found, *(self._value(FieldGroup.VITALS, len(VITALS), part) for part in index.parts))

    def _values(self, cell: Cell, position: int) -> Iterator[FieldInput]:
        text, reading = self.text(cell), self.reading(cell)
        if cell.group is not FieldGroup.VITALS:
            yield FieldInput(cell.group, position, TYPED, text)
        elif not reading.parts:
            yield FieldInput(cell.group, position, VITALS[cell.row].name, text)
        for part in reading.parts:
            yield self._value(cell.group, position, part)

    def _value(self, group: FieldGroup, position: int, part: Part) -> FieldInput:
        concept = self.concepts.get(part.value, "") if part.names_concept else ""
        return FieldInput(group, position, part.name, part.value, part.unit, concept)

    @property
    def form_values(self) -> tuple[tuple[str, str], ...]:
        """Each vital sign with its value as typed, each drug with how it is taken as typed."""
        vitals = [
            (VITALS[row].name, text.strip())
            for row, text in enumerate(self._texts[FieldGroup.VITALS])
            if text.strip() and not self.reading(Cell(FieldGroup.VITALS, row)).problem
        ]
        drugs = []
        for cell in self._of(FieldGroup.MEDICATIONS):
            if drug := self.reading(cell).value(DRUG):
                text = " ".join(self.text(cell).split())
                drugs.append((drug, text[text.find(drug) + len(drug) :].strip(" ,;:-–")))
        return (*vitals, *drugs)

    @property
    def medications(self) -> tuple[str, ...]:
        """The medications as typed."""
        return self.texts[FieldGroup.MEDICATIONS]

    @property
    def allergies(self) -> tuple[str, ...]:
        """What the patient is allergic to."""
        substances = (self.reading(cell).value(lines.SUBSTANCE) for cell in self._of(FieldGroup.ALLERGIES))
        return tuple(filter(None, substances))

    @property
    def procedure(self) -> str:
        """The procedures as typed."""
        return "; ".join(self.texts[FieldGroup.PROCEDURES])

    def _of(self, group: FieldGroup) -> Sequence[Cell]:
        return [cell for cell in self.cells() if cell.group is group]


def _differences(before: Texts, after: Texts) -> Iterator[Cell]:
    """The first row of each group that is not what it was."""
    for group in FieldGroup:
        if before[group] != after[group]:
            pairs = zip(before[group], after[group], strict=False)
            same = next((row for row, (one, other) in enumerate(pairs) if one != other), None)
            yield Cell(group, min(map(len, (before[group], after[group]))) if same is None else same)
