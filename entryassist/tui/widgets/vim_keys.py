"""vi's keys for the note's editors: normal, insert and visual mode. Function keys and ^ keys work in every mode."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.widgets.text_area import Edit, Selection

from entryassist.tui.editing.vim_motions import (
    MOTIONS,
    first_letter,
    line_end,
    line_start,
    next_word,
    word_end,
    word_object,
)

if TYPE_CHECKING:
    from textual import events

    from entryassist.tui.widgets.note_editor import NoteEditor


class Mode(StrEnum):
    """What a key does."""

    NORMAL = "NORMAL"
    INSERT = "INSERT"
    VISUAL = "VISUAL"
    LINES = "VISUAL LINE"


_OPERATORS = "dcy"
_FIRST_OF_TWO = ("g", "r", "Z")
_ARROWS = {"left": "h", "right": "l", "down": "j", "up": "k", "home": "0", "end": "$", "backspace": "h", "enter": "j"}
# what opens an insertion: where the cursor goes first, by text and offset
_INSERTS = {
    "i": lambda text, at: at,
    "a": lambda text, at: min(at + 1, line_end(text, at)),
    "I": first_letter,
    "A": line_end,
}
_SHORT = {"x": "dl", "X": "dh", "D": "d$", "C": "c$", "Y": "yy", "s": "cl", "S": "cc"}
_FOR_SCREEN = {"/": "find", "n": "find_again(1)", "N": "find_again(-1)", "@": "play", "ZZ": "save", "ZQ": "leave"}


@dataclass
class Register:
    """What was taken last; whole lines are put in as lines."""

    text: str = ""
    lines: bool = False


class VimKeys:
    """One for all editors of a note, so that the mode and what was taken go along from section to section."""

    def __init__(self) -> None:
        self.mode = Mode.NORMAL
        self.register = Register()
        self._typed = ""  # of the command that is not complete yet
        self._last = ""  # the last command that changed something, and what was then typed
        self._inserted = ""
        self._inserting = False
        self._anchor = 0

    def takes(self, editor: NoteEditor, event: events.Key) -> bool:
        """Do what a key means in this mode. False when it means what it means without these keys."""
        if self.mode is Mode.INSERT:
            return self._in_insert(editor, event)
        character = event.character or ""
        if event.key == "escape":
            self._typed = ""
            self._enter(editor, Mode.NORMAL)
        elif event.key == "ctrl+r":
            editor.redo()
        elif event.key in _ARROWS:
            self._command(editor, _ARROWS[event.key])
        elif event.is_printable and character:
            self._command(editor, character)
        else:
            return False
        editor.session.effort.keystrokes += 1
        return True

    def _in_insert(self, editor: NoteEditor, event: events.Key) -> bool:
        if event.key != "escape":
            if event.key == "backspace":
                self._inserted = self._inserted[:-1]
            elif event.is_printable or event.key == "enter":
                self._inserted += "\n" if event.key == "enter" else event.character or ""
            return False
        text, at = editor.text, editor.cursor_offset
        self._enter(editor, Mode.NORMAL)
        self._go(editor, max(line_start(text, at), at - 1))
        editor.session.effort.keystrokes += 1
        return True

    def _enter(self, editor: NoteEditor, mode: Mode) -> None:
        if self.mode is Mode.INSERT or mode is Mode.INSERT:
            editor.history.checkpoint()
        self.mode = mode
        self._anchor = editor.cursor_offset
        if mode is Mode.INSERT:
            self._inserted = ""
        if mode is not Mode.VISUAL:
            self._go(editor, editor.cursor_offset)
        editor.mode_changed()

    # commands

    def _command(self, editor: NoteEditor, character: str) -> None:
        self._typed += character
        count, command = _counted(self._typed)
        if command and self._run(editor, command, count):
            self._typed = ""

    def _run(self, editor: NoteEditor, command: str, count: int | None) -> bool:
        """Run a command if it is complete. False when more keys belong to it."""
        if self.mode in (Mode.VISUAL, Mode.LINES):
            return self._run_visual(editor, command, count or 1)
        command = _SHORT.get(command, command)
        if command[0] in _OPERATORS:
            return self._operate(editor, command, count)
        if command in _FIRST_OF_TWO:
            return False
        if command in _FOR_SCREEN:
            editor.call_later(editor.screen.run_action, _FOR_SCREEN[command])
        elif command == "q":
            editor.call_later(editor.screen.run_action, "toggle_recording")
        elif command == ".":
            self._repeat(editor)
        elif command in MOTIONS:
            self._move(editor, command, count)
        elif command in _INSERTS or command in ("o", "O"):
            self._insert(editor, command, count)
        else:
            self._change(editor, command, count or 1)
        return True

    def _move(self, editor: NoteEditor, command: str, count: int | None) -> None:
        if command in ("j", "k") and self.mode is Mode.NORMAL and count is None:
            move = editor.action_cursor_down if command == "j" else editor.action_cursor_up
            move()  # by rows of the screen, and on to the next section
            return
        self._go(editor, _target(editor, command, count))

    def _go(self, editor: NoteEditor, at: int) -> None:
        text = editor.text
        if self.mode is Mode.NORMAL and at == line_end(text, at) > line_start(text, at):
            at -= 1  # the cursor stands on a character, not behind the last
        if self.mode is Mode.VISUAL:
            last = max(self._anchor, at)
            start, end = (at, min(last + 1, len(text))) if at < self._anchor else (self._anchor, min(at + 1, len(text)))
            places = (end, start) if at < self._anchor else (start, end)
            editor.selection = Selection(*map(editor.location_of, places))
        elif self.mode is Mode.LINES:
            first, last = sorted((self._anchor, at))
            editor.selection = Selection(
                editor.location_of(line_start(text, first)), editor.location_of(line_end(text, last))
            )
        else:
            editor.move_cursor(editor.location_of(at))

    def _insert(self, editor: NoteEditor, command: str, count: int | None) -> None:
        self._remember(command, count)
        text, at = editor.text, editor.cursor_offset
        self._enter(editor, Mode.INSERT)
        if command in ("o", "O"):
            place = line_end(text, at) if command == "o" else line_start(text, at)
            _put(editor, place, place, "\n")
            self._go(editor, place + (command == "o"))
        else:
            self._go(editor, _INSERTS[command](text, at))

    def _remember(self, command: str, count: int | None) -> None:
        self._last = f"{count or ''}{command}"

    def _change(self, editor: NoteEditor, command: str, count: int) -> None:
        text, at = editor.text, editor.cursor_offset
        if command == "u":
            editor.undo()
        elif command in ("v", "V"):
            self._enter(editor, Mode.VISUAL if command == "v" else Mode.LINES)
            self._go(editor, at)
        elif command in ("p", "P"):
            self._remember(command, count)
            self._put_register(editor, before=command == "P", count=count)
        elif command[0] == "r" and at + count <= line_end(text, at):
            self._remember(command, count)
            _put(editor, at, at + count, command[1] * count)
            self._go(editor, at + count - 1)
        elif command == "~" and at < line_end(text, at):
            self._remember(command, count)
            end = min(at + count, line_end(text, at))
            _put(editor, at, end, text[at:end].swapcase())
            self._go(editor, end)
        elif command == "J" and line_end(text, at) < len(text):
            self._remember(command, count)
            end = line_end(text, at)
            _put(editor, end, first_letter(text, end + 1), " ")
            self._go(editor, end)

    def _put_register(self, editor: NoteEditor, *, before: bool, count: int) -> None:
        text, at = editor.text, editor.cursor_offset
        if not self.register.text:
            return
        if self.register.lines:
            lines = "\n".join([self.register.text] * count)
            place = line_start(text, at) if before else line_end(text, at)
            _put(editor, place, place, f"{lines}\n" if before else f"\n{lines}")
            self._go(editor, place + (not before))
        else:
            place = at if before else min(at + 1, line_end(text, at))
            _put(editor, place, place, self.register.text * count)
            self._go(editor, place + len(self.register.text) * count - 1)

    # operators

    def _operate(self, editor: NoteEditor, command: str, count: int | None) -> bool:
        operator, (more, motion) = command[0], _counted(command[1:])
        if more is not None:
            count = more * (count or 1)
        text, at = editor.text, editor.cursor_offset
        lines = motion == operator
        if motion in ("", "g", "i", "a"):
            return False
        if lines:
            start, end = at, MOTIONS["j"].to(text, at, (count or 1) - 1)
        elif motion in ("iw", "aw"):
            start, end = word_object(text, at, around=motion == "aw")
        elif motion in MOTIONS:
            start, end, lines = self._span(editor, motion, count, operator)
        else:
            return True
        if operator != "y":
            self._remember(command, None if more is not None else count)
        self._apply(editor, operator, start, end, lines=lines)
        return True

    @staticmethod
    def _span(editor: NoteEditor, motion: str, count: int | None, operator: str) -> tuple[int, int, bool]:
        text, at = editor.text, editor.cursor_offset
        target = _target(editor, motion, count)
        if motion == "w":
            # not over the end of the line, and to change a word is to leave the blank behind it
            if operator == "c" and not text[at : at + 1].isspace():
                target = word_end(text, at - 1 if _is_word_end(text, at) else at, count or 1) + 1
            target = min(target, line_end(text, at)) if (count or 1) == 1 else target
        start, end = sorted((at, target))
        return start, end + MOTIONS[motion].inclusive, MOTIONS[motion].lines

    def _apply(self, editor: NoteEditor, operator: str, start: int, end: int, *, lines: bool) -> None:
        text = editor.text
        if lines:
            start, end = line_start(text, start), line_end(text, end)
        self.register = Register(text[start:end], lines)
        if operator == "y":
            self._enter(editor, Mode.NORMAL)
            self._go(editor, start)
            return
        if lines and operator == "d":
            start, end = (start, end + 1) if end < len(text) else (max(0, start - 1), end)
        self._enter(editor, Mode.INSERT if operator == "c" else Mode.NORMAL)
        _put(editor, start, end, "")
        after = editor.text
        self._go(editor, first_letter(after, min(start, len(after))) if lines and operator == "d" else start)

    def _run_visual(self, editor: NoteEditor, command: str, count: int) -> bool:
        if command in _FIRST_OF_TWO or command in ("i", "a"):
            return False
        if command in ("iw", "aw"):
            start, end = word_object(editor.text, editor.offset_of(editor.selection.start), around=command == "aw")
            self._anchor = start
            self._go(editor, max(start, end - 1))
        elif command == "p":
            start, end = sorted(map(editor.offset_of, editor.selection))
            taken, self.register = self.register, Register(editor.text[start:end], self.mode is Mode.LINES)
            self._enter(editor, Mode.NORMAL)
            _put(editor, start, end, taken.text)
            self._go(editor, start + max(0, len(taken.text) - 1))
        elif command in MOTIONS:
            cursor = editor.offset_of(editor.selection.end)
            if self.mode is Mode.VISUAL and cursor > self._anchor:
                cursor -= 1
            self._go(editor, MOTIONS[command].to(editor.text, cursor, count if command != "G" else 1 << 30))
        elif command in ("d", "x", "c", "s", "y"):
            start, end = sorted(map(editor.offset_of, editor.selection))
            operator = {"x": "d", "s": "c"}.get(command, command)
            self._apply(editor, operator, start, end, lines=self.mode is Mode.LINES)
        elif command in ("v", "V"):
            self._enter(editor, Mode.NORMAL)
        return True

    def _repeat(self, editor: NoteEditor) -> None:
        last, inserted = self._last, self._inserted
        if not last:
            return
        count, command = _counted(last)
        self._typed = ""
        self._run(editor, command, count)
        if self.mode is Mode.INSERT:
            at = editor.cursor_offset
            _put(editor, at, at, inserted)
            self._enter(editor, Mode.NORMAL)
            self._inserted = inserted
            self._go(editor, max(at, at + len(inserted) - 1))


def _counted(typed: str) -> tuple[int | None, str]:
    """A count and the command behind it; 0 alone is a command."""
    digits = len(typed) - len(typed.lstrip("0123456789")) if typed[:1] not in ("0", "") else 0
    return (min(int(typed[:digits]), 9999) if digits else None), typed[digits:]


def _target(editor: NoteEditor, motion: str, count: int | None) -> int:
    number = count or (1 << 30 if motion == "G" else 1)
    return MOTIONS[motion].to(editor.text, editor.cursor_offset, number)


def _is_word_end(text: str, at: int) -> bool:
    return next_word(text, at, 1) != at + 1 and word_end(text, at - 1, 1) == at if at else word_end(text, -1, 1) == 0


def _put(editor: NoteEditor, start: int, end: int, text: str) -> None:
    editor.history.checkpoint()
    editor.edit(Edit(text, editor.location_of(start), editor.location_of(end), False))
    editor.history.checkpoint()
