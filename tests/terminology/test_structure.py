"""The rules of structure where a line of cases does not show it: notes being typed, sites' lists, suggestions."""

from __future__ import annotations

import pytest

from terminology import Checker, Finding, NoteContext, Settings, Severity, TextChange
from terminology.data_files import rows
from terminology.note_parts import known_note_types, required_parts
from terminology.sections import section_key
from terminology.severities import Severities

FORM = "Chief Complaint:\n{}\n\nMedications:\n{}\n\nAllergies:\n{}\n\nAssessment:\n{}"


def of(checker: Checker, rule: str, text: str, context: NoteContext | None = None) -> list[Finding]:
    return [finding for finding in checker.check(text, context) if finding.rule == rule]


def test_sections_not_yet_typed_are_no_omission(checker: Checker) -> None:
    assert of(checker, "ST003", FORM.format("", "", "", "")) == []
    assert of(checker, "ST003", FORM.format("Cough", "", "", "")) == []


def test_a_section_that_was_passed_over_is(checker: Checker) -> None:
    (empty,) = of(checker, "ST003", FORM.format("Cough", "aspirin", "", "Bronchitis"))
    assert (empty.text, empty.severity) == ("Allergies", Severity.WARNING)


def test_findings_of_a_paragraph_are_the_same_after_an_edit(checker: Checker) -> None:
    text = "Echo (done in May\nat the outside hospital) was normal.\nShe was given 10 mg of\nmorphine."
    checked = checker.check_text(text)
    for change in (TextChange(18, 18, "\n"), TextChange(text.index("morphine"), len(text), "")):
        edited = checker.edit(checked, change)
        assert list(edited.findings) == checker.check(edited.text)


def test_spoken_punctuation_is_put_in_place_of_its_words(checker: Checker) -> None:
    text = "Pain is better period new paragraph The wound is dry comma clean."
    for finding in reversed(of(checker, "ST007", text)):
        text = text[: finding.start] + finding.suggestions[0].text + text[finding.end :]
    assert text == "Pain is better.\n The wound is dry, clean."


def test_what_a_command_takes_back_is_for_a_person_to_delete(checker: Checker) -> None:
    (finding,) = of(checker, "ST007", "Left knee scratch that right knee was injected.")
    assert finding.suggestions == ()


def test_a_note_of_unknown_type_needs_no_parts(checker: Checker) -> None:
    assert of(checker, "ST002", "HPI: Cough.", NoteContext(note_type="telephone note")) == []


def test_a_site_names_the_parts_of_a_note() -> None:
    site = Settings(required_sections=(("Progress Note", ("Assessment", "Wound Care")),))
    checker = Checker.load(site)
    note = NoteContext(note_type="progress note")
    (missing,) = of(checker, "ST002", "ASSESSMENT: Healing ulcer.", note)
    assert "wound care" in missing.message
    assert "assessment" not in missing.message
    assert missing.severity is Severity.WARNING
    assert of(checker, "ST002", "ASSESSMENT: Healing.\nWOUND CARE: Daily dressing.", note) == []


def test_a_missing_part_of_our_own_lists_is_advice_and_the_author_on_record_is_the_surgeon(checker: Checker) -> None:
    text = "PROCEDURE: Cystoscopy.\nFINDINGS: Normal.\nPOSTOPERATIVE DIAGNOSIS: Hematuria."
    (missing,) = of(checker, "ST002", text, NoteContext(note_type="operative note"))
    assert missing.severity is Severity.ADVICE
    assert "surgeon" in missing.message
    (missing,) = of(checker, "ST002", text, NoteContext(note_type="operative note", author="J. Roe, MD"))
    assert "surgeon" not in missing.message


def test_one_word_is_no_section_until_the_note_goes_on(checker: Checker) -> None:
    assert of(checker, "ST003", "HOSPITAL COURSE: Patient") == []
    (finding,) = of(checker, "ST003", "HOSPITAL COURSE: Patient\nCONDITION AT DISCHARGE: Stable.\nPLAN: Home.")
    assert (finding.text, finding.severity) == ("Patient", Severity.ADVICE)


def test_a_part_of_the_table_keeps_its_synonyms_in_a_sites_list() -> None:
    (part,) = required_parts("operative note", (("operative note", ("Estimated Blood Loss",)),))
    assert "ebl" in part.headings


def test_a_note_whose_author_is_on_record_needs_no_signature(checker: Checker) -> None:
    text = "PATIENT: Roe\nDATE: 3/4/2026\nPLAN: Rest."
    signed = NoteContext(note_type="progress note", author="J. Roe, MD")
    assert [f.rule for f in checker.check(text, signed) if f.rule in {"ST008", "ST009"}] == []
    unsigned = NoteContext(note_type="progress note")
    assert [f.rule for f in checker.check(text, unsigned) if f.rule in {"ST008", "ST009"}] == ["ST009", "ST008"]


def test_tables_name_sections_and_note_types_that_exist() -> None:
    sections = {row["section"] for row in rows("sections.tsv")}
    for row in rows("content_sections.tsv"):
        assert {row["section"], *filter(None, row["holds"].split("|"))} <= sections
    for row in rows("required_sections.tsv"):
        assert set(filter(None, row["sections"].split("|"))) <= sections
        assert row["headings"] == row["headings"].lower()
    signed = {row["note_type"] for row in rows("signed_notes.tsv")}
    assert signed <= set(known_note_types())
    assert section_key("allergies") in {row["section"] for row in rows("content_sections.tsv")}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("blank_words.tsv", "word"),
        ("dictation_commands.tsv", "spoken"),
        ("open_endings.tsv", "word"),
        ("header_identifiers.tsv", "label"),
        ("content_sections.tsv", "section"),
        ("signature_marks.tsv", "mark"),
        ("signed_notes.tsv", "note_type"),
        ("prose_headings.tsv", "heading"),
        ("whole_answers.tsv", "word"),
    ],
)
def test_rows_are_sorted_and_unique(table: str, column: str) -> None:
    names = [row[column] for row in rows(table)]
    assert names == sorted(set(names))
    assert all(name == name.lower() for name in names)


def test_severities_of_a_site() -> None:
    site = Severities(
        general=(("ST", "advice"), ("ST001", "critical"), ("AB", "off")),
        note_types=(("Progress note", (("ST001", "warning"),)),),
        sections=(("medications", (("ST001", "off"),)),),
    )
    checker = Checker.load(Settings(severities=site))
    text = "PLAN: Give ____ today, see SOB.\nMEDICATIONS: ____ mg, [insert dose]"
    found = [(f.rule, f.severity) for f in checker.check(text) if f.rule[:2] in {"ST", "AB"}]
    assert found == [("ST001", Severity.CRITICAL), ("ST004", Severity.ADVICE)]
    found = [(f.rule, f.severity) for f in checker.check(text, NoteContext(note_type="progress_note"))]
    assert ("ST001", Severity.WARNING) in found
