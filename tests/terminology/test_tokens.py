"""What stays whole and what is split, and that spaCy sees the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from terminology.spacy_pipeline import blank_pipeline
from terminology.tokens import Kind, tokenize


def texts(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


@pytest.mark.parametrize(
    "whole",
    ["b.i.d.", "q.4h", "5-HT3", "120/80", "p.o.", "y/o", "#3", "T10-L2", "01/02/2024", "10:30", "A1c", "w/o", "n/v/d"]
    + ["patient's", "well-known", "1,000", "0.5", "naïve", "L4-L5", "a.b@example.org", "2026-11-02"],
)
def test_stays_whole(whole: str) -> None:
    assert whole in texts(f"before {whole} after")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10mg", ["10", "mg"]),
        ("5.0mg/kg", ["5.0", "mg", "/", "kg"]),
        ("K+ 4.1", ["K", "+", "4.1"]),
        ("10U", ["10", "U"]),
        ("pain.Then", ["pain", ".", "Then"]),
    ],
)
def test_is_split(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_kinds() -> None:
    kinds = {token.text: token.kind for token in tokenize("BP 120/80 on 01/02/2024, b.i.d. aspirin x2")}
    assert kinds["120/80"] is Kind.NUMBER
    assert kinds["01/02/2024"] is Kind.DATE
    assert kinds["b.i.d."] is Kind.SHORT
    assert kinds["aspirin"] is Kind.WORD
    assert kinds["x2"] is Kind.CODE


@given(st.text(max_size=60))
@settings(deadline=None)
def test_tokens_quote_the_text_and_lose_nothing(text: str) -> None:
    at = 0
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
        assert text[at : token.start].strip() == ""
        at = token.end
    assert text[at:].strip() == ""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return blank_pipeline()


@given(text=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_the_spacy_pipeline_has_the_same_tokens(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert [token.text for token in doc if token.text.strip()] == texts(text)
