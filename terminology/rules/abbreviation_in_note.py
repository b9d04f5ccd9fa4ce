"""AB004 and AB005: what a note as a whole makes of a short form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from terminology.abbreviations.short_forms import ShortForm
from terminology.abbreviations.uses import definition_of, line_number, uses_of
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity, Suggestion
from terminology.rules.abbreviation import offer
from terminology.rules.base import Example, Rule
from terminology.vocabulary.normal import normal_phrase


class _MeaningInNote(Rule):
    """Notes each short form whose meaning its surroundings show; ``settle`` compares it with the rest of the note."""

    scope = "note"
    source = (
        "Senses and cue words: data/abbreviations.tsv. What is one meaning in two wordings: data/same_sense.tsv and "
        "the vocabulary's concepts. Definitions in a note: Schwartz and Hearst 2003, as in scispaCy."
    )
    fix_safety = "Every suggestion is for a person to review; `--fix` never applies it."

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """The short forms whose first sense is shown by words or a dose beside it."""
        for short in self.language.short_forms.in_line(line, place):
            if short.is_shown:
                yield self._use(line, short)

    def _use(self, line: Line, short: ShortForm) -> Finding:
        """A use as ``settle`` takes it: the message holds the meaning until there is something to say."""
        return self.finding(
            line.text,
            short.start,
            short.end,
            short.senses[0].long,
            suggestions=[offer(line, short, short.senses[0])],
            evidence=", ".join(short.reasons[0]),
        )

    def _agree(self, one: str, other: str) -> bool:
        """Whether two long forms may mean the same: one sense, or the words of one are all in the other."""
        a, b = set(normal_phrase(one).split()), set(normal_phrase(other).split())
        return a <= b or b <= a or self.language.short_forms.wordings.are_one_sense(one, other)


class AbbreviationAgainstDefinition(_MeaningInNote):
    """Used before the note explains it, or otherwise than the note explains it."""

    code = "AB004"
    name = "abbreviation used before or against its definition"
    severity = Severity.ADVICE
    summary = (
        "A short form that the note explains, used before the explanation, or where its surroundings show another "
        "meaning (then a warning)."
    )
    rationale = (
        "An explanation promises the reader one meaning from there on. Before it the reader does not know yet, and a "
        "use in another meaning is misread with confidence."
    )
    instead = "Explain at the first use; write out the other meaning."
    bad = (
        Example("[[TIA]] last year. Now a transient ischemic attack (TIA) again.", "transient ischemic attack"),
        Example("No costovertebral angle (CVA) pain. Prior [[CVA]] with hemiparesis.", "cerebrovascular accident"),
    )
    good = (
        "Seen for transient ischemic attack (TIA). TIA resolved.",
        "Known mitral stenosis (MS). MS is moderate on echo.",
    )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """At most one finding before and one against each definition of the note."""
        found: list[Finding] = []
        for short, long in document.definitions.items():
            span = definition_of(short, long, document)
            if span:
                found += self._before(short, long, span, document)
                found += self._against(short, long, span, findings, document)
        return sorted(found, key=lambda finding: finding.order)

    def _before(self, short: str, long: str, span: tuple[int, int], document: Document) -> Iterator[Finding]:
        first = next(uses_of(short, document), None)
        if first and first[1] <= span[0]:
            line = line_number(document, span[0])
            yield self.finding(
                document.text,
                *first,
                f'"{short}" is used here before line {line} explains it.',
                suggestions=[Suggestion(long, 0.9, note="defined in this note")],
                evidence=f"line {line}: {document.text[slice(*span)]}",
            )

    def _against(
        self, short: str, long: str, span: tuple[int, int], uses: Sequence[Finding], document: Document
    ) -> Iterator[Finding]:
        for use in uses:
            meant = use.message
            if use.text == short and use.start >= span[1] and not self._agree(meant, long):
                line = line_number(document, span[0])
                yield replace(
                    use,
                    severity=Severity.WARNING,
                    message=f'"{short}" reads as "{meant}" here, but line {line} says that it is "{long}".',
                    evidence=f"{use.evidence}; line {line}: {document.text[slice(*span)]}",
                )
                return


class AbbreviationInTwoSenses(_MeaningInNote):
    """The same short form, two meanings, one note."""

    code = "AB005"
    name = "abbreviation in two senses"
    severity = Severity.WARNING
    summary = "A short form whose surroundings show one meaning in one place of the note and another in another."
    rationale = (
        "Readers carry a meaning over from one use to the next. Only uses whose surroundings (cue words, a dose) show "
        "their meaning are compared; what a short form usually means is not enough."
    )
    instead = "Write out one of the two."
    bad = (Example("Back: no CVA tenderness.\nPrior [[CVA]] with residual hemiparesis.", "cerebrovascular accident"),)
    good = ("Old CVA with hemiparesis. Second CVA with residual weakness.",)

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """The first use of a short form in another meaning than at its first shown use."""
        first: dict[str, Finding] = {}
        told: set[str] = set()
        found = []
        for use in findings:
            before = first.setdefault(use.text, use)
            if use.text in told or use.text in document.definitions or self._agree(before.message, use.message):
                continue
            told.add(use.text)
            line = line_number(document, before.start)
            found.append(
                replace(
                    use,
                    message=f'"{use.text}" reads as "{use.message}" here and as "{before.message}" in line {line}.',
                    evidence=f"here {use.evidence}; in line {line} {before.evidence}",
                )
            )
        return found
