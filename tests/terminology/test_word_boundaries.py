"""Words cut by a space or a hyphen, and words typed with the fingers on the wrong keys (SP005 to SP007)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology import Checker

CUT = ("SP005", "SP006", "SP007")


def first(checker: Checker, text: str, *codes: str) -> list[tuple[str, str]]:
    return [(f.text, f.suggestions[0].text) for f in checker.check(text) if f.rule in codes]


@pytest.mark.parametrize(
    ("text", "span", "meant"),
    [
        ("Admitted with pneu monia.", "pneu monia", "pneumonia"),
        ("The late ral wall moves well.", "late ral", "lateral"),
        ("She was pass ed a catheter.", "pass ed", "passed"),
        ("Pneu monia is resolving.", "Pneu monia", "Pneumonia"),
        ("PATIENT HAD PNEU MONIA ON THE LEFT SIDE LAST WINTER.", "PNEU MONIA", "PNEUMONIA"),
        ("The incisio nwas closed.", "incisio nwas", "incision was"),
        ("shortnes sof breath", "shortnes sof", "shortness of"),
    ],
)
def test_a_misplaced_space_is_put_right(checker: Checker, text: str, span: str, meant: str) -> None:
    assert first(checker, text, *CUT) == [(span, meant)]


@pytest.mark.parametrize(
    ("text", "span", "meant"),
    [
        ("Treated for pneu-monia.", "pneu-monia", "pneumonia"),
        ("To follow -up in clinic.", "follow -up", "follow-up"),
        ("A post-operative fever.", "post-operative", "postoperative"),
    ],
)
def test_a_wrong_hyphen_is_put_right(checker: Checker, text: str, span: str, meant: str) -> None:
    assert first(checker, text, *CUT) == [(span, meant)]


@pytest.mark.parametrize(
    ("text", "span", "meant"),
    [
        ("The [syormy was seen.", "[syormy", "patient"),
        ("Denies vjrdy pain.", "vjrdy", "chest"),
        ("Known hyp0tension.", "hyp0tension", "hypotension"),
        ("The pat9ent was seen.", "pat9ent", "patient"),
    ],
)
def test_fingers_on_the_wrong_keys(checker: Checker, text: str, span: str, meant: str) -> None:
    assert first(checker, text, *CUT) == [(span, meant)]


@pytest.mark.parametrize(
    "text",
    [
        "She will follow up in two weeks; the gall bladder was removed.",
        "He can walk with out help, and the light was in adequate supply.",
        "Vertex presentation in OP position; irrigation with L and half of it.",
        "A two- or three-day course, mid- to late afternoon.",
        "The pain - worse at night - is dull.",
        "Pre-eclampsia, re-exploration, non-tender, anti-inflammatory, x-ray, follow-up.",
        "HLA-B27, p53, T4N1, q8h, x2d, B12, H1N1, CYP3A4.",
        "Dr. Gold man and Mrs. De Witt were called.",
    ],
)
def test_what_may_stand_is_left_alone(checker: Checker, text: str) -> None:
    assert first(checker, text, *CUT) == []


def test_a_piece_of_a_cut_word_is_reported_once(checker: Checker) -> None:
    assert [f.rule for f in checker.check("Treated for pneu monia and hyp0tension.")] == ["SP005", "SP007"]


@given(st.lists(st.sampled_from(["pneu", "monia", "of", "late", "ral", "the", "sof", "shortnes", "-"]), max_size=8))
def test_findings_about_cut_words_never_overlap(checker: Checker, words: list[str]) -> None:
    findings = [f for f in checker.check(" ".join(words)) if f.rule == "SP005"]
    assert all(a.end <= b.start for a, b in pairwise(findings))


def test_digits_that_no_key_has_are_left_alone(checker: Checker) -> None:
    assert first(checker, "AAA²A pat²ent", "SP007") == []
