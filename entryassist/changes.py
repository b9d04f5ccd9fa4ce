"""What an edit changed in a text, and where the spans beside it stand afterwards. Offsets are code points."""

from __future__ import annotations

from collections.abc import Iterator

from terminology import TextChange

_STRIDE = 4096  # code points compared at once; a power of two well above a line


def change_between(old: str, new: str) -> TextChange | None:
    """The smallest single replacement that turns one text into the other; None when they are equal."""
    if old == new:
        return None
    room = min(len(old), len(new))
    head = _common_start(old, new, room)
    tail = _common_end(old, new, room - head)
    return TextChange(head, len(old) - tail, new[head : len(new) - tail])


def stretched(start: int, end: int, change: TextChange) -> tuple[int, int]:
    """A span after a change: moved by what comes before it, widened to hold what reaches into it."""
    shift = len(change.text) - (change.end - change.start)
    if change.end <= start:
        return start + shift, end + shift
    if change.start >= end:
        return start, end
    new_start = min(start, change.start)
    return new_start, max(new_start, max(end, change.end) + shift)


def _common_start(old: str, new: str, room: int) -> int:
    done = 0
    for size in _strides(room):
        while done + size <= room and old[done : done + size] == new[done : done + size]:
            done += size
    return done


def _common_end(old: str, new: str, room: int) -> int:
    done = 0
    for size in _strides(room):
        while (
            done + size <= room
            and old[len(old) - done - size : len(old) - done] == new[len(new) - done - size : len(new) - done]
        ):
            done += size
    return done


def _strides(room: int) -> Iterator[int]:
    size = _STRIDE
    while size and room:
        yield size
        size //= 4
