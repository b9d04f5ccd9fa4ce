"""A section editor into which a long text can be pasted without holding up the screen."""

from __future__ import annotations

from collections import deque

from textual import events
from textual.document._document import EditResult
from textual.document._history import EditHistory
from textual.widgets.text_area import Edit

from entryassist.tui.editing.long_paste import pieces, wrapped
from entryassist.tui.intake import clean
from entryassist.tui.widgets.completing_editor import CompletingEditor

_FRAME = 0.02  # seconds between two pieces, in which frames are painted and keys arrive


class PastingEditor(CompletingEditor):
    """Puts a long paste in piece by piece, as one step of undo. Keys that arrive meanwhile wait their turn."""

    _waiting: deque[str]
    _held: list[events.Key]

    @property
    def is_pasting(self) -> bool:
        """Whether pieces of a paste are still to come."""
        return bool(self._waiting)

    def _on_mount(self, event: events.Mount) -> None:
        super()._on_mount(event)
        self._waiting, self._held, self._place = deque(), [], 0

    async def _on_paste(self, event: events.Paste) -> None:
        text = wrapped(clean(event.text))
        parts = pieces(text)
        if self._waiting or (text == event.text and len(parts) == 1):
            self.finish_paste()
            return
        event.prevent_default()
        self.session.effort.pasted += len(text)
        start, end = sorted(self.selection)
        self.history.checkpoint()
        result = self.edit(Edit(parts[0], start, end, False))
        self._place = self.offset_of(result.end_location)
        self._waiting.extend(parts[1:])
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting:
            self.set_timer(_FRAME, self._next_piece)
        else:
            self._let_go()

    def _next_piece(self) -> None:
        if self._waiting:
            self._put_piece(self._waiting.popleft())
            self._go_on()

    def _put_piece(self, text: str) -> None:
        place = self.location_of(self._place)
        self.edit(Edit(text, place, place, True))
        self._place += len(text)
        _join_last_two(self.history)

    def _let_go(self) -> None:
        self.history.checkpoint()
        held, self._held = self._held, []
        for key in held:
            self.post_message(events.Key(key.key, key.character))

    def finish_paste(self) -> None:
        """Put in at once what is still to come."""
        if self._waiting:
            rest = "".join(self._waiting)
            self._waiting.clear()
            self._put_piece(rest)
            self._let_go()

    def undo(self) -> None:
        """Take back the last step; of a paste that is not all in yet, the rest does not come."""
        cut_short = self.is_pasting
        self._waiting.clear()
        super().undo()
        if cut_short:
            self._let_go()

    async def _on_key(self, event: events.Key) -> None:
        if self._waiting:
            self._held.append(event)
            event.stop()
            event.prevent_default()


def _join_last_two(history: EditHistory) -> None:
    """Make one edit of the last two, the second of which went on where the first had ended."""
    batches = history._undo_stack
    (last,), first = batches.pop(), batches[-1][-1]
    assert first._edit_result is not None
    assert last._edit_result is not None
    first.text += last.text
    first._edit_result = EditResult(last._edit_result.end_location, first._edit_result.replaced_text)
    first._updated_selection = last._updated_selection
