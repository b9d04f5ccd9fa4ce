"""SF008 to SF012: abbreviations that have been misread, beyond the do-not-use list.

One kind of rule, many entries: notations, conditions and facts are rows of data/error_prone.tsv; each class
is the page of one group of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity, Suggestion
from terminology.notation import Use, folded
from terminology.rules.base import Example, Rule, first_uses, replacement

SOURCE = "ISMP's list of error-prone abbreviations; data/error_prone.tsv names the source of each entry."
_FIRST, _OTHER = 0.9, 0.1


class _ErrorProne(Rule):
    """Reports the uses of its rows; of a row that is advice, a matter of style, only the first in a note."""

    severity = Severity.ADVICE
    scope = "note"
    source = SOURCE
    fix_safety = "The written-out form is for a person to review: it stands in an order."
    counted: ClassVar[bool] = False

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each use that counts in its context."""
        for use in self.language.notation.uses(line):
            if use.notation.code == self.code:
                yield self._report(line.text, use)

    def _report(self, text: str, use: Use) -> Finding:
        row, typed = use.notation, text[use.start : use.end]
        suggestions = self._choices(text, use)
        return self.finding(
            text,
            use.start,
            use.end,
            f'"{typed}" ({row.meant}) can be mistaken for {row.mistaken_for}: write "{suggestions[0].text.strip()}".',
            suggestions=suggestions,
            severity=row.severity,
            evidence=row.source,
        )

    def _choices(self, text: str, use: Use) -> list[Suggestion]:
        """What may be written instead, set apart from a number that the notation is run into."""
        gap = " " if text[use.start - 1 : use.start].isdigit() else ""
        one = self.counted and text[: use.start].rstrip()[-2:] in ("1", " 1")
        house = self.language.notation.house
        written = (house.written(form.replace("{n}", use.number)) for form in use.notation.write)
        forms = [gap + (form.removesuffix("s") if one else form) for form in written]
        return [replacement(form, _OTHER if i else _FIRST) for i, form in enumerate(forms)]

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Of a notation that is a matter of style only the first use."""
        style = first_uses((f for f in findings if f.severity is Severity.ADVICE), lambda f: folded(f.text))
        kept = {id(finding) for finding in style}
        return [f for f in findings if f.severity is not Severity.ADVICE or id(f) in kept]


class ErrorProneUnit(_ErrorProne):
    """Units and multiples that are misread."""

    code = "SF008"
    name = "error-prone unit"
    summary = "µg, cc, ng, lower-case l and ml, gr for grain, and M, MM or K for millions or thousands of units."
    rationale = (
        "µg is read as mg, a thousand times the dose; cc as units; M as thousand by one reader and million by another; "
        "a lower-case l as the number one. Laboratory results keep their units."
    )
    instead = "mcg, mL, L, nanogram, million, thousand; the site's own form where it sets one."
    counted = True
    bad = (
        Example("Levothyroxine 50 [[µg]] daily", "mcg"),
        Example("flushed with 10[[cc]] of saline", " mL"),
        Example("penicillin G 20 [[M]] units a day", "million"),
    )
    good = ("ferritin 300 ug/L", "cc: Dr. Jones", "K 4.2, platelets 150 K", "Levothyroxine 50 mcg daily")


class ErrorProneRoute(_ErrorProne):
    """Routes and sites that are misread."""

    code = "SF009"
    name = "error-prone route or site"
    summary = (
        "AD, AS, AU (ears), OD, OS, OU (eyes), IJ, IN, OJ, per os, SC, SQ and sub q, where they mean a route or site."
    )
    rationale = (
        "Ears are read as eyes and eyes as ears, OD as once daily, IN as IV, SC as sublingual, and the q of sub q as "
        "every. Each counts only in its context: AS may be aortic stenosis, IJ the internal jugular vein."
    )
    instead = "The site or route in words: right ear, left eye, intranasal, subcut."
    bad = (
        Example("latanoprost one drop [[OD]] nightly", "right eye"),
        Example("Ciprodex 4 drops [[AS]] twice a day", "left ear"),
        Example("midazolam 5 mg [[IN]] for seizure", "intranasal"),
        Example("heparin 5,000 units [[SQ]] every 8 hours", "subcut"),
    )
    good = (
        "severe AS by echo",
        "heroin OD last year",
        "right IJ central line",
        "TAKE 20 MG IN THE MORNING",
        "Hb SC disease",
    )


class ErrorProneTiming(_ErrorProne):
    """Times and frequencies that are misread."""

    code = "SF010"
    name = "error-prone time or frequency"
    summary = "BT, HS, qhs, qn, OD for daily, q1d, q6PM, TIW, BIW, UD, x3d and their variants."
    rationale = (
        "A time of day is read as a frequency or the other way round: q6PM as every six hours, TIW as three times a "
        "day, OD as the right eye, BT as twice daily."
    )
    instead = "The time in words: at bedtime, nightly, daily, 6 PM nightly, three times a week, for 3 days."
    bad = (
        Example("aspirin 75 mg [[OD]]", "daily"),
        Example("Remeron 15 mg [[q.h.s.]]", "nightly"),
        Example("warfarin 5 mg [[q6PM]]", "6 PM nightly"),
        Example("ciprofloxacin 250 mg twice daily [[x3d]]", "for 3 days"),
    )
    good = (
        "hs-CRP 3.2",
        "graduated HS in 1990",
        "modified BT shunt, 4 mm",
        "vitals q6h",
        "took 20 tablets in an OD attempt",
    )


class DrugNameAbbreviation(_ErrorProne):
    """Drugs named by their initials."""

    code = "SF011"
    name = "abbreviated drug name"
    summary = "APAP, AZT, HCT, HCTZ, MTX, PCA for procainamide, T3 for Tylenol with codeine and other short drug names."
    rationale = (
        "Each has been read as another drug: HCT250 mg as HCTZ 50 mg, AZT as azathioprine, MTX as mitoxantrone. "
        "HCT is also the hematocrit, PCA a pump and T3 a hormone; there the rule is silent."
    )
    instead = "The drug's full name."
    bad = (
        Example("[[HCTZ]] 25 mg daily", "hydrochlorothiazide"),
        Example("[[HCT]] 25 mg IV every 8 hours", "hydrocortisone"),
        Example("[[PCA]] 500 mg PO every 6 hours for atrial fibrillation", "procainamide"),
        Example("[[T3]] 1-2 tablets every 4 hours for pain", "Tylenol with codeine No. 3"),
    )
    good = (
        "HCT 38%",
        "PCA pump with hydromorphone",
        "TSH 0.01, T3 250",
        "OSA on APAP, compliant",
        "DPT vaccine at 2 months",
    )


class AmbiguousOrder(_ErrorProne):
    """D/C and the short forms of sliding scale."""

    code = "SF012"
    name = "D/C or sliding scale abbreviated"
    summary = "D/C for discharge or discontinue; ss, SSI and SSRI for sliding scale insulin."
    rationale = (
        "Medicines have been stopped because D/C, meant as discharge, stood before their list. ss is read as 55 or "
        "one-half, SSRI as an antidepressant and SSI as a surgical site infection."
    )
    instead = '"discharge" or "discontinue", "sliding scale insulin".'
    bad = (
        Example("[[D/C]] home in the morning", "discharge"),
        Example("[[D/C]] metoprolol, start carvedilol", "discontinue"),
        Example("Lantus 10 units nightly plus [[SSI]]", "sliding scale insulin"),
    )
    good = (
        "D&C for retained products",
        "superficial SSI at the incision",
        "depression on an SSRI",
        "SS disease with prior stroke",
    )
