"""Which sense of a short form is meant: by its place, by the note, by the patient; and forms that are not listed."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminology import Checker, NoteContext, Suggestion
from terminology.abbreviations.definitions import definitions_in
from terminology.abbreviations.inflected import plural, possessive
from terminology.abbreviations.limits import is_unlikely
from terminology.abbreviations.profiles import profile_table
from terminology.abbreviations.sense_model import FEATURES
from terminology.abbreviations.word_vectors import NO_VECTOR, direction, likeness, vector_table
from terminology.data_files import rows
from terminology.document import Line, Place

with (Path(__file__).parent / "sense_examples.tsv").open(encoding="utf-8") as _file:
    EXAMPLES = [tuple(row) for row in csv.reader(_file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]


def senses(checker: Checker, marked: str, context: NoteContext | None = None) -> list[Suggestion]:
    """The senses of the short form in ``[[ ]]``."""
    start, end = marked.index("[["), marked.index("]]") - 2
    return checker.senses(marked.replace("[[", "").replace("]]", ""), start, end, context)


def first(checker: Checker, marked: str, context: NoteContext | None = None) -> str:
    return senses(checker, marked, context)[0].text.lower()


def test_there_are_enough_examples() -> None:
    assert len(EXAMPLES) >= 60
    assert len({short for marked, _ in EXAMPLES if (short := marked.split("[[")[1].split("]]")[0])}) >= 45


@pytest.mark.parametrize(("marked", "meanings"), EXAMPLES)
def test_the_place_decides(checker: Checker, marked: str, meanings: str) -> None:
    assert first(checker, marked) in meanings.lower().split("|")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("c/o", "complains of"),
        ("s/p", "status post"),
        ("w/o", "without"),
        ("y/o", "year-old"),
        ("h/o", "history of"),
        ("r/o", "rule out"),
        ("f/u", "follow-up"),
        ("b/l", "bilateral"),
        ("prn", "as needed"),
        ("LFTs", "liver function tests"),
        ("DTRs", "deep tendon reflexes"),
        ("ADLs", "activities of daily living"),
        ("JVD", "jugular venous distention"),
        ("EOMI", "extraocular movements intact"),
        ("A1c", "hemoglobin A1c"),
        ("Rx", "prescription"),
        ("D5W", "5% dextrose in water"),
        ("b.i.d.", "twice a day"),
        ("q.h.s.", "at bedtime"),
        ("p.o.", "by mouth"),
        ("a.c.", "before meals"),
    ],
)
def test_everyday_shorthand_is_known_with_its_plain_meaning(checker: Checker, short: str, long: str) -> None:
    found = checker.senses(short, 0, len(short))
    assert long.lower() in [s.text.lower() for s in found[:2]]


@pytest.mark.parametrize(
    ("variant", "long"),
    [
        ("b. i. d.", "twice a day"),
        ("q. h. s.", "at bedtime"),
        ("s / p", "status post"),
        ("C.O.P.D.", "chronic obstructive pulmonary disease"),
        ("EKGs", "electrocardiograms"),
        ("DTR's", "deep tendon reflexes"),
        ("pt's", "patient's"),
        ("pt’s", "patient's"),
        ("BKAs", "below-knee amputations"),
    ],
)
def test_dotted_spaced_plural_and_possessive_forms_follow_by_rule(checker: Checker, variant: str, long: str) -> None:
    assert checker.senses(variant, 0, len(variant))[0].text.lower() == long.lower()


@pytest.mark.parametrize("text", ["He's well.", "It's sore.", "She's awake and that's good."])
def test_a_contraction_is_no_possessive_of_a_short_form(checker: Checker, text: str) -> None:
    assert [f.text for f in checker.check(text) if f.rule.startswith("AB")] == []


def test_plurals_and_possessives() -> None:
    assert plural("deep tendon reflex") == "deep tendon reflexes"
    assert plural("biopsy") == "biopsies"
    assert plural("deep venous thrombosis") == "deep venous thromboses"
    assert plural("liver function tests") == "liver function tests"
    assert possessive("patient") == "patient's"
    assert possessive("patients") == "patients'"


def test_one_sense_in_a_note_unless_the_place_says_otherwise(checker: Checker) -> None:
    alone = "Her [[MS]] is stable."
    note = "MS for 10 years, on interferon, with demyelinating plaques on MRI.\nHer [[MS]] is stable."
    other = "MS for 10 years, on interferon.\nGiven [[MS]] 2 mg IV for pain."
    assert senses(checker, alone)[0].score < 0.9
    assert first(checker, note) == "multiple sclerosis"
    assert first(checker, other) == "morphine sulfate"


def test_a_definition_of_the_note_wins_but_not_over_a_measured_unit(checker: Checker) -> None:
    note = "She follows the mindful memoization (MM) plan.\n"
    assert first(checker, note + "[[MM]] helps.") == "mindful memoization"
    assert first(checker, note + "The nodule is 5 [[MM]] wide.") == "millimeter"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("transient ischemic attack (TIA)", {"TIA": "transient ischemic attack"}),
        ("TIA (transient ischemic attack) last year", {"TIA": "transient ischemic attack"}),
        ("ER (estrogen receptor) positive", {"ER": "estrogen receptor"}),
        ("Mindful memoization (MM) helps", {"MM": "Mindful memoization"}),
        ("with chronic  obstructive pulmonary disease (COPD)", {"COPD": "chronic obstructive pulmonary disease"}),
        ("Alert and oriented (AO)", {"AO": "Alert and oriented"}),
        ("PT (patient refused) today", {}),
        ("CT (with contrast) shows", {}),
        ("Dr. Smith (MD) saw her", {}),
    ],
)
def test_definitions_are_read_in_either_order(text: str, found: dict[str, str]) -> None:
    assert definitions_in([Line(text)]) == found


SEEN = dt.date(2026, 1, 1)
MAN = NoteContext(sex="male", birth_date=dt.date(1940, 1, 1), encounter_date=SEEN)
WOMAN = NoteContext(sex="female", birth_date=dt.date(1990, 1, 1), encounter_date=SEEN)
OLD_WOMAN = NoteContext(sex="female", birth_date=dt.date(1935, 1, 1), encounter_date=SEEN)
BABY = NoteContext(sex="male", birth_date=dt.date(2025, 10, 1), encounter_date=SEEN)


@pytest.mark.parametrize(
    ("long", "context", "unlikely"),
    [
        ("benign prostatic hyperplasia", WOMAN, True),
        ("benign prostatic hyperplasia", MAN, False),
        ("ectopic pregnancy", MAN, True),
        ("ectopic pregnancy", OLD_WOMAN, True),
        ("ectopic pregnancy", WOMAN, False),
        ("anterior fontanelle", MAN, True),
        ("anterior fontanelle", BABY, False),
        ("postpartum depression", BABY, False),
        ("ovarian cancer", NoteContext(sex="unknown"), False),
        ("chest pain", MAN, False),
    ],
)
def test_sex_and_age_speak_against_a_sense(long: str, context: NoteContext, unlikely: bool) -> None:
    assert is_unlikely(long, Place("assessment", context)) is unlikely


def test_family_history_tells_of_others() -> None:
    assert not is_unlikely("ovarian cancer", Place("family-history", MAN))


def test_the_patient_decides_between_senses(checker: Checker) -> None:
    marked = "Admitted for [[ROM]]."
    assert "membranes" not in first(checker, marked, MAN)
    af = "[[AF]] noted."
    assert "fontanelle" not in first(checker, af, MAN)


def test_scores_are_shares(checker: Checker) -> None:
    found = senses(checker, "Continue [[PT]] as before.")
    assert sum(s.score for s in found) == pytest.approx(1.0, abs=0.02)
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert len({s.text.lower() for s in found}) == len(found)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.sampled_from(["MS", "pt", "q.d.", "PT's", "LFTs", "x2"]), st.text(max_size=30))
def test_any_surroundings_can_be_read(checker: Checker, left: str, short: str, right: str) -> None:
    text = f"{left}{short}{right}"
    found = checker.senses(text, len(left), len(left) + len(short))
    assert found == checker.senses(text, len(left), len(left) + len(short))


def test_the_model_has_a_weight_for_every_feature() -> None:
    assert [row["feature"] for row in rows("sense_weights.tsv")] == list(FEATURES)


def test_cue_words_belong_to_long_forms_of_the_inventory() -> None:
    longs = {row["long"].lower() for row in rows("abbreviations.tsv")}
    table = list(rows("sense_cues.tsv"))
    assert [row["long"] for row in table] == sorted({row["long"] for row in table})
    assert {row["long"] for row in table} <= longs
    for row in table:
        cues = row["cues"].split("|")
        assert len(cues) == len(set(cues)), row
        assert all(cue == cue.lower() and not cue.split()[1:] for cue in cues), row


def test_limits_are_sorted_and_sane() -> None:
    table = list(rows("sense_limits.tsv"))
    assert [row["words"] for row in table] == sorted({row["words"] for row in table})
    for row in table:
        assert row["sex"] in ("", "female", "male")
        assert row["sex"] or row["from_age"] or row["to_age"], row
        assert int(row["from_age"] or 0) <= int(row["to_age"] or 200), row


def test_profiles_hold_ratios_and_no_text() -> None:
    table = profile_table()
    profile = table.of("=physical therapy")
    assert profile.uses > 0
    assert "occupational" in profile.near
    assert all(len(key.split()) == 1 for row in rows("sense_profiles.tsv.gz") for key in row["unit"].split()[:1])
    longest = max(key.count("_") for cell in profile[1:] for key in cell)
    assert longest <= 1


def test_words_that_keep_company_are_alike() -> None:
    vectors = vector_table()

    def towards(*words: str) -> float:
        return likeness(direction([("dialysis", 1.0)], vectors), direction([(word, 1.0) for word in words], vectors))

    assert towards("kidney", "renal") > towards("fracture", "femur")
    assert direction([("qqqq", 1.0)], vectors) == NO_VECTOR
    assert likeness(NO_VECTOR, direction([("kidney", 1.0)], vectors)) == 0.0
