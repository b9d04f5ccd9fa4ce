"""SF014 to SF016: a dose run into the drug's name or into its unit, and the full stop after a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from terminology.document import Document, Line, Place
from terminology.doses import FREQUENCY, ROUTE, cues
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, first_uses, replacement
from terminology.rules.error_prone import SOURCE

_I = re.IGNORECASE
_UNIT = r"(?:mg|mcg|mL|units?|mEq|g|gm)"
_NO_RESULT = r"(?![\w%]|\s?/\s?(?:[dmuµμnpf]?L|mm3)\b|\s?%)"
_DIGIT_AFTER_LETTERS = re.compile(r"\d(?<=[A-Za-z-]{2}[A-Za-z]\d)")
_JOINED = re.compile(
    rf"(?P<name>[A-Za-z][A-Za-z-]*[A-Za-z])(?P<dose>\d[\d,]*(?:\.\d+)?)(?:(?P<gap>\s?-?)(?P<unit>{_UNIT}){_NO_RESULT}"
    rf"|(?=\s(?:{FREQUENCY}|{ROUTE})))",
    _I,
)
_RUN_IN = re.compile(rf"(?P<number>\d(?<![\w.,/#-]\d)[\d,]*(?:\.\d+)?)(?P<unit>{_UNIT}){_NO_RESULT}", _I)
_NAME_LETTERS = re.compile(r"[A-Za-z-]+$")
_LONGEST_NAME = 40
_SMALLEST_BARE = 5
_STOPPED = re.compile(
    rf"\d\s?(?P<unit>mg|mcg|mL|mEq|gm?)\.(?=\s?[,;)]|\s(?:{FREQUENCY}|{ROUTE})|\s(?-i:(?!(?:he|she|it|we|they|his|her|the|this|there|i|no"
    r"|pt|patient|will|continue|also|if|please)\b)[a-z]))(?!\s+per\s+(?:deci|milli)?lit)",
    _I,
)
_CAPITAL_WORD = re.compile(r"\s[A-Z][a-z]|\s(?:IV|IM)\s[a-z]+\s[a-z]+")


class DrugRunIntoDose(Rule):
    """Tegretol300 mg."""

    code = "SF014"
    name = "drug name run into the dose"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "A drug's name and its dose without a space between them."
    rationale = "The last letter of the name is read as a digit: Inderal40 mg as Inderal 140 mg."
    instead = "A space between name, dose and unit."
    source = SOURCE
    bad = (
        Example("[[Tegretol300]] mg twice daily", "Tegretol 300"),
        Example("[[Zocor20mg]] at night", "Zocor 20 mg"),
        Example("[[Lasix40]] daily", "Lasix 40"),
    )
    good = ("Tegretol 300 mg", "Prevnar13 given", "CA125 elevated", "omega3 supplements")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each known drug that runs into a number with a unit, a route or a frequency."""
        for digit in _DIGIT_AFTER_LETTERS.finditer(line.text):
            letters = _NAME_LETTERS.search(line.text, max(0, digit.start() - _LONGEST_NAME), digit.start())
            m = letters and _JOINED.match(line.text, letters.start())
            if (
                not m
                or (m["unit"] is None and float(m["dose"].replace(",", "")) < _SMALLEST_BARE)
                or not self.language.notation.doses.is_drug(m["name"])
                or line.in_zone(*m.span())
            ):
                continue
            glued = m["unit"] is not None and not m["gap"]
            end = m.end("unit") if glued else m.end("dose")
            apart = f"{m['name']} {m['dose']}" + (f" {m['unit']}" if glued else "")
            yield self.finding(
                line.text,
                m.start(),
                end,
                f'"{line.text[m.start() : end]}" runs the drug\'s name into the dose: write "{apart}".',
                suggestions=[replacement(apart, note="with a space")],
                evidence=self.source,
            )


class DoseRunIntoUnit(Rule):
    """10mg."""

    code = "SF015"
    name = "dose run into its unit"
    severity = Severity.ADVICE
    scope = "note"
    summary = "The first dose in a note that has no space before its unit."
    rationale = "The m of mg is read as a zero or two, and the dose becomes ten or a hundred times what was meant."
    instead = "A space between number and unit."
    source = SOURCE
    bad = (Example("Lisinopril [[10mg]] daily", "10 mg"), Example("Lantus [[20units]] at bedtime", "20 units"))
    good = ("Lisinopril 10 mg daily", "a 10mm nodule", "glucose 120mg/dL", "18g needle", "2g sodium diet")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each number run into a unit of dose; grams only where a drug is named. SF008 has "5ml"."""
        if not any(map(str.isdigit, line.text)):
            return
        for m in _RUN_IN.finditer(line.text):
            if (
                line.in_zone(*m.span())
                or m["unit"] == "ml"
                or (m["unit"].lower() in ("g", "gm") and not self._is_dose_in_grams(line, m))
            ):
                continue
            apart = f"{m['number']} {self.language.notation.house.written(m['unit'])}"
            yield self.finding(
                line.text,
                *m.span(),
                f'"{m.group()}" runs the dose into its unit: write "{apart}".',
                suggestions=[replacement(apart, note="with a space")],
                evidence=self.source,
            )

    def _is_dose_in_grams(self, line: Line, m: re.Match[str]) -> bool:
        return not cues("not a dose").search(
            line.text, m.end(), m.end() + 20
        ) and self.language.notation.doses.drug_in_sentence(line, m.start())

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Only the first: a writer who does so does so throughout."""
        return first_uses(findings, lambda finding: "")


class StopAfterUnit(Rule):
    """mg."""

    code = "SF016"
    name = "full stop after a unit"
    severity = Severity.ADVICE
    scope = "note"
    summary = "The first unit in a note that is written with a full stop as if it were an abbreviation."
    rationale = "The stop is read as the number 1 when it is poorly written, and serves no purpose."
    instead = "The unit without a stop, save at the end of a sentence."
    source = SOURCE
    bad = (Example("aspirin 81 [[mg.]] daily", "mg"), Example("Zoloft 50 [[mg.]], Ativan 1 mg as needed", "mg"))
    good = ("She takes aspirin 81 mg.", "The dose was 40 mg. She felt dizzy.", "Lipitor 10 mg. Daily weights.")

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each unit whose stop does not end a sentence."""
        if "." not in line.text:
            return
        for m in _STOPPED.finditer(line.text):
            if _CAPITAL_WORD.match(line.text, m.end()):
                continue
            yield self.finding(
                line.text,
                m.start("unit"),
                m.end(),
                f'"{m["unit"]}." has a stop that can be read as a 1: write "{m["unit"]}".',
                suggestions=[replacement(self.language.notation.house.written(m["unit"]), note="without the stop")],
                evidence=self.source,
            )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Only the first: a writer who does so does so throughout."""
        return first_uses(findings, lambda finding: "")
