"""EntryAssist's components inside other people's spaCy pipelines."""

from __future__ import annotations

import doctest
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from terminology import Checker, NoteContext, Severity
from terminology.errors import TerminologyError
from terminology.spacy_components import pipeline
from terminology.spacy_pipeline import blank_pipeline
from terminology.vocabulary import open_index
from terminology.vocabulary.matching import TermMatcher
from terminology.vocabulary.normal import normal_phrase

NOTE = (
    "MEDICATIONS: Lisinopril 10.0 mg QD.\n"
    "Chest pian for 3 days, type 2 diabetes\nmellitus. No headache/nausea.\n"
    "ASSESSMENT: “Alzheimer’s disease” — caf\u00e9-au-lait spots?"
)

pytestmark = [pytest.mark.usefixtures("checker"), pytest.mark.filterwarnings("ignore:.*W036.*")]


def spacy_tokens() -> Language:
    return spacy.blank("en")


def white_space_tokens() -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=text.split(" "), spaces=[True] * text.count(" ") + [False])
    return nlp


def with_abbreviations() -> Language:
    pytest.importorskip("scispacy.abbreviation", reason="scispaCy cannot be installed on Python 3.13 and newer")
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("abbreviation_detector")
    return nlp


@pytest.fixture(params=[blank_pipeline, spacy_tokens, white_space_tokens, with_abbreviations])
def nlp(request: pytest.FixtureRequest) -> Language:
    """A pipeline of somebody else's making, with our components at its end."""
    make: Callable[[], Language] = request.param
    made = make()
    made.add_pipe("entryassist_findings")
    made.add_pipe("entryassist_entities")
    return made


def named(doc: Doc) -> dict[str, str]:
    return {entity.text.replace("\n", " ").strip(".,?“”/"): entity.kb_id_ for entity in doc.ents}


def test_add_pipe_needs_no_import_of_ours() -> None:
    script = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('entryassist_findings'); "
        "nlp.add_pipe('entryassist_entities'); doc = nlp('Chest pian and asthma.'); "
        "print([f.text for f in doc._.findings], [e.text for e in doc.ents])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "['pian'] ['asthma']\n"


def test_findings_are_those_of_the_checker_whatever_the_tokens(nlp: Language, checker: Checker) -> None:
    doc = nlp(NOTE)
    assert doc.text == NOTE
    assert list(doc._.findings) == checker.check(NOTE)


def test_each_severity_has_a_span_group_labelled_with_the_rules(nlp: Language) -> None:
    doc = nlp(NOTE)
    for severity in Severity:
        spans = doc.spans[f"entryassist_{severity}"]
        findings = [finding for finding in doc._.findings if finding.severity is severity]
        assert [span.label_ for span in spans] == [finding.rule for finding in findings]
        for span, finding in zip(spans, findings, strict=True):
            assert span.start_char <= finding.start
            assert finding.end <= span.end_char
    assert doc.spans["entryassist_critical"][0].label_ == "SF005"


def test_what_is_known_about_the_note_is_used(checker: Checker) -> None:
    nlp = blank_pipeline()
    doc = nlp.make_doc("aspirin 81 mg qd")
    context = NoteContext(section="Medications", allergies=("aspirin",))
    doc._.note_context = context
    nlp.add_pipe("entryassist_findings")
    doc = nlp(doc)
    assert doc._.note_context == context
    assert list(doc._.findings) == checker.check(doc.text, context)


def test_rules_and_words_are_chosen_in_the_pipelines_configuration() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entryassist_findings", config={"select": ["SP"], "accepted_words": ["Zorblax"]})
    assert [finding.text for finding in nlp("Zorblax QD for chest pian")._.findings] == ["pian"]


def test_entities_are_the_longest_terms_with_their_concepts(nlp: Language) -> None:
    doc = nlp(NOTE)
    found = named(doc)
    assert found["Lisinopril"].startswith("DRUGBANK:")
    assert found["type 2 diabetes mellitus"] == "ICD10CM:E11"
    assert "Alzheimer’s disease" in found
    labels = {entity.kb_id_: entity.label_ for entity in doc.ents}
    assert labels["ICD10CM:E11"] == "disorder"
    diabetes = next(entity for entity in doc.ents if entity.kb_id_ == "ICD10CM:E11")
    assert {"ICD10CM:E11", "MESHTERM:type-2-diabetes-mellitus"} <= set(diabetes._.concept_ids)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shortness-of-breath on exertion", ["Shortness-of-breath"]),
        ("No chest. Pain in the leg", ["Pain"]),
        ("The chest\n\npain", ["pain"]),
        ("all of a sudden he is well", []),
        ("2/3 or 10.0", []),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_a_term_bears_hyphens_and_ends_with_the_sentence(text: str, expected: list[str]) -> None:
    nlp = blank_pipeline()
    nlp.add_pipe("entryassist_entities")
    assert [entity.text for entity in nlp(text).ents] == expected


