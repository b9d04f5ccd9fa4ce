"""The last vital signs of a text in one line, for ``$LAST_VITALS``."""

from __future__ import annotations

from collections.abc import Sequence

from terminology import Measurement, NoteContext
from terminology.document import Line, Place, cut_lines
from terminology.measurements import measurements, quantities
from terminology.measurements.quantities import short_name


def last_vitals(text: str) -> str:
    """``BP 142/86, HR 78, SpO2 97%`` from the last line of the text that holds vital signs, as written there.

    Lines with two or more go before lines with one. Empty when there are none.
    """
    found = []
    place = Place("", NoteContext())
    for _, line_text in cut_lines(text):
        line = Line(line_text)
        if signs := [m for m in measurements(line, place) if quantities()[m.key].is_vital]:
            found.append((line, signs))
    several = [one for one in found if len(one[1]) > 1] or found
    return ", ".join(_said(*several[-1])) if several else ""


def _said(line: Line, signs: Sequence[Measurement]) -> list[str]:
    said: list[str] = []
    for sign in signs:
        value = line.text[sign.value_start : sign.value_end]
        if sign.key == "diastolic" and said:
            said[-1] += f"/{value}"
        else:
            written = "" if "," in sign.unit else sign.unit
            unit = written if written == "%" else f" {written.upper() if len(written) == 1 else written}"
            label = "BP" if sign.key == "systolic" else short_name(sign.key)
            said.append(f"{label} {value}{unit.rstrip()}")
    return said
