"""Puts together what a note tells: drugs, problems and measurements."""

from __future__ import annotations

from collections.abc import Iterator

from terminology.assertion import Presence, Time, asserted
from terminology.document import Document, Line
from terminology.extracts.drugs import Drugs
from terminology.extracts.extract import Certainty, Extract, ExtractKind
from terminology.extracts.problems import Problems, is_free_of
from terminology.language import Language
from terminology.measurements import Measurement, extract, quantities


class Extractor:
    """Reads extracts out of documents. Immutable, so threads may share one."""

    def __init__(self, language: Language) -> None:
        self._problems = Problems(language)
        self._drugs = Drugs(language)

    def extracts(self, document: Document) -> list[Extract]:
        """The extracts of a note, sorted by start, end and kind; none overlaps another of its kind."""
        found = [*_measured(document)]
        for number in range(len(document.lines)):
            found += self._of_line(document, number)
        return sorted(found, key=lambda one: (one.start, one.end, one.kind))

    def _of_line(self, document: Document, number: int) -> Iterator[Extract]:
        offset, line, section = document.starts[number], document.lines[number], document.places[number].section
        if not line.text or line.text.isspace():
            return
        drugs = list(self._drugs.named(line, section))
        for drug in drugs:
            yield Extract(
                ExtractKind.DRUG,
                offset + drug.start,
                offset + drug.end,
                line.text[drug.start : drug.end],
                drug.concept,
                drug.value,
                drug.unit,
                drug.certainty,
                section,
                drug.details,
            )
        for one in self._problems.named(document, number):
            if any(drug.start < one.end and one.start < drug.end for drug in drugs):
                continue
            yield Extract(
                ExtractKind.PROBLEM,
                offset + one.start,
                offset + one.end,
                line.text[one.start : one.end],
                one.concept,
                "",
                "",
                _certainty(line, one.start, one.end, section),
                section,
                (("long form", one.long_form),) if one.long_form else (),
            )


def _certainty(line: Line, start: int, end: int, section: str) -> Certainty:
    said = asserted(line, start, end, section)
    if said.presence is Presence.NEGATED or is_free_of(line, end):
        return Certainty.NEGATED
    if not said.of_patient:
        return Certainty.FAMILY
    if said.presence is Presence.POSSIBLE or said.time is Time.HYPOTHETICAL:
        return Certainty.UNCERTAIN
    return Certainty.HISTORICAL if said.time is Time.PAST else Certainty.AFFIRMED


def _measured(document: Document) -> Iterator[Extract]:
    """The measurements; what is measured stands, unless somebody else or the past is spoken of."""
    taken = 0
    for m in extract(document.text, document.context):
        if m.value_start < taken:
            continue
        taken = m.value_end
        number = document.line_at(m.value_start)
        line, begin = document.lines[number], m.value_start - document.starts[number]
        section = document.places[number].section
        said = asserted(line, begin, begin + m.value_end - m.value_start, section)
        text = document.text[m.value_start : m.value_end]
        yield Extract(
            ExtractKind.MEASUREMENT,
            m.value_start,
            m.value_end,
            text,
            _loinc(m),
            text,
            m.unit,
            _when(said.of_patient, said.time),
            section,
            (("quantity", m.key),),
        )


def _when(of_patient: bool, time: Time) -> Certainty:
    if not of_patient:
        return Certainty.FAMILY
    return Certainty.HISTORICAL if time is Time.PAST else Certainty.AFFIRMED


def _loinc(measurement: Measurement) -> str:
    codes = quantities()[measurement.key].loinc
    return f"LOINC:{codes[0]}" if len(codes) == 1 else ""
