"""What a rule says about a note: findings and the suggestions that go with them.

Offsets are Unicode code points from the start of the checked text, half open, so
``text[finding.start:finding.end] == finding.text`` always holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much harm the slip could do, worst first."""

    CRITICAL = "critical"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def rank(self) -> int:
        """0 for critical, 1 for warning, 2 for advice: sorts worst first."""
        return _RANK[self]


_RANK = {Severity.CRITICAL: 0, Severity.WARNING: 1, Severity.ADVICE: 2}


class Safety(StrEnum):
    """Whether a suggestion may be applied without a person looking at it.

    SAFE is never given to a drug, a dose, a negation or a side; to an expansion only where the
    site asks for it and one sense exists.
    """

    SAFE = "safe"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to mend a finding. ``text`` replaces the span; the empty string deletes it.

    ``score`` runs from 0 to 1; ``concept`` is a concept id such as ``ICD10CM:E11.9`` or empty.
    """

    text: str
    score: float
    concept: str = ""
    safety: Safety = Safety.REVIEW
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule says about one span of the text."""

    rule: str
    start: int
    end: int
    text: str
    severity: Severity
    message: str
    suggestions: tuple[Suggestion, ...] = ()
    evidence: str = ""

    def shifted(self, by: int) -> Finding:
        """The same finding with its span moved by that many code points."""
        return Finding(
            self.rule,
            self.start + by,
            self.end + by,
            self.text,
            self.severity,
            self.message,
            self.suggestions,
            self.evidence,
        )

    @property
    def order(self) -> tuple[int, int, str]:
        """The sort key of every list of findings: start, end, rule."""
        return (self.start, self.end, self.rule)
