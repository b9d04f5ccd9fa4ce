"""A site's own severities: for rules or families of rules, within sections, and for types of note."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from terminology.document import Document
from terminology.finding import Finding, Severity
from terminology.note_parts import note_type_key

OFF = "off"
Levels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Severities:
    """Pairs of a rule code or its beginning and a severity or ``off``.

    ``sections`` holds such pairs by section (a key of data/sections.tsv), ``note_types`` by type of note. The longer
    beginning wins; of equally long ones the section's, then the note type's, then the general.
    """

    general: Levels = ()
    note_types: tuple[tuple[str, Levels], ...] = ()
    sections: tuple[tuple[str, Levels], ...] = ()

    def applied(self, findings: Iterable[Finding], document: Document) -> Iterator[Finding]:
        """The findings with the site's severities, without those that are off."""
        kind = note_type_key(document.context.note_type)
        of_note = [self.general, *(levels for name, levels in self.note_types if note_type_key(name) == kind)]
        of_section = dict(self.sections)
        for finding in findings:
            section = document.places[bisect_right(document.starts, finding.start) - 1].section
            level = _level(finding.rule, [*of_note, of_section.get(section, ())])
            if level != OFF:
                yield replace(finding, severity=Severity(level)) if level else finding

    def __bool__(self) -> bool:
        return bool(self.general or self.note_types or self.sections)


def _level(rule: str, layers: Iterable[Levels]) -> str:
    """The level of the longest beginning of a rule's code, of equally long ones the last; empty when there is none."""
    longest, found = 0, ""
    for levels in layers:
        for prefix, level in levels:
            if rule.startswith(prefix) and len(prefix) >= longest:
                longest, found = len(prefix), level
    return found
