"""SP006: a hyphen, or a space beside one, where the word has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from terminology.document import Line, Place
from terminology.finding import Finding, Severity, Suggestion
from terminology.rules.base import Example, Rule, replacement
from terminology.spelling.speller import like_typed
from terminology.vocabulary.normal import normal_word

_SPACED = re.compile(r"(?<![\w-])(?P<left>[^\W\d_]+)(?: -|- )(?P<right>[^\W\d_]{2,})(?![\w-])")
_HYPHENATED = re.compile(r"(?<![\w-])(?P<left>[^\W\d_]+)-(?P<right>[^\W\d_]+)(?![\w-])")
# "two- or three-day", "mid- to late": the hyphen stands for the word that follows later
_SUSPENDED = frozenset({"and", "or", "to", "versus", "vs", "but", "nor", "through", "as"})
# style keeps the hyphen after these, and where two like vowels would meet (pre-eclampsia)
_KEEPS_HYPHEN = frozenset({"re", "de", "non", "ex", "self", "co", "all", "half", "well", "pro"})
_VOWELS = frozenset("aeiou")
_USUAL, _SOLID_BY_FAR = 2.5, 4.0


class Hyphenation(Rule):
    """Flags hyphens that break a word, and spaces beside a hyphen."""

    code = "SP006"
    name = "wrong hyphenation"
    severity = Severity.WARNING
    scope = "sentence"
    summary = (
        "A hyphen inside a word (pneu-monia), a space beside a hyphen (follow- up), or, as advice, a hyphen where the "
        "word is now written solid (sub-dural)."
    )
    rationale = (
        "A hyphen left over from a line break or set beside a space hides the word from every search. That a prefix "
        "is joined without a hyphen is a matter of style, so this is advice; hyphens that style keeps (re-, non-, "
        "pre-eclampsia) are left alone."
    )
    instead = "The word as the vocabulary has it."
    source = "General American medical style (prefixes written solid); word forms from the vocabulary."
    bad = (
        Example("Admitted with [[pneu-monia]].", "pneumonia"),
        Example("Seen in [[follow- up]] today.", "follow-up"),
        Example("A small [[sub-dural]] hematoma.", "subdural"),
    )
    good = (
        "A two- or three-day course.",
        "Pre-eclampsia and re-exploration; non-tender, well-developed.",
        "Follow-up in 2 weeks - sooner if worse.",
        "The pain - worse at night - is dull.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each hyphen of the line that is out of place."""
        if "-" not in line.text:
            return
        for m in _SPACED.finditer(line.text):
            yield from self._judge_spaced(line, m)
        for m in _HYPHENATED.finditer(line.text):
            yield from self._judge_hyphenated(line, m)

    def _judge_spaced(self, line: Line, m: re.Match[str]) -> Iterator[Finding]:
        left, right = normal_word(m["left"]), normal_word(m["right"])
        if right in _SUSPENDED or not m["right"].islower() or line.in_zone(*m.span()):
            return
        index = self.language.index
        solid = index.word(left + right)
        if f"{left} {right}" in index.phrases:
            meant = f"{left}-{right}"
        elif solid and solid.zipf >= _USUAL:
            meant = solid.text
        else:
            return
        yield self._report(line, m, meant, f'There is a space beside the hyphen in "{m[0]}"', Severity.WARNING)

    def _judge_hyphenated(self, line: Line, m: re.Match[str]) -> Iterator[Finding]:
        if line.in_zone(*m.span()):
            return
        if broken := self.language.boundaries.solid(m[0]):
            yield self._report(line, m, broken, f'The hyphen in "{m[0]}" breaks a word', Severity.WARNING)
            return
        left, right = normal_word(m["left"]), normal_word(m["right"])
        solid = self.language.index.word(left + right)
        if solid and solid.zipf >= _SOLID_BY_FAR and m["right"].islower() and not self._keeps(left, right):
            yield self._report(line, m, solid.text, f'"{m[0]}" is usually written as one word', Severity.ADVICE)

    def _keeps(self, left: str, right: str) -> bool:
        """Whether style keeps the hyphen, or the pair is a phrase of its own."""
        doubled = left[-1] == right[0] and left[-1] in _VOWELS
        return left in _KEEPS_HYPHEN or doubled or f"{left} {right}" in self.language.index.phrases

    def _report(self, line: Line, m: re.Match[str], meant: str, why: str, severity: Severity) -> Finding:
        text = like_typed(meant, m["left"], proper=False)
        suggestions: list[Suggestion] = [replacement(text, 0.9)]
        return self.finding(line.text, *m.span(), f'{why}; write "{text}".', suggestions=suggestions, severity=severity)
