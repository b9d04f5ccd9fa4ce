"""SP005: a word cut by a misplaced space."""

from __future__ import annotations

from collections.abc import Iterable

from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, replacement
from terminology.spelling.speller import like_typed


class WordBoundary(Rule):
    """Flags pairs of words that are one word, or two others, with the space put right."""

    code = "SP005"
    name = "misplaced space"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "Two words that make one word, or two likelier words, when the space between is taken out or moved."
    rationale = (
        "The space bar hit a letter too early leaves pieces that may each be a word (pass ed, late ral), so a spell "
        "checker passes them, and no search finds the word again. Pairs that are met side by side in general or in "
        "clinical use (follow up, gall bladder) are left alone: where the site writes one word, it says so under "
        "[check] preferred_terms in entryassist.toml, and TM002 asks for it. Words run together are SP001's."
    )
    instead = "The word or words with the space in its place."
    source = "Weighing of word frequencies is EntryAssist's own; see `entryassist vocab info` for their sources."
    bad = (
        Example("Treated for [[pneu monia]] last year.", "pneumonia"),
        Example("She was [[pass ed]] a catheter.", "passed"),
        Example("Presents with [[shortnes sof]] breath.", "shortness of"),
    )
    good = (
        "The gall bladder was removed.",
        "She will follow up in two weeks.",
        "He can walk with out help and may be seen in adequate light.",
        "Vertex presentation in OP position.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each pair of words with a likelier reading; pairs never overlap."""
        for number, repair in self.language.boundaries.repairs(line):
            first, second = line.tokens[number : number + 2]
            if not line.in_zone(first.start, second.end):
                text = like_typed(repair.text, first.text, proper=False)
                yield self.finding(
                    line.text,
                    first.start,
                    second.end,
                    f'The space in "{line.text[first.start : second.end]}" is misplaced; write "{text}".',
                    suggestions=[replacement(text, repair.score)],
                    evidence="the pair is met nowhere, the suggestion is in use",
                )
