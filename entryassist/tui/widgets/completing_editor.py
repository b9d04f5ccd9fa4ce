"""A section editor that shows what is likely to follow as ghost text, and lists what may follow when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.widgets.text_area import Edit, EditResult, Selection

from entryassist.shorthands.effort import CompletionUse
from entryassist.tui.editing.ghost import OFFERED, first_word, ghost_text, typed_word
from entryassist.tui.widgets.completion_list import MOST, CompletionList, Continuation, continuations
from entryassist.tui.widgets.shorthand_editor import ShorthandEditor
from entryassist.tui.wording import one_line, shortened

if TYPE_CHECKING:
    from entryassist.entry import EntrySession
    from entryassist.shorthands.book import Proposal
    from entryassist.shorthands.expander import Expander
    from entryassist.tui.editing.completions import Completions

ACCEPT_MARK = " →"  # behind the ghost text: without colour it is told from the text by it, and its key is said
EXPAND_MARK = " [Tab] "
_TELLING = 8  # cells of an expansion below which it says nothing
NOTHING_FOLLOWS = "Nothing is known to follow here."


class CompletingEditor(ShorthandEditor):
    """→ accepts the ghost text where it stands, ^→ its first word; ^Space lists completions. Enter never accepts.

    A shorthand that is proposed goes before: then the ghost text is its expansion, which Tab puts in.
    """

    class Told(Message):
        """There is something to say that is not a finding; ``sentence`` is for the status line."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+@",
            "complete",
            "List",
            key_display="^Space",
            tooltip="List what may follow what is typed",
            id="entry.complete",
        ),
    ]

    def __init__(
        self, session: EntrySession, section: int, expander: Expander, completions: Completions, **options: object
    ) -> None:
        self._completions = completions
        self._list: CompletionList | None = None
        self.ghost = ""
        """What → puts in now."""
        super().__init__(session, section, expander, **options)

    # ghost text

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit; ghost text that was typed stays, anything else takes it away until it is sought anew."""
        ghost, room = self.ghost, self._room
        result = super().edit(edit)
        goes_on = bool(edit.text) and ghost.startswith(edit.text)
        self._show_ghost(ghost[len(edit.text) :] if goes_on else "", room - cell_len(edit.text) if goes_on else 0)
        if edit.text == "\n":
            self._completions.usual.read(self.document[result.end_location[0] - 1])
        elif edit.text:
            self.call_later(self._seek_ghost, self.session.revision)
        if self._list is not None:
            self.call_later(self._refill_list)
        return result

    def watch_selection(self, selection: Selection) -> None:
        """Ghost text belongs to the place where it was offered."""
        super().watch_selection(selection)
        if not self._editing:
            self._show_ghost("")
            self.close_list()

    def _show_ghost(self, ghost: str, room: int = 0) -> None:
        proposal = self.expander.proposal if self.has_focus else None
        if proposal is not None:
            self.ghost = ""
            self.suggestion = self._expansion_shown(proposal) if self._at_line_end else ""
        else:
            self.ghost = _fitting(ghost, room - cell_len(ACCEPT_MARK))
            self.suggestion = self.ghost + ACCEPT_MARK if self.ghost else ""

    def _expansion_shown(self, proposal: Proposal) -> str:
        previews, room = self.expander.preview(proposal), self._room - len(EXPAND_MARK)
        return EXPAND_MARK + shortened(one_line(previews[0]), room) if len(previews) == 1 and room > _TELLING else ""

    def _seek_ghost(self, revision: int) -> None:
        """Offer what is likely, unless more was typed since: the keys that wait go first."""
        if revision != self.session.revision or not self.has_focus or self.expander.proposal is not None:
            return
        row, column = self.cursor_location
        before = self.document[row][:column]
        ghost = ""
        if self._completions.unasked and self._at_line_end and self._list is None:
            ghost = ghost_text(before, self._completions.behind(before, self._heading, OFFERED))
        self._show_ghost(ghost, self._room)

    @property
    def _at_line_end(self) -> bool:
        row, column = self.cursor_location
        return self.selection.is_empty and column == len(self.document[row])

    @property
    def _room(self) -> int:
        """The cells between the cursor and the end of its row: the text is not wrapped anew for ghost text."""
        return self.wrap_width - self.wrapped_document.location_to_offset(self.cursor_location).x

    @property
    def _heading(self) -> str:
        return self.session.sections[self.section].heading

    async def _on_key(self, event: events.Key) -> None:
        # As with shorthands, within the key: a binding would run after keys that were typed later.
        if self._list_takes(event.key) or self._ghost_takes(event.key):
            event.stop()
            event.prevent_default()

    def _ghost_takes(self, key: str) -> bool:
        if not self.ghost or key not in ("right", "ctrl+right"):
            return False
        self._put_in(self.ghost if key == "right" else first_word(self.ghost))
        return True

    def _put_in(self, text: str) -> None:
        """Put a completion in, as one step of the undo history; it cost one key."""
        at, use, effort = self.cursor_offset, CompletionUse(text), self.session.effort
        effort.keystrokes += use.keys
        effort.completions.append(use)
        self.apply(at, at, use)

    def action_cursor_right(self, select: bool = False) -> None:
        """Move right; ghost text is accepted by the key, not by whatever else moves the cursor."""
        self.suggestion = ""
        super().action_cursor_right(select)

    # the list

    def action_complete(self) -> None:
        """List what may follow, under the cursor."""
        self.close_list()
        found = self._found()
        if found:
            self._show_ghost("")
            self._list = CompletionList(found, self._word_place)
            self.screen.mount(self._list)
        else:
            self.post_message(self.Told(NOTHING_FOLLOWS))

    def _found(self) -> list[Continuation]:
        row, column = self.cursor_location
        before = self.document[row][:column]
        return continuations(before, self._completions.behind(before, self._heading, MOST))

    @property
    def _word_place(self) -> Offset:
        row, column = self.cursor_location
        return self.cursor_screen_offset - (cell_len(typed_word(self.document[row][:column])), 0)

    def _refill_list(self) -> None:
        if self._list is None:
            return
        if found := self._found():
            self._list.near = self._word_place
            self._list.refill(found)
        else:
            self.close_list()

    def close_list(self) -> None:
        """Take the list away, if it is open."""
        if self._list is not None:
            self._list.remove()
            self._list = None

    def _list_takes(self, key: str) -> bool:
        shown = self._list
        if shown is None:
            return False
        if key.isdigit() and 0 < int(key) <= len(shown.choices):
            self._take(shown.choices[int(key) - 1])
        elif key in ("enter", "tab"):
            self._take(shown.chosen)
        elif key == "escape":
            self.close_list()
        elif key == "up":
            shown.action_cursor_up()
        elif key == "down":
            shown.action_cursor_down()
        else:
            return False
        return True

    def _take(self, choice: Continuation) -> None:
        self.close_list()
        self._put_in(choice.rest)

    def _on_blur(self, event: events.Blur) -> None:
        super()._on_blur(event)
        self._show_ghost("")
        self.close_list()


def _fitting(ghost: str, room: int) -> str:
    """As many words of a ghost text as there is room for."""
    fitting = ""
    while ghost and cell_len(fitting + (word := first_word(ghost))) <= room:
        fitting, ghost = fitting + word, ghost[len(word) :]
    return fitting
