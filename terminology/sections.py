"""Recognises the headings of clinical notes as clinicians write them (``HPI:``, ``PAST MEDICAL HISTORY``)."""

from __future__ import annotations

import re
from functools import cache

from terminology.data_files import rows

_HEADING = re.compile(r"\s{0,8}(?:\#{1,3}\s*|\d{1,2}[.)]\s*)?([A-Za-z][A-Za-z0-9 /&,'’()-]{0,48}?)\s*(:|$|-\s)")


@cache
def _headings() -> dict[str, str]:
    return {row["heading"]: row["section"] for row in rows("sections.tsv")}


def section_key(heading: str) -> str:
    """The section a heading names (``"Meds"`` -> ``"medications"``), or the empty string."""
    return _headings().get(" ".join(heading.lower().replace("’", "'").split()).rstrip(":"), "")


def heading_of(line: str) -> tuple[str, int] | None:
    """``(section key, end offset of the heading)`` when a line opens a section, else None.

    A heading ends with a colon, or stands alone on its line. Headings in capitals that the table does
    not know open a section of their own, named by an empty key.
    """
    m = _HEADING.match(line)
    if not m:
        return None
    key = section_key(m.group(1))
    if key:
        return key, m.end()
    if m.group(2) == ":" and len(m.group(1)) > 3 and m.group(1).isupper():
        return "", m.end()
    return None
