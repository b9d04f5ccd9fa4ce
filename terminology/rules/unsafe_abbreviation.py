"""SF001 to SF004 and SF007: abbreviations that must not be used in orders and medication documentation.

One kind of rule, many entries: what is meant, what it is mistaken for and what to write are rows of
data/do_not_use.tsv; each class adds only where the notation counts as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from terminology.document import Line, Place
from terminology.finding import Finding, Severity, Suggestion
from terminology.rules.base import Example, Rule, replacement
from terminology.rules.do_not_use import SOURCE, facts


class _UnsafeAbbreviation(Rule):
    """Flags each match of ``pattern``, of which the group ``short`` is the span.

    ``hints`` are letters of which any match has one: a cheap look before the pattern.
    """

    scope = "sentence"
    pattern: ClassVar[re.Pattern[str]]
    hints: ClassVar[tuple[str, ...]]
    source = SOURCE
    fix_safety = "The written-out form is for a person to review: it stands in an order."

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each use of the notation."""
        if not self._is_hinted(line.text):
            return
        fact = facts()[self.code]
        for m in self.pattern.finditer(line.text):
            start, end = m.span("short")
            if line.in_zone(start, end) or self.language.notation.house.allows(m["short"]):
                continue
            suggestions = self.choices(line.text, m, fact["write_instead"])
            yield self.finding(
                line.text,
                start,
                end,
                f'"{m["short"]}" can be mistaken for {fact["mistaken_for"]}: write "{suggestions[0].text}".',
                suggestions=suggestions,
                evidence=fact["source"],
            )

    def _is_hinted(self, text: str) -> bool:
        return any(hint in text for hint in self.hints)

    def choices(self, text: str, m: re.Match[str], write: str) -> list[Suggestion]:
        """What may be written instead, best first."""
        return [replacement(self.language.notation.house.written(write))]


_NUMBER = (
    r"(?P<number>\d(?<![\w.]\d)(?<!\d,\d)[\d,]*(?:\.\d+)?)(?:\s?(?:million|thousand|mil|MM?|K)(?=\s))?(?P<gap>\s?)"
)


def _apart(m: re.Match[str], write: str) -> str:
    """The unit, in the singular after one, and set apart from a number that it is run into."""
    return ("" if m["gap"] else " ") + (write.removesuffix("s") if m["number"] == "1" else write)


class UnitAbbreviation(_UnsafeAbbreviation):
    """U for unit."""

    code = "SF001"
    name = "U for unit"
    severity = Severity.CRITICAL
    summary = "The letter U after a number, for unit."
    rationale = "A handwritten or tightly set U is read as a zero, a four or cc: 4U becomes 40 or 44 units of insulin."
    instead = '"unit" or "units".'
    hints = ("U", "u")
    pattern = re.compile(_NUMBER + r"(?P<short>[Uu])(?![\w'’]|-[A-Za-z]|\s?/\s?(?:[dmuµμ]?[Ll]|A)\b)")
    bad = (Example("Insulin lispro 6 [[U]] before meals", "units"), Example("heparin 5000[[u]] SQ", " units"))
    good = ("AST 35 U/L", "Insulin U-100", "Insulin glargine 10 units nightly")

    def choices(self, text: str, m: re.Match[str], write: str) -> list[Suggestion]:
        """Units, set apart from a number that the U is run into."""
        return [replacement(_apart(m, self.language.notation.house.written(write)))]


class InternationalUnitAbbreviation(_UnsafeAbbreviation):
    """IU for international unit."""

    code = "SF002"
    name = "IU for international unit"
    severity = Severity.WARNING
    summary = "IU for international unit."
    rationale = "IU is read as IV (intravenous) or as the number 10."
    instead = '"international unit" or "international units".'
    hints = ("IU", "I.U.", "iu")
    pattern = re.compile(_NUMBER + r"(?P<short>I\.U\.|IU\b|iu\b)(?!\s?/\s?[dmuµμ]?[Ll]\b)")
    bad = (Example("Vitamin D 1000 [[IU]] daily", "international units"),)
    good = ("ALT 40 IU/L", "TSH 2.1 mIU/L", "IUD in place")

    def choices(self, text: str, m: re.Match[str], write: str) -> list[Suggestion]:
        """International units, set apart from a number that the IU is run into."""
        return [replacement(_apart(m, self.language.notation.house.written(write)))]


