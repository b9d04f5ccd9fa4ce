"""SP004: a real word where another one of the same look or sound was probably meant."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, replacement
from terminology.spelling.confusables import NEAR, Member, Support, Surroundings, confusable_sets, rival_cues, support
from terminology.spelling.speller import like_typed

# how much better the other word must fit; set by benchmarks/confusables.py on the development notes so that
# warnings stay below 0.15 in 1,000 tokens
_MARGIN = 1.8
_ADVICE_MARGIN = 1.5
# "in", "is", "it": cues of such words are met everywhere
_SHORT, _MORE_FOR_SHORT = 3, 1.5
# "from" may well stand beside a slipped "form", but who writes two terms of a field knows them both
_SET_BESIDE = frozenset({"medical", "drug", "hypo-hyper"})


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
        "who was discharged. A word is flagged only when nothing around it speaks for it and something speaks clearly "
        "for the other."
    )
    instead = "The word that the source says."
    source = "data/confusables.tsv, each row with its source; the choice by context is EntryAssist's own."
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

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each word whose partner fits clearly better."""
        cues = rival_cues()
        for number, word in enumerate(line.words):
            if word in cues:
                around = frozenset(
                    line.words[max(0, number - NEAR) : number] + line.words[number + 1 : number + NEAR + 1]
                )
                if not around.isdisjoint(cues[word]) and not line.in_zone(*line.tokens[number][:2]):
                    yield from self._judge(line, number, around)

    def _judge(self, line: Line, number: int, around: frozenset[str]) -> Iterator[Finding]:
        token = line.tokens[number]
        typed = token.text.lower()
        place = Surroundings.of(line, number, around)
        best: tuple[float, Support] | None = None
        for members in confusable_sets()[typed]:
            met = [member for member in members if any(place.cues_for(member))]
            # nothing speaks for another word, or something for this one
            if not met or any(member.word == typed for member in met):
                continue
            if _tells_apart(met, around):
                continue
            own = next(support(member, place, self.language.index) for member in members if member.word == typed)
            rival = max((support(member, place, self.language.index) for member in met), key=lambda one: one.score)
            margin = rival.score - own.score - (_MORE_FOR_SHORT if len(typed) <= _SHORT else 0.0)
            if best is None or margin > best[0]:
                best = (margin, rival)
        if best is None or best[0] < _ADVICE_MARGIN:
            return
        margin, rival = best
        meant = rival.member.word
        harm = Severity(rival.member.harm)
        severity = harm if margin >= _MARGIN else Severity.ADVICE
        yield self.finding(
            line.text,
            token.start,
            token.end,
            f'"{token.text}" is a word, but "{meant}" fits better here; check the source.',
            severity=severity,
            suggestions=[replacement(like_typed(meant, token.text, proper=False), _score(margin))],
            evidence=f'speaks for "{meant}": {", ".join(rival.cues)}',
        )


def _tells_apart(rivals: Iterable[Member], around: frozenset[str]) -> bool:
    """Whether the writer sets the words beside each other, as in ``diverticulosis without diverticulitis``."""
    return any(rival.kind in _SET_BESIDE and rival.word in around for rival in rivals)


def _score(margin: float) -> float:
    return round(1 / (1 + math.exp(-(margin - 1.0))), 3)
