"""Which slips of the keyboard or the ear turn an intended word into what was typed.

A restricted Damerau-Levenshtein alignment (omit, insert, transpose, replace) names each slip by its kind: a
doubled letter, a neighbouring key, a vowel for a vowel, letters that sound alike. The kinds are
features of the ranking model; their base costs here only decide between alignments. After the shared
beginning and end are cut off a few letters are left, so the quadratic alignment is small.
"""

from __future__ import annotations

from functools import lru_cache

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")
_ALIKE = ("cks", "ckq", "sz", "sc", "fv", "gj", "iy", "td", "mn", "pb", "xk", "wv", "uw")

BASE_COST: dict[str, float] = {
    "omit": 1.0,
    "omit_double": 0.6,
    "omit_vowel": 0.85,
    "insert": 1.0,
    "insert_double": 0.65,
    "insert_near": 0.85,
    "swap": 0.65,
    "replace": 1.2,
    "replace_vowel": 0.75,
    "replace_near": 0.85,
    "replace_alike": 0.8,
}
KINDS = tuple(BASE_COST)


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


@lru_cache(maxsize=4096)
def _replace(meant: str, typed: str) -> str:
    if meant in _VOWELS and typed in _VOWELS:
        return "replace_vowel"
    if (meant, typed) in _SOUND:
        return "replace_alike"
    return "replace_near" if (meant, typed) in _NEAR else "replace"


def _omit(meant: str, before: str, after: str) -> str:
    if meant in (before, after):
        return "omit_double"
    return "omit_vowel" if meant in _VOWELS or meant == "h" else "omit"


def _insert(typed: str, before: str, after: str) -> str:
    if typed in (before, after):
        return "insert_double"
    return "insert_near" if (typed, before) in _NEAR or (typed, after) in _NEAR else "insert"


def slips(typed: str, meant: str) -> list[str]:
    """The kinds of slip that turn ``meant`` into ``typed``, in order of the word; empty when they are equal."""
    start, most = 0, min(len(typed), len(meant))
    while start < most and typed[start] == meant[start]:
        start += 1
    end = 0
    while end < most - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    # one shared letter is kept on each side, so that doublings at the edge are seen
    left = max(0, start - 1)
    return _align(typed[left : len(typed) - max(0, end - 1)], meant[left : len(meant) - max(0, end - 1)])


_Step = tuple[int, int, str]


def _align(typed: str, meant: str) -> list[str]:
    costs: list[list[float]] = [[0.0]]
    steps: list[list[_Step]] = [[(0, 0, "")]]
    for j in range(1, len(meant) + 1):
        kind = _omit(meant[j - 1], meant[j - 2 : j - 1] if j > 1 else "", meant[j : j + 1])
        costs[0].append(costs[0][-1] + BASE_COST[kind])
        steps[0].append((0, j - 1, kind))
    for i in range(1, len(typed) + 1):
        _fill_row(i, typed, meant, costs, steps)
    found = []
    i, j = len(typed), len(meant)
    while i or j:
        i, j, kind = steps[i][j]
        if kind:
            found.append(kind)
    return found[::-1]


def _fill_row(i: int, typed: str, meant: str, costs: list[list[float]], steps: list[list[_Step]]) -> None:
    t = typed[i - 1]
    inserted = _insert(t, typed[i - 2 : i - 1] if i > 1 else "", typed[i : i + 1])
    above = costs[i - 1]
    row, taken = [above[0] + BASE_COST[inserted]], [(i - 1, 0, inserted)]
    for j in range(1, len(meant) + 1):
        m = meant[j - 1]
        same = m == t
        kind = "" if same else _replace(m, t)
        best, step = above[j - 1] + (0.0 if same else BASE_COST[kind]), (i - 1, j - 1, kind)
        if above[j] + BASE_COST[inserted] < best:
            best, step = above[j] + BASE_COST[inserted], (i - 1, j, inserted)
        omitted = _omit(m, meant[j - 2 : j - 1] if j > 1 else "", meant[j : j + 1])
        if row[j - 1] + BASE_COST[omitted] < best:
            best, step = row[j - 1] + BASE_COST[omitted], (i, j - 1, omitted)
        if i > 1 and j > 1 and not same and t == meant[j - 2] and typed[i - 2] == m:
            swapped = costs[i - 2][j - 2] + BASE_COST["swap"]
            if swapped < best:
                best, step = swapped, (i - 2, j - 2, "swap")
        row.append(best)
        taken.append(step)
    costs.append(row)
    steps.append(taken)
