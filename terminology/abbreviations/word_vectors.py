"""Word vectors, to tell that ``haemodialysis`` keeps company with ``creatinine`` when no text at hand shows both.

data/word_vectors.tsv.gz holds 32 signed bytes a word, made by benchmarks/train_senses.py from the GloVe
vectors of 6 thousand million words (Pennington, Socher and Manning 2014; public domain, PDDL 1.0);
words that are found everywhere are short vectors.
"""

from __future__ import annotations

import base64
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from operator import mul
from typing import Protocol

from terminology.data_files import rows

Vector = Sequence[float]
NO_VECTOR: Vector = ()
_MOST_WORDS = 16


class Vectors(Protocol):
    """Where the vectors of words come from."""

    def of(self, word: str) -> Vector:
        """The vector of a word; NO_VECTOR when it has none."""
        ...


def direction(words: Iterable[tuple[str, float]], vectors: Vectors) -> Vector:
    """The common direction of words with weights, of length 1; NO_VECTOR when none of them has a vector."""
    known = [(vector, weight) for word, weight in words if (vector := vectors.of(word))]
    if not known:
        return NO_VECTOR
    total = [sum(column) for column in zip(*([x * weight for x in vector] for vector, weight in known), strict=True)]
    length = math.sqrt(sum(map(mul, total, total)))
    return [x / length for x in total] if length else NO_VECTOR


def nearest(words: Mapping[str, float], vectors: Vectors) -> Vector:
    """The direction of the words around: those with the greatest weights."""
    return direction(sorted(words.items(), key=lambda item: -item[1])[:_MOST_WORDS], vectors)


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of two directions, from -1 to 1; 0 when one is unknown."""
    return sum(map(mul, one, other)) if one and other else 0.0


class VectorTable:
    """The shipped vectors; one is unpacked when it is first asked for."""

    def __init__(self) -> None:
        self._packed = {row["word"]: row["vector"] for row in rows("word_vectors.tsv.gz")}
        self.of = lru_cache(maxsize=1 << 13)(self._of)

    def _of(self, word: str) -> Vector:
        packed = self._packed.get(word)
        return array("b", base64.b64decode(packed)) if packed else NO_VECTOR


@cache
def vector_table() -> VectorTable:
    """The shipped table, read once."""
    return VectorTable()
