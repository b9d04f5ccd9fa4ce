"""What a note itself says its short forms stand for."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.language import Language

from terminology.abbreviations.definitions import definitions_in
from terminology.abbreviations.schwartz_hearst import definitions_by_letters
from terminology.document import Line
from terminology.spacy_pipeline import blank_pipeline

PIECES = st.sampled_from(
    ["myasthenia", "gravis", "(", ")", " ", "  ", "\t", "transient", "ischemic", "attack", "of", "MG", "(TIA)", "(MG)"]
    + ["(h/o TIA)", "5 mg", "(AB2 x)", "(a long form of it)", "AB", "İ", "ß"]
)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Seen for transient ischemic attack (TIA).", {"TIA": "transient ischemic attack"}),
        ("TIA (transient ischemic attack) last year.", {"TIA": "transient ischemic attack"}),
        ("Takes hydrochlorothiazide (HCTZ) daily.", {"HCTZ": "hydrochlorothiazide"}),
        ("He takes aspirin (ASA was stopped).", {}),
        ("Pain (see below) and rash (mild).", {}),
    ],
)
def test_definitions_of_a_line(line: str, found: dict[str, str]) -> None:
    assert definitions_in([Line(line)]) == found


@pytest.fixture(scope="module")
def detector() -> Language:
    pytest.importorskip("scispacy.abbreviation", reason="scispaCy cannot be installed on Python 3.13 and newer")
    nlp = blank_pipeline()
    nlp.add_pipe("abbreviation_detector")
    return nlp


@given(text=st.lists(PIECES, max_size=16).map("".join))
@example(text="myasthenia (MG) and (MG) of myasthenia gravis (MG)")
@pytest.mark.filterwarnings("ignore:.*W036.*")
def test_letters_are_found_as_scispacy_finds_them(detector: Language, text: str) -> None:
    theirs = {(span.text, span._.long_form.text) for span in detector(text)._.abbreviations}
    assert definitions_by_letters(text) == theirs
