"""What the speller offers for a misspelt word: where candidates come from, how they rank, what it refuses."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from terminology import Checker
from terminology.concept import Group
from terminology.data_files import rows
from terminology.document import Line
from terminology.spelling.channel import KINDS, slips
from terminology.spelling.place import WordPlace
from terminology.spelling.speller import Correction, Speller, is_doubtful
from terminology.vocabulary import VocabularyIndex, open_index
from terminology.vocabulary.sounds import near_keys, sound_key, sounds_of
from terminology.vocabulary.term import Tier
from terminology.vocabulary.word import GROUP_BIT

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@pytest.fixture(scope="module")
def index() -> VocabularyIndex:
    return open_index()


@pytest.fixture(scope="module")
def speller(index: VocabularyIndex) -> Speller:
    return Speller(index)


def best(speller: Speller, typed: str, most: int = 5) -> list[str]:
    return [correction.text for correction in speller.corrections(typed)[:most]]


def score(corrections: tuple[Correction, ...], text: str) -> float:
    return next(correction.score for correction in corrections if correction.text == text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("diarhea", "diarrhea"),
        ("lisinoprl", "lisinopril"),
        ("metorpolol", "metoprolol"),
        ("hydroxzine", "hydroxyzine"),
        ("fysical", "physical"),
        ("obleek", "oblique"),
        ("applyd", "applied"),
        ("talconex", "taclonex"),
        ("shortnessof", "shortness of"),
    ],
)
def test_the_likeliest_word_comes_first(speller: Speller, typed: str, meant: str) -> None:
    assert best(speller, typed, 1) == [meant]


@pytest.mark.parametrize(
    ("typed", "meant", "how"),
    [
        ("sigrynge", "syringe", "sounds nearly the same"),
        ("pschyotharapi", "psychotherapy", "sounds nearly the same"),
        ("layrinks", "larynx", "sounds the same, four edits away"),
        ("nawshus", "nauseous", "sounds the same"),
        ("ultrasuond", "ultrasound", "two letters changed places"),
        ("omezoprale", "omeprazole", "two stretches changed places"),
        ("nueroimaging", "neuroimaging", "a front misspelt before a known word"),
        ("vertebroplatia", "vertebroplasty", "another ending"),
        ("arthrose", "arthrosis", "another ending"),
        ("diagnosised", "diagnosed", "an ending on the wrong form"),
    ],
)
def test_words_that_are_far_are_found(speller: Speller, typed: str, meant: str, how: str) -> None:
    assert meant in best(speller, typed), how


def test_long_words_are_found_three_edits_away(speller: Speller) -> None:
    assert best(speller, "cholecistektmy", 1) == ["cholecystectomy"]


def test_indexed_candidates_are_those_of_a_search_through_all_words(index: VocabularyIndex) -> None:
    words = [w.text for w in index.starting_with("") if w.tier is Tier.SUGGEST and w.text.isalpha() and len(w.text) > 3]
    chance = random.Random(5)
    for word in chance.sample(sorted(words), 25):
        at = chance.randrange(len(word))
        typed = word[:at] + chance.choice("aeinrst") + word[at + 1 :]
        near = set(index.spelled_alike(index.near(typed), len(typed), 2))
        assert {text for text in words if OSA.distance(typed, text, score_cutoff=2) <= 2} <= near, typed


def test_the_numbers_of_words_of_a_length_are_told_without_spelling_them(index: VocabularyIndex) -> None:
    numbers = index.near("pnuemonia")
    alike = index.spelled_alike(numbers, 9, 1)
    assert sorted(alike) == sorted(text for text in map(index.spelled, numbers) if 8 <= len(text) <= 10)


@pytest.mark.parametrize("typed", ["teh", "mg", "a", "", "il2", "cd4x", "covid19s", "x" * 61])
def test_short_words_and_words_with_digits_are_never_guessed(speller: Speller, typed: str) -> None:
    assert speller.corrections(typed) == ()


def test_scores_are_shares_and_leave_room_for_none(speller: Speller) -> None:
    for typed in ("pnuemonia", "thight", "zzqvkw", "lisinoprl"):
        scores = [correction.score for correction in speller.corrections(typed)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert sum(scores) < 1


@pytest.mark.parametrize(
    ("one", "other", "apart", "tie"),
    [
        ("thigh", "tight", 0.02, True),
        ("thigh", "tight", 0.4, False),
        ("diagnosed", "diagnosis", 0.02, False),
        ("ileum", "ilium", 0.05, True),
    ],
)
def test_words_nearly_as_likely_are_a_tie_unless_they_are_forms_of_one(
    one: str, other: str, apart: float, tie: bool
) -> None:
    assert is_doubtful([Correction(one, 0.5, None), Correction(other, 0.5 - apart, None)]) is tie


def test_a_word_that_only_a_weak_source_has_is_not_urged(speller: Speller) -> None:
    assert not is_doubtful([])
    assert not is_doubtful(speller.corrections("lisinoprl"))
    assert best(speller, "talconex", 1) == ["taclonex"]
    assert is_doubtful(speller.corrections("talconex"))


def test_neighbours_decide_between_words_that_are_as_near(speller: Speller) -> None:
    assert speller.corrections("refex", "tendon")[0].text == "reflex"
    plural = speller.corrections("cartilaegs", "lateral", "were")
    singular = speller.corrections("cartilaegs", "lateral", "was")
    assert score(plural, "cartilages") > score(singular, "cartilages")


@pytest.mark.parametrize(
    ("text", "section", "group"),
    [
        ("metorpolol 25 mg daily", "", Group.DRUG),
        ("metorpolol", "medications", Group.DRUG),
        ("metorpolol", "history", None),
        ("left metorpolol", "", Group.ANATOMY),
    ],
)
def test_a_place_expects_drugs_and_anatomy(text: str, section: str, group: Group | None) -> None:
    start = text.index("metorpolol")
    place = WordPlace.of(Line(text), start, start + len("metorpolol"), section)
    assert place.groups == (GROUP_BIT[group] if group else 0)


def test_a_drug_gains_where_a_drug_is_expected(speller: Speller) -> None:
    drug = GROUP_BIT[Group.DRUG]
    here, anywhere = speller.corrections("pancreatis", "", "", drug), speller.corrections("pancreatis")
    assert score(here, "pancreatin") > score(anywhere, "pancreatin")


@pytest.mark.parametrize(
    ("left", "right", "number"),
    [("several", "", 1), ("each", "", -1), ("", "were", 1), ("the", "was", -1), ("the", "with", 0)],
)
def test_a_place_expects_a_number(left: str, right: str, number: int) -> None:
    assert WordPlace(left, right).number == number


@pytest.mark.parametrize(
    ("typed", "meant", "kinds"),
    [
        ("pnuemonia", "pneumonia", ("swap",)),
        ("omezoprale", "omeprazole", ("moved",)),
        ("fysical", "physical", ("group_sound",)),
        ("arthrose", "arthrosis", ("group_ending",)),
        ("tumir", "tumor", ("replace_vowel",)),
        ("pqin", "pain", ("replace_near",)),
        ("psin", "pain", ("replace_row",)),
        ("adress", "address", ("omit_double",)),
        ("commma", "comma", ("insert_double",)),
        ("same", "same", ()),
    ],
)
def test_slips_have_kinds(typed: str, meant: str, kinds: tuple[str, ...]) -> None:
    assert slips(typed, meant) == kinds


@given(LETTERS, LETTERS)
def test_every_word_can_be_a_slip_of_every_other(typed: str, meant: str) -> None:
    found = slips(typed, meant)
    assert set(found) <= set(KINDS)
    assert (not found) == (typed == meant)
    assert len(found) <= OSA.distance(typed, meant) + min(len(typed), len(meant))


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("fysical", "physical"),
        ("layrinks", "larynx"),
        ("nawshus", "nauseous"),
        ("fatig", "fatigue"),
        ("assma", "asthma"),
        ("cimetrical", "symmetrical"),
        ("hemorrage", "haemorrhage"),
    ],
)
def test_words_that_sound_the_same(heard: str, meant: str) -> None:
    assert sounds_of(heard) == sounds_of(meant)
    assert sound_key(heard) == sound_key(meant)


@given(LETTERS)
def test_near_sound_keys_are_one_sound_away(word: str) -> None:
    key = sound_key(word)
    assert key not in near_keys(key)
    assert all(OSA.distance(key, near) == 1 for near in near_keys(key))


def test_weights_point_the_right_way() -> None:
    weights = {row["feature"]: float(row["weight"]) for row in rows("spelling_weights.tsv")}
    assert all(row["source"] for row in rows("spelling_weights.tsv"))
    for helps in ("zipf", "clinical", "medical", "same_sound", "left_seen", "right_seen", "number_agrees"):
        assert weights[helps] > 0, helps
    for harms in ("slips_beyond_first", "first_letter", "rare", "weak_source", "built", "sounds_apart"):
        assert weights[harms] < 0, harms


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("letter_groups.tsv", ("one", "other")),
        ("place_cues.tsv", ("cue", "kind", "tells")),
        ("clinical_pairs.tsv", ("pair",)),
    ],
)
def test_tables_are_sorted_unique_and_sourced(table: str, key: tuple[str, ...]) -> None:
    keys = [tuple(row[name] for name in key) for row in rows(table)]
    assert keys == sorted(set(keys))
    assert all(row["source"] for row in rows(table))


def test_letter_groups_are_pairs_of_different_groups() -> None:
    for row in rows("letter_groups.tsv"):
        assert row["one"] < row["other"]
        assert row["kind"] in {"sound", "ending"}


def test_suggestions_of_the_checker_carry_the_scores(checker: Checker) -> None:
    (finding,) = [f for f in checker.check("Started on lisinoprl 10 mg.") if f.rule == "SP001"]
    assert finding.suggestions[0].text == "lisinopril"
    assert finding.suggestions[0].score > 0.9