@Language.component("somebody_elses_entities")
def somebody_elses_entities(doc: Doc) -> Doc:
    doc.ents = [Span(doc, 1, 2, label="SOMETHING")]
    return doc


@pytest.mark.parametrize(
    ("overwrite", "labels"),
    [
        (False, [("diabetes", "SOMETHING"), ("asthma", "disorder")]),
        (True, [("type 2 diabetes mellitus", "disorder"), ("asthma", "disorder")]),
    ],
)
def test_entities_of_others_stay_unless_told_otherwise(overwrite: bool, labels: list[tuple[str, str]]) -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=["type 2", "diabetes", "mellitus", "and", "asthma"])
    nlp.add_pipe("somebody_elses_entities")
    nlp.add_pipe("entryassist_entities", config={"overwrite": overwrite})
    assert [(entity.text, entity.label_) for entity in nlp("").ents] == labels


def test_only_the_groups_asked_for_are_found() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entryassist_entities", config={"groups": ["drug"]})
    assert [entity.text for entity in nlp("Lisinopril for hypertension").ents] == ["Lisinopril"]


def test_an_unknown_group_is_told() -> None:
    with pytest.raises(TerminologyError, match="gene is not a semantic group: known are anatomy, "):
        spacy.blank("en").add_pipe("entryassist_entities", config={"groups": ["gene"]})


def test_a_short_form_defined_in_the_note_is_the_concept_of_its_long_form() -> None:
    nlp = with_abbreviations()
    nlp.add_pipe("entryassist_entities")
    doc = nlp("Known coronary artery disease (CAD) for years. CAD is stable.")
    concepts = [(entity.text, entity.kb_id_) for entity in doc.ents if entity.text != "stable"]
    assert [text for text, _ in concepts] == ["coronary artery disease", "CAD", "CAD"]
    assert len({concept for _, concept in concepts}) == 1


@pytest.mark.parametrize("make", [blank_pipeline, spacy_tokens])
def test_results_travel_between_processes_and_to_disk(make: Callable[[], Language]) -> None:
    nlp = make()
    nlp.add_pipe("entryassist_findings")
    nlp.add_pipe("entryassist_entities")
    here = nlp(NOTE)
    there = list(nlp.pipe([NOTE, NOTE], n_process=2))
    stored = DocBin(store_user_data=True, docs=there).to_bytes()
    for doc in [*there, *DocBin().from_bytes(stored).get_docs(nlp.vocab)]:
        assert doc._.findings == here._.findings
        assert named(doc) == named(here)
        assert list(doc.ents[0]._.concept_ids) == list(here.ents[0]._.concept_ids)


def test_a_model_on_disk_keeps_its_own_components(tmp_path: Path) -> None:
    model = spacy.blank("en")
    ruler = model.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "MODEL", "pattern": "asthma"}])
    model.to_disk(tmp_path / "model")
    doc = pipeline(str(tmp_path / "model"))("Chest pian and asthma and hypertension.")
    assert [finding.text for finding in doc._.findings] == ["pian"]
    assert [(entity.text, entity.label_) for entity in doc.ents][:1] == [("asthma", "MODEL")]
    assert "hypertension" in named(doc)


def test_without_a_model_the_clinical_tokens_are_used() -> None:
    assert [token.text for token in pipeline()("10mg b.i.d.")] == ["10", "mg", "b.i.d."]


def test_a_model_that_is_not_installed_is_told() -> None:
    with pytest.raises(TerminologyError, match="The spaCy model en_core_sci_none is not installed: install its"):
        pipeline("en_core_sci_none")


def test_what_the_documentation_shows_is_what_happens() -> None:
    page = Path(__file__).parents[2] / "docs" / "spacy.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried > 10
    assert failed == 0


@pytest.fixture(scope="module")
def matcher() -> TermMatcher:
    return TermMatcher(open_index())


@given(
    st.lists(st.sampled_from(["type", "2", "Diabetes", "mellitus", "asthma", "O’Brien's", "(", "-", ". ", "\n", "é"]))
)
def test_a_match_is_a_form_of_the_vocabulary_where_it_says(matcher: TermMatcher, words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for match in matcher.matches(text):
        assert match.start >= end
        assert normal_phrase(text[match.start : match.end]) == match.form
        assert matcher.concepts_of(match.form)
        end = match.end
