"""Which completion is likely enough to be shown unasked, as grey text behind the cursor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from terminology.completion import rest_of

if TYPE_CHECKING:
    from terminology import Suggestion

# Measured by benchmarks/kspc.py on notes that the completer had not counted; see benchmarks/README.md.
LIKELY = 0.6
LIKELY_UNTYPED = 0.7  # where less than three letters of the next word are typed
OFFERED = 8  # continuations to choose the ghost text from
_LETTERS = 3
_SHORTEST = 2
_WORD = re.compile(r"[^\W\d_]*$")


def ghost_text(before: str, suggestions: Sequence[Suggestion]) -> str:
    """What may be shown behind ``before``, the line up to the cursor; empty when nothing is likely enough.

    ``suggestions`` are those of ``Checker.complete``. Never for fewer than three typed letters of what is completed,
    never one with a note: its beginning is also that of a drug or word that it may be mistaken for.
    """
    typed = typed_word(before)
    least = LIKELY if len(typed) >= _LETTERS else LIKELY_UNTYPED
    likely = [one for one in suggestions if one.score >= least]
    if not likely or any(one.note for one in likely):
        return ""
    rests = [rest for one in likely if (rest := rest_of(before, one.text)) and _is_begun(one.text, rest)]
    rests = [rest for rest in rests if rest.startswith(rests[0])]
    longest = max(rests, key=len, default="")
    if len(longest) < _SHORTEST:
        return ""
    return in_case(typed, longest)


def _is_begun(text: str, rest: str) -> bool:
    return sum(map(str.isalpha, text[: len(text) - len(rest)])) >= _LETTERS


def in_case(typed: str, rest: str) -> str:
    """What is to be added to a word that may be typed in capitals."""
    return rest.upper() if len(typed) > 1 and typed.isupper() else rest


def typed_word(before: str) -> str:
    """The word before the cursor, as far as it is typed."""
    found = _WORD.search(before)
    return found.group() if found else ""


def first_word(ghost: str) -> str:
    """The part of a ghost text that is accepted when it is accepted word by word."""
    found = re.match(r"\s*\S+", ghost)
    return found.group() if found else ghost
