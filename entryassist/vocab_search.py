"""How the concepts that ``entryassist vocab search`` finds are shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from entryassist.display import visible

if TYPE_CHECKING:
    from terminology import Checker, Concept

_SHOWN = 8


def as_text(checker: Checker, concepts: Sequence[Concept]) -> str:
    """A paragraph for each concept."""
    return "\n".join(visible(_paragraph(checker, concept)) for concept in concepts)


def _paragraph(checker: Checker, concept: Concept) -> str:
    lines = [f"{concept.preferred}  {concept.id}  {concept.group.value}  from {concept.source}"]
    parts = (
        ("also", concept.synonyms),
        ("means", (concept.definition,) if concept.definition else ()),
        ("broader", [_spoken(checker, parent) for parent in concept.parents[:_SHOWN]]),
        ("narrower", [_spoken(checker, child) for child in concept.children[:_SHOWN]]),
    )
    for label, values in parts:
        if values:
            lines.append(f"  {label + ':':<10}{'; '.join(values)}")
    if len(concept.children) > _SHOWN:
        lines[-1] += f"; {len(concept.children)} in all"
    return "\n".join(lines) + "\n"


def _spoken(checker: Checker, identifier: str) -> str:
    name = _name(checker, identifier)
    return f"{name} ({identifier})" if name else identifier


def _name(checker: Checker, identifier: str) -> str:
    """The preferred term of an id, or nothing when the vocabulary has only the id."""
    found = checker.lookup(identifier, 1)
    return found[0].preferred if found and found[0].id == identifier else ""


def as_json(checker: Checker, concepts: Sequence[Concept]) -> str:
    """A JSON list with everything known about each concept."""
    return json.dumps([_record(checker, concept) for concept in concepts], indent=2, ensure_ascii=False) + "\n"


def _record(checker: Checker, concept: Concept) -> dict[str, object]:
    return {
        "id": concept.id,
        "preferred": concept.preferred,
        "group": concept.group.value,
        "source": concept.source,
        "definition": concept.definition,
        "synonyms": list(concept.synonyms),
        "parents": [{"id": parent, "preferred": _name(checker, parent)} for parent in concept.parents],
        "children": [{"id": child, "preferred": _name(checker, child)} for child in concept.children],
    }
