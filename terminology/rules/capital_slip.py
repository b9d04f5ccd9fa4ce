"""SP003: the shift key held too long or too late (``PAtient``, ``hYPERTENSION``)."""

from __future__ import annotations

from collections.abc import Iterable

from terminology.document import Line, Place
from terminology.drugs.look_alikes import tall_man_names
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, replacement
from terminology.spelling.speller import Verdict
from terminology.tokens import Kind

_SHORTEST = 4


class CapitalSlip(Rule):
    """Flags known words with two capitals at the start, or with all but the first in capitals."""

    code = "SP003"
    name = "slip of the shift key"
    severity = Severity.WARNING
    scope = "token"
    summary = "A word with two capitals at the start (PAtient) or all but the first letter in capitals (pATIENT)."
    rationale = (
        "The shift key held too long or caps lock left on. Symbols that are written so (mRNA, LFTs, pH) are known "
        "and left alone; what is flagged is a known word in a case that nobody means."
    )
    instead = "The word with one capital or none."
    source = "General typing practice."
    bad = (Example("[[PAtient]] was seen today.", "Patient"), Example("[[tHE]] wound is clean.", "The"))
    good = (
        "LFTs and mRNA were sent; pH 7.4.",
        "eGFR 60, tPA given",
        "NSAIDs and PVCs",
        "McDonald's sign",
        "IVs placed",
        "OXcarbazepine 300 mg twice daily",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each word whose capitals are a slip."""
        for token in line.tokens:
            text = token.text
            if text.islower() or len(text) < 3 or token.kind is not Kind.WORD:
                continue
            if self._is_slip(text) and not line.in_zone(*token[:2]):
                yield self.finding(
                    line.text,
                    token.start,
                    token.end,
                    f'"{text}" looks like a slip of the shift key; write "{text.capitalize()}".',
                    suggestions=[replacement(text.capitalize(), 0.8), replacement(text.lower(), 0.15)],
                    evidence="a known word in an odd case",
                )

    def _is_slip(self, text: str) -> bool:
        held = len(text) >= _SHORTEST and text[:2].isupper() and text[2:].islower()
        locked = text[0].islower() and text[1:].isupper()
        if (
            not text.isalpha()
            or not (held or locked)
            or text in self.language.index.inventory
            or text == tall_man_names().get(text.lower())
            or text[:-1] in self.language.index.inventory
        ):
            return False
        return self.language.speller.verdict(text.lower()) is Verdict.KNOWN
