"""The structured fields above the text: folded to a line each, unfolded while the cursor is in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from entryassist.fields.sheet import Cell, FieldSheet
from entryassist.tui.widgets.fields.cell import CellInput
from entryassist.tui.widgets.fields.completing import Completing
from entryassist.tui.widgets.fields.group import TITLES, GroupBox
from entryassist.tui.wording import MUTED
from models.note_field import FieldCursor, FieldGroup

if TYPE_CHECKING:
    from entryassist.fields.review import FieldFinding

REMOVED = "The row is removed. ^Z takes that back."


class FieldsPanel(Completing):
    """The fields of a `FieldSheet`."""

    class Edited(Message):
        """The text of a field changed."""

    class Left(Message):
        """The cursor left a field; ``sentence`` says what is wrong with it, if anything is."""

        def __init__(self, cell: Cell, sentence: str) -> None:
            super().__init__()
            self.cell, self.sentence = cell, sentence

    class Entered(Message):
        """The cursor came into a field of that group."""

        def __init__(self, group: FieldGroup) -> None:
            super().__init__()
            self.group = group

    class Said(Message):
        """Something happened that is worth a sentence."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    class TextWanted(Message):
        """Values that the text tells are to be proposed."""

    class Done(Message):
        """The cursor goes on from the last field, or back from the first; ``direction`` is 1 or -1."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    def __init__(self, sheet: FieldSheet, groups: Sequence[FieldGroup]) -> None:
        super().__init__(sheet)
        self._hint = Static("", classes="field-line", markup=False)
        filled = (group for group in FieldGroup if not sheet.is_empty(group))
        self._groups = [GroupBox(self, sheet, group) for group in FieldGroup if group in {*groups, *filled}]
        self._last = Cell(self._groups[0].group, 0) if self._groups else None
        self._column = 0

    def compose(self) -> ComposeResult:
        """One line while nothing is typed, else a line for each group."""
        yield self._hint
        yield from self._groups
        yield self.choices

    def on_mount(self) -> None:
        """Fold all up."""
        names = ", ".join(TITLES[box.group].lower() for box in self._groups)
        self._hint.update(Content.assemble(("^N", "$accent bold"), (f"  {names}", MUTED)))
        self._fold()

    # where the cursor is

    @property
    def cursor(self) -> FieldCursor | None:
        """Where the cursor stands among the fields, empty rows not counted; None when it is in the text."""
        field = self.field
        if field is None:
            return None
        group, row = field.cell
        if group is not FieldGroup.VITALS:
            row = sum(map(bool, map(str.strip, self.sheet.rows(group)[:row])))
        return FieldCursor(group, row, field.cursor_position)

    def go_to(self, cell: Cell | None = None, column: int | None = None) -> None:
        """Put the cursor into a field, or into the one where it was last."""
        cell, column = cell or self._last, self._column if cell is None else column
        box = next((box for box in self._groups if cell and box.group is cell.group), None)
        if box is None or cell is None:
            return
        for other in self._groups:
            other.display = True
            if other.is_open != (other is box):
                other.open(other is box)
        self._hint.display = False
        field = box.fields[min(cell.row, box.count - 1, len(box.fields) - 1)]
        self.screen.set_focus(field)
        self.post_message(self.Entered(box.group))
        field.cursor_position = len(field.value) if column is None else column
        self._last = field.cell

    def on_descendant_blur(self) -> None:
        """Fold up when the cursor has left the fields."""
        if self.field is None:
            self._fold()

    def on_descendant_focus(self) -> None:
        """Unfold the group that a click has reached."""
        if self.field is not None and self.field.cell != self._last:
            self.go_to(self.field.cell, self.field.cursor_position)

    def _fold(self) -> None:
        self.close()
        for box in self._groups:
            if box.is_open:
                box.open(False)
            box.display = not self.sheet.is_empty(box.group)
        self._hint.display = all(self.sheet.is_empty(box.group) for box in self._groups)

    # walking

    def step(self, by: int) -> None:
        """Go to the next field, or the one before; past the last, out of the fields."""
        self._walk(by, self._places())

    def move(self, by: int) -> None:
        """Go to the row below or above, and on into the next group."""
        field = self.field
        if field is None:
            return
        box = self._box(field.cell.group)
        row = field.cell.row + by * box.columns
        if 0 <= row < box.count:
            self.go_to(Cell(box.group, row), field.cursor_position)
            return
        groups = [one.group for one in self._groups]
        place = groups.index(box.group) + by
        if 0 <= place < len(groups):
            self.go_to(Cell(groups[place], 0 if by > 0 else self._groups[place].count - 1))
        else:
            self.post_message(self.Done(by))

    def _walk(self, by: int, places: list[Cell]) -> None:
        field = self.field
        if field is None:
            return
        place = places.index(field.cell) + by
        if 0 <= place < len(places):
            self.go_to(places[place])
        else:
            self.post_message(self.Done(by))

    def _places(self) -> list[Cell]:
        return [Cell(box.group, row) for box in self._groups for row in range(box.count)]

    def _box(self, group: FieldGroup) -> GroupBox:
        return next(box for box in self._groups if box.group is group)

    # editing

    def typed(self, field: CellInput) -> None:
        """Take over what is typed, and look for completions when the typing pauses."""
        self.sheet.set_text(field.cell, field.value)
        self.post_message(self.Edited())
        self.look_up(field)

    def left(self, field: CellInput) -> None:
        """Judge a field that was left."""
        self._last, self._column = field.cell, field.cursor_position
        self.close()
        reading = self.sheet.reading(field.cell)
        self._box(field.cell.group).show()
        self.post_message(self.Left(field.cell, reading.problem or reading.advice))

    async def enter(self) -> None:
        """Take the highlighted completion; else a new row under a filled one of a list, else the next field."""
        field = self.field
        if field is None:
            return
        await field.caught_up()
        chosen = self.choices.chosen
        if chosen is not None:
            self.take(field, chosen)
        elif field.cell.group is FieldGroup.VITALS:
            self.step(1)
        elif not field.value.strip():
            self._walk(1, [field.cell, *self._behind(field.cell.group)])
        else:
            below = Cell(field.cell.group, field.cell.row + 1)
            if self.sheet.text(below).strip():
                self.sheet.insert(below)
            await self.show(below)

    def _behind(self, group: FieldGroup) -> list[Cell]:
        places = self._places()
        last = max(place for place, cell in enumerate(places) if cell.group is group)
        return places[last + 1 :]

    async def remove_row(self) -> None:
        """Take the row out of its list, or empty a vital sign."""
        field = self.field
        if field is None:
            return
        await field.caught_up()
        if self.sheet.text(field.cell):
            self.sheet.remove(field.cell)
            await self.show(field.cell)
            self._changed(REMOVED)

    def want_text(self) -> None:
        """Ask for values that the text of the note tells."""
        self.post_message(self.TextWanted())

    async def paste(self, lines: list[str]) -> None:
        """Put the first line in at the cursor; in a list each further line is a row of its own."""
        field = self.field
        if field is None or not lines:
            return
        if field.cell.group is FieldGroup.VITALS:
            lines = [" ".join(lines)]
        field.replace(lines[0], *sorted(field.selection))
        cell = field.cell
        for line in lines[1:]:
            cell = Cell(cell.group, cell.row + 1)
            self.sheet.insert(cell)
            self.sheet.set_text(cell, line)
        if len(lines) > 1:
            await self.show(cell)
            self._changed()

    async def undo(self, *, again: bool = False) -> None:
        """Take back the last change of the fields, or do it again."""
        if self.field is not None:
            await self.field.caught_up()
        cell = self.sheet.redo() if again else self.sheet.undo()
        if cell is not None:
            await self.show(cell)
            self._changed()

    def _changed(self, sentence: str = "") -> None:
        self.post_message(self.Edited())
        if sentence:
            self.post_message(self.Said(sentence))

    async def show(self, cell: Cell) -> None:
        """Show a group as it stands and put the cursor into one of its fields."""
        box = self._box(cell.group)
        if not box.is_ready(cell.row):
            await box.grow()
        box.show()
        self.go_to(cell)
        self.call_later(box.grow)  # the row after the next one, when there is time

    def refresh_fields(self) -> None:
        """Show all fields as they stand, after something else than a key has filled them."""
        self.run_worker(self._refresh_fields())

    async def _refresh_fields(self) -> None:
        for box in self._groups:
            await box.grow()
            box.show()
        if self.field is None:
            self._fold()

    # judging

    def show_findings(self, findings: Sequence[FieldFinding]) -> None:
        """Show what the checker says of the fields."""
        for box in self._groups:
            box.findings = [one for one in findings if one.cell.group is box.group]
            box.show()