class DailyAbbreviation(_UnsafeAbbreviation):
    """QD for daily."""

    code = "SF003"
    name = "QD for daily"
    severity = Severity.WARNING
    summary = "QD, q.d. and their variants, for daily."
    rationale = "The stop after the Q is read as an I (q.i.d., four times a day) or the tail as an O (every other day)."
    instead = '"daily".'
    hints = ("Q", "q")
    pattern = re.compile(r"(?<![\w.])(?P<short>[Qq]\.\s?[Dd]\.|[Qq]\.?\s?[Dd])(?![\w-]|\.\w)")
    bad = (Example("Lisinopril 10 mg [[QD]]", "daily"), Example("aspirin 81 mg p.o. [[q.d.]]", "daily"))
    good = ("Lisinopril 10 mg daily", "amoxicillin 500 mg QDS", "gabapentin q.i.d.")


class EveryOtherDayAbbreviation(_UnsafeAbbreviation):
    """QOD for every other day."""

    code = "SF004"
    name = "QOD for every other day"
    severity = Severity.WARNING
    summary = "QOD, q.o.d. and their variants, for every other day."
    rationale = "The O is read as a stop or an I: every other day becomes daily or four times a day."
    instead = '"every other day".'
    hints = ("Q", "q")
    pattern = re.compile(r"(?<![\w.])(?P<short>[Qq]\.\s?[Oo]\.\s?[Dd]\.?|[Qq][Oo][Dd])(?![\w-])")
    bad = (
        Example("Prednisone 5 mg [[QOD]]", "every other day"),
        Example("furosemide 20 mg [[q.o.d.]]", "every other day"),
    )
    good = ("Prednisone 5 mg every other day",)


class MorphineOrMagnesium(_UnsafeAbbreviation):
    """MS, MSO4 and MgSO4 as drug names."""

    code = "SF007"
    name = "MS, MSO4 or MgSO4 as a drug"
    severity = Severity.CRITICAL
    summary = "MS (beside a dose or route), MSO4 and MgSO4: morphine sulfate or magnesium sulfate."
    rationale = (
        "The two drugs have been given for each other. MS alone is flagged only where it stands as a drug; elsewhere "
        "it is multiple sclerosis, mitral stenosis, mental status or musculoskeletal, which AB002 ranks."
    )
    instead = "The drug's full name."
    hints = ("MS", "SO4", "So4", "so4", "SO₄")
    pattern = re.compile(
        r"\b(?P<short>(?i:MSO4|MgSO4|MSO₄|MgSO₄))(?!\w)"
        r"|(?:\d\s?(?i:mg|g|gm|grams?|mcg)\s+(?:(?i:of)\s+)?|\b(?i:IV|IM|intravenous|intramuscular)\s)(?<!\w)(?P<after>MS)\b"
        r"(?!\s+Contin)"
        r"|\b(?P<before>MS)\s+(?:\d+(?:\.\d+)?\s?(?:-\s?\d+\s?)?(?i:mg|g|gm|grams?)\b|(?:IV|IVP|IM|SQ|SC|PO|PCA|(?i:drip|gtt|infusion"
        r"|elixir|q\.?\s?\d{1,2}\s?h))\b)"
    )
    bad = (
        Example("[[MS]] 2 mg IV for pain", "morphine sulfate"),
        Example("Given [[MgSO4]] 2 g over 20 minutes", "magnesium sulfate"),
        Example("10 mg of [[MS]] given", "morphine sulfate"),
        Example("MEDICATED WITH [[MS]] 2 MG IVP", "morphine sulfate"),
        Example("[[MGSO4]] 2 G GIVEN", "magnesium sulfate"),
    )
    good = ("MS since 2009, on interferon", "MS Contin 15 mg", "Morphine sulfate 2 mg IV")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each use as a drug."""
        if not self._is_hinted(line.text):
            return
        fact = facts()[self.code]
        for m in self.pattern.finditer(line.text):
            group = next(name for name in ("short", "after", "before") if m[name])
            if not line.in_zone(*m.span(group)) and not self.language.notation.house.allows(m[group]):
                yield self.finding(
                    line.text,
                    *m.span(group),
                    f'"{m[group]}" is used for morphine sulfate and for magnesium sulfate: write the drug\'s name.',
                    suggestions=self.choices(line.text, m, m[group]),
                    evidence=fact["source"],
                )

    def choices(self, text: str, m: re.Match[str], write: str) -> list[Suggestion]:
        """Both drugs; the chemical formula decides the order, else morphine, which MS stands for more often."""
        both = ["morphine sulfate", "magnesium sulfate"]
        if write.casefold().startswith("mg"):
            both.reverse()
        return [replacement(both[0], 0.9), replacement(both[1], 0.1)]
