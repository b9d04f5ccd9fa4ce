"""A rule's page in Markdown, from the attributes of its class."""

from __future__ import annotations

from terminology.rules.base import Example, Rule


def page(rule: type[Rule]) -> str:
    """What it flags, why, what to write instead, how safe its suggestions are, examples and source."""
    bad = "\n".join(f"- {_shown(example)}" for example in rule.bad)
    good = "\n".join(f"- `{text}`" for text in rule.good)
    return f"""# {rule.code}: {rule.name}

**Severity:** {rule.severity} · **Scope:** {rule.scope}

{rule.summary}

## Why

{rule.rationale}

## What to write instead

{rule.instead}

## Suggestions

{rule.fix_safety}

## Flagged

{bad}

## Not flagged

{good}

## Source

{rule.source}
"""


def _shown(example: Example) -> str:
    start, end = example.span
    becomes = f" → `{example.becomes}`" if example.becomes else ""
    beside = " (given the record beside it)" if example.beside else ""
    return f"`{example.text}`: `{example.text[start:end]}`{becomes}{beside}"
