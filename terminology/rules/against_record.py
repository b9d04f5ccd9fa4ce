"""NU010 to NU012: measured values that the patient's earlier notes do not bear out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar

from terminology.context import NoteContext
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.measurements import Measurement, quantities
from terminology.passages import quoted
from terminology.record import Compared, Difference, differences, is_compared, written_with_unit
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule

_SOURCE = (
    "data/record_comparison.tsv: EntryAssist's judgement of what a value may drift between visits; the earlier notes "
    "come from the record, the latest first."
)
_LAST = NoteContext(earlier_notes=("VITALS: BP 128/76, weight 71 kg, height 178 cm.\nLABS: Hgb 13.2, K 4.1.",))


class _AgainstRecord(NoteRule):
    """A rule that compares the values of a note with the last ones on record."""

    difference: ClassVar[Difference]
    severity = Severity.WARNING
    scope = "note"
    fix_safety: ClassVar[str] = "No value is suggested: which of the two is right, only the source or the author knows."
    source: ClassVar[str] = _SOURCE

    def tells(self, line: Line, place: Place) -> bool:
        """Whether it has a value that is compared."""
        return is_compared(line, place)

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """Each value that differs from the record in this rule's way."""
        if not document.context.earlier_notes:
            return
        for compared in differences(document, numbers):
            if compared.difference is self.difference:
                yield self._about(document, compared)

    def _about(self, document: Document, compared: Compared) -> Finding:
        text = document.text
        m = compared.measurement.shifted(compared.start)
        said = written_with_unit(text, m)
        name = quantities()[m.key].name
        here = quoted(document, m.value_start, m.value_start + len(said))
        return self.finding(
            text,
            m.value_start,
            m.value_start + len(self.marked(text, m)),
            f"This {name} is {said}, in an earlier note {compared.earlier}: {self.asks()}",
            severity=self.severity if compared.is_possible else Severity.CRITICAL,
            evidence=f'{here}; an earlier note: "{compared.earlier}"',
        )

    def marked(self, text: str, m: Measurement) -> str:
        """What is marked: the number."""
        return text[m.value_start : m.value_end]

    @abstractmethod
    def asks(self) -> str:
        """What to look for."""


class TenfoldOfRecord(_AgainstRecord):
    """Weight 7.1 kg, where an earlier note has 71 kg."""

    code = "NU010"
    name = "ten times the value on record"
    difference = Difference.TENFOLD
    summary = (
        "A weight, height or laboratory value ten times, or a tenth of, the one in the patient's last notes; critical "
        "where it cannot be at all."
    )
    rationale = (
        "A slipped decimal point gives a value that may be possible by itself; only the record shows it. Analytes that "
        "do change tenfold within days (enzymes, counts of white cells and platelets, troponin, glucose) are not "
        "compared, nor a value that is usual while the earlier one was not."
    )
    instead = "Look at the source again, the decimal point first; ask the author where it says the same."
    bad = (
        Example("Vitals: BP 130/80, weight [[7.1]] kg.", beside=_LAST),
        Example("LABS: Hgb [[1.32]], WBC 7.8", beside=_LAST),
    )
    good = ("Vitals: BP 130/80, weight 72 kg.", "LABS: Hgb 8.4, WBC 7.8")
    shown_in = _LAST

    def asks(self) -> str:
        """Where the slip would be."""
        return "look for a slipped decimal point."


class LargeChange(_AgainstRecord):
    """Weight 58 kg, where an earlier note has 85 kg."""

    code = "NU011"
    name = "large change since the last visit"
    difference = Difference.LARGE_CHANGE
    summary = (
        "A weight of an adult that differs by more than a fifth, or a height by more than 3.5 %, from the last on "
        "record, where the sentence does not speak of a change."
    )
    rationale = (
        "Swapped or missed digits and another patient's value look plausible by themselves. Doses go by weight. "
        "Children grow, so only adults are compared, and a value that any earlier note bears out is left alone."
    )
    instead = "Look at the source again; say in the note that the weight has changed where it has."
    bad = (
        Example("Vitals: BP 130/80, weight [[51]] kg.", beside=_LAST),
        Example("Height [[168]] cm, weight 70 kg", beside=_LAST),
    )
    good = ("Vitals: BP 130/80, weight 67 kg.", "Weight 51 kg; she has lost 20 kg since her surgery.")
    shown_in = _LAST

    def asks(self) -> str:
        """Both are in doubt."""
        return "look at the source again."


class UnitAgainstRecord(_AgainstRecord):
    """Weight 154 kg, where an earlier note has 70 kg."""

    code = "NU012"
    name = "unit swapped against the record"
    severity = Severity.CRITICAL
    difference = Difference.OTHER_UNIT
    summary = (
        "A weight or height of an adult that is the one on record if it is read in another unit: pounds as kilograms."
    )
    rationale = (
        "154 kg is a possible weight, and a dose by it more than twice what was meant for 154 lb. Children "
        "grow, so only adults are compared."
    )
    instead = "Look at the source again, the unit first; where the earlier note is wrong, tell its author."
    bad = (
        Example("Vitals: BP 130/80, weight [[157 kg]].", beside=_LAST),
        Example("Height [[70 cm]], weight 71 kg", beside=_LAST),
    )
    good = ("Vitals: BP 130/80, weight 157 lb.", "Height 70 in, weight 71 kg", "weight 71")
    shown_in = _LAST

    def marked(self, text: str, m: Measurement) -> str:
        """The number and its unit."""
        return written_with_unit(text, m)

    def asks(self) -> str:
        """Where the slip would be."""
        return "look for a swapped unit."
