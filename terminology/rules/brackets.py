"""ST005: brackets and quotation marks without their partner."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.rules.base import Example, Rule, replacement

_CLOSER = {"(": ")", "[": "]", "“": "”", '"': '"'}
_SIGNS = '()[]"“”'
# what looks like a lone bracket and is none: a smiley, a half-open interval, a tick box, the mark of a list
_NOT_BRACKETS = re.compile(
    r"(?<!\S)[:;=]-?[()\[\]]+(?=\s|$)|[(\[]\s?-?[\d.]+\s?,\s?-?[\d.]+\s?[)\]]|\((?:\d{1,3}|[A-Za-z])\)"
)
_LIST_MARK = re.compile(r"(?:(?<=[\s#:;,(])|(?<=[^\d]\.)|^)#?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})\.?(\))")
_LIST_LINE = re.compile(r"\s*(?:[-•*]\s|#?\d{1,3}[.)]|[A-Za-z][.)]\s)")
# seconds, inches and ditto marks
_MEASURE = re.compile(r"(?<=[\d¼½¾'’])\"|(?<!\S)\"(?!\S)")


class _Mark(NamedTuple):
    at: int
    sign: str


class UnbalancedMarks(Rule):
    """Matches the marks of a line, and what is left over within the paragraph."""

    code = "ST005"
    mended_by_more = True
    name = "bracket or quotation mark without its partner"
    severity = Severity.ADVICE
    scope = "section"
    summary = "A bracket or a double quotation mark that is opened and not closed in its paragraph, or closed unopened."
    rationale = (
        "Where the bracket should close, the reader has to guess which words the remark covers; often the words "
        "that should have stood there are missing as well."
    )
    instead = "Add the missing mark, or delete the one that is too much."
    source = "General rules of punctuation."
    bad = (
        Example("Echo showed normal function [[(]]EF 60%."),
        Example("Lungs clear[[)]] bilaterally.", becomes=""),
        Example("She takes aspirin (81 mg daily[[]]] for prevention.", becomes=")"),
        Example('He said [["]]I cannot breathe and sat down.'),
    )
    good = (
        "1) Hypertension 2) Diabetes",
        "He is 5'10\" tall.",
        "She is feeling better :)",
        "Echo (done 3/4\nat the outside hospital) was normal.",
    )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """The marks of a line that have no partner in it."""
        text = line.text
        if not any(sign in text for sign in _SIGNS):
            return
        for mark, meant in _unmatched(text):
            if meant:
                message = f'"{mark.sign}" closes what another bracket opened; is "{meant}" meant?'
            elif mark.sign in _CLOSER:
                message = f"{mark.sign} is opened and not closed; close it or delete it."
            else:
                message = f"{mark.sign} is closed and not opened; open it or delete it."
            yield self.finding(
                text,
                mark.at,
                mark.at + 1,
                message,
                suggestions=[replacement(meant, 0.8 if meant else 0.5)],
                evidence="no partner in this paragraph",
            )

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Those that have no partner on another line of their paragraph either."""
        if len(findings) < 2:
            return findings
        kept: list[Finding] = []
        open_ones: list[Finding] = []
        for finding in findings:
            opener = next((o for o in reversed(open_ones) if _CLOSER[o.text] == finding.text), None)
            if opener and not _paragraph_ends(document, opener.start, finding.start):
                open_ones.remove(opener)
                kept.remove(opener)
                continue
            kept.append(finding)
            if finding.text in _CLOSER:
                open_ones.append(finding)
        return kept


def _unmatched(text: str) -> Iterator[tuple[_Mark, str]]:
    """The marks without partner, each with the sign that was meant, or the empty string."""
    marks = list(_marks(text))
    left: list[tuple[_Mark, str]] = []
    opened: list[_Mark] = []
    for i, mark in enumerate(marks):
        if mark.sign in _CLOSER and not (mark.sign == '"' and any(o.sign == '"' for o in opened)):
            opened.append(mark)
        elif opened and _CLOSER[opened[-1].sign] == mark.sign:
            opened.pop()
        elif any(_CLOSER[o.sign] == mark.sign for o in opened):
            while _CLOSER[opened[-1].sign] != mark.sign:
                left.append((opened.pop(), ""))
            opened.pop()
        elif opened and mark.sign in ")]" and opened[-1].sign in "([" and not _closes_later(marks[i:], opened[-1]):
            left.append((mark, _CLOSER[opened.pop().sign]))
        else:
            left.append((mark, ""))
    yield from sorted([*left, *((mark, "") for mark in opened)])


def _closes_later(marks: Sequence[_Mark], opener: _Mark) -> bool:
    return any(mark.sign == _CLOSER[opener.sign] for mark in marks)


def _marks(text: str) -> Iterator[_Mark]:
    """The marks that should come in pairs."""
    taken = {at for m in _NOT_BRACKETS.finditer(text) for at in range(*m.span())}
    if ")" in text:
        items = [m.start(1) for m in _LIST_MARK.finditer(text) if m.start(1) not in taken]
        # one such mark may close a bracket, "(see 1)"; several number a list
        if len(items) > 1 or (items and "(" not in text[: items[0]]):
            taken.update(items)
    if '"' in text and _MEASURE.search(text):
        taken.update(m.start() for m in re.finditer('"', text))
    for m in re.finditer(r"[()\[\]\"“”]", text):
        if m.start() not in taken:
            yield _Mark(m.start(), m.group())


def _paragraph_ends(document: Document, start: int, end: int) -> bool:
    """Whether a blank line, a heading or a new item of a list stands between two places of the note."""
    first, last = bisect_right(document.starts, start) - 1, bisect_right(document.starts, end) - 1
    return any(
        not line.text.strip() or line.heading or _LIST_LINE.match(line.text)
        for line in document.lines[first + 1 : last + 1]
    )
