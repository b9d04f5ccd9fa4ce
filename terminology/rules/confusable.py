"""SP004: a real word where another one of the same look or sound was probably meant."""

from __future__ import annotations

import math
from collections.abc import Iterable

from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.language import Language
from terminology.rules.base import Example, Rule, replacement
from terminology.spelling.confusables import confusable_words
from terminology.spelling.contexts import ContextModel
from terminology.spelling.speller import like_typed
from terminology.spelling.word_choice import Choice, WordChooser
from terminology.tokens import Token
from terminology.vocabulary.normal import normal_word


class Confusable(Rule):
    """Weighs what stands around each word that is often typed or heard for another."""

    code = "SP004"
    name = "word confused with another"
    severity = Severity.WARNING
    scope = "sentence"
    summary = (
        "A real word whose neighbours speak for another word that is often typed or heard for it: ileum and ilium, "
        "perineal and peroneal, form and from."
    )
    rationale = (
        "A spell checker never sees these, and they change what was done to whom: a fracture of the ileum, a patent "
        "who was discharged. A word is flagged only when the words around it suit another word of its set clearly "
        "better, and as a warning only when that much better that it is nearly always a slip."
    )
    instead = "The word that the source says."
    source = (
        "data/confusables.tsv, each row with its source; benchmarks/train_confusables.py trains the choice by context."
    )
    fix_safety = "Only the source tells which word was said; `--fix` never applies it."
    bad = (
        Example("She has Crohn's disease of the terminal [[ilium]] with a stricture.", "ileum"),
        Example("He suffers [[form]] chronic back pain.", "from"),
    )
    good = (
        "Fracture of the left ilium at the iliac crest.",
        "The consent form was signed.",
        "Peroneal nerve palsy with foot drop.",
        "Sigmoid diverticulosis without diverticulitis.",
        "A supraumbilical incision was made.",
        "She tolerated this well.",
    )

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._chooser = WordChooser(language.index, ContextModel.load(language.index))

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each word whose partner fits clearly better."""
        words = confusable_words()
        for number, written in enumerate(line.words):
            word = written if written.isascii() else normal_word(written)
            if word in words and (choice := self._chooser.best(line, number, word)):
                token = line.tokens[number]
                if not line.in_zone(token.start, token.end):
                    yield self._finding(line, token, choice)

    def _finding(self, line: Line, token: Token, choice: Choice) -> Finding:
        meant = choice.member.word
        return self.finding(
            line.text,
            token.start,
            token.end,
            f'"{token.text}" is a word, but "{meant}" fits better here; check the source.',
            severity=Severity(choice.member.harm) if choice.sure else Severity.ADVICE,
            suggestions=[replacement(like_typed(meant, token.text, proper=False), _score(choice.score))],
            evidence=f'speaks for "{meant}": {", ".join(choice.cues) or "the words beside it"}',
        )


def _score(log_odds: float) -> float:
    return round(1 / (1 + math.exp(-log_odds)), 3)
