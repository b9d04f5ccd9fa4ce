"""Continuations of what is being typed, each with the probability that it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice

from terminology.continuations import Continuations, known_continuations, pieces_before
from terminology.data_files import rows
from terminology.drugs.facts import facts_by_name
from terminology.drugs.look_alikes import look_alikes, tall_man
from terminology.finding import Suggestion
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_phrase, normal_word
from terminology.vocabulary.term import Tier
from terminology.vocabulary.word import Word

_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_FINISHED_WORD = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*) $")
_PHRASE_BEFORE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,3}$")
_SEEN = 3000
_KEPT = 64
# below so many letters the vocabulary offers nothing, and what is offered must follow from the word before
_SHORTEST, _TELLING = 2, 3
_DRUG_SECTIONS = frozenset({"medications", "allergies"})
# log10: what general English says of a word counts a tenth of what clinical notes say, unless it is a medical word
_GENERAL = 1.0
# in a list of drugs, a drug outranks words a thousand times as frequent
_DRUG_BONUS = 3.0
# a drug of data/drug_facts.tsv is written in notes at least so often, whatever general English says
_PRESCRIBED = 4.1
# how much of the next word's probability is the writer's own habit, and how many uses make it firm
_OWN_SHARE, _OWN_FIRM = 0.15, 50
_OWN_ONLY = 1e-9
# terms of the vocabulary stand in the list, but below what is likely enough to be offered unasked
_TERM_SHARE = 0.4
# what begins, by so many letters, like two drugs that are mistaken for each other may be one of them after all
_DRUG_BEGUN, _DRUG_DOUBT = 4, 0.5
_EXTENDED, _LONGEST_EXTENSION, _LIKELY_NEXT = 3, 4, 0.5


class Completer:
    """Ranks continuations of the word and of the phrase before a cursor."""

    def __init__(self, index: VocabularyIndex, continuations: Continuations | None = None) -> None:
        self._index = index
        self._given = continuations
        self._words = lru_cache(maxsize=4096)(self._most_frequent)
        self._phrases = lru_cache(maxsize=4096)(self._longer_phrases)

    @property
    def _continuations(self) -> Continuations:
        return self._given or known_continuations()

    def complete(
        self, before: str, section: str, limit: int, usual: Mapping[str, int] | None = None
    ) -> list[Suggestion]:
        """What may follow ``before``; each suggestion is the whole word or phrase that the typed part becomes.

        The score is the probability that it is meant. Where nothing of the next word is typed yet, or too little to
        tell, the suggestion begins with the word before. The note of a drug names those that are mistaken for it and
        begin alike, the note of a word its opposite: such are not for offering unasked. ``section`` is a key of
        data/sections.tsv; ``usual`` counts the words this clerk or site writes, lower case.
        """
        word = _WORD_BEFORE.search(before)
        if limit < 1 or not (word or _FINISHED_WORD.search(before)):
            return []
        typed = normal_word(word.group()) if word else ""
        stem = before[: len(before) - len(typed)] if typed else before
        found = dict(self._continued(stem, typed, section, usual or {}))
        for phrase, score in self._terms(before):
            found.setdefault(phrase, score)
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return [Suggestion(text, round(min(score, 1.0), 3), note=self._note(typed, text)) for text, score in ranked]

    def _continued(self, stem: str, typed: str, section: str, usual: Mapping[str, int]) -> Iterator[tuple[str, float]]:
        """Words that begin with ``typed`` behind ``stem``, and what follows the likeliest of them."""
        before = pieces_before(stem)
        finished = _FINISHED_WORD.search(stem)
        certainty = _DRUG_DOUBT if len(typed) >= _DRUG_BEGUN and _mistaken(typed) else 1.0
        weighed = self._continuations.weigh(before, typed, self._general(typed, section in _DRUG_SECTIONS, usual))
        whole = sum(weighed.values()) if typed else 1.0
        likely = sorted(weighed.items(), key=lambda item: (-item[1], item[0]))[:_KEPT]
        for place, (text, weight) in enumerate(likely):
            unasked = self._continuations.follows(before[1], text) and self._may_come_unasked(text)
            lead = f"{finished[1].lower()} " if finished and len(typed) < _TELLING and unasked else ""
            if not (typed or lead):
                continue
            score = weight / whole * certainty
            if text != typed:
                yield lead + text, score
            if place < _EXTENDED:
                for extension, share in self._extensions(before[1], text):
                    yield f"{lead}{text}{extension}", score * share

    def _extensions(self, before: str, word: str) -> Iterator[tuple[str, float]]:
        """What nearly always follows a word: " of", " of breath", each with its probability."""
        text, share = "", 1.0
        for _ in range(_LONGEST_EXTENSION):
            following, probability = self._continuations.likeliest((before, word))
            share *= probability
            if probability < _LIKELY_NEXT or not self._may_come_unasked(following):
                return
            text = f"{text} {following}"
            yield text, share
            before, word = word, following

    def _may_come_unasked(self, text: str) -> bool:
        """Whether a word may be offered before it is begun: no drug, dose, number, negation, side or person."""
        return text not in _guarded() and not self._is_drug(text)

    def _general(self, typed: str, drugs_first: bool, usual: Mapping[str, int]) -> dict[str, float]:
        """The probability of the words that begin so, from the vocabulary and the writer's own use."""
        words = dict(self._words(typed, drugs_first)) if len(typed) >= _SHORTEST else {}
        own = {text: count for text, count in usual.items() if text.startswith(typed)} if typed else {}
        if own:
            firm = sum(usual.values()) + _OWN_FIRM
            for text, count in own.items():
                words[text] = words.get(text, _OWN_ONLY) + _OWN_SHARE * count / firm
        return words

    def _most_frequent(self, typed: str, drugs_first: bool) -> tuple[tuple[str, float], ...]:
        words = (word for word in islice(self._index.starting_with(typed), _SEEN) if word.tier is Tier.SUGGEST)
        shares = [(word.text, _share(word, drugs_first)) for word in words]
        shares.sort(key=lambda item: (-item[1], item[0]))
        return tuple(shares[:_KEPT])

    def _terms(self, before: str) -> Iterator[tuple[str, float]]:
        phrase = _PHRASE_BEFORE.search(before)
        parts = phrase.group().split() if phrase else []
        for first in range(len(parts) - 1):
            yield from self._phrases(normal_phrase(" ".join(parts[first:])))

    def _longer_phrases(self, prefix: str) -> tuple[tuple[str, float], ...]:
        longer = (phrase for phrase in islice(self._index.phrases.iterkeys(prefix), _SEEN) if phrase != prefix)
        scored = sorted(((phrase, self._phrase_score(phrase)) for phrase in longer), key=lambda p: (-p[1], p[0]))
        return tuple(scored[:_KEPT])

    def _phrase_score(self, phrase: str) -> float:
        """Short phrases of usual words first."""
        rarest = min((word.zipf for text in phrase.split() if (word := self._index.word(text))), default=0.0)
        return _TERM_SHARE * (0.5 + max(0.0, rarest / 8.0 - len(phrase) / 200) / 2)

    def _note(self, typed: str, text: str) -> str:
        """What else the typed letters may be the beginning of, where taking one for the other does harm."""
        if len(typed) < _SHORTEST or " " in text:
            return ""
        if self._is_drug(text):
            partners = look_alikes().get(text, ())
            alike = sorted((name for name in _mistaken(typed) if name != text), key=lambda name: name not in partners)
            return f"or {', '.join(map(tall_man, alike[:2]))}" if alike else ""
        return _opposite(typed, text)

    def _is_drug(self, text: str) -> bool:
        word = self._index.word(text)
        return text in look_alikes() or bool(word and word.is_drug)


