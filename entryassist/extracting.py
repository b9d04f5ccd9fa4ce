"""What a note tells of, as it is kept with the note's version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import ExtractInput
from terminology.errors import TerminologyError

if TYPE_CHECKING:
    from terminology import Checker, Extract, NoteContext


def read_out(checker: Checker, text: str, context: NoteContext | None) -> list[Extract]:
    """The extracts of a note. Raises TerminologyError for whatever goes wrong, without the note's text: a fault of
    ours must not keep a note from being saved.
    """
    try:
        return checker.extracts(text, context)
    except TerminologyError:
        raise
    except Exception as error:
        raise TerminologyError(
            f"Drugs, problems and measurements cannot be read out of this note ({type(error).__name__}); "
            "it is saved without them."
        ) from None


def extract_input(one: Extract) -> ExtractInput:
    """An extract as it is saved."""
    return ExtractInput(
        kind=one.kind.value,
        start=one.start,
        end=one.end,
        text=one.text,
        concept=one.concept,
        value=one.value,
        unit=one.unit,
        certainty=one.certainty.value,
        section=one.section,
        details=one.details,
    )
