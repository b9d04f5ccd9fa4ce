"""CO007 and CO008: the same stretch of text twice in the note, or copied from an earlier note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from terminology.context import NoteContext
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.repeats import Wording, copied, repeated, wording_of
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule

# fewer words are a routine phrase of operative notes and instructions more often than a slip
_LONG = 40
_COPIED = 30
# what is the same from note to note because it is true for long
_KEPT = frozenset(
    {"past-medical-history", "past-surgical-history", "family-history", "social-history", "medications", "allergies"}
)
# words, of the first place of a repeat; code points, of a copied stretch
_QUOTED = 8
_SHOWN = 60

_TWICE = (
    "The patient was brought to the operating room and placed supine. General anesthesia was induced without "
    "difficulty. The abdomen was prepped and draped in the usual sterile fashion, and a time-out was held. A small "
    "incision was made below the umbilicus and carried down to the fascia."
)


def _wording(document: Document, leave_out: frozenset[str] = frozenset()) -> Wording:
    return Wording((start, line) for start, line, place in document.spans() if place.section not in leave_out)


def _shown(text: str) -> str:
    """The beginning of a stretch, on one line."""
    flat = " ".join(text[: 2 * _SHOWN].split())
    return flat if len(text) <= _SHOWN else f"{flat[:_SHOWN].rstrip()} ..."


class RepeatedText(NoteRule):
    """Looks for a stretch of forty words or more that stood in the note before."""

    code = "CO007"
    name = "the same text twice"
    severity = Severity.WARNING
    scope = "note"
    summary = "A paragraph or other stretch of at least 40 words that stands in the note a second time, word for word."
    rationale = (
        "A paragraph pasted or dictated twice hides the one that should stand there, and the next reader skips what is "
        "new between the two."
    )
    instead = "Keep the one that stands where the source has it."
    source = "EntryAssist's own; 40 words is longer than the routine phrases of operative notes."
    bad = (Example(f"PROCEDURE: {_TWICE}\nFINDINGS: Normal.\n[[{_TWICE.rstrip('.')}]]."),)
    good = (
        f"PROCEDURE: {_TWICE}",
        "The wound was irrigated. Hemostasis was good. The wound was irrigated. Hemostasis was good.",
    )

    def tells(self, line: Line, place: Place) -> bool:
        """No line tells of it alone: the wording of the whole note does."""
        return False

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """Each stretch at its later place."""
        wording = _wording(document)
        for stretch in repeated(wording, _LONG):
            start, end = wording.span(stretch.first, stretch.last)
            there = wording.span(stretch.other, stretch.other + _QUOTED - 1)
            yield self.finding(
                document.text,
                start,
                end,
                f"These {stretch.length} words stand in the note a second time: keep the ones in their place.",
                evidence=f"first at {quoted(document, *there)}",
            )


class CopiedForward(NoteRule):
    """Looks for a stretch of thirty words or more that an earlier note of the patient has word for word."""

    code = "CO008"
    name = "copied from an earlier note"
    severity = Severity.ADVICE
    scope = "note"
    summary = (
        "A stretch of at least 30 words that stands unchanged in an earlier note of the patient. Histories, lists of "
        "medications and allergies do not count: they are the same for good reason."
    )
    rationale = (
        "Text that is carried forward unread keeps findings alive that have long changed; the evidence shows the "
        "stretch so that the author can confirm it for this visit."
    )
    instead = "Confirm that it holds for this visit, or write what does."
    source = "EntryAssist's own; the earlier notes come from the record."
    bad = (Example(f"PROCEDURE: [[{_TWICE.rstrip('.')}]].", beside=NoteContext(earlier_notes=(_TWICE,))),)
    good = ("HPI: The patient returns for follow-up of hypertension and feels well.",)

    def tells(self, line: Line, place: Place) -> bool:
        """No line tells of it alone: the wording of the whole note does."""
        return False

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """Each stretch; of several earlier notes the first given that has it counts."""
        if not document.context.earlier_notes:
            return
        wording = _wording(document, _KEPT)
        taken: list[tuple[int, int]] = []
        for earlier in document.context.earlier_notes:
            for stretch in copied(wording, wording_of(earlier), _COPIED):
                if any(first <= stretch.last and stretch.first <= last for first, last in taken):
                    continue
                taken.append((stretch.first, stretch.last))
                start, end = wording.span(stretch.first, stretch.last)
                yield self.finding(
                    document.text,
                    start,
                    end,
                    f"These {stretch.length} words stand unchanged in an earlier note: confirm that they hold for "
                    "this visit.",
                    evidence=f'copied: "{_shown(document.text[start:end])}"',
                )
