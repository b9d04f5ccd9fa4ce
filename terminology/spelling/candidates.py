"""Which words a misspelt one may have been: within a few edits, by sound, by word part, or with letters moved.

The near words come from two look-ups and are nearly always enough. Only where none of them is one slip away or
sounds the same are the far ones sought, which costs a few hundred look-ups more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from terminology.spelling.building import built
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.sounds import near_keys, sound_key, sounds_of
from terminology.vocabulary.term import Tier
from terminology.vocabulary.word import Word

_LONG_WORD = 9
# A first, cheap ranking: an edit, or not sounding the same, is worth so much of tenfold frequency. What is far
# behind the best is not weighed, but the first few always are.
_EDIT, _UNLIKE, _BEHIND, _LEAST, _MOST = 3.5, 1.5, 6.0, 6, 24
_KEY_SHORTEST, _SOUNDS_APART = 3, 2
_MOVED_SHORTEST, _MOVED_LONGEST, _BLOCK = 6, 20, 4
_STEM_SHORTEST, _ENDING_LONGEST = 5, 5
_STEMMED = 40


class CandidateFinder:
    """Finds candidates in an index; ``is_base`` says whether a word may be part of another."""

    def __init__(self, index: VocabularyIndex, is_base: Callable[[str], bool]) -> None:
        self._index = index
        self._is_base = is_base

    def __call__(self, form: str) -> list[Word]:
        """The candidates for an unknown word, the likeliest first by distance and frequency."""
        most = 3 if len(form) >= _LONG_WORD else 2
        near = self._within(form, self._index.near(form), most)
        alike = self._within(form, self._index.alike(form), max(most + 1, len(form) // 2 + 1))
        found = near | alike
        sounds = sounds_of(form)
        if 1 not in near.values() and not any(sounds_of(text) == sounds for text in alike):
            found |= self._far(form)
        found.pop(form, None)
        words = []
        for text, distance in found.items():
            word = self._word(text)
            words.append((distance * _EDIT + (text not in alike) * _UNLIKE - word.zipf, word))
        words.sort(key=lambda item: (item[0], item[1].text))
        return [word for i, (cost, word) in enumerate(words[:_MOST]) if i < _LEAST or cost - words[0][0] < _BEHIND]

    def _word(self, text: str) -> Word:
        return self._index.word(text) or Word(text, 0.0, Tier.SOFTEN, 0, False)

    def _within(self, form: str, numbers: set[int], most: int) -> dict[str, int]:
        """The words that are at most so many edits away, with their distances."""
        return _close(form, self._index.spelled_alike(numbers, len(form), most), most)

    def _far(self, form: str) -> dict[str, int]:
        built_words = {text: OSA.distance(form, text) for text in built(form, self._is_base, self._index)}
        return self._sounding_near(form) | self._moved(form) | self._other_ending(form) | built_words

    def _sounding_near(self, form: str) -> dict[str, int]:
        """Words whose sounds are nearly those of the form (``sigrynge`` and ``syringe``)."""
        key, sounds = sound_key(form), sounds_of(form)
        if len(key) < _KEY_SHORTEST:
            return {}
        numbers = self._index.with_sounds(near_keys(key))
        near = self._within(form, numbers, max(3, len(form) // 2))
        return {
            text: distance
            for text, distance in near.items()
            if OSA.distance(sounds, sounds_of(text), score_cutoff=_SOUNDS_APART) <= _SOUNDS_APART
        }

    def _moved(self, form: str) -> dict[str, int]:
        """Words with the same letters in which two stretches changed places (``hitiala`` and ``hiatal``)."""
        if not _MOVED_SHORTEST <= len(form) <= _MOVED_LONGEST:
            return {}
        return dict.fromkeys(filter(self._index.may_be_meant, _swapped(form)), 1)

    def _other_ending(self, form: str) -> dict[str, int]:
        """Words that begin alike and end otherwise (``alignation`` and ``alignment``)."""
        for stem in range(max(_STEM_SHORTEST, len(form) // 2), len(form)):
            longest = stem + _ENDING_LONGEST
            words = islice(self._index.starting_with(form[:stem]), _STEMMED + 1)
            texts = [word.text for word in words]
            if len(texts) <= _STEMMED:
                known = [text for text in texts if len(text) <= longest and self._index.may_be_meant(text)]
                return _close(form, known, _ENDING_LONGEST)
        return {}


def _close(form: str, texts: list[str], most: int) -> dict[str, int]:
    close = process.extract(form, texts, scorer=OSA.distance, score_cutoff=most, limit=None)
    return {text: int(distance) for text, distance, _ in close}


def _swapped(form: str) -> Iterator[str]:
    """The form with any two neighbouring stretches of up to four letters exchanged."""
    for i in range(len(form) - 1):
        for j in range(i + 1, min(i + _BLOCK, len(form) - 1) + 1):
            for k in range(j + 1, min(j + _BLOCK, len(form)) + 1):
                yield form[:i] + form[j:k] + form[i:j] + form[k:]
