"""Keeps one finding where several families say something about the same span."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from terminology.finding import Finding

# A do-not-use notation already says what to write, and a term what to write instead: that it is also an
# abbreviation adds nothing.
_OVERSHADOWS = {"AB": ("SF", "TM"), "SP": ("SF", "AB"), "TM": ("SF",)}
# Of an unknown word and an unknown term the worse finding stays, and of two alike the one about the word.
_RIVALS = {"SP": ("TM",), "TM": ("SP",)}


def without_overshadowed(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, less those on a span about which a finding of another family says what matters more."""
    kept = sorted(findings, key=lambda finding: finding.order)
    families: dict[str, _Family] = {}
    for finding in kept:
        families.setdefault(finding.rule[:2], _Family()).add(finding)
    return [finding for finding in kept if not _is_overshadowed(finding, families)]


class _Family:
    """The findings of one family in order, so that those on a span are found without a look at all."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._starts: list[int] = []
        self._longest = 0

    def add(self, finding: Finding) -> None:
        self._findings.append(finding)
        self._starts.append(finding.start)
        self._longest = max(self._longest, finding.end - finding.start)

    def touching(self, finding: Finding) -> Iterator[Finding]:
        first = bisect_left(self._starts, finding.start - self._longest)
        last = bisect_left(self._starts, finding.end)
        return (other for other in self._findings[first:last] if other.end > finding.start)


def _is_overshadowed(finding: Finding, families: dict[str, _Family]) -> bool:
    family = finding.rule[:2]
    above = (families[name] for name in _OVERSHADOWS.get(family, ()) if name in families)
    rivals = (families[name] for name in _RIVALS.get(family, ()) if name in families)
    return any(any(True for _ in other.touching(finding)) for other in above) or any(
        _matters_more(other, finding) for rival in rivals for other in rival.touching(finding)
    )


def _matters_more(one: Finding, other: Finding) -> bool:
    return (one.severity.rank, one.rule) < (other.severity.rank, other.rule)
