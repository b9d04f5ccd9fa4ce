"""What a rule is: a documented check with its own examples.

A rule looks at one line at a time (``find``) and may then settle its findings over the whole note
(``settle``): drop repeats, soften what the writer uses throughout. What ``find`` returns depends on the
line, its section and the note's context only, so the checker keeps it while the line is unchanged.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, Literal

from terminology.context import NoteContext
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Safety, Severity, Suggestion
from terminology.habits import reranked
from terminology.language import Language
from terminology.settings import Settings

USUAL = "first is what you usually mean"
Scope = Literal["token", "sentence", "section", "note"]


@dataclass(frozen=True, slots=True)
class Example:
    """A line that the rule flags: the span in ``[[ ]]``, and what the first suggestion reads (None: any).

    ``beside`` is what must be known beside the text, for a rule that compares it with the record (None: nothing).
    """

    marked: str
    becomes: str | None = None
    beside: NoteContext | None = None

    @property
    def text(self) -> str:
        """The line without marks."""
        return self.marked.replace("[[", "").replace("]]", "")

    @property
    def span(self) -> tuple[int, int]:
        """Start and end of the marked span in ``text``."""
        start = self.marked.index("[[")
        return start, self.marked.rindex("]]") - 2


class Rule(ABC):
    """Base of all rules. Class attributes are the rule's page; see ``terminology.rules.page``.

    ``shown_with`` are the settings and ``shown_in`` the context under which the examples hold. ``mended_by_more`` says
    that what is typed next may be all that is missing: while a line is being typed, live entry keeps quiet about it.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    scope: ClassVar[Scope]
    summary: ClassVar[str]
    rationale: ClassVar[str]
    instead: ClassVar[str]
    source: ClassVar[str]
    fix_safety: ClassVar[str] = "Every suggestion is for a person to review; `--fix` never applies it."
    shown_with: ClassVar[Settings] = Settings()
    shown_in: ClassVar[NoteContext] = NoteContext()
    mended_by_more: ClassVar[bool] = False
    bad: ClassVar[tuple[Example, ...]]
    good: ClassVar[tuple[str, ...]]

    def __init__(self, language: Language) -> None:
        self.language = language

    @classmethod
    def family(cls) -> str:
        """The two letters a code begins with."""
        return cls.code[:2]

    @abstractmethod
    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """The findings in one line, with offsets from the start of the line."""

    def of_note(self, found: Sequence[tuple[int, Sequence[Finding]]], document: Document) -> Sequence[Finding]:
        """The findings of the note, given what ``find`` gave for its lines, each with the number of the line."""
        starts = document.starts
        return self.settle([one.shifted(starts[number]) for number, of in found for one in of], document)

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The findings of the note, given those of its lines (offsets now count from the note's start)."""
        return findings

    def finding(
        self,
        text: str,
        start: int,
        end: int,
        message: str,
        *,
        suggestions: Iterable[Suggestion] = (),
        severity: Severity | None = None,
        evidence: str = "",
    ) -> Finding:
        """A finding of this rule about ``text[start:end]``."""
        return Finding(
            self.code,
            start,
            end,
            text[start:end],
            severity or self.severity,
            message,
            tuple(suggestions),
            evidence,
        )


def replacement(text: str, score: float = 0.95, note: str = "", safety: Safety = Safety.REVIEW) -> Suggestion:
    """A single suggested text."""
    return Suggestion(text, score, safety=safety, note=note)


def reordered(
    finding: Finding,
    boost: Callable[[str, str], float],
    message: Callable[[str, Sequence[Suggestion]], str],
    reason: str,
) -> Finding:
    """The finding with its suggestions in the order of their boosted scores.

    ``boost`` says, of what was written and what is suggested, what is to be added to the log-odds; ``message`` and
    ``reason`` are used where another suggestion comes first by it.
    """
    suggestions = tuple(reranked(finding.suggestions, partial(boost, finding.text)))
    if suggestions is finding.suggestions:
        return finding
    if suggestions[0].text == finding.suggestions[0].text:
        return replace(finding, suggestions=suggestions)
    return replace(
        finding,
        suggestions=suggestions,
        message=message(finding.text, suggestions),
        evidence=f"{finding.evidence}; {reason}",
    )


def first_uses(findings: Iterable[Finding], form: Callable[[Finding], str], known: Iterable[str] = ()) -> list[Finding]:
    """The findings, less those whose form was met before in the note or is among the known ones."""
    seen = set(known)
    kept = []
    for finding in findings:
        if form(finding) not in seen:
            seen.add(form(finding))
            kept.append(finding)
    return kept
