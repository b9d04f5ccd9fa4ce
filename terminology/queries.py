"""Words a question to the author of a note: neutral, with what the note says, without an answer.

A query that suggests its answer would lead the author. So readings are quoted in the order of the alphabet, not in
that of their likelihood, and nothing is quoted of what EntryAssist thinks of them.
"""

from __future__ import annotations

from functools import cache

from terminology.data_files import rows
from terminology.finding import Finding

_ANY = "*"
_LONGEST = 160


@cache
def _templates() -> dict[str, str]:
    return {row["rule"]: row["template"] for row in rows("query_templates.tsv")}


def query_for(finding: Finding) -> str:
    """The question to the author about a finding, after the template of its rule, its family, or any rule.

    Rules that compare two places, or the note with the record, quote both readings, which their evidence holds.
    """
    templates = _templates()
    template = next(templates[name] for name in (finding.rule, finding.rule[:2], _ANY) if name in templates)
    return template.format(text=_quoted(finding.text), evidence=finding.evidence, readings=_readings(finding))


def _quoted(text: str) -> str:
    """A stretch of the note in quotes, on one line; of a long one its beginning."""
    flat = " ".join(text.split())
    return f'"{flat}"' if len(flat) <= _LONGEST else f'"{flat[:_LONGEST].rstrip()} ..."'


def _readings(finding: Finding) -> str:
    """What the note says and what else it could say, in the order of the alphabet."""
    texts = {finding.text, *(suggestion.text for suggestion in finding.suggestions if suggestion.text)}
    return " or ".join(_quoted(text) for text in sorted(texts, key=str.casefold))
