"""The words that a writer uses in this note and those before it, for the completer to prefer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]{4,}(?:['’][^\W\d_]+)*(?![^\W\d_])")


class UsualWords:
    """Counts of words of four letters and more, in lower case. They live as long as the note is open."""

    def __init__(self) -> None:
        self._read: Counter[str] = Counter()

    def read(self, text: str) -> None:
        """Count the words of a text that stands: an earlier note, the source, a finished line."""
        self._read.update(word.lower() for word in _WORD.findall(text))

    def counts(self, line: str) -> Mapping[str, int]:
        """What was read, with the finished words of the line that is being typed."""
        here = Counter(found.group().lower() for found in _WORD.finditer(line) if found.end() < len(line))
        return self._read + here if here else self._read
