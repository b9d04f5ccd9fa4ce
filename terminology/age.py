"""Whether a note may be about a child: many facts hold for adults only."""

from __future__ import annotations

import re

from terminology.context import NoteContext
from terminology.document import Document

ADULT = 18
_CHILD = re.compile(
    r"\b(?:newborn|neonat\w+|infant|toddler|baby|birth ?weight|fetal"
    r"|\d{1,2}[- ](?:hour|day|week|month)s?[- ]old|(?:1[0-7]|[1-9])[- ]?"
    r"(?:year|yr)s?[- ]old|(?:1[0-7]|[1-9]) ?(?:y/?o|yo)\b)",
    re.IGNORECASE,
)


def years(context: NoteContext) -> float | None:
    """The patient's age at the encounter, None when the record does not tell it."""
    born, seen = context.birth_date, context.encounter_date
    return (seen - born).days / 365.25 if born and seen else None


def may_be_child(document: Document) -> bool:
    """Whether the record, or where it does not tell the note itself, speaks of a child."""
    age = years(document.context)
    return bool(_CHILD.search(document.text)) if age is None else age < ADULT
