"""The quality score of a note by the weights of the AHDI (Association for Healthcare Documentation Integrity).

Score = 100 - (3 x critical + 1 x noncritical); feedback costs nothing. A note passes with 98 or more and no critical
error. Which error is which: data/score_categories.tsv. The score is meant for findings that a reviewer accepted;
over all findings of a check it is an estimate at the worst.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from terminology.data_files import rows
from terminology.finding import Finding

PERFECT, PASS_MARK = 100, 98
CRITICAL_COST, NONCRITICAL_COST = 3, 1


class Category(StrEnum):
    """What an error counts as."""

    CRITICAL = "critical"
    NONCRITICAL = "noncritical"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class QualityScore:
    """A score of 0 to 100, the errors that cost points, and whether the note passes."""

    score: int
    critical: int
    noncritical: int
    passed: bool


def score(findings: Iterable[Finding]) -> QualityScore:
    """The score of a note with these errors. A rule that the table does not know counts as feedback."""
    counts = Counter(category(finding.rule) for finding in findings)
    critical, noncritical = counts[Category.CRITICAL], counts[Category.NONCRITICAL]
    points = max(0, PERFECT - CRITICAL_COST * critical - NONCRITICAL_COST * noncritical)
    return QualityScore(points, critical, noncritical, points >= PASS_MARK and not critical)


@cache
def category(rule: str) -> Category:
    """What an error of a rule counts as: the row of the rule itself, else of its family."""
    table = _categories()
    return table.get(rule) or table.get(rule[:2]) or Category.FEEDBACK


@cache
def _categories() -> dict[str, Category]:
    return {row["rule"]: Category(row["category"]) for row in rows("score_categories.tsv")}
