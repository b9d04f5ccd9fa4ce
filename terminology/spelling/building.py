"""Words that no source has, built of known parts, for a form in which one part is misspelt.

``nueroimaging`` is no slip of any word in the vocabulary, but its end is a word and its front is one slip from
``neuro-``. What is built must hold together as a word of parts (terminology/word_parts.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from terminology.vocabulary.index import VocabularyIndex
from terminology.word_parts import fronts, is_telling, split, suffixes

_FRONT_SHORTEST, _REST_SHORTEST = 4, 4
_SHORTEST = 9
_MOST = 6


def built(form: str, is_base: Callable[[str], bool], index: VocabularyIndex) -> list[str]:
    """The words of known parts that a form may be a slip of, in one part or in two."""
    if len(form) < _SHORTEST:
        return []
    found: dict[str, None] = {}
    for cut in range(_FRONT_SHORTEST, len(form) - _REST_SHORTEST + 1):
        for front in _near(form[:cut], fronts()):
            for rest in _rests(form[cut:], is_base, index):
                text = front + rest
                if text != form and is_telling(split(text, is_base)):
                    found[text] = None
    return list(found)[:_MOST]


def _rests(rest: str, is_base: Callable[[str], bool], index: VocabularyIndex) -> Iterator[str]:
    if is_base(rest):
        yield rest
        return
    yield from _near(rest, suffixes())
    if len(rest) > _REST_SHORTEST + 1:
        yield from filter(is_base, _near(rest, map(index.spelled, index.near(rest))))


def _near(part: str, parts: Iterable[str]) -> list[str]:
    """The parts that are the given one or one slip from it."""
    return [text for text, _, _ in process.extract(part, list(parts), scorer=OSA.distance, score_cutoff=1, limit=3)]
