"""What the rest of a note says about its unknown words: whether they are meant, and what was meant by them.

A word that is used elsewhere in the note is the likelier to be meant by a slip, the more so the rarer it is in
general. ``_PER_RARITY`` and ``_MOST`` were chosen on slips made in the development notes
(benchmarks/document_knowledge.py): of the first suggestions that were wrong it mends one in six.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from terminology.document import Document, opens_sentence
from terminology.finding import Finding, Suggestion
from terminology.named_people import name_parts
from terminology.spelling.speller import SHORTEST
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_word

REPEATED = "used repeatedly in this note"
CAPITALISED = "written with a capital throughout this note"
_PER_RARITY, _COMMONEST, _MOST = 0.7, 7.0, 3.0
_MEANT, _MEANT_AS_NAME = 3, 2
_USUAL_WORD = 3.0
_ENDINGS = ("s", "es", "d", "ed", "ly")


@dataclass(slots=True)
class _Uses:
    """How often an unknown word is written: at all, in small letters, and as a name inside a sentence."""

    count: int = 0
    small: int = 0
    as_name: int = 0


class NoteKnowledge:
    """Judges the unknown words of one note by the others in it."""

    def __init__(self, findings: Sequence[Finding], document: Document, index: VocabularyIndex) -> None:
        self._document = document
        self._index = index
        self._uses = _count(findings, document.text)
        self._on_record = name_parts((*document.context.patient_names, document.context.author))

    def is_person(self, text: str) -> bool:
        """Whether a word is the name of the patient, of the author, or of somebody the note names elsewhere."""
        if not text[:1].isupper():
            return False
        name = _bare(text).lower()
        return name in self._on_record or name in self._document.people

    def uses_any(self, meant: Sequence[Suggestion]) -> bool:
        """Whether the note holds any of the words that may be meant; without one no bonus is given."""
        used = self._document.used_words
        return any(normal_word(one.text) in used for one in meant)

    def bonus(self, meant: str) -> float:
        """What being used in this note adds to the log-odds of a correction; from 0 to 3."""
        form = normal_word(meant)
        if form not in self._document.used_words:
            return 0.0
        word = self._index.word(form)
        return min(_MOST, max(0.0, _PER_RARITY * (_COMMONEST - word.zipf))) if word else 0.0

    def why_meant(self, finding: Finding) -> str:
        """Why an unknown word is probably what the writer means; empty when nothing says so."""
        uses = self._uses[_form(finding.text)]
        # shorter words are flagged only where a list has them as slips
        if len(finding.text) < SHORTEST or self._is_repeated_slip(finding):
            return ""
        if uses.count >= _MEANT:
            return REPEATED
        return CAPITALISED if uses.as_name >= _MEANT_AS_NAME and not uses.small else ""

    def _is_repeated_slip(self, finding: Finding) -> bool:
        """Whether a usual word, one slip away, stands in the note beside it, and is no inflection of it."""
        form = _form(finding.text)
        for suggestion in finding.suggestions[:1]:
            meant = normal_word(suggestion.text)
            word = self._index.word(meant)
            if word and word.zipf >= _USUAL_WORD and meant in self._document.used_words:
                return OSA.distance(form, meant, score_cutoff=1) == 1 and not _inflects(form, meant)
        return False


def _inflects(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return any(longer == shorter + ending for ending in _ENDINGS)


def _count(findings: Sequence[Finding], text: str) -> dict[str, _Uses]:
    uses: dict[str, _Uses] = {}
    for finding in findings:
        one = uses.setdefault(_form(finding.text), _Uses())
        one.count += 1
        one.small += finding.text[:1].islower()
        one.as_name += (
            finding.text[:1].isupper() and not finding.text.isupper() and not opens_sentence(text, finding.start)
        )
    return uses


def _form(text: str) -> str:
    return normal_word(_bare(text))


def _bare(text: str) -> str:
    return text.removesuffix("'s").removesuffix("’s")
