"""The deletion neighbourhood of a word (SymSpell, W. Garbe 2012): two words within edit distance d share a
string that each reaches by at most d deletions. Only the first letters are deleted from, which keeps
the index small; the rest of the word is compared when candidates are ranked.
"""

from __future__ import annotations

DISTANCE = 2
PREFIX = 7


def deletes(word: str, distance: int = DISTANCE) -> set[str]:
    """All strings reached from the word's prefix by up to ``distance`` deletions, the prefix included."""
    found = {word[:PREFIX]}
    frontier = found
    for _ in range(distance):
        frontier = {s[:i] + s[i + 1 :] for s in frontier if len(s) > 1 for i in range(len(s))}
        found = found | frontier
    return found
