"""Concepts and their forms, in a read-only SQLite file of the index."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from terminology.concept import Concept, Group
from terminology.vocabulary.normal import normal_phrase

_ROWS_AT_ONCE = 10_000


_SELECT_FORMS = "SELECT form.text, form.concept, concept.preferred FROM form JOIN concept ON concept.id = form.concept"


class FoundForm(NamedTuple):
    """A normalised form, the id of the concept it names, and whether it is the concept's preferred term."""

    form: str
    concept: str
    is_preferred: bool


class NamedForm(NamedTuple):
    """A concept that a form names: its id, group and preferred term, and the form as the source writes it."""

    concept: str
    group: Group
    preferred: str
    surface: str


class ConceptTable:
    """Finds concepts by id, form, beginning or words."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def _query(self, sql: str, *values: object) -> list[tuple[str, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def get(self, concept: str) -> Concept | None:
        """The concept with an id such as ``ICD10CM:E11.9``, or None."""
        found = self._query("SELECT preferred, grp, source, definition FROM concept WHERE id=?", concept)
        if not found:
            return None
        preferred, group, source, definition = found[0]
        forms = self._query("SELECT surface FROM form WHERE concept=? ORDER BY surface", concept)
        synonyms = tuple(surface for (surface,) in forms if surface.lower() != preferred.lower())
        parents = tuple(row[0] for row in self._query("SELECT parent FROM parent WHERE concept=?", concept))
        children = tuple(row[0] for row in self._query("SELECT concept FROM parent WHERE parent=?", concept))
        return Concept(concept, preferred, Group(group), synonyms, source, definition, parents, children)

    def coded(self, code: str, systems: Sequence[str]) -> list[str]:
        """Ids of the concepts with a code, given with or without its system."""
        ids = [code, *(f"{system}:{code.upper()}" for system in systems)]
        return [row[0] for row in self._query(f"SELECT id FROM concept WHERE id IN ({','.join('?' * len(ids))})", *ids)]

    def named(self, text: str) -> list[str]:
        """Ids of the concepts that have exactly this form."""
        return [row[0] for row in self._query("SELECT concept FROM form WHERE text=?", normal_phrase(text))]

    def forms(self) -> Iterator[tuple[str, str]]:
        """Pairs of form and concept id, for every concept, sorted by form."""
        with self._lock:
            rows = self._db.execute("SELECT text, concept FROM form WHERE text <> '' ORDER BY text, concept")
        while True:
            with self._lock:
                some = rows.fetchmany(_ROWS_AT_ONCE)
            if not some:
                return
            yield from some

    def naming(self, form: str) -> list[NamedForm]:
        """The concepts that a normalised form names."""
        rows = self._query(
            "SELECT concept.id, concept.grp, concept.preferred, form.surface "
            "FROM form JOIN concept ON concept.id = form.concept WHERE form.text = ? ORDER BY concept.id",
            form,
        )
        return [NamedForm(concept, Group(group), preferred, surface) for concept, group, preferred, surface in rows]

    def has_longer(self, form: str) -> bool:
        """Whether any form goes on after the words of a normalised form."""
        begin = f"{form} "
        found = self._query("SELECT text FROM form WHERE text >= ? ORDER BY text LIMIT 1", begin)
        return bool(found) and found[0][0].startswith(begin)

    def systems(self) -> list[str]:
        """The code systems that concepts come from."""
        return [row[0] for row in self._query("SELECT DISTINCT substr(id, 1, instr(id, ':') - 1) FROM concept")]

    def beginning(self, text: str, limit: int) -> list[FoundForm]:
        """The forms that begin with a normalised text, shortest first."""
        sql = f"{_SELECT_FORMS} WHERE form.text >= ? AND form.text < ? ORDER BY length(form.text), form.text LIMIT ?"
        return self._forms(sql, text, text + "\U0010ffff", limit)

    def with_words(self, choices: Sequence[Sequence[str]], limit: int) -> list[FoundForm]:
        """The forms that have, for each position, one of the words given for it; shortest first.

        A word that ends in ``*`` stands for all that begin so.
        """
        match = " AND ".join("(" + " OR ".join(_quoted(word) for word in words) + ")" for words in choices)
        sql = (
            f"{_SELECT_FORMS} JOIN form_words ON form.rowid = form_words.rowid "
            "WHERE form_words MATCH ? ORDER BY length(form.text) LIMIT ?"
        )
        return self._forms(sql, match, limit)

    def _forms(self, sql: str, *values: object) -> list[FoundForm]:
        rows = self._query(sql, *values)
        return [FoundForm(form, concept, form == normal_phrase(preferred)) for form, concept, preferred in rows]


def _quoted(word: str) -> str:
    """A word as an FTS5 string, so that nothing in it is read as query syntax."""
    stem = word.rstrip("*").replace('"', "")
    return f'"{stem}"' + ("*" if word.endswith("*") else "")
