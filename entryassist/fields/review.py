"""What the checker says about the fields: they are laid out as the note they stand for and checked as one text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from entryassist.fields.sheet import Cell, FieldSheet
from entryassist.fields.vitals import VITALS, sentence
from models.note_field import FieldGroup
from terminology import Finding, NoteContext, Severity
from terminology.concept import Concept
from terminology.vocabulary.normal import normal_phrase

HEADINGS = {
    FieldGroup.VITALS: "Vital signs",
    FieldGroup.MEDICATIONS: "Medications",
    FieldGroup.ALLERGIES: "Allergies",
    FieldGroup.DIAGNOSES: "Diagnoses",
    FieldGroup.PROCEDURES: "Procedures",
}
_NOT_OF_FIELDS = ("ST",)  # how a note is built up is nothing that fields can have wrong
_LOOKED_AT = 6


class Engine(Protocol):
    """What is needed of the checker."""

    def check(self, text: str, context: NoteContext | None = None) -> list[Finding]:
        """All findings of a text."""

    def lookup(self, query: str, limit: int = 20) -> list[Concept]:
        """The concepts a query may mean, best first."""


@dataclass(frozen=True, slots=True)
class FieldFinding:
    """A finding and the field it is about."""

    cell: Cell
    finding: Finding


def as_note(sheet: FieldSheet) -> tuple[str, list[tuple[int, Cell]]]:
    """The fields as a note with a heading for each group, and where in it each field begins."""
    text, starts, group = "", list[tuple[int, Cell]](), None
    for cell in sheet.cells():
        if sheet.reading(cell).problem:
            continue
        if cell.group is not group:
            group = cell.group
            text += f"{HEADINGS[group]}:\n"
        starts.append((len(text), cell))
        typed = " ".join(sheet.text(cell).split())
        text += (sentence(VITALS[cell.row], typed) if group is FieldGroup.VITALS else typed) + "\n"
    return text, starts


def review(sheet: FieldSheet, engine: Engine, context: NoteContext) -> list[FieldFinding]:
    """The findings on the fields, the worst first within each. Mild advice, such as to spell a short form out,
    is left to the text."""
    text, starts = as_note(sheet)
    if not starts:
        return []
    # a form must not be compared with itself
    beside = replace(context, note_type="", form_values=(), medications=(), procedure="", earlier_notes=())
    found = [
        FieldFinding(cell, finding)
        for finding in engine.check(text, beside)
        if finding.severity is not Severity.ADVICE and not finding.rule.startswith(_NOT_OF_FIELDS)
        if (cell := _at(starts, finding.start)) is not None
    ]
    return sorted(found, key=lambda one: one.finding.severity.rank)


def _at(starts: list[tuple[int, Cell]], offset: int) -> Cell | None:
    return next((cell for start, cell in reversed(starts) if start <= offset), None)


def unknown_names(sheet: FieldSheet) -> set[str]:
    """The names in the fields that were not looked up yet."""
    named = (part.value for cell in sheet.cells() for part in sheet.reading(cell).parts if part.names_concept)
    return {name for name in named if name not in sheet.concepts}


def concepts_of(names: Iterable[str], engine: Engine) -> dict[str, str]:
    """The concept of each name that the vocabulary has exactly so, empty for the others: nothing is guessed."""
    return {name: _concept(name, engine) for name in names}


def _concept(name: str, engine: Engine) -> str:
    wanted = normal_phrase(name)
    for concept in engine.lookup(name, _LOOKED_AT):
        if concept.id.partition(":")[2] == name or wanted in map(normal_phrase, (concept.preferred, *concept.synonyms)):
            return concept.id
    return ""
