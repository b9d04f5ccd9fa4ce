"""Questions to the author about a place of the note: what is asked, whether it leads, where the place is now."""

from __future__ import annotations

import re

from entryassist.dismissals import dismissal_key, same_place
from models import ProviderQuery, QueryInput
from terminology import Finding, Severity
from terminology.queries import query_for


def place(text: str, start: int, end: int) -> Finding:
    """A place of the text the clerk chose, as a finding of no rule."""
    return Finding("", start, end, text[start:end], Severity.ADVICE, "")


def question_about(finding: Finding, text: str) -> QueryInput:
    """A question about a finding of this text, neutrally worded."""
    key = dismissal_key(finding, text)
    return QueryInput(query_for(finding), finding.start, finding.end, finding.text, key, finding.rule)


def leading(question: str, finding: Finding) -> str:
    """A reading that the question offers though the neutral wording does not; empty when it offers none.

    A query that suggests its answer would lead the author.
    """
    neutral = f"{query_for(finding)} {finding.text}"
    for suggestion in finding.suggestions:
        reading = suggestion.text.strip()
        if reading and _says(question, reading) and not _says(neutral, reading):
            return reading
    return ""


def _says(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w)(?<!\d\.){re.escape(words)}(?!\.?\w)", text, re.IGNORECASE) is not None


def place_of(query: ProviderQuery, text: str) -> tuple[int, int] | None:
    """Where the words a query is about stand in the text now; None when they are gone.

    Of several such places the one between the same neighbours, then the one nearest to where it was.
    """
    if not query.text:
        return None
    starts = [match.start() for match in re.finditer(re.escape(query.text), text)]
    if not starts:
        return None
    best = min(starts, key=lambda start: (not _is_there(query, text, start), abs(start - query.start)))
    return best, best + len(query.text)


def _is_there(query: ProviderQuery, text: str, start: int) -> bool:
    here = Finding(query.rule, start, start + len(query.text), query.text, Severity.ADVICE, "")
    return same_place(query.key, dismissal_key(here, text))
