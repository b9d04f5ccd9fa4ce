"""NU043: a route by which the form is not given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from terminology.data_files import rows
from terminology.document import Line, Place
from terminology.doses import FREQUENCY, MASS, UNITS
from terminology.drugs.wording import either, order_words, split
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule

_AMOUNT = rf"(?:\d[\d.,/]*\s?(?:{MASS}|{UNITS}|mL|%)|\d|one|two|three|an?|each|drops?|puffs?|sprays?|tabs?|tablets?)"
# what may come after a route that is said of the form before it, and not of the next word ("tablets, IV fluids")
_GOES_ON = rf"(?=\s*(?:$|[.,;)]|(?:{FREQUENCY}|as\s+needed|p\.?r\.?n|now|for|to|on|tonight|today|before|x\s?\d)\b))"
_REACH = 25


class _Pair(NamedTuple):
    """A form beside a route, ``line.text[start:end]``."""

    start: int
    end: int
    form: str
    route: str


class FormAndRoute(Rule):
    """Ondansetron tablet 4 mg IV."""

    code = "NU043"
    name = "route that the form does not allow"
    severity = Severity.WARNING
    scope = "sentence"
    summary = "A form with a route by which it cannot be given: tablets IV, eye drops by mouth, a suppository p.o."
    rationale = (
        "A form and a route that exclude each other show that one of the two was taken from another order, and both "
        "read smoothly. Only a route right beside its form is judged. Uses beyond the label (tablets by rectum, eye "
        "drops under the tongue, puffs by mouth) are not flagged."
    )
    instead = "Look at the source: the form or the route is wrong. Where it reads the same, ask the author."
    source = "data/form_routes.tsv, general clinical usage."
    fix_safety = "Nothing is suggested: only the source or the author knows which of the two is wrong."
    bad = (
        Example("Ondansetron [[tablet 4 mg IV]] as needed for nausea."),
        Example("Timolol [[eye drops by mouth]] twice daily."),
        Example("Dulcolax 10 mg [[suppository p.o.]] as needed."),
        Example("Pantoprazole 40 mg [[IV tablet]] daily."),
    )
    good = (
        "Ondansetron tablet 4 mg p.o. as needed for nausea.",
        "Aspirin tablets, IV morphine and oxygen were given.",
        "Changed from IV to tablets on the third day.",
        "Misoprostol tablets were placed vaginally.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each form beside a route that it does not allow."""
        if _last_words().isdisjoint(line.words):
            return
        taken = 0
        for number, word in enumerate(line.words):
            if word not in _last_words() or line.tokens[number].start < taken:
                continue
            found = _excluded(line, number)
            if found and not line.in_zone(found.start, found.end):
                taken = found.end
                yield self.finding(
                    line.text,
                    found.start,
                    found.end,
                    f'A form ("{found.form}") and a route ("{found.route}") that exclude each other: look at the '
                    "source again.",
                    evidence=self.source,
                )


def _excluded(line: Line, number: int) -> _Pair | None:
    """The form that ends in a token, with the route after or right before it, where it does not allow that route."""
    first = number - 1 if number and f"{line.words[number - 1]} {line.words[number]}" in _forms() else number
    start, end = line.tokens[first].start, line.tokens[number].end
    form, text = " ".join(line.words[first : number + 1]), line.text.lower()
    if form not in _forms():
        return None
    if after := _after().match(text, end):
        end = after.end("route")
        pair = _Pair(start, start + len(text[start:end].rstrip()), form, after["route"].strip())
    elif before := _before().search(text, max(0, start - _REACH), start):
        pair = _Pair(before.start("route"), end, form, before["route"].strip())
    else:
        return None
    return pair if _route(pair.route) in _forms()[form] else None


@cache
def _forms() -> Mapping[str, frozenset[str]]:
    """For each word for a form the routes that it does not allow."""
    return {word: split(row["not_by"]) for row in rows("form_routes.tsv") for word in row["words"].split("|")}


@cache
def _last_words() -> frozenset[str]:
    """The last words of the forms, by which a line is passed over quickly."""
    return frozenset(word.split()[-1] for word in _forms())


@cache
def _route(words: str) -> str:
    """The key of a route as it is written."""
    return next(key for key, spoken in order_words("given").items() if either(spoken).fullmatch(words))


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?:\s+{_AMOUNT})*\s+(?P<route>{_spoken()}){_GOES_ON}", re.IGNORECASE)


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?P<route>{_spoken()})\s*$")


def _spoken() -> str:
    return either(word for words in order_words("given").values() for word in words).pattern
