"""Text made safe to show: nothing in a note may steer the terminal or hide from the reader."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Cc controls, Cf format characters (bidirectional controls, zero widths), Cs lone surrogates,
# Zl and Zp the two separators that some programs take for the end of a line.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PICTURES = 0x2400
_DELETE = 0x7F
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# skin tones: terminals differ in the cells that a character takes with one, which shifts the rest of the row
_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))


def is_unseen(character: str) -> bool:
    """Whether a character has no picture of its own: a control, a format character or half a pair."""
    return unicodedata.category(character) in _UNSEEN


def visible(text: str, keep: str = "\n\t") -> str:
    """The text with every unseen character and skin tone replaced by a symbol, one code point for one code point.

    ASCII controls become their control pictures (NUL is ``␀``, ESC is ``␛``), all others ``�``, so the
    result has the length of ``text`` and offsets hold in both. ``keep`` names characters to leave alone.
    """
    if text.isprintable() and (text.isascii() or _TONES.isdisjoint(text)):
        return text
    return text.translate(_symbols(keep))


class _Symbols(dict[int, str]):
    """A translation table that is filled in as characters turn up."""

    def __missing__(self, code: int) -> str:
        symbol = self[code] = _symbol(code)
        return symbol


@lru_cache(maxsize=8)
def _symbols(keep: str) -> _Symbols:
    return _Symbols({ord(character): character for character in keep})


def _symbol(code: int) -> str:
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return "\N{SYMBOL FOR DELETE}"
    return _REPLACEMENT if is_unseen(chr(code)) or chr(code) in _TONES else chr(code)
