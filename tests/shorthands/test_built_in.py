"""The built-in shorthands, tested as code."""

from __future__ import annotations

import csv
from importlib.resources import files

from entryassist.shorthands.builtin import built_in
from entryassist.shorthands.cautions import text_cautions
from entryassist.shorthands.shorthand import checked
from entryassist.shorthands.template import filled, is_plain
from terminology import Checker

BLANK_RULE = "ST001"
NEGATION = "it says that something is absent"


def test_there_are_enough_of_them_and_each_can_be_one() -> None:
    assert len(built_in()) >= 150
    for one in built_in():
        assert checked(one.trigger, one.text, one.description) == (one.trigger, one.text, one.description)


def test_rows_are_sorted_unique_and_sourced() -> None:
    table = files("entryassist").joinpath("data/shorthands.tsv").read_text("utf-8").splitlines()
    rows = [*csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]
    keys = [(row["trigger"], row["text"]) for row in rows]
    assert keys == sorted(set(keys))
    assert all(row["source"] and row["trigger"] == row["trigger"].lower() for row in rows)


def test_after_an_expansion_nothing_is_flagged_but_the_blanks(checker: Checker) -> None:
    for one in built_in():
        put_in = filled(one.text, {})
        found = checker.check(put_in.text)
        assert {finding.rule for finding in found} <= {BLANK_RULE}, one.trigger
        assert len([finding for finding in found if finding.rule == BLANK_RULE]) == len(put_in.blanks), one.trigger


def test_no_template_says_that_something_is_absent() -> None:
    """A template asks: what nobody has asked or seen is a blank or a list to pick from."""
    for one in built_in():
        if not is_plain(one.text):
            assert NEGATION not in text_cautions(one.trigger, filled(one.text, {}).text), one.trigger


def test_no_trigger_is_a_word_of_common_english(checker: Checker) -> None:
    common = "a an and as at be by do for he her his if in is it its may me no not of on or she so the to up us was we"
    assert not {one.trigger for one in built_in()} & set(common.split())


def test_a_shorthand_saves_keys() -> None:
    for one in built_in():
        assert len(filled(one.text, {"TODAY": "2025-06-02"}).text) > len(one.trigger) + 1, one.trigger
