"""One group of fields: a line that sums it up, and its fields while the cursor is in it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Label, Static

from entryassist.fields.sheet import Cell, FieldSheet
from entryassist.fields.vitals import VITALS
from entryassist.tui.widgets.fields.cell import CellInput, Walker, shown
from entryassist.tui.wording import MUTED, colour, mark, one_line
from models.note_field import FieldGroup

if TYPE_CHECKING:
    from entryassist.fields.review import FieldFinding

TITLES = {group: group.value.capitalize() for group in FieldGroup}
_CELL_WIDTH = 19
_SPARE = 2
_MOST_REMARKS = 3
_ROW_LIKE = {
    FieldGroup.MEDICATIONS: "metformin 500 mg PO BID",
    FieldGroup.ALLERGIES: "penicillin - rash",
    FieldGroup.DIAGNOSES: "type 2 diabetes",
    FieldGroup.PROCEDURES: "left knee arthroscopy 3/4/26",
}


class Told(Static):
    """A text that is laid out anew only when it changes."""

    def __init__(self, classes: str) -> None:
        super().__init__("", classes=classes, markup=False)
        self._told = Content("")

    def tell(self, content: Content) -> None:
        """Show a text."""
        if not content.is_same(self._told):
            self._told = content
            self.update(content)


class FieldRow(Horizontal):
    """A row of a list: the text, and how it is understood beside it."""

    def __init__(self, field: CellInput) -> None:
        super().__init__()
        self.field = field
        self._said = Told("field-said")

    def compose(self) -> ComposeResult:
        """Left to right."""
        yield self.field
        yield self._said

    def say(self, said: Content) -> None:
        """Show how the text is understood."""
        self._said.tell(said)


class GroupBox(Vertical):
    """The fields of a group; those of a list grow with what is typed."""

    def __init__(self, walker: Walker, sheet: FieldSheet, group: FieldGroup) -> None:
        super().__init__()
        self._walker = walker
        self._sheet = sheet
        self.group = group
        self._title = Label(TITLES[group], classes="field-title", markup=False)
        self._line = Told("field-line")
        self._remarks = Told("field-remarks")
        self._rows: list[FieldRow] = []
        self._growing = asyncio.Lock()
        is_grid = group is FieldGroup.VITALS
        self._body: Grid | Vertical = Grid(classes="vitals") if is_grid else Vertical(classes="field-rows")
        count = len(VITALS) if is_grid else len(sheet.rows(group)) + _SPARE
        self.fields = [self._new(row) for row in range(count)]
        self._body.display = self._remarks.display = False
        self.findings: Sequence[FieldFinding] = ()

    def _new(self, row: int) -> CellInput:
        cell = Cell(self.group, row)
        field = CellInput(self._walker, cell, self._sheet.text(cell))
        field.placeholder = (
            VITALS[row].like if self.group is FieldGroup.VITALS else _ROW_LIKE[self.group] if not row else ""
        )
        return field

    def compose(self) -> ComposeResult:
        """The summing line, the fields, what is to be said of them."""
        with Horizontal(classes="field-head"):
            yield self._title
            yield self._line
        with self._body:
            for row, field in enumerate(self.fields):
                if self.group is FieldGroup.VITALS:
                    with Horizontal(classes="vital"):
                        yield Label(VITALS[row].name, markup=False)
                        yield field
                else:
                    self._rows.append(FieldRow(field))
                    yield self._rows[-1]
        yield self._remarks

    def on_mount(self) -> None:
        """Show what is there."""
        self.show()

    def on_resize(self, event: events.Resize) -> None:
        """As many vital signs beside each other as fit."""
        if isinstance(self._body, Grid):
            self._body.styles.grid_size_columns = max(2, event.size.width // _CELL_WIDTH)

    @property
    def columns(self) -> int:
        """How many fields stand beside each other."""
        return int(self._body.styles.grid_size_columns or 1) if isinstance(self._body, Grid) else 1

    @property
    def count(self) -> int:
        """How many fields are shown: of a list all rows and an empty one behind them."""
        return len(VITALS) if self.group is FieldGroup.VITALS else len(self._sheet.rows(self.group)) + 1

    @property
    def is_open(self) -> bool:
        """Whether the fields are shown."""
        return bool(self._body.display)

    def open(self, is_open: bool) -> None:
        """Show the fields, or only the line that sums them up."""
        self._body.display = is_open
        if not is_open:
            self._sheet.close_up(self.group)
        self.show()

    def is_ready(self, row: int) -> bool:
        """Whether the field of a row is there, or no row is that far down."""
        row = min(row, self.count - 1)
        return row < len(self.fields) and self.fields[row].is_mounted

    async def grow(self) -> None:
        """Make sure that there is a field for every row of a list, and for those to be typed next."""
        async with self._growing:
            while self.group is not FieldGroup.VITALS and len(self.fields) < self.count + _SPARE:
                field = self._new(len(self.fields))
                row = FieldRow(field)
                row.display = False
                self.fields.append(field)
                self._rows.append(row)
                await self._body.mount(row)

    def show(self) -> None:
        """Show the texts as they stand, how they are understood and what was found."""
        for field in self.fields:
            field.show(shown(self._sheet.text(field.cell)))
        for row in self._rows:
            row.display = row.field.cell.row < self.count
            row.say(self._understood(row.field.cell))
        self._title.set_class(self.is_open, "-open")
        self._line.tell(self._summary())
        remarks = self._open_points() if self.is_open else []
        self._remarks.display = bool(remarks)
        self._remarks.tell(Content("\n").join(remarks))

    def _understood(self, cell: Cell) -> Content:
        reading = self._sheet.reading(cell)
        sign = self.sign(cell)
        said = one_line(reading.said)
        is_told = said.casefold() == self._sheet.text(cell).strip().casefold()
        return Content.assemble(sign, " " if sign else "", ("" if is_told else said, MUTED))

    def sign(self, cell: Cell) -> Content:
        """The mark of the worst that is to be said of a field."""
        found = [one.finding.severity for one in self.findings if one.cell == cell]
        if found:
            return Content.styled(mark(found[0]), colour(found[0]))
        reading = self._sheet.reading(cell)
        return Content.styled(mark("warning"), colour("warning")) if reading.problem or reading.advice else Content("")

    def _open_points(self) -> list[Content]:
        """How the vital signs are understood, and one line for each thing that is to be looked at."""
        cells = [cell for cell in self._sheet.cells() if cell.group is self.group]
        points = []
        if self.group is FieldGroup.VITALS:
            said = [self._sheet.reading(cell).said for cell in cells] + [self._sheet.body_mass_index.said]
            if any(said):
                points.append(Content.styled(" · ".join(filter(None, said)), MUTED))
        for one in self.findings:
            severity = one.finding.severity
            points.append(Content.assemble((mark(severity), colour(severity)), f" {one_line(one.finding.message)}"))
        readings = (self._sheet.reading(cell) for cell in cells)
        points += [
            Content.assemble((mark("warning"), colour("warning")), f" {reading.problem or reading.advice}")
            for reading in readings
            if reading.problem or reading.advice
        ]
        return points[: _MOST_REMARKS + (self.group is FieldGroup.VITALS)]

    def _summary(self) -> Content:
        if self.is_open:
            return Content("")
        parts = []
        for cell in self._sheet.cells():
            if cell.group is self.group:
                name = f"{VITALS[cell.row].name} " if self.group is FieldGroup.VITALS else ""
                sign = self.sign(cell)
                text = one_line(self._sheet.text(cell))
                parts.append(Content.assemble(sign, " " if sign else "", (name, MUTED), text))
        if self.group is FieldGroup.VITALS and (index := self._sheet.body_mass_index.said):
            parts.append(Content.styled(index, MUTED))
        return Content.styled(" · ", MUTED).join(parts) if parts else Content.styled("–", MUTED)
