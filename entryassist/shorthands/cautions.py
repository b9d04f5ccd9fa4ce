"""Never silently: which expansions are shown and chosen by hand, whatever the site has switched on.

An expansion that is ambiguous, on the do-not-use list, or that would write a dose, a side or a negation is not
put in by its trigger alone. The words are rows of data/shorthand_cautions.tsv and of terminology's
do_not_use.tsv.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from entryassist.shorthands.book import Proposal
from entryassist.shorthands.template import filled
from terminology.rules.do_not_use import facts

AMBIGUOUS = "it has several meanings"
DO_NOT_USE = "it is on the do-not-use list"
NUMBER = "it writes a number"
_DATA = "data/shorthand_cautions.tsv"
_SAYS = {"side": "it names a side", "negation": "it says that something is absent", "dose": "it is part of a dose"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NOTATION = re.compile(r"[A-Za-z][\w.]*")


def cautions(proposal: Proposal, known: Mapping[str, str]) -> tuple[str, ...]:
    """Why this proposal is not to be applied by its trigger alone; empty when it may be.

    ``known`` are the variables the expansion would be filled with.
    """
    found = [AMBIGUOUS] if len(proposal.choices) > 1 else []
    for one in proposal.choices:
        found += text_cautions(proposal.typed, filled(one.text, known).text)
    return tuple(dict.fromkeys(found))


def text_cautions(trigger: str, text: str) -> tuple[str, ...]:
    """What speaks against putting in a filled expansion by its trigger alone.

    The choices of a pick-list are not in it: a person picks them.
    """
    found = []
    if any(_bare(word) in _forbidden() for word in (trigger, *_NOTATION.findall(text))):
        found.append(DO_NOT_USE)
    if any(map(str.isdigit, text)):
        found.append(NUMBER)
    words = {word.replace("’", "'") for word in _WORD.findall(text.lower())}
    return (*found, *(sentence for kind, sentence in _SAYS.items() if words & _words()[kind]))


def _bare(notation: str) -> str:
    return notation.replace(".", "").lower()


@cache
def _forbidden() -> frozenset[str]:
    """The notations of the do-not-use list that are words; the others hold digits, which are shown anyway."""
    listed = (one.strip() for fact in facts().values() for one in fact["notation"].split(","))
    return frozenset(_bare(one) for one in listed if _NOTATION.fullmatch(one))


@cache
def _words() -> dict[str, frozenset[str]]:
    table = files("entryassist").joinpath(_DATA).read_text("utf-8").splitlines()
    rows = [*csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return {kind: frozenset(row["word"] for row in rows if row["kind"] == kind) for kind in _SAYS}
