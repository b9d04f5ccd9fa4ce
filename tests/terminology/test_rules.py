"""Every rule is documented, and its own examples hold."""

from __future__ import annotations

import pytest

from terminology import Checker, Finding, NoteContext, Settings
from terminology.rules.base import Example, Rule
from terminology.rules.catalog import RULES, rule_named, rule_page

BAD = [pytest.param(rule, example, id=f"{rule.code}:{example.text[:40]}") for rule in RULES for example in rule.bad]
GOOD = [pytest.param(rule, text, id=f"{rule.code}:{text[:40]}") for rule in RULES for text in rule.good]


def of_rule(checker: Checker, rule: type[Rule], text: str, context: NoteContext | None = None) -> list[Finding]:
    if rule.shown_with != Settings():
        checker = Checker.load(rule.shown_with)
    return [finding for finding in checker.check(text, context or rule.shown_in) if finding.rule == rule.code]


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_bad_example_is_flagged_at_its_span(checker: Checker, rule: type[Rule], example: Example) -> None:
    findings = of_rule(checker, rule, example.text, example.beside)
    assert example.span in [(f.start, f.end) for f in findings]
    if example.becomes is not None:
        first = next(f for f in findings if (f.start, f.end) == example.span).suggestions[0]
        assert first.text == example.becomes


@pytest.mark.parametrize(("rule", "text"), GOOD)
def test_good_example_is_not_flagged(checker: Checker, rule: type[Rule], text: str) -> None:
    assert of_rule(checker, rule, text) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_page_is_complete(rule: type[Rule]) -> None:
    page = rule_page(rule.code)
    assert page.startswith(f"# {rule.code}: {rule.name}")
    for part in (rule.summary, rule.rationale, rule.instead, rule.source, rule.fix_safety):
        assert part.strip()
        assert part in page
    assert rule.bad
    assert rule.good


def test_codes_are_unique_and_in_known_families() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    assert {rule.family() for rule in RULES} == {"SP", "AB", "SF", "NU", "CO", "ST", "TM"}


def test_rules_are_found_by_code_in_any_case() -> None:
    assert rule_named("sp001").code == "SP001"
    with pytest.raises(KeyError):
        rule_named("XX999")


@pytest.mark.parametrize("opening", ["[blank", "(inaudible", "*"])
def test_a_mark_before_a_long_gap_is_no_blank(checker: Checker, opening: str) -> None:
    """With a pattern that backtracks over the gap this would not end within the hour."""
    assert of_rule(checker, rule_named("ST001"), opening + " " * 20_000 + "x") == []
