"""What the abbreviation rules make of whole notes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminology import Checker, Finding, Settings
from terminology.finding import Safety, Severity
from terminology.house_style import Expand, HouseStyle


def told(checker: Checker, text: str, *codes: str) -> list[Finding]:
    return [finding for finding in checker.check(text) if finding.rule in codes]


def styled(**style: object) -> Checker:
    return Checker.load(Settings(select=("AB",), house_style=HouseStyle(**style)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Metoprolol 25 mg b.i.d. for rate control.",
        "History of DVT in the left leg.",
        "She c/o chest pain.",
        "MRI of L4 shows a bulge.",
        "Vaccinated against HPV at school.",
    ],
)
def test_two_wordings_are_no_ambiguity(checker: Checker, text: str) -> None:
    assert told(checker, text, "AB002") == []


@pytest.mark.parametrize(
    "text",
    [
        "Type II diabetes.",
        "Osteoarthritis, grade IV, of both knees.",
        "Cranial nerves II through XII intact.",
        "Stage III-IV",
    ],
)
def test_roman_numerals_are_no_short_forms(checker: Checker, text: str) -> None:
    assert told(checker, text, "AB001", "AB002", "AB003") == []


def test_a_drip_is_no_numeral(checker: Checker) -> None:
    (finding,) = told(checker, "Started on IV antibiotics.", "AB001")
    assert finding.suggestions[0].text == "intravenous"


def test_an_ambiguous_short_form_shows_its_senses_with_what_speaks_for_them(checker: Checker) -> None:
    (finding,) = told(checker, "CP since childhood with wheelchair.", "AB002")
    assert {"chest pain", "cerebral palsy"} <= {suggestion.text.lower() for suggestion in finding.suggestions}
    assert 'near "wheelchair"' in finding.evidence


def test_a_suggestion_opens_a_sentence_with_a_capital(checker: Checker) -> None:
    (finding,) = told(checker, "Seen today. HTN is controlled.", "AB001")
    assert finding.suggestions[0].text == "Hypertension"


@pytest.mark.parametrize(
    "text",
    [
        "Transferred to QZKL for care. QZKL accepted.",
        "Quick zonal knee limit (QZKL) measured. QZKL was 4.",
    ],
)
def test_an_unknown_short_form_is_told_once_unless_the_note_explains_it(checker: Checker, text: str) -> None:
    expected = [] if "(" in text else ["QZKL"]
    assert [finding.text for finding in told(checker, text, "AB003")] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Stage III disease, grade II.",
        "Weight 70 kg, 250 mL IV, BP 120/80.",
        "Seen by Dr. QZK and J.K. Smith.",
        "Admitted to QZKL General Hospital.",
        "MRN: QZK4471. Lot QZK-22.",
        'He said "QZKL".',
        "QZKL:",
        "NOTED IN QZKL TODAY BY NURSE",
        "EGFR, KRAS and BRCA1 tested.",
        "The NASA engineer lives in Houston, TX.",
    ],
)
def test_names_numerals_units_codes_and_capitals_are_no_unknown_short_forms(checker: Checker, text: str) -> None:
    assert told(checker, text, "AB003") == []


def test_words_of_the_site_are_known_short_forms() -> None:
    site = Checker.load(Settings(accepted_words=frozenset({"qzkl"})))
    assert told(site, "Transferred to QZKL for care.", "AB003") == []


def test_a_use_before_the_definition_names_its_line(checker: Checker) -> None:
    note = "PMH: prior TIA in March.\n\nAssessment: new transient ischemic attack (TIA) today.\nTIA workup started."
    (finding,) = told(checker, note, "AB004")
    assert finding.start == note.index("TIA")
    assert finding.message == '"TIA" is used here before line 3 explains it.'
    assert finding.severity is Severity.ADVICE
    assert "transient ischemic attack (TIA)" in finding.evidence


def test_a_use_against_the_definition_is_a_warning(checker: Checker) -> None:
    note = "Back: costovertebral angle (CVA) nontender.\nPMH: CVA with residual hemiparesis."
    (finding,) = told(checker, note, "AB004")
    assert finding.start == note.rindex("CVA")
    assert finding.severity is Severity.WARNING
    assert finding.suggestions[0].text == "cerebrovascular accident"
    assert 'line 1 says that it is "costovertebral angle"' in finding.message


def test_two_senses_in_one_note_name_both_places(checker: Checker) -> None:
    note = "Back: no CVA tenderness.\nNeuro: intact.\nPMH: old CVA with residual hemiparesis.\nCVA follow-up."
    (finding,) = told(checker, note, "AB005")
    assert finding.start == note.index("CVA with")
    assert '"cerebrovascular accident" here' in finding.message
    assert '"costovertebral angle" in line 1' in finding.message


def test_one_sense_used_twice_is_no_conflict(checker: Checker) -> None:
    note = "PMH: old CVA with hemiparesis.\nSecond CVA left residual weakness; TIA and stroke clinic."
    assert told(checker, note, "AB005") == []


def test_without_a_house_style_ab006_is_silent_and_nothing_is_safe(checker: Checker) -> None:
    findings = checker.check("History of HTN and COPD. HTN is controlled.")
    assert "AB006" not in {finding.rule for finding in findings}
    assert not [one for finding in findings for one in finding.suggestions if one.safety is Safety.SAFE]


def test_always_reports_every_use_in_place_of_ab001() -> None:
    findings = styled(expand=Expand.ALWAYS).check("History of HTN. HTN is controlled.")
    assert [(finding.rule, finding.suggestions[0].text) for finding in findings] == [
        ("AB006", "hypertension"),
        ("AB006", "Hypertension"),
    ]


def test_at_first_use_the_short_form_stays_in_brackets_when_it_is_used_again() -> None:
    checker = styled(expand=Expand.FIRST_USE)
    (again,) = checker.check("History of HTN. HTN is controlled.")
    (once,) = checker.check("History of HTN. It is controlled.")
    assert again.suggestions[0].text == "hypertension (HTN)"
    assert once.suggestions[0].text == "hypertension"
    assert checker.check("History of hypertension (HTN). HTN is controlled.") == []


def test_never_silences_ab001() -> None:
    assert styled(expand=Expand.NEVER).check("History of HTN. HTN is controlled.") == []


def test_sections_and_lists_say_otherwise() -> None:
    checker = styled(
        expand=Expand.ALWAYS,
        sections=(("vitals", Expand.NEVER),),
        never_expand=frozenset({"COPD"}),
    )
    note = "Vitals: BP stable, HR regular\nAssessment: HTN, COPD.\n"
    assert [finding.text for finding in told(checker, note, "AB006")] == ["HTN"]
    listed = styled(always_expand=frozenset({"HTN"}))
    assert [(f.rule, f.text) for f in listed.check("HTN and COPD.")] == [("AB006", "HTN"), ("AB001", "COPD")]


def test_a_forbidden_notation_is_a_warning_with_the_wording_of_the_site() -> None:
    checker = styled(forbidden=(("WNL", "within normal limits"), ("@@", "at")))
    wnl, at = told(checker, "Chest radiograph WNL today, seen @@ noon.", "AB006")
    assert (wnl.severity, wnl.suggestions[0].text) == (Severity.WARNING, "within normal limits")
    assert at.suggestions[0].text == "at"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Metoprolol 25 mg b.i.d. with food.", id="dose"),
        pytest.param("Pain in the RUQ on palpation.", id="side"),
        pytest.param("NKDA on record.", id="negation"),
        pytest.param("On ASA since the stent.", id="drug"),
        pytest.param("Treated with PB for seizures.", id="drug among the rivals"),
        pytest.param("EF 55 today.", id="number beside it"),
        pytest.param("A 62-year-old WM with cough.", id="person"),
        pytest.param("Seen by a UTI specialist.", id="article"),
        pytest.param("She has HIV virus in blood.", id="a word of it beside it"),
        pytest.param("HTN/COPD noted.", id="joined to other signs"),
        pytest.param("Three UTIs/COPDs.", id="odd plural"),
    ],
)
def test_what_could_change_the_meaning_is_never_safe(text: str) -> None:
    findings = styled(expand=Expand.ALWAYS).check(text)
    assert not [one for finding in findings for one in finding.suggestions if one.safety is Safety.SAFE]


NOTES = st.lists(
    st.sampled_from(
        ["History of HTN. ", "HTN ", "COPD", "(COPD)", "\n", "Vitals: BP 120/80\n", "CVA with hemiparesis. ", " TIA. "]
        + ["transient ischemic attack (TIA) ", "no CVA tenderness. ", "MS", "QZKL ", "WNL", "Plan: ", "b.i.d. ", "."]
    ),
    max_size=12,
).map("".join)


@given(NOTES, st.sampled_from(list(Expand)))
@settings(max_examples=80, deadline=None)
def test_findings_under_a_house_style_keep_the_contract(text: str, expand: Expand) -> None:
    checker = CHECKERS.setdefault(
        expand, styled(expand=expand, forbidden=(("WNL", "within normal limits"), ("COPD", "chronic lung disease")))
    )
    findings = checker.check(text)
    assert findings == sorted(findings, key=lambda finding: finding.order)
    assert all(text[finding.start : finding.end] == finding.text for finding in findings)
    ends: dict[str, int] = {}
    for finding in findings:
        assert finding.start >= ends.get(finding.rule, 0)
        ends[finding.rule] = finding.end


CHECKERS: dict[Expand, Checker] = {}
