"""Medical dictionaries that happen to be on the machine: theirs to offer, never ours to ship."""

from __future__ import annotations

from pathlib import Path

_PLACES = ("/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts")
_MEDICAL = "en*[-_]med*.dic"


def medical_dictionaries() -> list[Path]:
    """English medical dictionaries in the places where systems keep them, each once."""
    found: dict[Path, Path] = {}
    for place in _PLACES:
        for path in sorted(Path(place).glob(_MEDICAL)):
            found.setdefault(path.resolve(), path)
    return list(found.values())
