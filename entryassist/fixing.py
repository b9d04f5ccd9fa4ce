"""Applies the suggestions that are safe without a person looking at them: ``check --fix`` and ``--diff``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from terminology.finding import Finding, Safety, Severity

# each round may free another fix that overlapped one; far more than any note needs
_ROUNDS = 20
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_LINE_END = "\n\\ No newline at end of file\n"

Check = Callable[[str], Sequence[Finding]]


class Fix(NamedTuple):
    """``text[start:end]`` is to read ``replacement``."""

    start: int
    end: int
    replacement: str


class FixedText(NamedTuple):
    """A text with nothing left that is safe to fix, the findings that remain, and how many were fixed."""

    text: str
    findings: Sequence[Finding]
    fixes: int


def fix(text: str, check: Check) -> FixedText:
    """Apply the safe suggestions, check again, and so on until there are none."""
    findings, done = check(text), 0
    for _ in range(_ROUNDS):
        fixes = safe_fixes(findings)
        if not fixes:
            break
        text, done = applied(text, fixes), done + len(fixes)
        findings = check(text)
    return FixedText(text, findings, done)


def safe_fixes(findings: Sequence[Finding]) -> list[Fix]:
    """The first safe suggestion of each finding, in order, without overlaps.

    Where another rule warns about any of the span, a person has to look, and nothing is fixed.
    """
    fixes: list[Fix] = []
    for finding in findings:
        safe = next((one for one in finding.suggestions if one.safety is Safety.SAFE), None)
        if safe and not (fixes and finding.start < fixes[-1].end) and not _is_warned_about(finding, findings):
            fixes.append(Fix(finding.start, finding.end, safe.text))
    return fixes


def _is_warned_about(finding: Finding, findings: Sequence[Finding]) -> bool:
    return any(
        other.rule != finding.rule
        and other.severity is not Severity.ADVICE
        and other.start < finding.end
        and finding.start < other.end
        for other in findings
    )


def applied(text: str, fixes: Sequence[Fix]) -> str:
    """The text with fixes, which are in order and do not overlap."""
    pieces, at = [], 0
    for start, end, replacement in fixes:
        pieces += [text[at:start], replacement]
        at = end
    return "".join([*pieces, text[at:]])


def diff(name: str, before: str, after: str) -> str:
    """What changed, as a unified diff that ``patch`` takes; empty when nothing did."""
    lines = difflib.unified_diff(_LINE.findall(before), _LINE.findall(after), name, name)
    return "".join(line if line.endswith("\n") else line + _NO_LINE_END for line in lines)
