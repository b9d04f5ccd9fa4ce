"""What ``check --score`` prints: the quality score of each note, and the mean. Pure, from notes to strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from entryassist.display import visible
from entryassist.report import CheckedNote
from terminology.scoring import QualityScore, score


def lines(notes: Iterable[CheckedNote]) -> Iterator[str]:
    """A line for each note, and a last one with the mean of their scores when there was any."""
    scores: list[QualityScore] = []
    for note in notes:
        scores.append(score(note.findings))
        yield f"{visible(note.path, keep='')}: {_told(scores[-1])}\n"
    if scores:
        mean = sum(one.score for one in scores) / len(scores)
        passed = sum(one.passed for one in scores)
        yield f"mean of {len(scores):,} {'note' if len(scores) == 1 else 'notes'}: {mean:.1f} ({passed:,} passed)\n"


def _told(one: QualityScore) -> str:
    verdict = "passed" if one.passed else "not passed"
    return f"{one.score}, {verdict} ({one.critical} critical, {one.noncritical} noncritical)"
