"""The shared, read-only resources that rules judge with."""

from __future__ import annotations

from dataclasses import dataclass, field

from terminology.abbreviations.senses import SenseChooser
from terminology.abbreviations.short_forms import ShortForms
from terminology.doses import Doses
from terminology.house_style import HouseStyle
from terminology.notation import HouseNotation, Notations
from terminology.settings import Settings
from terminology.site_ranges import SiteRange
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
    short_forms: ShortForms
    boundaries: Boundaries
    shifted_keys: ShiftedKeys
    notation: Notations
    house_style: HouseStyle = field(default_factory=HouseStyle)
    preferred_terms: tuple[tuple[str, str], ...] = ()
    tall_man: bool = False
    required_sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ranges: tuple[SiteRange, ...] = ()

    @classmethod
    def of(cls, index: VocabularyIndex, settings: Settings) -> Language:
        """The resources over an opened index."""
        senses = SenseChooser(index)
        return cls(
            index,
            Speller(index, settings.accepted_words),
            senses,
            ShortForms(index, senses),
            Boundaries(index),
            ShiftedKeys(index),
            Notations(Doses(index), HouseNotation(settings.preferred_notation, settings.allowed_notations)),
            settings.house_style,
            settings.preferred_terms,
            settings.tall_man,
            settings.required_sections,
            settings.ranges,
        )
