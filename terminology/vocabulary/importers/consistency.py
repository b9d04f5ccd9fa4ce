"""What can only be judged when a whole source is staged: ids named twice, and circles of broader concepts."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from terminology.vocabulary.sources.staged import unescaped

_AT_ONCE = 50_000
_SHOWN = 5
_NEW, _ON_PATH, _DONE = range(3)


@dataclass(frozen=True, slots=True)
class Judged:
    """``repeated`` ids have a second preferred name; ``dropped`` are (concept, parent) links that close a circle."""

    concepts: int
    repeated: int
    examples: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]


def judge(terms: Path, scratch: Path) -> Judged:
    """Reads staged terms once; what must be remembered is kept in ``scratch``, a file for SQLite, and removed."""
    scratch.unlink(missing_ok=True)
    db = sqlite3.connect(scratch, isolation_level=None)
    try:
        db.executescript(
            """
            PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
            CREATE TABLE concept(id TEXT PRIMARY KEY) WITHOUT ROWID;
            CREATE TABLE named(id TEXT, name TEXT, PRIMARY KEY(id, name)) WITHOUT ROWID;
            CREATE TABLE edge(child TEXT, parent TEXT, PRIMARY KEY(child, parent)) WITHOUT ROWID;
            BEGIN;
            """
        )
        _load(db, terms)
        concepts = db.execute("SELECT count(*) FROM concept").fetchone()[0]
        twice = "FROM (SELECT id FROM named GROUP BY id HAVING count(*) > 1)"
        repeated = db.execute(f"SELECT count(*) {twice}").fetchone()[0]
        examples = db.execute(f"SELECT id {twice} LIMIT ?", (_SHOWN,)).fetchall()
        return Judged(concepts, repeated, tuple(row[0] for row in examples), tuple(_circles(db)))
    finally:
        db.close()
        scratch.unlink(missing_ok=True)


def _load(db: sqlite3.Connection, terms: Path) -> None:
    concepts: dict[str, None] = {}
    named: list[tuple[str, str]] = []
    edges: list[tuple[str, str]] = []

    def store() -> None:
        db.executemany("INSERT OR IGNORE INTO concept VALUES (?)", ((concept,) for concept in concepts))
        db.executemany("INSERT OR IGNORE INTO named VALUES (?, ?)", named)
        db.executemany("INSERT OR IGNORE INTO edge VALUES (?, ?)", edges)
        concepts.clear()
        named.clear()
        edges.clear()

    with terms.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            text, _, _, concept, preferred, _, _, parents = line.rstrip("\n").split("\t")
            if concept:
                concept = unescaped(concept)
                concepts[concept] = None
                if not preferred:
                    named.append((concept, text.lower()))
                if parents:
                    edges.extend((concept, unescaped(parent)) for parent in parents.split(" "))
                if len(concepts) + len(edges) > _AT_ONCE:
                    store()
    store()


def _circles(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The links that lead back to a concept on the way to them, found by going through the graph depth first."""
    db.execute("CREATE TABLE node(number INTEGER PRIMARY KEY, id TEXT UNIQUE)")
    db.execute("INSERT INTO node SELECT NULL, child FROM (SELECT DISTINCT child FROM edge ORDER BY child)")
    first, targets = _numbered(db)
    count = len(first) - 1
    # 32-bit numbers in arrays: millions of concepts take tens of megabytes
    following, state, path = array("i", first), bytearray(count), array("i")
    for root in range(count):
        if state[root] == _NEW:
            path.append(root)
            state[root] = _ON_PATH
        while path:
            node = path[-1]
            if following[node] == first[node + 1]:
                state[node] = _DONE
                path.pop()
                continue
            target = targets[following[node]]
            following[node] += 1
            if state[target] == _NEW:
                path.append(target)
                state[target] = _ON_PATH
            elif state[target] == _ON_PATH:
                yield _id(db, node), _id(db, target)


def _id(db: sqlite3.Connection, node: int) -> str:
    return str(db.execute("SELECT id FROM node WHERE number=?", (node + 1,)).fetchone()[0])


def _numbered(db: sqlite3.Connection) -> tuple[array[int], array[int]]:
    """Where each node's links begin, and the nodes they lead to; links to what has no link itself are left out."""
    first, targets = array("i", [0]), array("i")
    rows = db.execute(
        "SELECT c.number - 1, p.number - 1 FROM node c JOIN edge ON edge.child = c.id "
        "LEFT JOIN node p ON p.id = edge.parent ORDER BY c.number"
    )
    for child, target in rows:
        while len(first) <= child:
            first.append(len(targets))
        if target is not None:
            targets.append(target)
    for _ in range(db.execute("SELECT count(*) FROM node").fetchone()[0] + 1 - len(first)):
        first.append(len(targets))
    return first, targets
