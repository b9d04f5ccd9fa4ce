"""What was decided about findings that stay in the text: ignored, asked of the author, let stand for a reason.

An answer is bound to the words around what it is about, as an ignore is, so that edits elsewhere in the note do not
undo it. A critical finding is not closed by ignoring it, unless the whole site does: it is fixed, asked, or
overridden with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from entryassist.dismissals import Ignored, dismissal_key, is_dismissed, same_place
from models import Decision, DismissalScope, FindingInput
from terminology import Finding, Severity, Suggestion, TextChange


class Asked(Protocol):
    """What this module needs to know of a stored query."""

    @property
    def rule(self) -> str:
        """Code of the rule that found the place; empty for one the clerk chose."""

    @property
    def key(self) -> str:
        """The place, as `dismissal_key` names it."""


Query = TypeVar("Query", bound=Asked)


@dataclass(slots=True)
class Override:
    """A finding that stands for a reason. ``finding`` is as it was seen last, with its span in the note's text."""

    finding: Finding
    key: str
    reason: str

    @classmethod
    def of(cls, finding: Finding, text: str, reason: str) -> Override:
        """An override of a finding of this text."""
        return cls(finding, dismissal_key(finding, text), reason)


class Decided(NamedTuple):
    """What became of a finding, and why it was let stand if it was."""

    decision: Decision = Decision.OPEN
    reason: str = ""


OPEN = Decided()


class Answers:
    """The ignores, waiting queries and overrides that hold in one note."""

    def __init__(self, dismissals: Sequence[Ignored] = ()) -> None:
        self.dismissals = tuple(dismissals)
        self.asked: tuple[Asked, ...] = ()
        self.overrides: list[Override] = []

    def on(self, finding: Finding, text: str) -> Decided:
        """What was decided about this finding of the text."""
        if self._is_ignored(finding, text):
            return Decided(Decision.IGNORED)
        override = self._override_of(finding, text)
        if override is not None:
            override.finding = finding
            return Decided(Decision.OVERRIDDEN, override.reason)
        if concerning(finding, text, self.asked):
            return Decided(Decision.ASKED)
        return OPEN

    def _is_ignored(self, finding: Finding, text: str) -> bool:
        ignores: Iterable[Ignored] = self.dismissals
        if finding.severity is Severity.CRITICAL:
            ignores = (one for one in self.dismissals if one.scope == DismissalScope.SITE)
        return is_dismissed(finding, text, ignores)

    def _override_of(self, finding: Finding, text: str) -> Override | None:
        same_rule = [one for one in self.overrides if one.finding.rule == finding.rule]
        if not same_rule:
            return None
        key = dismissal_key(finding, text)
        return next((one for one in same_rule if same_place(one.key, key)), None)

    def follow(self, change: TextChange) -> None:
        """Keep the spans of overrides in step with a change of the note's text."""
        by = len(change.text) - (change.end - change.start)
        for one in self.overrides:
            if change.end <= one.finding.start:
                one.finding = one.finding.shifted(by)

    def take_up(self, saved: Iterable[FindingInput], text: str) -> None:
        """Take over overrides of before, each if what it is about still stands at its place in the text."""
        for one in saved:
            if one.decision is Decision.OVERRIDDEN and text[one.start : one.end] == one.text:
                self.overrides.append(Override.of(finding_of(one), text, one.reason))


def concerning(finding: Finding, text: str, queries: Iterable[Query]) -> list[Query]:
    """The queries about this finding of the text."""
    same_rule = [one for one in queries if one.rule == finding.rule]
    if not same_rule:
        return []
    key = dismissal_key(finding, text)
    return [one for one in same_rule if same_place(one.key, key)]


def finding_of(saved: FindingInput) -> Finding:
    """The finding that was saved."""
    return Finding(
        rule=saved.rule,
        start=saved.start,
        end=saved.end,
        text=saved.text,
        severity=Severity(saved.severity),
        message=saved.message,
        suggestions=tuple(Suggestion(text, score) for text, score in saved.suggestions),
        evidence=saved.evidence,
    )


def to_save(finding: Finding, start: int, end: int, decided: Decided, replacement: str = "") -> FindingInput:
    """A finding for the record: its span in the note's text as it stands, the decision on it, what took its place."""
    return FindingInput(
        rule=finding.rule,
        start=start,
        end=end,
        text=finding.text,
        severity=finding.severity.value,
        message=finding.message,
        evidence=finding.evidence,
        suggestions=tuple((one.text, one.score) for one in finding.suggestions),
        decision=decided.decision,
        replacement=replacement,
        reason=decided.reason,
    )
