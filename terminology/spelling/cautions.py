"""What has to be said beside a correction: that it reverses the meaning, or that another drug is as near."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from terminology.drugs import tall_man
from terminology.meaning import reversal
from terminology.spelling.speller import Correction

# a rival below this share is not worth a word
_NOTABLE = 0.05


@dataclass(frozen=True, slots=True)
class Caution:
    """``notes`` stand beside the corrections, in their order; ``warning`` is a clause for the message, or empty.

    A correction that changes a direction or a negation is critical: the source must be looked at.
    """

    notes: tuple[str, ...]
    warning: str


def caution(typed: str, corrections: Sequence[Correction], is_word: Callable[[str], bool]) -> Caution:
    """What to say about the corrections of a misspelt word (lower case), best first."""
    turned = [reversal(typed, one.text, is_word) for one in corrections]
    notes = []
    for correction, pair in zip(corrections, turned, strict=True):
        said = [_drug_note(correction, corrections)]
        if pair:
            said.append(f"changes {_named(pair.one)} to {_named(pair.other)}")
        notes.append("; ".join(filter(None, said)))
    warning = ""
    if turned and turned[0]:
        warning = "this changes the meaning to its opposite"
    elif len(corrections) > 1 and corrections[1].score >= _NOTABLE:
        first, second = corrections[:2]
        if reversal(first.text, second.text, is_word):
            warning = f'or "{second.text}", its opposite'
    return Caution(tuple(notes), warning)


def _named(prefix: str) -> str:
    return f"{prefix}-" if prefix else "no prefix"


def _drug_note(correction: Correction, corrections: Sequence[Correction]) -> str:
    if not (correction.word and correction.word.is_drug):
        return ""
    rivals = [
        other.text
        for other in corrections
        if other is not correction and other.score >= _NOTABLE and other.word and other.word.is_drug
    ]
    shown = tall_man(correction.text)
    said = f"drug name, {shown}" if shown != correction.text else "drug name"
    return f"{said}; so is {tall_man(rivals[0])}, which is near too" if rivals else said
