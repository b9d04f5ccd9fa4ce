"""Findings as they are shown in lists and explained in full, each told apart by words and marks, not colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

from entryassist.tui.wording import MUTED, colour, mark, one_line, shortened

if TYPE_CHECKING:
    from entryassist.entry import Placed
    from terminology import Finding, Severity

Part = Content | str | tuple[str, str]
MOST_LISTED = 200
MOST_SUGGESTIONS = 9
_SOURCE_ROOM = 160
_TEXT_ROOM = 120


def suggestion_label(text: str) -> str:
    """A suggestion as it is shown: what would be typed, or that the words would be removed."""
    return one_line(text) if text.strip() else "(remove it)"


def listing(worst_first: Sequence[Placed]) -> list[tuple[Content, Placed | None]]:
    """The rows of a list of findings, worst first: a heading with its count (and None) above each severity."""
    rows: list[tuple[Content, Placed | None]] = []
    severity: Severity | None = None
    for one in worst_first[:MOST_LISTED]:
        if one.finding.severity is not severity:
            severity = one.finding.severity
            rows.append((_heading(severity, worst_first), None))
        rows.append((_row(one), one))
    if len(worst_first) > MOST_LISTED:
        rows.append((Content.styled(f"and {len(worst_first) - MOST_LISTED:,} more", MUTED), None))
    return rows


def options(rows: Iterable[tuple[Content, Placed | None]]) -> list[Option]:
    """The rows as options, of which the headings cannot be chosen."""
    return [Option(row, disabled=placed is None) for row, placed in rows]


def _heading(severity: Severity, findings: Sequence[Placed]) -> Content:
    same = [one for one in findings if one.finding.severity is severity]
    still_open = sum(one.open for one in same)
    count = f"{len(same):,}" if still_open == len(same) else f"{len(same):,}, {still_open:,} open"
    return Content.styled(f"{str(severity).capitalize()} {count}", f"{colour(severity)} bold")


def _row(one: Placed) -> Content:
    return _row_of(one.finding.severity, one.finding.rule, one.finding.text, "" if one.open else one.decided.decision)


@lru_cache(maxsize=2 * MOST_LISTED)
def _row_of(severity: Severity, rule: str, text: str, decision: str) -> Content:
    return Content.assemble(
        (mark(severity), colour(severity)),
        f" {rule} ",
        (shortened(one_line(text), 24), "" if decision else "bold"),
        f"  {decision}" if decision else "",
    )


def explanation(placed: Placed, position: str = "", remarks: Sequence[str] = (), keys: str = "") -> Content:
    """A finding in full: severity, rule, text, message, evidence and source, numbered suggestions.

    ``position`` says which of how many it is, ``remarks`` are what was asked, answered or decided about it, ``keys``
    what can be done.
    """
    finding = placed.finding
    name, source = _rule(finding.rule)
    parts: list[Part] = [
        (f"{mark(finding.severity)} {finding.severity}", colour(finding.severity)),
        (f"  {finding.rule}  {position}\n", MUTED),
        (shortened(one_line(finding.text), _TEXT_ROOM), "bold underline"),
        f"\n{one_line(finding.message)}",
    ]
    parts += [("\n" + one_line(remark), "bold") for remark in remarks]
    parts += _suggestions(finding)
    if finding.evidence:
        parts.append((f"\n\n{one_line(finding.evidence)}", MUTED))
    if name:
        parts.append((f"\n\n{finding.rule}: {name}. {shortened(one_line(source), _SOURCE_ROOM)}", MUTED))
    if keys:
        parts.append((f"\n\n{keys}", MUTED))
    return Content.assemble(*parts)


def _suggestions(finding: Finding) -> list[Part]:
    parts: list[Part] = ["\n"] if finding.suggestions else []
    for number, suggestion in enumerate(finding.suggestions[:MOST_SUGGESTIONS], 1):
        parts += [(f"\n {number} ", "$accent bold"), suggestion_label(suggestion.text)]
        if suggestion.note:
            parts.append((f"  {one_line(suggestion.note)}", MUTED))
    return parts


def _rule(code: str) -> tuple[str, str]:
    """Name and source of a rule; nothing for one that is not listed."""
    from terminology.rules.catalog import rule_named

    try:
        rule = rule_named(code)
    except KeyError:
        return "", ""
    return rule.name, rule.source
