"""The entry of one note: its sections, what was found in them, what the clerk decided.

No screen and no database here. The note is checked as one text (headings included, so that the
rules see the sections), while the clerk works in sections: this module keeps the two in step.
Spans are code points, half open; those of a `Placed` finding count within its section.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from entryassist.answers import OPEN, Answers, Asked, Decided, Override, finding_of, to_save
from entryassist.changes import change_between, stretched
from entryassist.dismissals import Ignored
from entryassist.shorthands.effort import Effort
from models import Decision, FindingInput, SectionText, compose, section_offsets
from terminology import Finding, Severity, Suggestion, TextChange
from terminology.rules.catalog import MENDED_BY_MORE

EXPANSION_RULE = "AB001"


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding in the section it stands in. ``exact`` is false when the span is not all in its body."""

    section: int
    start: int
    end: int
    finding: Finding
    exact: bool = True
    decided: Decided = OPEN

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.decided.decision is Decision.OPEN

    def touches(self, section: int, offset: int) -> bool:
        """Whether a cursor at that place is in the span or at one of its ends."""
        return self.section == section and self.start <= offset <= self.end

    @property
    def place(self) -> tuple[int, int, int, str]:
        """The sort key of the note's order."""
        return (self.section, self.start, self.end, self.finding.rule)


@dataclass(slots=True)
class Step:
    """One accepted suggestion or expansion: what it answered, and where its text now stands."""

    decision: Decision
    finding: Finding
    section: int
    start: int
    end: int
    replacement: str
    standing: bool = True


