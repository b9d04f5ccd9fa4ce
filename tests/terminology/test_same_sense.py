"""Two wordings of one meaning are one sense; two meanings are not."""

from __future__ import annotations

import pytest

from terminology import Checker, Suggestion
from terminology.abbreviations.wordings import Wordings
from terminology.data_files import rows
from terminology.vocabulary.index import open_index
from terminology.vocabulary.normal import normal_phrase

ONE_SENSE = [
    ("twice a day", "twice daily"),
    ("four times a day", "four times daily"),
    ("complains of", "complaining of"),
    ("gastroesophageal reflux", "gastro-oesophageal reflux disease"),
    ("shortness of breath", "dyspnea"),
    ("deep vein thrombosis", "deep venous thrombosis"),
    ("human papilloma virus", "human papillomavirus"),
    ("cerebrovascular accident", "cerebral vascular accident"),
    ("fourth lumbar vertebra", "lumbar 4"),
    ("bilateral", "bilaterally"),
    ("anteroposterior", "anterior posterior"),
    ("polycystic ovarian syndrome", "polycystic ovary syndrome"),
    ("primary care physician", "primary care provider"),
]
TWO_SENSES = [
    ("multiple sclerosis", "mitral stenosis"),
    ("hypotension", "hypothyroidism"),
    ("laparoscopic", "laparotomy"),
    ("discharge", "discontinue"),
    ("physical therapist", "physical therapy"),
    ("right atrium", "room air"),
    ("first heart sound", "first sacral vertebra"),
    ("mitral valve repair", "mitral valve replacement"),
    ("loss of consciousness", "level of consciousness"),
    ("with contrast", "without contrast"),
    ("intracranial hemorrhage", "intracerebral hemorrhage"),
    ("left lower lobe", "right lower lobe"),
]


@pytest.fixture(scope="module")
def wordings(checker: Checker) -> Wordings:
    """Wordings over the compiled vocabulary; asking for ``checker`` makes sure that it is there."""
    return Wordings(open_index().concepts)


@pytest.mark.parametrize(("one", "other"), ONE_SENSE)
def test_wordings_of_one_sense(wordings: Wordings, one: str, other: str) -> None:
    assert wordings.are_one_sense(one, other)
    assert wordings.are_one_sense(other, one)


@pytest.mark.parametrize(("one", "other"), TWO_SENSES)
def test_different_senses(wordings: Wordings, one: str, other: str) -> None:
    assert not wordings.are_one_sense(one, other)


def test_another_ending_is_the_same_sense_but_does_not_stand_in_its_place(wordings: Wordings) -> None:
    assert wordings.are_interchangeable("twice a day", "twice daily")
    assert not wordings.are_interchangeable("complains of", "complaining of")


def test_scores_of_one_sense_are_summed_and_its_usual_wording_comes_first(wordings: Wordings) -> None:
    ranked = [
        Suggestion("mitral stenosis", 0.4),
        Suggestion("twice a day", 0.35),
        Suggestion("twice daily", 0.25),
    ]
    senses = wordings.by_sense(ranked)
    assert [(sense.long, sense.score) for sense in senses] == [("twice a day", 0.6), ("mitral stenosis", 0.4)]


def test_the_table_is_sorted_and_says_nothing_twice() -> None:
    table = list(rows("same_sense.tsv"))
    written = [row["wording"].lower() for row in table]
    assert written == sorted(set(written))
    assert {row["kind"] for row in table} == {"wording", "form"}
    assert all(normal_phrase(row["wording"]) != normal_phrase(row["usual"]) for row in table)


def test_guarded_words_are_sorted_single_words_in_small_letters() -> None:
    words = [row["word"] for row in rows("guarded_words.tsv")]
    assert words == sorted(set(words))
    assert all(word.isalpha() and word.islower() for word in words)
    assert {row["kind"] for row in rows("guarded_words.tsv")} == {
        *("dose", "negation", "number", "person", "route", "side")
    }


def test_everyday_abbreviations_are_sorted_and_unique() -> None:
    shorts = [row["short"] for row in rows("everyday_abbreviations.tsv")]
    assert shorts == sorted(set(shorts))
