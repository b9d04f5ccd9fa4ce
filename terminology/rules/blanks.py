"""ST001: blanks that the typist left, because a word could not be heard or read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule

_WORDS = r"blank|inaudible|unintelligible|illegible|unclear|indiscernible|not heard|unable to hear|missing|cut off"
_BLANK = re.compile(
    rf"_{{2,}}|\*{{3,}}|\?{{3,}}|[\[(<{{]\s*(?:{_WORDS})(?:\s+(?:word|text|at))?(?:\s*[\d:.]+)?\s*[\])>}}]|\[\s*_*\s*\]",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[*_\s=-]{8,}|\s*(?:_{5,7}|\*{5,7})\s*")
_TICK_BOX = re.compile(r"\[\s*\]")


class Blank(Rule):
    """Marks of something the typist could not hear or read."""

    code = "ST001"
    name = "blank left by the typist"
    severity = Severity.WARNING
    scope = "token"
    summary = "A mark for something that could not be heard or read: `____`, `[blank]`, `***`, `(inaudible)`."
    rationale = (
        "A blank is honest while the note is a draft, and a missing dose, side or name once it is filed. Leaving "
        "one beats guessing, so it must be resolved with the author, not filled in."
    )
    instead = "Listen or look again, or ask the author; keep the blank until the answer is there."
    fix_safety = "Nothing is suggested: only the source or the author knows what belongs there."
    source = "AHDI quality practice: blanks are flagged for the author and never guessed."
    bad = (
        Example("Started on [[____]] mg of metoprolol."),
        Example("Follow up with Dr. [[[blank]]] in two weeks."),
        Example("Allergies: [[***]]"),
        Example("He said the pain began [[(inaudible)]] ago."),
    )
    good = (
        "snake_case is not a blank",
        "_______________________",
        "**********",
        "The note is (clear) and complete.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each blank, except lines that only draw a rule and empty tick boxes."""
        text = line.text
        if not any(c in text for c in "_*?[(<{") or _SEPARATOR.fullmatch(text):
            return
        for m in _BLANK.finditer(text):
            inside_word = text[m.start() - 1 : m.start()].isalnum() and text[m.end() : m.end() + 1].isalnum()
            if not inside_word and not _TICK_BOX.fullmatch(m.group()):
                yield self.finding(
                    text,
                    m.start(),
                    m.end(),
                    "Something is missing here; fill it from the source or ask the author.",
                    evidence=f"blank mark {m.group()}",
                )
