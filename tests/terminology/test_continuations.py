"""What follows what: the table as data, and the probabilities made of it."""

from __future__ import annotations

import pytest

from terminology import Checker
from terminology.continuations import LINE, NUMBER, Continuations, pieces, pieces_before
from terminology.data_files import rows


def test_pieces_forget_which_number_it_was() -> None:
    assert pieces("BP 120/80.\nNo") == ["bp", NUMBER, "/", NUMBER, ".", LINE, "no"]


@pytest.mark.parametrize(
    ("before", "pair"),
    [("", (LINE, LINE)), ("No ", (LINE, "no")), ("with shortness of ", ("shortness", "of"))],
)
def test_the_two_pieces_before(before: str, pair: tuple[str, str]) -> None:
    assert pieces_before(before) == pair


def test_two_pieces_before_say_more_than_one() -> None:
    known = Continuations([(("of",), 10, {"the": 8, "breath": 2}), (("shortness", "of"), 4, {"breath": 4})])
    assert known.likeliest(("a", "of"))[0] == "the"
    assert known.likeliest(("shortness", "of"))[0] == "breath"
    assert known.likeliest(("x", "y")) == ("", 0.0)
    assert set(known.weigh(("a", "of"), "b", {"brain": 0.1})) == {"brain", "breath"}
    assert sum(known.weigh(("shortness", "of"), "", {}).values()) <= 1


def test_the_table_is_sorted_and_holds_no_names_or_numbers(checker: Checker) -> None:
    table = [*rows("continuations.tsv.gz")]
    keys = [tuple(row["before"].split(" ")) for row in table]
    assert keys == sorted(set(keys))
    common = {row["word"] for row in rows("clinical_frequency.tsv")}
    for row in table:
        followed = dict(one.rsplit(":", 1) for one in row["followed_by"].split(" "))
        assert set(followed) <= common
        assert all(3 <= int(count) <= int(row["total"]) for count in followed.values())


def test_nouns_that_are_counted_in_words_are_sorted_and_plain() -> None:
    nouns = [row["noun"] for row in rows("counted_nouns.tsv")]
    assert nouns == sorted(set(nouns))
    assert all(noun.isalpha() and noun.islower() for noun in nouns)
