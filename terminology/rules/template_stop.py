"""ST004: stops of a template that nobody has filled."""

from __future__ import annotations

import re
from collections.abc import Iterable

from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule

_ASKS = (
    r"insert|enter|select|choose|specify|fill\s?in|type(?=\s(?:in|the|your|\w+\s(?:here|below)))|pick\sone|describe|add"
    r"|replace"
)
# "[insert was exchanged]" and "[insert size 3]" speak of an implant
_NO_ORDER = r"(?!\s(?:was|were|is|are|has|had|removed|exchanged|(?:size|thickness)\s\d|placed|in\splace|\d))"
_STOP = re.compile(
    r"\$\{[^{}\n]{0,120}\}"
    r"|\$[A-Z][A-Z_]{3,40}\b"
    r"|(?<![\w*\\])\*{3}(?![\w*])"
    r"|(?<![\w@])@[A-Z][A-Z0-9_]{1,40}(?:\([^()@\n]{0,40}\))?@"
    r"|\{\{[^{}\n]{1,80}\}\}"
    r"|\{[^{}\n]{0,300}:\d{2,}\}"
    r"|\{(?=[^{}\n]*[A-Za-z])[^{}\n/|]{1,60}(?:[/|][^{}\n/|]{1,60})+\}"
    rf"|\[(?:please\s)?(?:{_ASKS})\b{_NO_ORDER}[^\[\]\n]{{1,80}}\]"
    rf"|<(?:please\s)?(?:{_ASKS})\b{_NO_ORDER}[^<>\n]{{1,80}}>"
    rf"|\{{(?:please\s)?(?:{_ASKS})\b{_NO_ORDER}[^{{}}\n]{{1,80}}\}}"
    r"|\[(?-i:(?:[A-Z]{2,}[ _]){0,3}(?:NAME|DATE|AGE|SEX|DOSE|SIDE|TIME|PHYSICIAN|PROVIDER|PATIENT)"
    r"(?:[ _][A-Z]{2,}){0,3})\]"
    r"|<<[A-Za-z][^<>\n]{0,80}>>"
    r"|«[A-Za-z]+(?:_[A-Za-z]+)+»",
    re.IGNORECASE,
)
_CAPITALS_ONLY = ("$", "@")
_RULED_LINE = re.compile(r"[*\s]+")


class TemplateStop(Rule):
    """Marks that a template or a macro leaves to be filled."""

    code = "ST004"
    name = "template stop left unfilled"
    severity = Severity.WARNING
    scope = "token"
    summary = (
        "A stop of a template that was not filled: `***`, `${1:dose}`, `@NAME@`, `{left/right:12345}`, `[insert date]`."
    )
    rationale = (
        "A stop is where the template expects something about this patient. Filed as it is, the note says nothing "
        "at that place, and a pick-list left open can be read as if all its choices were true."
    )
    instead = "Fill the stop from the source, or delete it where it does not apply."
    fix_safety = "Nothing is suggested: only the source or the author knows what belongs there."
    source = (
        "The notations of snippets (Language Server Protocol), of Epic's SmartTools (wildcards, SmartLinks, "
        "SmartLists) and of mail merges, from general usage."
    )
    bad = (
        Example("Allergies: [[***]]"),
        Example("Take [[${1:dose}]] mg by mouth daily."),
        Example("[[@NAME@]] is a 54-year-old woman."),
        Example("Pain in the [[{left/right:12345}]] knee."),
        Example("Follow up on [[[insert date]]]."),
        Example("Dear [[<<Referring Physician>>]],"),
    )
    good = (
        "Admitted to [**Hospital1 18**] on [**2012-1-1**].",
        "***********",
        "The poly [insert was exchanged] during revision.",
        "The copay is $25.",
        "Write to clinic@example.org.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each stop."""
        text = line.text
        if not any(sign in text for sign in "$*@{[<«") or _RULED_LINE.fullmatch(text):
            return
        for m in _STOP.finditer(text):
            if m.group()[0] in _CAPITALS_ONLY and m.group()[1] != "{" and not m.group().isupper():
                continue
            yield self.finding(
                text,
                m.start(),
                m.end(),
                "A stop of the template is not filled; fill it from the source or delete it.",
                evidence=f"template mark {m.group()}",
            )
