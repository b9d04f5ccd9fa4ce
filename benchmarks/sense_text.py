"""Open text for the sense model: notes, development rows with the short form written out, definitions.

A document is a list of lines. Documents that share a run of eight words (the same report appears in
the notes and in the rows) are of one cluster, and a cluster is held out as a whole.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

WORD = re.compile(r"[a-z0-9]+")
RUN = 8


@dataclass(frozen=True)
class Row:
    """A development row: a short form in a sentence and what it stands for."""

    text: str
    start: int
    end: int
    short: str
    golds: tuple[str, ...]
    source: str

    @property
    def written_out(self) -> str:
        return self.text[: self.start] + self.golds[0] + self.text[self.end :]


@dataclass
class Document:
    """A text to count in; ``row`` when it is a development row."""

    lines: list[str]
    row: Row | None = None
    cluster: int = -1


def read_rows(path: Path) -> list[Row]:
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Row(r["text"], r["start"], r["end"], r["abbr"], tuple(r["golds"]), r["source"]) for r in records]


def read_notes(path: Path) -> list[Document]:
    return [Document(json.loads(line)["text"].splitlines()) for line in path.read_text(encoding="utf-8").splitlines()]


def read_definitions(path: Path) -> list[Document]:
    """Definitions and comments of an OBO file."""
    found = re.findall(r'^(?:def|comment): "?(.*?)"?(?: \[[^\]]*\])?$', path.read_text(encoding="utf-8"), re.MULTILINE)
    return [Document([text.replace('\\"', '"').replace("\\n", " ")]) for text in found]


def cluster(documents: list[Document]) -> None:
    """Gives each document the number of its cluster."""
    parent = list(range(len(documents)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[tuple[str, ...], int] = {}
    spread: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for i, document in enumerate(documents):
        for line in document.lines:
            words = WORD.findall(line.lower())
            for at in range(len(words) - RUN + 1):
                run = tuple(words[at : at + RUN])
                spread[run].add(i)
                seen.setdefault(run, i)
    for members in spread.values():
        # a phrase in very many notes is boilerplate, not a copy
        if 2 <= len(members) <= 12:
            first, *others = members
            for other in others:
                parent[root(other)] = root(first)
    for i, document in enumerate(documents):
        document.cluster = root(i)
