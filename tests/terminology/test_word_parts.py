"""Word analysis: known parts with their meanings, exact offsets, and what a split says about an unknown word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology import Checker, Severity
from terminology.data_files import rows
from terminology.word_parts import PartKind, analyse, explain, is_telling, split

KNOWN = {"periosteal", "nasal", "body", "insufflate", "proximate", "paint", "dominus", "center", "apply", "orbital"}


def parts_of(word: str) -> str:
    return "·".join(part.text for part in analyse(word))


@pytest.mark.parametrize(
    "split_word",
    [
        "cholecyst·ectomy",
        "chole·lithiasis",
        "electro·cardio·graphy",
        "hepato·megaly",
        "gastro·enter·itis",
        "hypo·glyc·emia",
        "hyper·thyroid·ism",
        "oto·rhino·laryngo·logy",
        "choledocho·duodeno·stomies",
        "endo·metri·osis",
        "hyp·oxia",
        "bronchiol·itis",
    ],
)
def test_a_word_is_split_into_the_fewest_and_longest_parts(split_word: str) -> None:
    assert parts_of(split_word.replace("·", "")) == split_word


@pytest.mark.parametrize(
    "word",
    ["", "a", "vomitting", "colonscopy", "tonsilitis", "cholcystectomy", "table", "x-ray", "B12", "itis", "cardio"]
    + ["cholecystectomy" * 5, "\u0130tis"],
)
def test_what_is_not_made_of_parts_has_no_split(word: str) -> None:
    assert analyse(word) == ()


def test_parts_are_explained() -> None:
    assert explain(analyse("cholecystectomy")) == "cholecyst- (gallbladder) + -ectomy (surgical removal)"
    assert explain(analyse("Hepatomegaly")) == "hepato- (liver) + -megaly (enlargement)"
    assert explain(analyse("paresthesia")) == "par- (beside, abnormal) + -esthesia (sensation)"
    assert explain(()) == ""


def test_the_end_of_a_word_may_be_a_known_word_with_an_ending() -> None:
    parts = split("supraperiosteally", KNOWN.__contains__)
    assert [(part.text, part.kind) for part in parts] == [
        ("supra", PartKind.PREFIX),
        ("periosteal", PartKind.WORD),
        ("ly", PartKind.ENDING),
    ]
    assert explain(split("reinsufflated", KNOWN.__contains__)) == "re- (again, back) + insufflat + -ed"


@given(
    st.one_of(
        st.lists(st.sampled_from(["cardio", "hepat", "itis", "ectomy", "hyper", "gram", "s"]), max_size=6).map("".join),
        st.sampled_from([row["example"] for row in rows("word_parts.tsv")]),
        st.text(max_size=12),
    ),
    st.booleans(),
)
def test_parts_cover_the_word_without_gaps(word: str, upper: bool) -> None:
    word = word.upper() if upper else word
    parts = analyse(word)
    assert "".join(part.text for part in parts) in ("", word)
    assert [part.start for part in parts] == [0, *(part.end for part in parts)][: len(parts)]
    assert all(word[part.start : part.end] == part.text for part in parts)
    assert [part.meaning for part in parts] == [part.meaning for part in analyse(word.lower())]


@pytest.mark.parametrize("word", ["neuroplasty", "nasoorbital", "hemibody", "supraperiosteal", "reinsufflated"])
def test_long_parts_tell_that_a_word_is_meant(word: str) -> None:
    assert is_telling(split(word, KNOWN.__contains__))


@pytest.mark.parametrize("word", ["abdominus", "catarac", "aproximate", "compaint", "applyed", "extenal"])
def test_short_parts_may_fit_a_slip_by_chance(word: str) -> None:
    assert not is_telling(split(word, KNOWN.__contains__))


def spelling_of(checker: Checker, word: str) -> list[tuple[Severity, str]]:
    return [(f.severity, f.evidence) for f in checker.check(f"The {word} was seen.") if f.rule == "SP001"]


@pytest.mark.parametrize(
    ("word", "built"),
    [
        ("supratrochlear", "supra- (above) + trochlear"),
        ("hemibody", "hemi- (half) + body"),
        ("infranasally", "infra- (below) + nasally"),
        ("septomucoperichondrial", "septo- (wall, partition) + mucoperichondrial"),
        ("tractioned", "traction + -ed"),
    ],
)
def test_a_word_built_of_known_parts_is_advice_that_shows_them(checker: Checker, word: str, built: str) -> None:
    assert spelling_of(checker, word) == [(Severity.ADVICE, f"built of {built}")]


@pytest.mark.parametrize(
    "slip", ["vomitting", "abdominus", "beenchanged", "orplace", "colonscopy", "tonsilitis", "dicomfort", "describeing"]
)
def test_a_slip_stays_a_warning(checker: Checker, slip: str) -> None:
    assert [severity for severity, _ in spelling_of(checker, slip)] == [Severity.WARNING]
