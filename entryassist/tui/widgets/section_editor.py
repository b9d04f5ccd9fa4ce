"""The editor of one section: a text area that underlines findings and never makes typing wait."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Location, Selection

from entryassist.display import visible
from entryassist.tui.intake import clean

if TYPE_CHECKING:
    from entryassist.entry import EntrySession, Placed
    from terminology import TextChange


class Answer(Protocol):
    """Something put into the text that undo takes back: a suggestion, an expansion, a shorthand."""

    replacement: str
    standing: bool


class Span(Protocol):
    """A half-open span of code points in a section: a finding that is placed, a hit of a search."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


Mark = tuple[int, int, str]  # start column, end column, component class
_ROWS_APART = 8
_UNDERLINES = {severity: f"finding--{severity}" for severity in ("critical", "warning", "advice")}


class _Painting(NamedTuple):
    """What is painted before an edit in a line: how often the line wraps, and the marks of all lines."""

    row: int
    wraps: int
    marks: dict[int, tuple[Mark, ...]]


class SectionEditor(TextArea):
    """The view of one section of an `EntrySession`; every edit goes to the session at once."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "finding--critical",
        "finding--warning",
        "finding--advice",
        "finding--current",
        "find--hit",
        "find--current",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "noop", show=False),
        Binding("f7", "noop", show=False),
    ]

    class Left(Message):
        """The cursor was moved past the first or last line; ``direction`` is -1 or 1."""

        def __init__(self, editor: SectionEditor, direction: int) -> None:
            super().__init__()
            self.editor = editor
            self.direction = direction

    def __init__(self, session: EntrySession, section: int, **options: object) -> None:
        self.session = session
        self.section = section
        self.current: Placed | None = None
        self._hits: Sequence[Span] = ()
        self._hit: Span | None = None
        self._joined: str | None = None
        self._starts: list[int] | None = None
        self._marks: dict[int, tuple[Mark, ...]] | None = None
        self._steps: dict[int, tuple[Edit, Answer]] = {}
        self._editing = False
        self._wrapped_at = 0
        self._themed: object = None  # the theme that has this editor's styles
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(512)
        text = clean(session.text_of(section))
        super().__init__(text, soft_wrap=True, highlight_cursor_line=False, **options)  # type: ignore[arg-type]
        self.match_cursor_bracket = False
        session.set_text(section, text)

    # the text and its offsets

    @property
    def text(self) -> str:
        """The section's text, lines joined by newlines."""
        if self._joined is None:
            self._joined = "\n".join(self.document.lines)
        return self._joined

    @text.setter
    def text(self, value: str) -> None:
        self.load_text(value)

    @property
    def starts(self) -> list[int]:
        """The offset of each line in `text`."""
        if self._starts is None:
            self._starts = list(accumulate((len(line) + 1 for line in self.document.lines), initial=0))
        return self._starts

    def offset_of(self, location: Location) -> int:
        """The code point offset of a (row, column)."""
        return self.starts[location[0]] + location[1]

    def location_of(self, offset: int) -> Location:
        """The (row, column) of a code point offset."""
        starts = self.starts
        row = min(bisect_right(starts, offset), len(starts) - 1) - 1
        return row, offset - starts[row]

    @property
    def cursor_offset(self) -> int:
        """Where the cursor stands, in code points."""
        return self.offset_of(self.cursor_location)

    # editing

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit and hand the new text to the session before anything is painted."""
        edit.text = clean(edit.text)
        before = self._painting_of(edit)
        self._editing = True
        try:
            result = super().edit(edit)
        finally:
            self._editing = False
        if len(edit.text) > 1:
            self.session.effort.put_in.append(edit.text)
        self._hand_over(typed=len(edit.text) <= 1)
        self._repaint(before)
        return result

    def _painting_of(self, edit: Edit) -> _Painting | None:
        """What is painted before an edit within one line that holds the cursor too; None for any other edit."""
        row = edit.top[0]
        rows = {edit.bottom[0], self.selection.start[0], self.selection.end[0]}
        if rows != {row} or "\n" in edit.text or not self.text or self._hits or self._found_within(row) is None:
            return None
        return _Painting(row, len(self.wrapped_document.get_offsets(row)), self.marks)

    def _repaint(self, before: _Painting | None) -> None:
        """Mark and paint the edited line alone where no other looks different, as after nearly every key."""
        within = self._found_within(before.row) if before is not None and self.text else None
        if before is None or within is None:
            self.refresh()
            return
        others = {row: marks for row, marks in before.marks.items() if row != before.row}
        self._marks = others | self._marks_of(within)
        if len(self.wrapped_document.get_offsets(before.row)) != before.wraps:
            self.refresh()
        else:
            top = self.wrapped_document.location_to_offset((before.row, 0)).y
            self.refresh_lines(top, before.wraps + 1)

    def _found_within(self, row: int) -> list[Placed] | None:
        """The findings that a line holds or touches; None when one of them goes on in another line."""
        start, end = self.starts[row], self.starts[row + 1] - 1
        touching = [one for one in self.session.findings_in(self.section) if one.start <= end and one.end >= start]
        return touching if all(start <= one.start and one.end <= end for one in touching) else None

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> SectionEditor:
        """As every widget does, but that after an edit ``_repaint`` says what is to be painted."""
        if self._editing and not regions and not layout and not recompose:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def apply(self, start: int, end: int, step: Answer) -> None:
        """Show a replacement the session has made, as one step of the undo history."""
        edit = Edit(step.replacement, self.location_of(start), self.location_of(end), True)
        self._steps[id(edit)] = (edit, step)
        self.history.checkpoint()
        self.edit(edit)
        self.history.checkpoint()

    def undo(self) -> None:
        """Take back the last batch of edits; an accepted suggestion in it no longer stands."""
        batch = self.history.undo_stack[-1:]
        self._stand_safely(batch)
        super().undo()
        self._hand_over(typed=False)
        self._set_standing(batch, False)

    def redo(self) -> None:
        """Do the last undone batch of edits again, with the decisions that went with it."""
        batch = self.history.redo_stack[-1:]
        self._stand_safely(batch)
        super().redo()
        self._hand_over(typed=False)
        self._set_standing(batch, True)

    def _stand_safely(self, batches: list[list[Edit]]) -> None:
        """Stand at the top of what is going to change: Textual looks up the cursor's line before it moves it."""
        tops = [edit.top for batch in batches for edit in batch]
        if tops:
            self._editing = True
            self.selection = Selection.cursor(min(tops))
            self._editing = False

    def _set_standing(self, batches: list[list[Edit]], standing: bool) -> None:
        for edit in (edit for batch in batches for edit in batch):
            if id(edit) in self._steps:
                self._steps[id(edit)][1].standing = standing

    def last_step(self, stack: list[list[Edit]]) -> Answer | None:
        """What the last batch of the undo or redo stack put in, if it was more than typing."""
        steps = (self._steps[id(edit)][1] for edit in (stack[-1] if stack else ()) if id(edit) in self._steps)
        return next(steps, None)

    def load_text(self, text: str) -> None:
        """Replace everything and forget the history."""
        self._joined = self._starts = None
        super().load_text(clean(text))
        self._hand_over(typed=False)

    def _hand_over(self, typed: bool) -> None:
        self._joined = self._starts = self._marks = None
        change = self.session.set_text(self.section, self.text)
        self.session.typing = (self.section, self.cursor_offset) if typed else None
        if change is not None:
            self.text_changed(change)

    def text_changed(self, change: TextChange) -> None:
        """Follow a change of the section's text; nothing to follow here."""

    def watch_selection(self, selection: Selection) -> None:
        """Moving away from a word means that it is finished."""
        if not self._editing and self.session.typing is not None and self.session.typing[0] == self.section:
            self.session.typing = None
            self.show_findings(self.current)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Brackets are not matched in prose; the search would read the whole note."""
        return None

    def action_noop(self) -> None:
        """Keep keys that select text by accident away from the text area."""

    def action_cursor_down(self, select: bool = False) -> None:
        """Move down; past the last line, on to the next section."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            self.post_message(self.Left(self, 1))
        else:
            super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up; past the first line, back to the section before."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            self.post_message(self.Left(self, -1))
        else:
            super().action_cursor_up(select)

    # display

    def show_findings(self, current: Placed | None) -> None:
        """Paint the session's findings, if they differ; ``current`` is the one the panel explains."""
        painted, self._marks = self._marks, None
        self.current = current if current is not None and current.section == self.section else None
        if self.marks != painted:
            super().notify_style_update()  # the text area's own cache does not know of findings
            before, now = painted or {}, self.marks
            self._paint_rows({row for row in {**before, **now} if before.get(row) != now.get(row)})

    def _paint_rows(self, rows: set[int]) -> None:
        """Paint lines of the text again; all of them when they are many."""
        if len(rows) > _ROWS_APART:
            self.refresh()
            return
        for row in rows:
            top = self.wrapped_document.location_to_offset((row, 0)).y
            self.refresh_lines(top, len(self.wrapped_document.get_offsets(row)) + 1)

    def show_hits(self, hits: Sequence[Span], current: Span | None) -> None:
        """Paint what a search found here; ``current`` is the one it stands at."""
        if hits or self._hits:
            self._hits, self._hit, self._marks = hits, current, None
            super().notify_style_update()
            self.refresh()

    def notify_style_update(self) -> None:
        """Forget painted lines when theme or style changes."""
        self._strips.clear()
        self._themed = None
        super().notify_style_update()

    @property
    def marks(self) -> dict[int, tuple[Mark, ...]]:
        """The underlines of each line that has any; the worst severity last, so that it is the one seen."""
        if self._marks is None:
            self._marks = self._marks_of(self.session.findings_in(self.section), self._hits)
        return self._marks

    def _marks_of(self, findings: list[Placed], hits: Sequence[Span] = ()) -> dict[int, tuple[Mark, ...]]:
        marks: defaultdict[int, list[Mark]] = defaultdict(list)
        for one in sorted(findings, key=lambda one: -one.finding.severity.rank):
            self._mark(marks, one, _UNDERLINES[one.finding.severity])
            if self.current is not None and one.finding is self.current.finding:
                self._mark(marks, one, "finding--current")
        for hit in hits:
            self._mark(marks, hit, "find--current" if hit == self._hit else "find--hit")
        return {row: tuple(line) for row, line in marks.items()}

    def _mark(self, marks: dict[int, list[Mark]], span: Span, name: str) -> None:
        first, last = self.location_of(span.start), self.location_of(span.end)
        for row in range(first[0], last[0] + 1):
            start = first[1] if row == first[0] else 0
            end = last[1] if row == last[0] else len(self.document[row])
            if start < end:
                marks[row].append((start, end, name))

    def get_line(self, line_index: int) -> Text:
        """A line with its findings underlined and its controls made visible."""
        return self._styled(self.document.get_line(line_index), self.marks.get(line_index, ()))

    def _styled(self, line: str, marks: tuple[Mark, ...]) -> Text:
        text = Text(visible(line, keep="\t"), end="", no_wrap=True)
        for start, end, name in marks:
            text.stylize(self._mark_style(name), start, end)
        return text

    def _mark_style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def on_resize(self) -> None:
        """Remember for which width the text was wrapped."""
        self._wrapped_at = self.wrap_width

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint; wrap first when a layout came without a resize, as happens to editors that scroll early."""
        if self.wrap_width != self._wrapped_at:
            self.post_message(events.Resize(self.size, self.virtual_size, self.container_size))
        if self._themed is self._theme:
            return super(TextArea, self).render_lines(crop)
        # the text area would read its styles anew for every frame
        self._themed = self._theme
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Paint a line of the screen; lines the cursor does not touch come from a cache of their own."""
        row, column = self.wrapped_document.offset_to_location(Offset(0, y + self.scroll_offset.y))
        top, bottom = sorted(self.selection)
        if top[0] <= row <= bottom[0] or not self.text or y + self.scroll_offset.y >= self.virtual_size.height:
            return super().render_line(y)
        wraps = self.wrapped_document.get_offsets(row)
        part = bisect_right(wraps, column)
        # where the line wraps is part of the key: the first paint may come before the text is wrapped to its width
        key = (self.document[row], self.marks.get(row), part, tuple(wraps), self.size.width, self.has_focus)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = super().render_line(y)
        return strip

    @property
    def cursor_region(self) -> Region:
        """The cursor's place within this widget, for containers that scroll it into view."""
        offset = self.cursor_screen_offset - self.region.offset
        return Region(offset.x, offset.y, 1, 1)