def rest_of(before: str, suggested: str) -> str:
    """What a suggestion adds to the text before the cursor; empty when that does not end with its beginning."""
    folded, whole = before.lower(), suggested.lower()
    for length in range(min(len(before), len(suggested) - 1), 0, -1):
        start = len(before) - length
        if folded.endswith(whole[:length]) and not (start and before[start - 1].isalnum()):
            return suggested[length:]
    return ""


def _share(word: Word, drugs_first: bool) -> float:
    general = word.zipf - _GENERAL * (not word.is_medical)
    prescribed = _PRESCRIBED if word.text in facts_by_name() else 0.0
    zipf = max(word.clinical, general, prescribed) + _DRUG_BONUS * (drugs_first and word.is_drug)
    return float(10 ** (zipf - 9))


@cache
def _guarded() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("guarded_words.tsv"))


@lru_cache(maxsize=4096)
def _mistaken(typed: str) -> tuple[str, ...]:
    """The drugs that begin so and are mistaken for another one that does."""
    begun = {name for name in look_alikes() if name.startswith(typed)}
    return tuple(sorted(name for name in begun if begun.intersection(look_alikes()[name])))


@lru_cache(maxsize=4096)
def _opposite(typed: str, text: str) -> str:
    """The prefix that the typed letters may begin as well, which turns the word into its opposite."""
    for part, other in _opposites():
        if part.startswith(typed) and other.startswith(typed) and text.startswith(part):
            return f"or {other}-"
    return ""


@cache
def _opposites() -> tuple[tuple[str, str], ...]:
    pairs = [(row["one"], row["other"]) for row in rows("opposites.tsv")]
    return (*pairs, *((other, one) for one, other in pairs))
