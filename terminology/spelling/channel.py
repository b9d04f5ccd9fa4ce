"""Which slips of the keyboard or the ear turn an intended word into what was typed.

A restricted Damerau-Levenshtein alignment (omit, insert, transpose, replace) names each slip by its kind: a
doubled letter, a neighbouring key, a vowel for a vowel, letters that sound alike. Groups of letters that are
written for each other (``ph``/``f``, ``ied``/``yd``; data/letter_groups.tsv) are one slip, and so is a stretch of
letters that moved. The kinds are features of the ranking model; their base costs here only decide between alignments.
After the shared beginning and end are cut off a few letters are left, so the quadratic alignment is small.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from terminology.data_files import rows

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
    "moved": 1.0,
    "replace": 1.2,
    "replace_vowel": 0.75,
    "replace_row": 0.8,
    "replace_near": 0.85,
    "replace_alike": 0.8,
    "group_sound": 0.8,
    "group_ending": 0.9,
}
KINDS = tuple(BASE_COST)
_SWAPPED = 2


def _touching() -> dict[tuple[str, str], bool]:
    """Pairs of keys that touch; True when they lie in one row, where fingers slip most."""
    at = {c: (r, i) for r, row in enumerate(_ROWS) for i, c in enumerate(row)}
    return {
        (a, b): ra == rb
        for a, (ra, ia) in at.items()
        for b, (rb, ib) in at.items()
        if a != b and abs(ra - rb) <= 1 and abs(ia - ib) <= 1
    }


_NEAR = _touching()
_SOUND = frozenset((a, b) for group in _ALIKE for a in group for b in group if a != b)


@cache
def letter_groups() -> dict[str, tuple[tuple[str, str], ...]]:
    """For a typed group of letters the groups that it may stand for, each with its kind of slip."""
    found = defaultdict(list)
    for row in rows("letter_groups.tsv"):
        for typed, meant in ((row["one"], row["other"]), (row["other"], row["one"])):
            found[typed].append((meant, f"group_{row['kind']}"))
    return {typed: tuple(meant) for typed, meant in found.items()}


@cache
def _longest_group() -> int:
    return max(map(len, letter_groups()))


class _Slip(NamedTuple):
    cost: float
    kind: str


_SAME = _Slip(0.0, "")
_SWAP = BASE_COST["swap"]
_SLIP = {kind: _Slip(cost, kind) for kind, cost in BASE_COST.items()}


@lru_cache(maxsize=4096)
def _replace(meant: str, typed: str) -> _Slip:
    if meant == typed:
        return _SAME
    if meant in _VOWELS and typed in _VOWELS:
        return _SLIP["replace_vowel"]
    if (meant, typed) in _SOUND:
        return _SLIP["replace_alike"]
    in_row = _NEAR.get((meant, typed))
    return _SLIP["replace" if in_row is None else "replace_row" if in_row else "replace_near"]


@lru_cache(maxsize=1 << 14)
def _omit(meant: str, before: str, after: str) -> _Slip:
    if meant in (before, after):
        return _SLIP["omit_double"]
    return _SLIP["omit_vowel" if meant in _VOWELS or meant == "h" else "omit"]


@lru_cache(maxsize=1 << 14)
def _insert(typed: str, before: str, after: str) -> _Slip:
    if typed in (before, after):
        return _SLIP["insert_double"]
    return _SLIP["insert_near" if (typed, before) in _NEAR or (typed, after) in _NEAR else "insert"]


def shared_start(typed: str, meant: str) -> int:
    """How many letters two words begin with together."""
    most = min(len(typed), len(meant))
    return next((i for i in range(most) if typed[i] != meant[i]), most)


def slips(typed: str, meant: str) -> tuple[str, ...]:
    """The kinds of slip that turn ``meant`` into ``typed``, in order of the word; empty when they are equal."""
    start = shared_start(typed, meant)
    end, most = 0, min(len(typed), len(meant)) - start
    while end < most and typed[-1 - end] == meant[-1 - end]:
        end += 1
    if _is_moved(typed[start : len(typed) - end], meant[start : len(meant) - end]):
        return ("moved",)
    # one shared letter is kept on each side, so that doublings at the edge are seen
    left = max(0, start - 1)
    cut = max(0, end - 1)
    return _align(typed[left : len(typed) - cut], meant[left : len(meant) - cut], whole=not cut)


def _is_moved(typed: str, meant: str) -> bool:
    """Whether two neighbouring stretches of letters changed places, more than two letters in all."""
    return len(typed) == len(meant) > _SWAPPED and typed in meant + meant


_Step = tuple[int, int, str]


@lru_cache(maxsize=1 << 14)
def _align(typed: str, meant: str, *, whole: bool) -> tuple[str, ...]:
    """``whole``: the words end here too, so that groups that are endings count."""
    omitted = [_omit(meant[j], meant[j - 1] if j else "", meant[j + 1 : j + 2]) for j in range(len(meant))]
    costs: list[list[float]] = [[0.0]]
    steps: list[list[_Step]] = [[(0, 0, "")]]
    for j, (cost, kind) in enumerate(omitted):
        costs[0].append(costs[0][-1] + cost)
        steps[0].append((0, j, kind))
    for i in range(1, len(typed) + 1):
        _fill_row(i, typed, meant, omitted, costs, steps)
        _use_groups(i, typed, meant, costs, steps, ends=whole and i == len(typed))
    found = []
    i, j = len(typed), len(meant)
    while i or j:
        i, j, kind = steps[i][j]
        if kind:
            found.append(kind)
    return tuple(found[::-1])


def _fill_row(
    i: int, typed: str, meant: str, omitted: list[_Slip], costs: list[list[float]], steps: list[list[_Step]]
) -> None:
    t, before = typed[i - 1], typed[i - 2] if i > 1 else ""
    insertion, inserted = _insert(t, before, typed[i : i + 1])
    above = costs[i - 1]
    least = above[0] + insertion
    row, taken = [least], [(i - 1, 0, inserted)]
    for j, m in enumerate(meant, 1):
        cost, kind = _replace(m, t)
        cost += above[j - 1]
        step = (i - 1, j - 1, kind)
        if above[j] + insertion < cost:
            cost, step = above[j] + insertion, (i - 1, j, inserted)
        omission, omitted_kind = omitted[j - 1]
        if least + omission < cost:
            cost, step = least + omission, (i, j - 1, omitted_kind)
        if before == m != t and j > 1 and t == meant[j - 2] and costs[i - 2][j - 2] + _SWAP < cost:
            cost, step = costs[i - 2][j - 2] + _SWAP, (i - 2, j - 2, "swap")
        least = cost
        row.append(cost)
        taken.append(step)
    costs.append(row)
    steps.append(taken)


def _use_groups(
    i: int, typed: str, meant: str, costs: list[list[float]], steps: list[list[_Step]], *, ends: bool
) -> None:
    """Improves a row by the letter groups that end at its letter."""
    groups = letter_groups()
    for length in range(1, min(i, _longest_group()) + 1):
        for group, kind in groups.get(typed[i - length : i], ()):
            at = meant.find(group)
            while at >= 0:
                j = at + len(group)
                cost = costs[i - length][at] + BASE_COST[kind]
                if cost < costs[i][j] and (kind != "group_ending" or (ends and j == len(meant))):
                    costs[i][j], steps[i][j] = cost, (i - length, at, kind)
                at = meant.find(group, at + 1)
