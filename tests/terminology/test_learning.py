"""Words that a site's own notes propose."""

from __future__ import annotations

import pytest

from terminology import Settings
from terminology.language import Language
from terminology.vocabulary import open_index
from terminology.vocabulary.learning import Learner, NoteText, Proposal

pytestmark = pytest.mark.usefixtures("checker")


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.of(open_index(), Settings())


def learned(language: Language, *notes: NoteText, **options: object) -> Learner:
    learner = Learner(language, **options)  # type: ignore[arg-type]
    for note in notes:
        learner.read(note)
    return learner


def by_word(proposals: list[Proposal]) -> dict[str, Proposal]:
    return {proposal.word: proposal for proposal in proposals}


def test_an_unknown_word_is_proposed_with_its_counts(language: Language) -> None:
    notes = [
        NoteText("The Zorblax catheter was placed. The Zorblax was flushed.", "lee"),
        NoteText("Removed the ZORBLAX.", "lee"),
        NoteText("A Zorblax stent.", "kim"),
        NoteText("The patient has a fever.", "kim"),
    ]
    (found,) = learned(language, *notes).proposals()
    assert (found.word, found.written) == ("zorblax", "Zorblax")
    assert (found.count, found.notes, found.authors) == (4, 3, 2)
    assert found.contexts == ()


def test_known_words_names_and_the_sites_own_words_are_not_proposed() -> None:
    language = Language.of(open_index(), Settings(accepted_words=frozenset({"zorblax"})))
    note = NoteText("Dr. Szczepanski saw Mrs. Smith, on lisinopril, for the Zorblax; CXR and HbA1c done.")
    assert learned(language, note, note, note).proposals() == []


def test_a_word_that_was_refused_is_not_proposed_again(language: Language) -> None:
    note = NoteText("The zorblax and the quintrel.")
    learner = learned(language, note, note, note, refused=frozenset({"zorblax"}))
    assert [proposal.word for proposal in learner.proposals()] == ["quintrel"]


def test_a_word_needs_enough_notes_and_authors(language: Language) -> None:
    habit = [NoteText("The quintrel was applied.", "lee")] * 4
    shared = [NoteText("The zorblax was applied.", author) for author in ("lee", "kim", "kim")]
    learner = learned(language, *habit, *shared)
    assert set(by_word(learner.proposals(least_notes=3))) == {"quintrel", "zorblax"}
    assert set(by_word(learner.proposals(least_notes=4))) == {"quintrel"}
    assert set(by_word(learner.proposals(least_notes=3, least_authors=2))) == {"zorblax"}


def test_without_authors_none_are_asked_for(language: Language) -> None:
    learner = learned(language, *[NoteText("The zorblax.")] * 3)
    assert [proposal.authors for proposal in learner.proposals(least_authors=2)] == [0]


def test_a_slip_of_a_word_that_the_notes_use_far_more_often_comes_last(language: Language) -> None:
    right = NoteText("The patient has pneumonia of the left lower lobe.")
    slip = NoteText("The patient has pnuemonia of the left lower lobe.")
    device = NoteText("The zorblax was placed.")
    first, last = learned(language, *[right] * 200, *[slip] * 4, *[device] * 4).proposals()
    assert first.word == "zorblax"
    assert (last.word, last.nearest) == ("pnuemonia", "pneumonia")
    assert last.nearest_score > 0.9
    assert first.likelihood > 0.5 > last.likelihood


def test_the_same_word_is_likelier_the_more_notes_and_authors_use_it(language: Language) -> None:
    def likelihood(notes: int, authors: int) -> float:
        texts = [NoteText("The zorblax was placed.", f"author {i % authors}") for i in range(notes)]
        return learned(language, *texts).proposals()[0].likelihood

    assert likelihood(3, 1) < likelihood(9, 3) < likelihood(30, 10) < 1
    assert likelihood(30, 1) < likelihood(30, 10)


def test_two_words_run_together_name_both(language: Language) -> None:
    notes = [NoteText("Complains of shortnessof breath.")] * 3
    (found,) = learned(language, *notes).proposals()
    assert found.nearest == "shortness of"


def test_contexts_are_kept_only_when_asked_for_one_a_note_and_at_most_two(language: Language) -> None:
    notes = [
        NoteText(f"First line.\nIn note {i} the zorblax, the same zorblax, was used.\nLast line.") for i in range(4)
    ]
    (found,) = learned(language, *notes, keep_contexts=True).proposals()
    assert found.contexts == tuple(f"In note {i} the zorblax, the same zorblax, was used." for i in (0, 1))


def test_a_long_line_is_cut_around_the_word(language: Language) -> None:
    note = NoteText("wound was cleaned and dressed " * 9 + "with zorblax " + "and the patient went home " * 9)
    (found,) = learned(language, note, note, note, keep_contexts=True).proposals()
    for context in found.contexts:
        assert "with zorblax and" in context
        assert context.startswith("…")
        assert context.endswith("…")
        assert len(context) < 80
