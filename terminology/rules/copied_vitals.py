"""CO010: vital signs that are to the digit those of an earlier note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from terminology.context import NoteContext
from terminology.document import Document, Line, Place, placed_lines
from terminology.finding import Finding, Severity
from terminology.measurements import Measurement, measurements, quantities
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule
from terminology.visit_values import is_of_visit

_EARLIER_NOTES_KEPT = 32
# a pressure and a heart rate may well be the same by chance; with one more, they hardly ever are
_ALWAYS = frozenset({"systolic", "diastolic", "heart_rate"})
_MORE = 1

_Values = Mapping[str, frozenset[float]]


class CopiedVitals(NoteRule):
    """Compares the vital signs of the note with those of each earlier note."""

    code = "CO010"
    name = "vital signs as in an earlier note"
    severity = Severity.ADVICE
    scope = "note"
    summary = (
        "A blood pressure, a heart rate and at least one more vital sign that are to the digit those of an earlier "
        "note, where none differs."
    )
    rationale = (
        "Vital signs are measured anew at each visit and hardly ever come out the same: they were carried forward, and "
        "the ones of today are missing. CO008 finds copied stretches of text, for which a line of numbers is too short."
    )
    instead = "Put in what was measured at this visit, or confirm that these are its values."
    source = "EntryAssist's own; the earlier notes come from the record."
    shown_in = NoteContext(earlier_notes=("VITALS: BP 137/83, HR 77, RR 17, T 98.3.",))
    bad = (Example("VITALS: [[BP 137/83, HR 77, RR 17]].", beside=shown_in),)
    good = ("VITALS: BP 137/83, HR 78, RR 17.", "VITALS: BP 137/83, HR 77.", "Last visit BP 137/83, HR 77, RR 17.")

    def tells(self, line: Line, place: Place) -> bool:
        """Whether it has a vital sign."""
        return any(quantities()[m.key].is_vital for m in measurements(line, place))

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """One finding where all vital signs of an earlier note that the note has too are the same."""
        earlier = document.context.earlier_notes
        if not earlier:
            return
        lines = [(number, document.lines[number], document.places[number]) for number in numbers]
        now = [(number, m) for number, line, place in lines for m in _vitals(line, place)]
        # a value of any time that differs was measured since
        values = _by_key(m for _, line, place in lines for m in measurements(line, place))
        for text in earlier:
            then = vitals_of(text)
            shared = {m.key for _, m in now} & then.keys()
            if shared >= _ALWAYS and len(shared - _ALWAYS) >= _MORE and all(values[key] == then[key] for key in shared):
                yield self._copied(document, [one for one in now if one[1].key in shared])
                return

    def _copied(self, document: Document, now: Sequence[tuple[int, Measurement]]) -> Finding:
        first = now[0][0]
        here = [m for number, m in now if number == first]
        start, end = document.starts[first] + here[0].start, document.starts[first] + max(m.end for m in here)
        names = ", ".join(dict.fromkeys(quantities()[m.key].name for _, m in now))
        return self.finding(
            document.text,
            start,
            end,
            "These vital signs are to the digit those of an earlier note: confirm that they are of this visit.",
            evidence=f'copied: "{document.text[start:end]}" ({names})',
        )


@lru_cache(maxsize=_EARLIER_NOTES_KEPT)
def vitals_of(text: str) -> _Values:
    """The vital signs of an earlier note, kept for the next check."""
    return _by_key(m for _, line, place in placed_lines(text, NoteContext()) for m in _vitals(line, place))


def _by_key(found: Iterable[Measurement]) -> _Values:
    values: dict[str, set[float]] = {}
    for m in found:
        values.setdefault(m.key, set()).add(m.low)
    return {key: frozenset(of) for key, of in values.items()}


def _vitals(line: Line, place: Place) -> Iterator[Measurement]:
    for m in measurements(line, place):
        if quantities()[m.key].is_vital and is_of_visit(line, place, (m,)):
            yield m
