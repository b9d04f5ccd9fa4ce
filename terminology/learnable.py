"""Which answers may be counted as habits: pairs of words in which nobody's name can stand.

A correction is kept only when the word was typed in small letters throughout (a capital, even at the head of a
sentence, may begin a name), no list has it as a name, it is not within two slips of a name of the patient or of the
author, and what was meant is a known word that is no proper name. A sense is kept only when the inventory has
it: a long form that the note itself defined is a piece of the note.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from terminology.context import NoteContext
from terminology.habits import Habit, correction, sense
from terminology.language import Language
from terminology.named_people import name_parts
from terminology.rules.misspelling import Misspelling
from terminology.spelling.speller import LONGEST, SHORTEST, Verdict
from terminology.vocabulary.normal import normal_word

_ABBREVIATIONS = "AB"
_NEAR, _SHORTEST_NEAR = 2, 4


def learnable(language: Language, rule: str, written: str, meant: str, context: NoteContext) -> Habit | None:
    """The habit that choosing, or refusing, ``meant`` for ``written`` under a rule is an instance of; None for none."""
    if rule.startswith(_ABBREVIATIONS):
        longs = {one.long.lower() for one in language.senses.known(written)}
        return sense(written, meant) if meant.lower() in longs else None
    if rule == Misspelling.code and _is_nameless(language, written, context) and _is_plain(language, meant):
        return correction(written, meant)
    return None


def _is_nameless(language: Language, written: str, context: NoteContext) -> bool:
    if not (SHORTEST <= len(written) <= LONGEST and written.islower()) or language.index.is_name(written):
        return False
    names = name_parts((*context.patient_names, context.author))
    return not any(_is_near(normal_word(written), name) for name in names)


def _is_near(word: str, name: str) -> bool:
    furthest = _NEAR if len(name) >= _SHORTEST_NEAR else 0
    return OSA.distance(word, name, score_cutoff=furthest) <= furthest


def _is_plain(language: Language, meant: str) -> bool:
    """Whether every word of a correction is known and none is a proper name."""
    words = [language.index.word(part) for part in meant.split()]
    known = all(language.speller.verdict(normal_word(part)) is Verdict.KNOWN for part in meant.split())
    return meant.islower() and known and not any(word.proper for word in words if word)
