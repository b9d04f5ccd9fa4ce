"""AB006: short forms written otherwise than the site wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from terminology.abbreviations.expansion import doubt, written_out
from terminology.abbreviations.short_forms import ShortForm
from terminology.abbreviations.uses import uses_of
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Safety, Severity, Suggestion
from terminology.house_style import Expand, HouseStyle
from terminology.language import Language
from terminology.rules.abbreviation import evidence, offer
from terminology.rules.base import Example, Rule
from terminology.settings import Settings

_MESSAGES = {
    Expand.FIRST_USE: 'This site writes "{}" out at its first use: "{}".',
    Expand.ALWAYS: 'This site writes "{}" out: "{}".',
}
_NOTES = {Expand.FIRST_USE: "house style: at first use", Expand.ALWAYS: "house style: always"}
_SITE_WORDING = "the site's wording"


class AbbreviationStyle(Rule):
    """Applies the ``[abbreviations]`` table of the configuration; silent without one."""

    code = "AB006"
    name = "abbreviation against the house style"
    severity = Severity.ADVICE
    scope = "note"
    summary = (
        "A short form that the site's house style wants written out, at first use or always, or a notation that the "
        "site has forbidden (then a warning). Silent unless the configuration has an [abbreviations] table."
    )
    rationale = (
        "Sites agree on when short forms are written out and on notations they do not want. The table says so: expand "
        'is "first-use", "always" or "never"; [abbreviations.sections] says otherwise for single sections; '
        "never-expand and always-expand list short forms that go by those lists everywhere; forbidden gives notations "
        "with what to write. Only short forms with one likely meaning are written out; AB002 asks about the others."
    )
    instead = 'What the suggestion says. The examples below hold for expand = "always" and "WNL" forbidden.'
    source = "The site's settings (docs/abbreviations.md); senses from data/abbreviations.tsv."
    fix_safety = (
        "Safe, and applied by `--fix`, where one sense is left beyond doubt: 97% or more here, no other meaning with "
        "more than 12% of all uses, shares measured in real notes or cue words beside it, and a wording that fits the "
        "sentence. For a person to review when any sense of the short form is a drug, when the long form bears on a "
        "dose, route, negation, side or person (data/guarded_words.tsv), when a number is beside it, or when the short "
        "form is on a list of notations not to use (data/do_not_use.tsv, data/error_prone.tsv). `--fix` leaves what "
        "another rule warns about."
    )
    shown_with = Settings(house_style=HouseStyle(expand=Expand.ALWAYS, forbidden=(("WNL", "within normal limits"),)))
    bad = (
        Example("History of [[HTN]], well controlled.", "hypertension"),
        Example("Chest radiograph [[WNL]] today.", "within normal limits"),
    )
    good = ("She has MS and was seen today.", "Weight 70 kg, glucose 98 mg/dL.")

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._style = language.house_style
        self._write = dict(self._style.forbidden)
        longest_first = sorted(map(re.escape, self._write), key=len, reverse=True)
        self._forbidden = re.compile(rf"(?<![\w.])(?:{'|'.join(longest_first)})(?!\w)") if longest_first else None

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Forbidden notations, and short forms with one likely sense that are to be written out here."""
        if self._style == HouseStyle():
            return
        shorts = self.language.short_forms.in_line(line, place)
        unwanted = list(self._unwanted(line, {(short.start, short.end): short for short in shorts}))
        yield from unwanted
        for short in shorts:
            wanted = self._style.wanted(short.text, place.section)
            overlaps = any(short.start < one.end and one.start < short.end for one in unwanted)
            if short.is_clear and wanted in _MESSAGES and not overlaps:
                yield self._to_write_out(line, short, wanted)

    def _unwanted(self, line: Line, shorts: Mapping[tuple[int, int], ShortForm]) -> Iterator[Finding]:
        for found in self._forbidden.finditer(line.text) if self._forbidden else ():
            if line.in_zone(*found.span()) or (line.heading and found.start() < line.heading[1]):
                continue
            write = self._write[found.group()]
            yield self.finding(
                line.text,
                *found.span(),
                f'This site does not want "{found.group()}": write "{write}".',
                suggestions=[self._in_its_place(line, found.start(), write, shorts.get(found.span()))],
                severity=Severity.WARNING,
                evidence="the site's settings",
            )

    def _in_its_place(self, line: Line, start: int, write: str, short: ShortForm | None) -> Suggestion:
        """The site's wording; safe where the short form can mean nothing else here."""
        wording = Suggestion(written_out(line, start, write), 0.95, note=_SITE_WORDING)
        if not short or not self.language.short_forms.wordings.are_one_sense(write, short.senses[0].long):
            return wording
        sense = replace(short.senses[0], wordings=(Suggestion(write, 1.0), *short.senses[0].wordings))
        safe = not doubt(line, short, sense, self.language.short_forms)
        return replace(wording, safety=Safety.SAFE) if safe else wording

    def _to_write_out(self, line: Line, short: ShortForm, wanted: Expand) -> Finding:
        sense = short.senses[0]
        why = doubt(line, short, sense, self.language.short_forms)
        return self.finding(
            line.text,
            short.start,
            short.end,
            _MESSAGES[wanted].format(short.text, sense.long),
            suggestions=[offer(line, short, sense, _NOTES[wanted], Safety.REVIEW if why else Safety.SAFE)],
            evidence=f"{evidence(short)}; for a person to review: {why}" if why else evidence(short),
        )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Of what is to be out at first use, the first use; nothing that the note itself defines otherwise."""
        met: set[str] = set()
        kept = []
        for finding in findings:
            suggestion, short = finding.suggestions[0], finding.text
            if suggestion.note == _SITE_WORDING:
                kept.append(finding)
            elif suggestion.note == _NOTES[Expand.ALWAYS]:
                if not _is_explained(document, finding.start, suggestion.text) and self._is_meant(finding, document):
                    kept.append(finding)
            elif short not in met:
                met.add(short)
                uses = list(uses_of(short, document))
                is_explained = any(_is_explained(document, start, suggestion.text) for start, _ in uses)
                if short not in document.definitions and not is_explained:
                    kept.append(_with_short_form(finding) if uses[-1:] > [(finding.end, 0)] else finding)
        return kept

    def _is_meant(self, finding: Finding, document: Document) -> bool:
        defined = document.definitions.get(finding.text)
        wordings = self.language.short_forms.wordings
        return defined is None or wordings.are_one_sense(defined, finding.suggestions[0].text)


def _is_explained(document: Document, start: int, long: str) -> bool:
    """Whether the short form at an offset stands in brackets behind its long form."""
    before = f"{long.lower()} ("
    return document.text[max(0, start - len(before)) : start].lower() == before


def _with_short_form(finding: Finding) -> Finding:
    """The long form with the short form in brackets, since the note goes on to use it."""
    first = finding.suggestions[0]
    return replace(finding, suggestions=(replace(first, text=f"{first.text} ({finding.text})"),))
