"""The quality score by the AHDI weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology import Finding, Severity
from terminology.data_files import rows
from terminology.rules.catalog import RULES
from terminology.scoring import Category, QualityScore, category, score


def errors(*rules: str) -> list[Finding]:
    return [Finding(rule, 0, 1, "x", Severity.ADVICE, "") for rule in rules]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((), QualityScore(100, 0, 0, True)),
        (("SP001", "SP001"), QualityScore(98, 0, 2, True)),
        (("SP001",) * 3, QualityScore(97, 0, 3, False)),
        (("SF001",), QualityScore(97, 1, 0, False)),
        (("SF031", "SP001", "AB001", "AB001"), QualityScore(96, 1, 1, False)),
        (("ST005",) * 50, QualityScore(100, 0, 0, True)),
        (("NU001",) * 40, QualityScore(0, 40, 0, False)),
    ],
)
def test_the_score_is_a_hundred_less_the_weights(rules: tuple[str, ...], expected: QualityScore) -> None:
    assert score(errors(*rules)) == expected


@given(st.lists(st.sampled_from([rule.code for rule in RULES])))
def test_another_error_never_raises_the_score(rules: list[str]) -> None:
    before, after = score(errors(*rules[1:])), score(errors(*rules))
    assert 0 <= after.score <= before.score <= 100
    assert not after.passed or (before.passed and not after.critical)


def test_every_rule_has_a_category() -> None:
    table = [row["rule"] for row in rows("score_categories.tsv")]
    assert table == sorted(set(table))
    for rule in RULES:
        assert rule.code in table or rule.family() in table
    families = {rule.family() for rule in RULES}
    assert all(any(rule.code == name for rule in RULES) or name in families | {"CO"} for name in table)


def test_a_rule_without_a_row_of_its_own_counts_as_its_family_does() -> None:
    assert category("NU099") is Category.CRITICAL
    assert category("NU002") is Category.NONCRITICAL
    assert category("XX001") is Category.FEEDBACK
