"""How likely a typist's slip is: the cost of turning the intended word into what was typed.

A restricted Damerau-Levenshtein alignment (insert, omit, substitute, transpose) whose costs depend on the
letters: a doubled letter, a neighbouring key, a vowel for a vowel and letters that sound alike are
cheap. After the shared beginning and end are cut off only a few letters are left, so the
quadratic alignment is small.
"""

from __future__ import annotations

from functools import lru_cache

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")
_ALIKE = ("cks", "ckq", "sz", "sc", "fv", "gj", "iy", "td", "mn", "pb", "xk", "wv", "uw")

OMIT, OMIT_DOUBLE, OMIT_VOWEL = 1.0, 0.6, 0.85
INSERT, INSERT_DOUBLE, INSERT_NEAR = 1.0, 0.65, 0.85
SWAP = 0.65
REPLACE, REPLACE_VOWEL, REPLACE_NEAR, REPLACE_ALIKE = 1.2, 0.75, 0.85, 0.8
FIRST_LETTER = 0.5


def _neighbours() -> frozenset[tuple[str, str]]:
    at = {c: (r, i) for r, row in enumerate(_ROWS) for i, c in enumerate(row)}
    return frozenset(
        (a, b)
        for a, (ra, ia) in at.items()
        for b, (rb, ib) in at.items()
        if a != b and abs(ra - rb) <= 1 and abs(ia - ib) <= 1
    )


_NEAR = _neighbours()
_SOUND = frozenset((a, b) for group in _ALIKE for a in group for b in group if a != b)


@lru_cache(maxsize=2048)
def _replace(meant: str, typed: str) -> float:
    if meant == typed:
        return 0.0
    if meant in _VOWELS and typed in _VOWELS:
        return REPLACE_VOWEL
    if (meant, typed) in _SOUND:
        return REPLACE_ALIKE
    return REPLACE_NEAR if (meant, typed) in _NEAR else REPLACE


def _omit(meant: str, before: str, after: str) -> float:
    if meant in (before, after):
        return OMIT_DOUBLE
    return OMIT_VOWEL if meant in _VOWELS or meant == "h" else OMIT


def _insert(typed: str, before: str, after: str) -> float:
    if typed in (before, after):
        return INSERT_DOUBLE
    return INSERT_NEAR if (typed, before) in _NEAR or (typed, after) in _NEAR else INSERT


def slip_cost(typed: str, meant: str) -> float:
    """The cost of typing ``typed`` for ``meant``: 0 when equal, about 1 for one ordinary slip."""
    start, most = 0, min(len(typed), len(meant))
    while start < most and typed[start] == meant[start]:
        start += 1
    end = 0
    while end < most - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    # one shared letter is kept on each side, so that doublings and transpositions at the edge are seen
    left = max(0, start - 1)
    typed_core = typed[left : len(typed) - max(0, end - 1)]
    meant_core = meant[left : len(meant) - max(0, end - 1)]
    first = FIRST_LETTER if typed[:1] != meant[:1] else 0.0
    return first + _align(typed_core, meant_core)


def _align(typed: str, meant: str) -> float:
    columns = len(meant)
    row = [0.0]
    for j in range(1, columns + 1):
        row.append(row[-1] + _omit(meant[j - 1], meant[j - 2 : j - 1], meant[j : j + 1]))
    above: list[float] = []
    for i in range(1, len(typed) + 1):
        t = typed[i - 1]
        inserted = _insert(t, typed[i - 2 : i - 1] if i > 1 else "", typed[i : i + 1])
        new = [row[0] + inserted]
        for j in range(1, columns + 1):
            m = meant[j - 1]
            best = min(
                row[j - 1] + _replace(m, t),
                row[j] + inserted,
                new[j - 1] + _omit(m, meant[j - 2 : j - 1] if j > 1 else "", meant[j : j + 1]),
            )
            if i > 1 and j > 1 and t == meant[j - 2] and typed[i - 2] == m and t != m:
                best = min(best, above[j - 2] + SWAP)
            new.append(best)
        above, row = row, new
    return row[columns]
