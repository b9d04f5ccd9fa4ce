"""``entryassist vocab add``: shows what a file holds, asks, and adds it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from entryassist import terminal
from entryassist.display import visible

if TYPE_CHECKING:
    from terminology.vocabulary.importers.add import Glance
    from terminology.vocabulary.importers.catalog import Found
    from terminology.vocabulary.sources.brought import Brought

DECLINED = 1
_MINUTE = 60
_LONG = 10


@dataclass(frozen=True, slots=True)
class Options:
    """How to add a source; empty name, tier and licence mean the format's own."""

    name: str = ""
    tier: str | None = None
    licence: str = ""
    restart: bool = False
    yes: bool = False
    build: bool = False


def run(path: Path, options: Options) -> int:
    """Adds a source; 0 when it is there afterwards, 1 when the user did not want it."""
    from terminology.vocabulary.importers import add, catalog
    from terminology.vocabulary.term import Tier

    found = catalog.find(path)
    tier = Tier[options.tier.upper()] if options.tier else None
    record = add.record_of(found, options.name, tier, options.licence)
    if not options.restart and add.unchanged(record, options.licence):
        terminal.write(f"{visible(record.name)} is this very file and was added before: nothing to do.\n")
        return 0
    begun = 0 if options.restart else add.begun(record)
    _show(found, record, add.glance(found, record), begun)
    if not (options.yes or _agreed()):
        terminal.write("Nothing was added.\n")
        return DECLINED
    terminal.flush()
    try:
        with terminal.ProgressBar(show=terminal.is_terminal(sys.stderr)) as bar:
            added = add.add(found, record, restart=options.restart, progress=bar.step)
    except KeyboardInterrupt:
        terminal.complain("stopped; the same command goes on where it stopped")
        raise
    _report(added)
    if not options.build:
        terminal.write("Run 'entryassist vocab build' to use it; the next start does so by itself.\n")
    return 0


def _agreed() -> bool:
    if not terminal.is_terminal(sys.stdin):
        raise typer.BadParameter("nobody can be asked here, so give --yes to add it")
    terminal.flush()
    return typer.confirm("Add it?", err=True)


def _show(found: Found, record: Brought, glance: Glance, begun: int) -> None:
    facts = [
        ("Format", record.format),
        ("File", f"{found.path}, {_size(found.size)}, about {glance.rows:,} rows, {_duration(glance.seconds)}"),
        ("Name", record.name),
        ("Version", record.version or "not stated"),
        ("Licence", record.licence),
        ("Trust", f"at most {record.tier}"),
    ]
    if begun:
        facts.append(("Begun", f"{begun:,} rows are read already; it goes on from there"))
    if glance.seconds > _LONG:
        facts.append(("Stopping", "interrupt it at will: the same command goes on from there"))
    for label, value in facts:
        terminal.write(f"{label:<9}{visible(value, keep='')}\n")
    rows = [
        (term.text, term.tier.name.lower(), term.group.value, term.concept, term.preferred) for term in glance.terms
    ]
    terminal.write("\n")
    terminal.write_table(("first terms", "trust", "group", "code", "another name for"), rows)
    terminal.write("\n")


def _report(added: Brought) -> None:
    concepts = f" of {added.concepts:,} concepts" if added.concepts else ""
    lines = [f"Added {added.name}: {added.terms:,} terms{concepts} from {added.rows:,} rows."]
    if added.refused:
        lines.append(f"Malformed and left out: {_counted(added.refused, 'row')}.")
        lines.extend(f"  row {row}: {reason}" for row, reason in added.refusals)
        if added.refused > len(added.refusals):
            lines.append(f"  and {added.refused - len(added.refusals):,} more")
    if added.repeated:
        examples = ", ".join(added.repeated_ids)
        lines.append(f"Named twice, the first name counts: {_counted(added.repeated, 'code')} ({examples}).")
    if added.cycles:
        lines.append(f"Left out because they lead in a circle: {_counted(added.cycles, 'link')} to a broader concept.")
    terminal.write("".join(f"{visible(line, keep='')}\n" for line in lines))


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _size(size: int) -> str:
    for unit, divisor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= divisor:
            return f"{size / divisor:.1f} {unit}"
    return f"{size} bytes"


def _duration(seconds: float) -> str:
    return "a few seconds" if seconds < _LONG else f"about {max(1, round(seconds / _MINUTE))} min"
