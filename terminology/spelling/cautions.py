"""What has to be said beside a correction: that it reverses the meaning, or that another drug is as near."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from terminology.drugs import tall_man
from terminology.meaning import Opposites
from terminology.spelling.speller import Correction

Reverses = Callable[[str, str], Opposites | None]

# a rival below this share is not worth a word
_NOTABLE = 0.05


def notes(typed: str, corrections: Sequence[Correction], reverses: Reverses) -> tuple[str, ...]:
    """What stands beside each correction of a misspelt word (lower case), in their order."""
    found = []
    for correction in corrections:
        said = [_drug_note(correction, corrections)]
        if pair := reverses(typed, correction.text):
            said.append(f"changes {_named(pair.one)} to {_named(pair.other)}")
        found.append("; ".join(filter(None, said)))
    return tuple(found)


def warning(typed: str, ranked: Sequence[tuple[str, float]], reverses: Reverses) -> str:
    """A clause for the message, or empty; ``ranked`` are corrections with their scores, best first.

    A correction that changes a direction or a negation is critical: the source must be looked at.
    """
    if ranked and reverses(typed, ranked[0][0]):
        return "this changes the meaning to its opposite"
    if len(ranked) > 1 and ranked[1][1] >= _NOTABLE and reverses(ranked[0][0], ranked[1][0]):
        return f'or "{ranked[1][0]}", its opposite'
    return ""


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
