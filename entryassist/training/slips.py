"""The errors a drill can hide in a note: how typists go wrong, and what the safety lists forbid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

# Keys beside each other on a QWERTY keyboard, rows and diagonals.
_BESIDE = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv",
    "h": "gyujnb", "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm",
    "o": "iklp", "p": "ol", "q": "wa", "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji",
    "v": "cfgb", "w": "qase", "x": "zsdc", "y": "tghu", "z": "asx",
}  # fmt: skip
_WORD = re.compile(r"\b[a-z]{6,}\b")
_BLANKABLE = re.compile(r"\b[a-z]{7,}\b")
_BLOOD_PRESSURE = re.compile(r"\b(\d{2,3})/(\d{2,3})\b(?= mmHg)")


@dataclass(frozen=True, slots=True)
class Slip:
    """One hidden error: ``right`` at ``start`` in the correct note is replaced by ``wrong``."""

    kind: str
    start: int
    right: str
    wrong: str
    why: str

    @property
    def end(self) -> int:
        """Where the correct text ends."""
        return self.start + len(self.right)


def misspelt(word: str, random: Random) -> str:
    """The word with one slip of the fingers; the first letter stays, as it mostly does."""
    place = random.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    way = random.choice(("swap", "omit", "double", "neighbour"))
    if way == "swap" and letter != after[0]:
        return before + after[0] + letter + after[1:]
    if way == "omit":
        return before + after
    if way == "neighbour":
        return before + random.choice(_BESIDE[letter]) + after
    return before + letter + letter + after


def misspellings(text: str, random: Random) -> Iterator[Slip]:
    """A slip for each longer word in lower case."""
    for match in _WORD.finditer(text):
        wrong = misspelt(match.group(), random)
        yield Slip("misspelling", match.start(), match.group(), wrong, f"The word is “{match.group()}”.")


# Pattern of the correct form, how it goes wrong, why that is unsafe.
# Source: The Joint Commission, official do-not-use list.
_NOTATIONS = (
    (r"(?<![\d.])(\d+)(?= mg\b)", r"\1.0", "A trailing zero can be read as a tenfold dose."),
    (r"\b0(\.\d+)(?= mg\b)", r"\1", "Without the leading zero the point is missed: a tenfold dose."),
    (r"(?<!twice )(?<!times )\bdaily\b", "QD", "QD can be read as QID: write “daily”."),
    (r"\bevery other day\b", "QOD", "QOD can be read as QD or QID: write “every other day”."),
    (r"(?<=\d )units\b", "U", "U can be read as 0 or 4: write “units”."),
    (r"\bmorphine sulfate\b|\bMorphine sulfate\b", "MSO4", "MSO4 can be read as magnesium sulfate."),
)  # fmt: skip


def unsafe_notations(text: str) -> Iterator[Slip]:
    """Doses and times written in a way the do-not-use list forbids."""
    for pattern, wrong, why in _NOTATIONS:
        for match in re.finditer(pattern, text):
            yield Slip("unsafe notation", match.start(), match.group(), match.expand(wrong), why)


def swapped_pressures(text: str) -> Iterator[Slip]:
    """Blood pressures with the diastolic value first."""
    for match in _BLOOD_PRESSURE.finditer(text):
        wrong = f"{match[2]}/{match[1]}"
        yield Slip("blood pressure", match.start(), match.group(), wrong, "The systolic pressure is the higher one.")


def blanks(text: str) -> Iterator[Slip]:
    """Words the typist did not hear."""
    for match in _BLANKABLE.finditer(text):
        why = "A blank must be filled from the recording or asked about."
        yield Slip("blank", match.start(), match.group(), "____", why)
