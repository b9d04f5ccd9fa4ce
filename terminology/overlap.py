"""Keeps one finding where several families say something about the same span."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from terminology.finding import Finding

# A do-not-use notation already says what to write, and a term what to write instead: that it is also an
# abbreviation adds nothing.
# Of a word cut by a space or typed one key off, what was meant is said by the rule that knows how it came about.
_OVERSHADOWS = {
    "AB": ("SF", "TM"),
    "SP": ("SF", "AB"),
    "TM": ("SF",),
    "SP001": ("SP005", "SP006", "SP007"),
    "SP003": ("SP007",),
    # Of a measured value the worst that is to be said of it is said alone, or what the record shows.
    "NU001": ("NU010",),
    "NU002": ("NU003", "NU010", "NU012"),
    "NU003": ("NU001",),
    "NU004": ("NU010",),
    "NU005": ("NU004", "NU006", "NU010"),
    "NU010": ("NU006",),
    "NU011": ("NU001", "NU002", "NU006", "NU007"),
    "NU012": ("NU001", "NU006", "NU007"),
    "CO010": ("CO008",),
    "NU009": ("NU001", "NU002", "NU004", "NU005", "NU006"),
}
# Of an unknown word and an unknown term the worse finding stays, and of two alike the one about the word.
_RIVALS = {"SP": ("TM",), "TM": ("SP",)}


def without_overshadowed(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, less those on a span about which a finding of another family says what matters more."""
    kept: list[Finding] = []
    for cluster in _clusters(sorted(findings, key=attrgetter("start", "end", "rule"))):
        kept += cluster if len(cluster) == 1 else _settled(cluster)
    return kept


def _clusters(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Findings in order, cut where none goes on: most stand alone, and those overshadow nothing."""
    cluster: list[Finding] = []
    end = 0
    for finding in findings:
        if cluster and finding.start >= end:
            yield cluster
            cluster = []
        cluster.append(finding)
        end = max(end, finding.end)
    if cluster:
        yield cluster


def _settled(cluster: Sequence[Finding]) -> list[Finding]:
    groups: dict[str, _Group] = {}
    for finding in cluster:
        for name in _names(finding):
            groups.setdefault(name, _Group()).add(finding)
    return [finding for finding in cluster if not _is_overshadowed(finding, groups)]


def _names(finding: Finding) -> tuple[str, str]:
    """The family and the rule of a finding, by which the tables above know it."""
    return finding.rule[:2], finding.rule


class _Group:
    """The findings of one family or rule in order, so that those on a span are found without a look at all."""

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


def _is_overshadowed(finding: Finding, groups: dict[str, _Group]) -> bool:
    for name in _names(finding):
        above = (groups[other] for other in _OVERSHADOWS.get(name, ()) if other in groups)
        rivals = (groups[other] for other in _RIVALS.get(name, ()) if other in groups)
        if any(any(True for _ in group.touching(finding)) for group in above) or any(
            _matters_more(other, finding) for group in rivals for other in group.touching(finding)
        ):
            return True
    return False


def _matters_more(one: Finding, other: Finding) -> bool:
    return (one.severity.rank, one.rule) < (other.severity.rank, other.rule)
