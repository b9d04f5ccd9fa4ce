"""Continuations of what is being typed."""

from __future__ import annotations

import re
from itertools import islice

from terminology.finding import Suggestion
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.normal import normal_phrase, normal_word
from terminology.vocabulary.term import Tier

_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_PHRASE_BEFORE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,3}$")
_SEEN = 3000
_SHORTEST = 2
_HIGHEST_ZIPF = 8.0


def _phrase_score(index: VocabularyIndex, phrase: str) -> float:
    """Above every single word's score; short phrases of usual words first."""
    rarest = min((word.zipf for text in phrase.split() if (word := index.word(text))), default=0.0)
    return 0.5 + max(0.0, rarest / _HIGHEST_ZIPF - len(phrase) / 200) / 2


def complete(index: VocabularyIndex, text: str, cursor: int, limit: int) -> list[Suggestion]:
    """What may follow at the cursor; each suggestion is the whole word or phrase that the typed part becomes."""
    before = text[:cursor]
    word = _WORD_BEFORE.search(before)
    if not word:
        return []
    found: dict[str, float] = {}
    phrase = _PHRASE_BEFORE.search(before)
    words_before = phrase.group().split() if phrase else []
    for first in range(len(words_before) - 1):
        prefix = normal_phrase(" ".join(words_before[first:]))
        for longer in islice(index.phrases.iterkeys(prefix), _SEEN):
            if longer != prefix:
                found.setdefault(longer, _phrase_score(index, longer))
    typed = normal_word(word.group())
    words = (
        ()
        if len(typed) < _SHORTEST
        else sorted(
            (w for w in islice(index.starting_with(typed), _SEEN) if w.tier is Tier.SUGGEST and w.text != typed),
            key=lambda w: (-w.zipf - w.is_medical, len(w.text), w.text),
        )
    )
    for w in words[:limit]:
        found.setdefault(w.text, min(0.5, w.zipf / _HIGHEST_ZIPF / 2))
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [Suggestion(text, round(score, 3)) for text, score in ranked[:limit]]
