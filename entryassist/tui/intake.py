"""Text on its way into an editor: one kind of line end, no control characters."""

from __future__ import annotations

import re

from entryassist.display import visible

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_BREAKING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(text: str) -> str:
    """The text as an editor holds it: every line end is a newline, controls are visible symbols.

    What the clerk sees is then what is saved: a stored NUL, ESC or half a surrogate pair could
    steer a terminal or be refused by the database.
    """
    return _BREAKING.sub(lambda match: visible(match.group()), _LINE_ENDS.sub("\n", text))
