"""The shared, read-only resources that rules judge with."""

from __future__ import annotations

from dataclasses import dataclass

from terminology.abbreviations.senses import SenseChooser
from terminology.settings import Settings
from terminology.spelling.boundaries import Boundaries
from terminology.spelling.shifted_keys import ShiftedKeys
from terminology.spelling.speller import Speller
from terminology.vocabulary.index import VocabularyIndex


@dataclass(frozen=True, slots=True)
class Language:
    """One set per checker; every part is safe to share between threads."""

    index: VocabularyIndex
    speller: Speller
    senses: SenseChooser
    boundaries: Boundaries
    shifted_keys: ShiftedKeys
    preferred_terms: tuple[tuple[str, str], ...] = ()
    tall_man: bool = False

    @classmethod
    def of(cls, index: VocabularyIndex, settings: Settings) -> Language:
        """The resources over an opened index."""
        return cls(
            index,
            Speller(index, settings.accepted_words),
            SenseChooser(index),
            Boundaries(index),
            ShiftedKeys(index),
            settings.preferred_terms,
            settings.tall_man,
        )