class EntrySession:
    """The note being entered. Every change of its text, and every decision, goes through here."""

    def __init__(self, sections: Sequence[SectionText], dismissals: Sequence[Ignored] = ()) -> None:
        self._headings = [section.heading for section in sections]
        self._texts = [section.text for section in sections]
        self._placed: list[list[Placed]] = [[] for _ in sections]
        self._steps: list[Step] = []
        self._answers = Answers(dismissals)
        self._written_before = self._characters
        self.effort = Effort()
        self.revision = 0
        self.typing: tuple[int, int] | None = None

    # the text

    @property
    def sections(self) -> tuple[SectionText, ...]:
        """The sections as they stand."""
        return tuple(map(SectionText, self._headings, self._texts))

    @property
    def note_text(self) -> str:
        """The whole note as it is checked and saved."""
        return compose(self.sections)

    def offset_of(self, section: int) -> int:
        """Where the body of a section starts in `note_text`."""
        return section_offsets(self.sections)[section]

    def text_of(self, section: int) -> str:
        """The body of a section."""
        return self._texts[section]

    @property
    def _characters(self) -> int:
        return sum(map(len, self._texts))

    @property
    def written(self) -> int:
        """How many characters the note gained in this sitting, without what was pasted."""
        return max(0, self._characters - self._written_before - self.effort.pasted)

    def count_anew(self) -> None:
        """The effort so far is on record: begin a new count."""
        self._written_before = self._characters
        self.effort.begin_anew()

    def set_text(self, section: int, text: str) -> TextChange | None:
        """Take over an edited section; findings move with the text, those inside the edit are dropped.

        Returns what changed.
        """
        change = change_between(self._texts[section], text)
        if change is None:
            return None
        self._texts[section] = text
        self.revision += 1
        if self.overrides:
            offset = self.offset_of(section)
            self._answers.follow(TextChange(offset + change.start, offset + change.end, change.text))
        moved = (_moved(placed, change) for placed in self._placed[section])
        self._placed[section] = [placed for placed in moved if placed is not None]
        for step in self._steps:
            if step.section == section:
                step.start, step.end = stretched(step.start, step.end, change)
        return change

    # the findings

    def show(self, findings: Iterable[Finding]) -> None:
        """Take over the findings of `note_text` as it stands now."""
        sections = self.sections
        text, offsets = compose(sections), section_offsets(sections)
        placed: list[list[Placed]] = [[] for _ in sections]
        for finding in findings:
            one = replace(_place(finding, offsets, self._texts), decided=self._answers.on(finding, text))
            placed[one.section].append(one)
        self._placed = [sorted(part, key=lambda one: one.place) for part in placed]

    def set_dismissals(self, dismissals: Sequence[Ignored]) -> None:
        """Take over the dismissals that apply; findings they cover are closed, others open again."""
        self._answers.dismissals = tuple(dismissals)
        self._show_again()

    def set_asked(self, queries: Sequence[Asked]) -> None:
        """Take over the queries that wait for the author; findings they are about are asked."""
        self._answers.asked = tuple(queries)
        self._show_again()

    def override(self, placed: Placed, reason: str) -> Override:
        """Let a finding stand for a reason."""
        override = Override.of(self.in_note(placed), self.note_text, reason)
        self.set_overrides([*self.overrides, override])
        return override

    @property
    def overrides(self) -> list[Override]:
        """The findings that stand for a reason, those too that are no longer found."""
        return self._answers.overrides

    def set_overrides(self, overrides: Iterable[Override]) -> None:
        """Take over the overrides, after one was made or taken back."""
        self._answers.overrides = list(overrides)
        self._show_again()

    def _show_again(self) -> None:
        self.show([self.in_note(one) for one in chain.from_iterable(self._placed)])

    def at(self, finding: Finding) -> Placed:
        """A place of `note_text`, given as a finding, in the section it stands in."""
        return _place(finding, section_offsets(self.sections), self._texts)

    def in_note(self, placed: Placed) -> Finding:
        """The finding with its span in `note_text` as it stands now."""
        if not placed.exact:
            return placed.finding
        by = self.offset_of(placed.section) + placed.start - placed.finding.start
        return placed.finding.shifted(by) if by else placed.finding

    def findings_in(self, section: int) -> list[Placed]:
        """The findings of a section by place, without ignored ones and those that are still being typed."""
        return [
            one
            for one in self._placed[section]
            if one.decided.decision is not Decision.IGNORED and not self._is_being_typed(one)
        ]

    def _is_being_typed(self, one: Placed) -> bool:
        """Whether the cursor is at the word, or may be about to give in its line what is missing."""
        if self.typing is None:
            return False
        section, offset = self.typing
        if one.touches(section, offset):
            return True
        return (
            one.section == section
            and one.end <= offset
            and one.finding.rule in MENDED_BY_MORE
            and "\n" not in self._texts[section][one.end : offset]
        )

    @property
    def shown_findings(self) -> list[Placed]:
        """The findings of the note in its order that are not ignored: open, asked, overridden."""
        return list(chain.from_iterable(map(self.findings_in, range(len(self._texts)))))

    @property
    def open_findings(self) -> list[Placed]:
        """The findings of the note that wait for an answer, in its order."""
        return [one for one in self.shown_findings if one.open]

    def current(self, section: int, offset: int) -> Placed | None:
        """The finding the cursor is about: the one it touches, else the last open one before, else the next."""
        shown = self.shown_findings
        touching = [one for one in shown if one.touches(section, offset)]
        if touching:
            return min(touching, key=lambda one: (not one.open, one.finding.severity.rank, one.place))
        findings = [one for one in shown if one.open]
        before = [one for one in findings if (one.section, one.start) <= (section, offset)]
        if before and before[-1].section == section:
            return before[-1]
        return next(iter(findings[len(before) :]), before[-1] if before else None)

    def neighbour(self, section: int, offset: int, *, backwards: bool = False) -> Placed | None:
        """The next finding after a cursor (or the one before), going round at the ends of the note."""
        here = (section, offset)
        findings = self.open_findings
        if backwards:
            before = [one for one in findings if (one.section, one.start) < here]
            return before[-1] if before else findings[-1] if findings else None
        return next((one for one in findings if (one.section, one.start) > here), next(iter(findings), None))

    # the decisions

    def accept(self, placed: Placed, suggestion: Suggestion) -> Step:
        """Put a suggestion in the finding's place. The span must be `exact`."""
        step = Step(Decision.ACCEPTED, placed.finding, placed.section, placed.start, placed.end, suggestion.text)
        return self._take(step)

    def expand(self, section: int, start: int, end: int, sense: Suggestion) -> Step:
        """Put the long form in place of the abbreviation in that span of a section."""
        finding = next(
            (
                one.finding
                for one in self._placed[section]
                if (one.start, one.end) == (start, end) and one.finding.rule.startswith("AB")
            ),
            None,
        )
        if finding is None:
            short = self._texts[section][start:end]
            message = f"“{short}” was expanded on request."
            finding = Finding(EXPANSION_RULE, start, end, short, Severity.ADVICE, message, (sense,))
        return self._take(Step(Decision.EXPANDED, finding, section, start, end, sense.text))

    def _take(self, step: Step) -> Step:
        text = self._texts[step.section]
        start = step.start
        kept = (one for one in self._placed[step.section] if one.end <= start or one.start >= step.end)
        self._placed[step.section] = list(kept)
        self.set_text(step.section, text[:start] + step.replacement + text[step.end :])
        step.start, step.end = start, start + len(step.replacement)
        self._steps.append(step)
        return step

    @property
    def steps(self) -> tuple[Step, ...]:
        """The suggestions and expansions taken, those that were undone too."""
        return tuple(self._steps)

    def answered(self) -> list[FindingInput]:
        """The answers a draft keeps: what was accepted or expanded so far, and what stands for a reason."""
        overridden = (
            to_save(one.finding, one.finding.start, one.finding.end, Decided(Decision.OVERRIDDEN, one.reason))
            for one in self.overrides
        )
        return [*self._taken(), *overridden]

    def _taken(self) -> list[FindingInput]:
        """The findings accepted or expanded so far; each stands at its replacement in the note."""
        offsets = section_offsets(self.sections)
        return [
            to_save(
                step.finding,
                offsets[step.section] + step.start,
                offsets[step.section] + step.end,
                Decided(step.decision),
                step.replacement,
            )
            for step in self._steps
            if step.standing
        ]

    def take_up(self, answers: Iterable[FindingInput]) -> None:
        """Take over the answers of an earlier sitting; one that no longer fits the text is left out."""
        answers = list(answers)
        self._answers.take_up(answers, self.note_text)
        offsets = section_offsets(self.sections)
        for answer in answers:
            if answer.decision not in (Decision.ACCEPTED, Decision.EXPANDED):
                continue
            section = max(0, bisect_right(offsets, answer.start) - 1)
            start, end = answer.start - offsets[section], answer.end - offsets[section]
            if self._texts[section][max(0, start) : end] == answer.replacement:
                finding = finding_of(answer)
                self._steps.append(Step(answer.decision, finding, section, start, end, answer.replacement))

    def finding_inputs(self) -> list[FindingInput]:
        """All findings for the record, each with its decision; answered ones stand at their replacement."""
        offsets = section_offsets(self.sections)
        remaining = [
            to_save(one.finding, offsets[one.section] + one.start, offsets[one.section] + one.end, one.decided)
            for one in chain.from_iterable(self._placed)
        ]
        return sorted(self._taken() + remaining, key=lambda one: (one.start, one.end, one.rule))


def _place(finding: Finding, offsets: Sequence[int], texts: Sequence[str]) -> Placed:
    section = max(0, bisect_right(offsets, finding.start) - 1)
    if finding.start > offsets[section] + len(texts[section]) and section + 1 < len(texts):
        section += 1  # in the heading line of the next section
    length = len(texts[section])
    start = min(max(finding.start - offsets[section], 0), length)
    end = min(max(finding.end - offsets[section], start), length)
    exact = texts[section][start:end] == finding.text
    return Placed(section, start, end, finding, exact)


def _moved(placed: Placed, change: TextChange) -> Placed | None:
    if change.end <= placed.start:
        shift = len(change.text) - (change.end - change.start)
        return replace(placed, start=placed.start + shift, end=placed.end + shift) if shift else placed
    return placed if change.start >= placed.end else None
