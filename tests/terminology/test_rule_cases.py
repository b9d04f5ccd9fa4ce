"""Each rule that has a table of cases reaches its figures on it: recall and precision of at least 95 %."""

from __future__ import annotations

import pytest
import rule_cases as benchmark

from terminology import Checker
from terminology.rules.catalog import rule_named

CODES = benchmark.codes_with_cases()
ENOUGH = 40
REACHED = 0.95


@pytest.mark.parametrize("code", CODES)
def test_a_table_of_cases_belongs_to_a_rule_and_is_large_enough(code: str) -> None:
    assert rule_named(code).code == code
    cases = benchmark.read_cases(code)
    assert sum(bool(case.spans) for case in cases) >= ENOUGH
    assert sum(not case.spans for case in cases) >= ENOUGH
    assert len({(case.text, case.context) for case in cases}) == len(cases)


@pytest.mark.parametrize("code", CODES)
def test_the_rule_finds_what_is_marked_and_nothing_else(checker: Checker, code: str) -> None:
    made = benchmark.score(checker, code, benchmark.read_cases(code))
    said = "\n".join(
        f"{kind} {span!r} in {case.text!r}"
        for kind, spans in (("missed", made.missed), ("extra", made.extra))
        for span, case in spans
    )
    assert made.recall >= REACHED, said
    assert made.precision >= REACHED, said
