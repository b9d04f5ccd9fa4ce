"""Whatever a term holds, it comes back from the staged file as it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology import Group
from terminology.vocabulary.importers.format import Malformed, cleaned, trusted
from terminology.vocabulary.sources.staged import decode, encode, read_terms
from terminology.vocabulary.term import Term, Tier

texts = st.text(st.characters(exclude_categories=["Cs"]))
awkward = st.one_of(texts, st.text("\\\tsn \r\n\x85\u2028a", max_size=8))
ids = st.one_of(st.text("\\ s\tn:1", min_size=1, max_size=6), texts.filter(bool))
terms = st.builds(
    Term,
    text=awkward,
    tier=st.sampled_from(Tier),
    group=st.sampled_from(Group),
    concept=awkward,
    preferred=awkward,
    zipf=st.floats(0, 9),
    definition=awkward,
    parents=st.lists(ids, max_size=4).map(tuple),
)


@given(terms)
def test_a_term_survives_its_line(term: Term) -> None:
    line = encode(term)
    assert "\n" not in line
    assert line.count("\t") == 7
    assert decode(line) == term


@given(st.lists(terms, max_size=5))
def test_terms_survive_their_file(tmp_path_factory: pytest.TempPathFactory, written: list[Term]) -> None:
    path = tmp_path_factory.mktemp("staged") / "terms.tsv"
    data = "".join(f"{encode(term)}\n" for term in written).encode()
    path.write_bytes(data)
    assert list(read_terms(path, hashlib.blake2b(data, digest_size=16).hexdigest())) == written


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("zorb", "not enough values"),
        ("zorb\t9\tother\t\t\t\t\t", "no such tier or group"),
        ("zorb\t1\tzorbs\t\t\t\t\t", "no such tier or group"),
        ("zorb\t1\tother\t\t\tx\t\t", "could not convert"),
    ],
)
def test_a_line_that_is_no_term_is_a_value_error(line: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        decode(line)


@given(texts)
def test_clean_text_shows_itself_and_stays_clean(text: str) -> None:
    try:
        clean = cleaned(text)
    except Malformed:
        return
    assert clean
    assert clean.isprintable()
    assert clean == cleaned(clean) == " ".join(clean.split())


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("zorbitis", Tier.SUGGEST),
        ("Crohn's zorbitis, acute (mild)", Tier.SUGGEST),
        ("Vitamin K deficiency", Tier.SUGGEST),
        ("ZORBITIS", Tier.ACCEPT),
        ("ZRB syndrome", Tier.ACCEPT),
        ("zorbamycin 500 MG", Tier.ACCEPT),
        ("E11.9", Tier.ACCEPT),
        ("mRNA zorb", Tier.ACCEPT),
    ],
)
def test_only_plain_words_are_ever_suggested(text: str, tier: Tier) -> None:
    assert trusted(text, Tier.SUGGEST) is tier
    assert trusted(text, Tier.SOFTEN) is Tier.SOFTEN


def test_a_missing_staged_file_is_told(tmp_path: Path) -> None:
    from terminology.errors import VocabularyError

    with pytest.raises(VocabularyError, match="damaged"):
        list(read_terms(tmp_path / "gone.tsv", ""))
