"""ST001: blanks that the typist left, because a word could not be heard or read."""

from __future__ import annotations

from collections.abc import Iterable

from terminology.blanks import Reason, blanks_in_line
from terminology.document import Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule

_SAID = {
    Reason.BLANK: "Something is missing here",
    Reason.INAUDIBLE: "Something could not be heard here",
    Reason.ILLEGIBLE: "Something could not be read here",
    Reason.UNSURE: "The typist was not sure of this",
}


class Blank(Rule):
    """Marks of something the typist could not hear or read."""

    code = "ST001"
    name = "blank left by the typist"
    severity = Severity.WARNING
    scope = "token"
    summary = "A mark for something that could not be heard or read: `____`, `[blank]`, `[illegible, p. 2]`."
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
        Example("The patient takes [[[inaudible 02:13]]] for sleep."),
        Example("Seen by Dr. Okafor [[(sp?)]] last week."),
        Example("He said the pain began [[(inaudible)]] ago."),
    )
    good = (
        "Teeth 18 and 30 (missing), gums healthy.",
        "snake_case is not a blank",
        "_______________________",
        "**********",
        "The note is (clear) and complete.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each blank, except lines that only draw a rule and empty tick boxes."""
        for blank in blanks_in_line(line.text):
            start, end = blank.span
            where = f" (at {blank.at})" if blank.at else ""
            yield self.finding(
                line.text,
                start,
                end,
                f"{_SAID[blank.reason]}{where}; fill it from the source or ask the author.",
                evidence=f"{blank.reason}{f', at {blank.at}' if blank.at else ''}",
            )
