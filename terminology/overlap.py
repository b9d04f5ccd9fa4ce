"""Keeps one finding where several families say something about the same span."""

from __future__ import annotations

from collections.abc import Iterable

from terminology.finding import Finding

# A do-not-use notation already says what to write, and a term what to write instead: that it is also an
# abbreviation adds nothing.
_OVERSHADOWS = {"AB": ("SF", "TM"), "SP": ("SF", "AB"), "TM": ("SF",)}
# Of an unknown word and an unknown term the worse finding stays, and of two alike the one about the word.
_RIVALS = {"SP": ("TM",), "TM": ("SP",)}


def without_overshadowed(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, less those on a span about which a finding of another family says what matters more."""
    kept = sorted(findings, key=lambda finding: finding.order)
    by_family: dict[str, list[Finding]] = {}
    for finding in kept:
        by_family.setdefault(finding.rule[:2], []).append(finding)
    return [finding for finding in kept if not _is_overshadowed(finding, by_family)]


def _is_overshadowed(finding: Finding, by_family: dict[str, list[Finding]]) -> bool:
    family = finding.rule[:2]
    above = (other for name in _OVERSHADOWS.get(family, ()) for other in by_family.get(name, ()))
    rivals = (other for name in _RIVALS.get(family, ()) for other in by_family.get(name, ()))
    return any(_touch(finding, other) for other in above) or any(
        _touch(finding, other) and _matters_more(other, finding) for other in rivals
    )


def _touch(one: Finding, other: Finding) -> bool:
    return other.start < one.end and other.end > one.start


def _matters_more(one: Finding, other: Finding) -> bool:
    return (one.severity.rank, one.rule) < (other.severity.rank, other.rule)
