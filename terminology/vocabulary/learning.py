"""Proposes words for a site to accept: what its own notes use and no source of the vocabulary has.

Texts in, proposals out; nothing enters the vocabulary here. A word is the more likely to be a real one the more
notes and authors use it, and the less it looks like a slip of a word that these same notes use far more often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from terminology.context import NoteContext
from terminology.document import Line, Place, cut_lines
from terminology.language import Language
from terminology.rules.misspelling import Misspelling
from terminology.spelling.speller import Verdict
from terminology.vocabulary.normal import normal_word, words_of

_CONTEXTS = 2
_AROUND = 30
# so many notes make a word half sure; the notes of one author count for no more than that
_HALF_SURE = 3
_ANYWHERE = Place("", NoteContext())


class NoteText(NamedTuple):
    """A note to learn from; ``author`` is empty when nobody knows."""

    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that no source has.

    ``written`` is its most usual spelling with capitals; ``count``, ``notes`` and ``authors`` say how often, in how
    many notes and by how many known authors it was used. ``nearest`` is the known word (or two, run together) it
    may be a slip of, with the probability ``nearest_score``; empty when there is none. ``likelihood`` is from 0,
    a slip, to 1, a real word. ``contexts`` are stretches of notes, so they may name a patient.
    """

    word: str
    written: str
    count: int
    notes: int
    authors: int
    nearest: str
    nearest_score: float
    likelihood: float
    contexts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Use:
    """How one unknown word is used in the notes seen so far."""

    written: Counter[str] = field(default_factory=Counter)
    notes: int = 0
    authors: set[str] = field(default_factory=set)
    contexts: list[str] = field(default_factory=list)


class Learner:
    """Takes in notes one at a time and then proposes words. Memory grows with the words, not with the notes."""

    def __init__(
        self, language: Language, *, refused: frozenset[str] = frozenset(), keep_contexts: bool = False
    ) -> None:
        """``refused`` words, in lower case, are not proposed.

        ``keep_contexts`` keeps two short stretches of text for each word: patient data.
        """
        self._language = language
        self._rule = Misspelling(language)
        self._refused = refused
        self._keep_contexts = keep_contexts
        self._uses: dict[str, _Use] = {}
        self._notes_with: Counter[str] = Counter()

    def read(self, note: NoteText) -> None:
        """Counts the words of a note."""
        unknown: dict[str, _Use] = {}
        for _, text in cut_lines(note.text):
            for written, start, end in self._unknown_in(Line(text)):
                word = normal_word(written)
                if word in self._refused:
                    continue
                use = self._uses.setdefault(word, _Use())
                use.written[written] += 1
                if word not in unknown and self._keep_contexts and len(use.contexts) < _CONTEXTS:
                    use.contexts.append(_around(text, start, end))
                unknown[word] = use
        for use in unknown.values():
            use.notes += 1
            if note.author:
                use.authors.add(note.author)
        self._notes_with.update({normal_word(word) for word in words_of(note.text)})

    def _unknown_in(self, line: Line) -> Iterator[tuple[str, int, int]]:
        for finding in self._rule.find(line, _ANYWHERE):
            if self._language.speller.verdict(normal_word(finding.text)) is Verdict.UNKNOWN:
                yield finding.text, finding.start, finding.end

    def proposals(self, least_notes: int = 3, least_authors: int = 1) -> list[Proposal]:
        """The words that at least so many notes and authors use, the most likely real words first.

        Where no note has an author, authors are not asked for.
        """
        anonymous = not any(use.authors for use in self._uses.values())
        enough = (
            self._proposal(word, use)
            for word, use in self._uses.items()
            if use.notes >= least_notes and (anonymous or len(use.authors) >= least_authors)
        )
        return sorted(enough, key=lambda p: (-p.likelihood, -p.notes, p.word))

    def _proposal(self, word: str, use: _Use) -> Proposal:
        corrections = self._language.speller.corrections(word)
        nearest, score = (corrections[0].text, round(corrections[0].score, 3)) if corrections else ("", 0.0)
        return Proposal(
            word,
            use.written.most_common(1)[0][0],
            use.written.total(),
            use.notes,
            len(use.authors),
            nearest,
            score,
            self._likelihood(use, nearest, score),
            tuple(use.contexts),
        )

    def _likelihood(self, use: _Use, nearest: str, score: float) -> float:
        """Slips of a word are few beside the word itself: a neighbour weighs as much as it outnumbers the word."""
        neighbour = min((self._notes_with[part] for part in nearest.split()), default=0)
        looks_like_slip = score * (1 - use.notes / (use.notes + neighbour))
        spread = min(use.notes, _HALF_SURE * len(use.authors)) if use.authors else use.notes
        return round((1 - looks_like_slip) * spread / (spread + _HALF_SURE), 3)


def _around(text: str, start: int, end: int) -> str:
    """The word with some text on both sides, cut at blanks where there are any."""
    left = text[max(0, start - _AROUND) : start]
    right = text[end : end + _AROUND]
    if start > _AROUND:
        left = "…" + left[left.find(" ") + 1 :]
    if len(text) > end + _AROUND and " " in right:
        right = right[: right.rfind(" ")] + "…"
    return f"{left}{text[start:end]}{right}".strip()
