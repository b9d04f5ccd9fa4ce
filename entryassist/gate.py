"""What stands between a note and the record: what must be answered first, what remains, how good the note is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entryassist.entry import EntrySession, Placed
from models import Decision, ProviderQuery, QueryState
from terminology import Severity
from terminology.scoring import QualityScore, score

BLANKS = frozenset({"ST001", "ST004"})  # what the typist left, and what a template left


@dataclass(frozen=True, slots=True)
class Gate:
    """The findings of a note about to be saved, worst first, and the answers of its author not yet made use of."""

    findings: tuple[Placed, ...]
    answered: tuple[ProviderQuery, ...] = ()

    @classmethod
    def of(cls, session: EntrySession, queries: Iterable[ProviderQuery]) -> Gate:
        """The gate of a note as it stands."""
        answered = tuple(one for one in queries if one.state is QueryState.ANSWERED)
        return cls(tuple(worst_first(session.shown_findings)), answered)

    @property
    def open_critical(self) -> list[Placed]:
        """What keeps the note from being saved: critical, and neither asked nor overridden."""
        return [one for one in self.findings if one.open and one.finding.severity is Severity.CRITICAL]

    @property
    def open_blanks(self) -> list[Placed]:
        """The blanks that nobody was asked about."""
        return [one for one in self.findings if one.open and one.finding.rule in BLANKS]

    @property
    def shows(self) -> bool:
        """Whether there is anything to be looked at before saving."""
        return bool(self.open_critical or self.open_blanks or self.answered)

    @property
    def score(self) -> QualityScore:
        """The quality score of the note if it is left as it is."""
        return estimate(self.findings)

    def summary(self) -> str:
        """What remains, in a sentence or two, and the score."""
        return f"{self._remains()} {self._blanks()}{told(self.score)}"

    def _remains(self) -> str:
        open_ones = Counter(one.finding.severity for one in self.findings if one.open)
        counts = [f"{open_ones[one]:,} {_noun(one, open_ones[one])}" for one in Severity if open_ones[one]]
        closed = Counter(one.decided.decision for one in self.findings if not one.open)
        counts += [f"{closed[one]:,} {one}" for one in (Decision.ASKED, Decision.OVERRIDDEN) if closed[one]]
        return f"Remaining: {', '.join(counts)}." if counts else "Nothing remains."

    def _blanks(self) -> str:
        all_blanks = sum(one.finding.rule in BLANKS for one in self.findings)
        if not all_blanks:
            return ""
        unasked = len(self.open_blanks)
        asked = "nobody was asked about" if unasked else "the author was asked about"
        which = f" {'it' if all_blanks == 1 else 'them'}" if unasked in (0, all_blanks) else f" {unasked:,} of them"
        return f"{all_blanks:,} {'blank' if all_blanks == 1 else 'blanks'} left, {asked}{which}. "


def worst_first(findings: Iterable[Placed]) -> list[Placed]:
    """Findings by severity, then by place."""
    return sorted(findings, key=lambda one: (one.finding.severity.rank, one.place))


def estimate(findings: Sequence[Placed]) -> QualityScore:
    """The quality score of a note if its open findings are left as they are."""
    return score(one.finding for one in findings if one.open)


def told(quality: QualityScore) -> str:
    """A quality score in words."""
    return f"Quality score {quality.score} as it stands, {'passed' if quality.passed else 'not passed'}."


def told_briefly(quality: QualityScore) -> str:
    """A quality score where there is little room."""
    return f"QA {quality.score}, {'passed' if quality.passed else 'not passed'}"


def _noun(severity: Severity, count: int) -> str:
    return {Severity.WARNING: "warning" if count == 1 else "warnings"}.get(severity, str(severity))
