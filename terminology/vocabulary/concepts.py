"""Concepts and their forms, in a read-only SQLite file of the index."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from rapidfuzz import fuzz, process

from terminology.concept import Concept, Group
from terminology.vocabulary.normal import normal_phrase

_GOOD_ENOUGH = 70.0


class ConceptTable:
    """Finds concepts by code, form, beginning or likeness."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        self._forms: list[str] | None = None

    def _query(self, sql: str, *values: object) -> list[tuple[str, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def get(self, concept: str) -> Concept | None:
        """The concept with an id such as ``ICD10CM:E11.9``, or None."""
        found = self._query("SELECT preferred, grp, source FROM concept WHERE id=?", concept)
        if not found:
            return None
        preferred, group, source = found[0]
        forms = self._query("SELECT surface FROM form WHERE concept=? ORDER BY surface", concept)
        synonyms = tuple(surface for (surface,) in forms if surface.lower() != preferred.lower())
        return Concept(concept, preferred, Group(group), synonyms, source)

    def named(self, text: str) -> list[str]:
        """Ids of the concepts that have exactly this form."""
        return [row[0] for row in self._query("SELECT concept FROM form WHERE text=?", normal_phrase(text))]

    def search(self, query: str, limit: int) -> list[Concept]:
        """Concepts for a query: a code, then the exact form, then beginnings, then forms that look alike."""
        ids: dict[str, None] = {}
        codes = self._query("SELECT id FROM concept WHERE id=? OR id LIKE ? LIMIT ?", query, f"%:{query}", limit)
        ids.update((row[0], None) for row in codes)
        text = normal_phrase(query)
        if text:
            ids.update((concept, None) for concept in self.named(text))
            rows = self._query(
                "SELECT concept FROM form WHERE text >= ? AND text < ? ORDER BY length(text), text LIMIT ?",
                text,
                text + "\U0010ffff",
                limit,
            )
            ids.update((row[0], None) for row in rows)
        if text and len(ids) < limit:
            for form, _, _ in process.extract(
                text, self._all_forms(), scorer=fuzz.WRatio, limit=limit, score_cutoff=_GOOD_ENOUGH
            ):
                ids.update((concept, None) for concept in self.named(form))
        found = (self.get(concept) for concept in list(ids)[:limit])
        return [concept for concept in found if concept]

    def _all_forms(self) -> list[str]:
        if self._forms is None:
            self._forms = [row[0] for row in self._query("SELECT DISTINCT text FROM form")]
        return self._forms
