"""What the rules on doses say beyond their cases: severity, wording, children, and every drug at its usual doses."""

from __future__ import annotations

import datetime as dt

import pytest

from terminology import Checker, Finding, NoteContext, Severity
from terminology.data_files import rows
from terminology.drugs.dosed import range_in_words
from terminology.drugs.facts import drug_facts
from terminology.drugs.wording import order_words, read_amount, split

DOSE_RULES = ("NU040", "NU041", "NU042", "NU043", "NU044", "NU045")
FACTS = "drug_facts.tsv"


def found(checker: Checker, text: str, context: NoteContext | None = None) -> list[Finding]:
    return [finding for finding in checker.check(text, context) if finding.rule in DOSE_RULES]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Levothyroxine 125 mg daily.", Severity.CRITICAL),
        ("Warfarin 120 mg daily.", Severity.CRITICAL),
        ("Norvasc 100 mg daily.", Severity.WARNING),
        ("Warfarin 0.05 mg daily.", Severity.WARNING),
    ],
    ids=["a thousandfold", "tenfold of a high-alert drug", "tenfold of another", "a tenth of a high-alert drug"],
)
def test_severity_follows_the_harm_a_slip_could_do(checker: Checker, text: str, severity: Severity) -> None:
    assert [finding.severity for finding in found(checker, text)] == [severity]


def test_the_message_gives_the_usual_range_and_asks_for_a_second_look(checker: Checker) -> None:
    (finding,) = found(checker, "Levothyroxine 125 mg daily.")
    assert finding.message == (
        'Levothyroxine "125 mg" is about 1,000 times above a usual single dose of an adult (12.5 to 300 mcg): look '
        "again at the unit."
    )
    assert finding.suggestions == ()


def test_doses_of_adults_say_nothing_about_a_child(checker: Checker) -> None:
    text = "Furosemide 1 mg daily. Lisinopril 0.25 mg daily."
    seen = dt.date(2026, 11, 28)
    assert found(checker, text, NoteContext(birth_date=dt.date(1960, 1, 1), encounter_date=seen))
    assert not found(checker, text, NoteContext(birth_date=dt.date(2024, 1, 1), encounter_date=seen))
    assert not found(checker, f"This 2-year-old boy was seen.\n{text}")


def test_no_drug_is_flagged_at_its_usual_doses_and_strengths(checker: Checker) -> None:
    doses = ((row["drug"], split("|".join((row["strengths"], row["lowest"], row["highest"])))) for row in rows(FACTS))
    lines = [f"{drug} {dose} twice daily." for drug, of_drug in doses for dose in sorted(of_drug)]
    assert len(lines) > 2000
    assert [line for line in lines if found(checker, line)] == []


def test_micrograms_typed_as_milligrams_are_found_for_every_drug_dosed_in_micrograms(checker: Checker) -> None:
    """Drugs with strengths in milligrams too are left out: there the slip may be a real dose."""
    missed = []
    for facts in drug_facts().values():
        if facts.highest and facts.lowest and facts.highest.unit == "mg" and facts.highest.values[0] < 1:
            dose = f"{facts.lowest.values[0] * 1000:g}"
            if not found(checker, f"{facts.name} {dose} mg twice daily."):
                missed.append(facts.name)
    assert missed == []


def test_a_list_goes_on_in_the_next_line(checker: Checker) -> None:
    listed = "MEDICATIONS:\nZoloft 50 mg\n{}Plavix 75 mg daily\nZocor 20 mg nightly\n"
    assert [finding.text for finding in found(checker, listed.format(""))] == ["Zoloft 50 mg"]
    assert not found(checker, listed.format("one tablet daily\n"))


@pytest.mark.parametrize(
    ("lowest", "highest", "words"),
    [
        ("12.5 mcg", "300 mcg", "12.5 to 300 mcg"),
        ("0.25 mg", "4 mg", "0.25 to 4 mg"),
        ("10 mg", "10 mg", "10 mg"),
        ("10 g", "30 g", "10 to 30 g"),
        ("5000 units", "60000 units", "5,000 to 60,000 units"),
    ],
)
def test_a_range_is_told_in_the_unit_that_reads_easily(lowest: str, highest: str, words: str) -> None:
    low, high = read_amount(lowest), read_amount(highest)
    assert low
    assert high
    assert range_in_words(low, high) == words


def test_the_tables_name_what_the_other_tables_know() -> None:
    classes = {facts.drug_class for facts in drug_facts().values()}
    assert [row["class"] for row in rows("high_alert_classes.tsv") if row["class"] not in classes] == []
    assert [row["drug"] for row in rows("special_doses.tsv") if row["drug"] not in drug_facts()] == []
    for row in rows("form_routes.tsv"):
        assert split(row["not_by"]) <= set(order_words("given")), row["form"]


def test_doses_of_special_occasions_are_left_alone(checker: Checker) -> None:
    for row in rows("special_doses.tsv"):
        lowest, highest = read_amount(row["lowest"]), read_amount(row["highest"])
        assert lowest
        assert highest
        assert lowest < highest
    assert not found(checker, "Methotrexate 8 g IV.")
    assert found(checker, "Methotrexate 15 mcg weekly.")
