"""Turns checked notes into what is printed: text for people, JSON and JSON Lines for programs.

Pure functions from notes to strings. Note text reaches the terminal only through ``display.visible``.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from rich.cells import cell_len

from entryassist.display import is_unseen, visible
from terminology.finding import Finding, Severity, Suggestion

EXCERPT_WIDTH = 100
_BEFORE_SPAN = 40
_SUGGESTIONS_SHOWN = 5
_TAB = " " * 4
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_RESET, _BOLD, _DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_COLOR = {Severity.CRITICAL: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.ADVICE: "\x1b[1;36m"}


@dataclass(frozen=True, slots=True)
class CheckedNote:
    """One note and what the rules say about it. ``path`` is the name to show."""

    path: str
    text: str
    findings: Sequence[Finding]


@dataclass(slots=True)
class Tally:
    """What a run has seen so far: notes checked, findings by severity, names that could not be read.

    ``fixes`` were applied to the notes; ``unfixed`` notes could not be written.
    """

    notes: int = 0
    unread: int = 0
    fixes: int = 0
    unfixed: int = 0
    findings: Counter[Severity] = field(default_factory=Counter)

    def add(self, note: CheckedNote) -> None:
        """Count a note and its findings."""
        self.notes += 1
        self.findings.update(finding.severity for finding in note.findings)

    def exit_code(self, fail_on: Severity) -> int:
        """2 when a name could not be read or written, else 1 for a finding at or above ``fail_on``, else 0."""
        if self.unread or self.unfixed:
            return 2
        return int(any(severity.rank <= fail_on.rank for severity in self.findings))


class Line(NamedTuple):
    """A line of a text: its number from 1, and its half-open span without the line break."""

    number: int
    start: int
    end: int


class Lines:
    """Finds the line an offset is on. LF, CRLF and CR end a line."""

    def __init__(self, text: str) -> None:
        breaks = [match.span() for match in _LINE_BREAK.finditer(text)]
        self._starts = [0, *(end for _, end in breaks)]
        self._ends = [*(start for start, _ in breaks), len(text)]

    def at(self, offset: int) -> Line:
        """The line that holds ``offset``; a line break belongs to the line it ends."""
        index = bisect_right(self._starts, offset) - 1
        return Line(index + 1, self._starts[index], self._ends[index])


def json_lines(notes: Iterable[CheckedNote]) -> Iterator[str]:
    """One JSON object a line for each finding; one string for each note that has any."""
    for note in notes:
        if note.findings:
            yield "".join(f"{record}\n" for record in _records(note))


def json_document(notes: Iterable[CheckedNote]) -> Iterator[str]:
    """One JSON array of all findings, written piece by piece."""
    opening = "[\n"
    for note in notes:
        if note.findings:
            yield opening + ",\n".join(_records(note))
            opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def text_report(notes: Iterable[CheckedNote], *, color: bool = False) -> Iterator[str]:
    """A paragraph for each finding with its source line; one string for each note that has any."""
    for note in notes:
        if note.findings:
            lines = Lines(note.text)
            yield "".join(_paragraph(note, finding, lines, color) for finding in note.findings)


def summary(tally: Tally) -> str:
    """The whole run in one line: ``3 findings in 2 notes (1 critical, 2 warning)``."""
    counts = tally.findings
    total = counts.total()
    kinds = ", ".join(f"{counts[severity]:,} {severity}" for severity in Severity if counts[severity])
    counted = f"{_count(total, 'finding') if total else 'No findings'} in {_count(tally.notes, 'note')}"
    told = [counted + (f" ({kinds})" if kinds else "")]
    if tally.fixes:
        told.append(f"{tally.fixes:,} fixed")
    if tally.unfixed:
        told.append(f"{_count(tally.unfixed, 'note')} could not be written")
    if tally.unread:
        told.append(f"{_count(tally.unread, 'path')} could not be read")
    return "; ".join(told)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _records(note: CheckedNote) -> Iterator[str]:
    lines = Lines(note.text)
    for finding in note.findings:
        line = lines.at(finding.start)
        place = {"path": note.path, "line": line.number, "column": finding.start - line.start + 1}
        yield harmless_json(json.dumps(place | asdict(finding), ensure_ascii=False))


def harmless_json(record: str) -> str:
    """Escape what JSON leaves as it is but a terminal would obey, such as the C1 controls."""
    if record.isprintable():
        return record
    return "".join(json.dumps(character)[1:-1] if is_unseen(character) else character for character in record)


def _paragraph(note: CheckedNote, finding: Finding, lines: Lines, color: bool) -> str:
    line = lines.at(finding.start)
    place = f"{_inline(note.path)}:{line.number}:{finding.start - line.start + 1}:"
    severity = _painted(f"{finding.severity:<8}", _COLOR[finding.severity], color)
    rows = [f"{_painted(place, _BOLD, color)} {finding.rule} {severity}  {_inline(finding.message)}"]
    if finding.suggestions:
        offered = ", ".join(_offer(suggestion) for suggestion in finding.suggestions[:_SUGGESTIONS_SHOWN])
        rows.append(f"    suggestions: {offered}")
    if finding.evidence:
        rows.append(_painted(f"    evidence: {_inline(finding.evidence)}", _DIM, color))
    rows += _excerpt(note.text, line, finding, color)
    return "\n".join(rows) + "\n\n"


def _offer(suggestion: Suggestion) -> str:
    note = f", {suggestion.note}" if suggestion.note else ""
    return _inline(f"{suggestion.text or '(delete)'} ({suggestion.score:.2f}{note})")


def _excerpt(text: str, line: Line, finding: Finding, color: bool) -> list[str]:
    """The source line around the span, and carets under the span as far as it is on this line."""
    first = min(finding.start, line.end)
    last = max(first, min(finding.end, line.end))
    left, right = _window(line, first)
    last = min(last, right)
    before = ("…" if left > line.start else "") + _shown(text[left:first])
    marked = _shown(text[first:last])
    after = _shown(text[last:right]) + ("…" if right < line.end else "")
    gutter = f"{line.number:>3}"
    carets = "^" * max(1, cell_len(marked))
    paint = _COLOR[finding.severity]
    # What is marked is shown to its end, blanks too, or the carets would stand under nothing.
    shown = f"{before}{_painted(marked, paint, color)}{after.rstrip()}" if marked else f"{before}{after}".rstrip()
    return [
        f"{gutter} | {shown}" if shown else f"{gutter} |",
        f"{' ' * len(gutter)} | {' ' * cell_len(before)}{_painted(carets, paint, color)}",
    ]


def _window(line: Line, first: int) -> tuple[int, int]:
    """The part of a line to show: all of it, or ``EXCERPT_WIDTH`` code points around ``first``."""
    if line.end - line.start <= EXCERPT_WIDTH:
        return line.start, line.end
    left = max(line.start, min(first - _BEFORE_SPAN, line.end - EXCERPT_WIDTH))
    return left, left + EXCERPT_WIDTH


def _shown(piece: str) -> str:
    """A piece of a line as printed; a tab takes a fixed width, so that the caret stays under the span."""
    return visible(piece, keep="\t").replace("\t", _TAB)


def _inline(words: str) -> str:
    return visible(words, keep="")


def _painted(words: str, paint: str, color: bool) -> str:
    return f"{paint}{words}{_RESET}" if color and words else words
