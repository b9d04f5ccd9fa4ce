"""Which stretch of a text may be the abbreviation at the cursor."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CHUNK = re.compile(r"[^\s,;:()\[\]{}\"“”!?=]+")
_PART = re.compile(r"[^/+\-]+")
Span = tuple[int, int]


def abbreviation_spans(text: str, offset: int) -> Iterator[Span]:
    """Spans to look up, likeliest first: the word touched by the cursor, or the one just left behind.

    ``b.i.d.`` is tried with its last full stop and without it, ``N/V`` whole and then the part touched.
    """
    line_start = text.rfind("\n", 0, offset) + 1
    line_end = text.find("\n", offset)
    chunks = [
        match.span()
        for match in _CHUNK.finditer(text, line_start, line_end if line_end >= 0 else len(text))
        if match.start() <= offset
    ]
    if not chunks:
        return
    start, end = chunks[-1]
    yield start, end
    bare = start + len(text[start:end].rstrip("."))
    if start < bare < end:
        yield start, bare
    parts = [match.span() for match in _PART.finditer(text, start, bare) if match.start() <= offset]
    if parts and parts[-1] != (start, bare):
        yield parts[-1]
