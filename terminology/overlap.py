"""Keeps one finding where several families say something about the same span."""

from __future__ import annotations

from collections.abc import Iterable

from terminology.finding import Finding

# A do-not-use notation already says what to write; that it is also an abbreviation adds nothing.
_OVERSHADOWS = {"AB": ("SF",), "SP": ("SF", "AB")}


def without_overshadowed(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, less abbreviation and spelling findings on a span that a safety finding covers."""
    kept = sorted(findings, key=lambda finding: finding.order)
    spans: dict[str, list[tuple[int, int]]] = {}
    for finding in kept:
        spans.setdefault(finding.rule[:2], []).append((finding.start, finding.end))
    return [finding for finding in kept if not _is_overshadowed(finding, spans)]


def _is_overshadowed(finding: Finding, spans: dict[str, list[tuple[int, int]]]) -> bool:
    return any(
        start < finding.end and end > finding.start
        for family in _OVERSHADOWS.get(finding.rule[:2], ())
        for start, end in spans.get(family, ())
    )
