"""The last vital signs of a text in one line, for ``$LAST_VITALS``."""

from __future__ import annotations

from terminology import NoteContext
from terminology.data_files import rows
from terminology.document import Line, Place, cut_lines
from terminology.vital_signs import VitalSign, vital_signs


def last_vitals(text: str) -> str:
    """``BP 142/86, HR 78, SpO2 97%`` from the last line of the text that holds vital signs, as written there.

    Lines with two or more go before lines with one. Empty when there are none.
    """
    found = []
    place = Place("", NoteContext())
    for _, line_text in cut_lines(text):
        line = Line(line_text)
        if signs := vital_signs(line, place):
            found.append((line, signs))
    several = [one for one in found if len(one[1]) > 1] or found
    return ", ".join(_said(*several[-1])) if several else ""


def _said(line: Line, signs: tuple[VitalSign, ...]) -> list[str]:
    labels = {row["vital"]: row["labels"].split("|")[0] for row in rows("vital_signs.tsv")}
    said: list[str] = []
    for sign in signs:
        value = line.text[sign.start : sign.end]
        if sign.vital == "diastolic" and said:
            said[-1] += f"/{value}"
        else:
            unit = sign.unit if sign.unit == "%" else f" {sign.unit.upper() if len(sign.unit) == 1 else sign.unit}"
            label = "BP" if sign.vital == "systolic" else labels[sign.vital]
            said.append(f"{label} {value}{unit.rstrip()}")
    return said
