"""SF030 and SF031: tall-man letters, and drugs swapped for a look-alike."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminology import Checker, Finding, NoteContext, Settings
from terminology.document import Line
from terminology.drugs import tall_man
from terminology.drugs.facts import facts_by_name
from terminology.drugs.look_alikes import look_alikes, tall_man_names
from terminology.drugs.orders import mentions, order_of
from terminology.finding import Safety, Severity

LINES = Path(__file__).parent / "look_alike_lines.tsv"


def rows() -> list[tuple[str, str]]:
    """Own example lines: the drug in ``[[ ]]`` was swapped for the one meant; no drug meant, no swap."""
    with LINES.open(encoding="utf-8", newline="") as file:
        return [(row["line"], row["meant"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def swaps(checker: Checker, text: str, context: NoteContext | None = None) -> list[Finding]:
    return [finding for finding in checker.check(text, context) if finding.rule == "SF031"]


@pytest.fixture(scope="module")
def tall_man_checker() -> Checker:
    return Checker.load(Settings(select=("SF030",), tall_man=True))


def test_nearly_all_swapped_drugs_are_found_with_the_right_one_first(checker: Checker) -> None:
    swapped = [(line, meant) for line, meant in rows() if meant]
    missed = []
    for line, meant in swapped:
        start = line.index("[[")
        found = [one for one in swaps(checker, line.replace("[[", "").replace("]]", "")) if one.start == start]
        if not found or facts_by_name()[found[0].suggestions[0].text.lower()] is not facts_by_name()[meant]:
            missed.append(line)
    assert len(swapped) >= 120
    assert len(missed) <= 0.05 * len(swapped), missed


def test_hardly_a_right_drug_is_flagged(checker: Checker) -> None:
    right = [line for line, meant in rows() if not meant]
    flagged = [line for line in right if swaps(checker, line)]
    assert len(right) >= 120
    assert len(flagged) <= 0.01 * len(right), flagged


def test_a_finding_names_both_drugs_and_what_does_not_fit(checker: Checker) -> None:
    finding, *others = swaps(checker, "hydralazine 25 mg for itching")
    assert others == []
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        'What stands here ("itching") fits hydrOXYzine, another drug of like name, and not "hydralazine"; '
        "check the source."
    )
    first = finding.suggestions[0]
    assert (first.text, first.safety) == ("hydroxyzine", Safety.REVIEW)
    assert first.note == "hydrOXYzine, another drug: check the source"


def test_every_suggestion_is_another_drug_and_for_review(checker: Checker) -> None:
    for line, _ in rows():
        for finding in swaps(checker, line.replace("[[", "").replace("]]", "")):
            drugs = [facts_by_name()[one.text.lower()].name for one in finding.suggestions]
            assert facts_by_name()[finding.text.lower()].name not in drugs
            assert len(drugs) == len(set(drugs))
            assert {one.safety for one in finding.suggestions} == {Safety.REVIEW}


@pytest.mark.parametrize(("typed", "suggested"), [("CELEXA", "CELEBREX"), ("Celexa", "Celebrex")])
def test_the_suggestion_is_in_the_case_of_what_was_typed(typed: str, suggested: str, checker: Checker) -> None:
    assert swaps(checker, f"{typed} 200 mg daily for arthritis")[0].suggestions[0].text == suggested


def test_the_rest_of_the_note_is_weighed_too(checker: Checker) -> None:
    """Twice daily alone does not tell Zyrtec from Zantac clearly enough."""
    order = "Continue Zyrtec twice daily."
    assert swaps(checker, order) == []
    assert len(swaps(checker, f"She has reflux and heartburn.\n{order}")) == 1
    assert swaps(checker, f"She has hay fever, reflux and heartburn.\n{order}") == []


def test_doses_do_not_count_for_a_child(checker: Checker) -> None:
    order = "Zantac 10 mg by mouth"
    assert len(swaps(checker, order)) == 1
    assert swaps(checker, f"This 4-month-old spits up.\n{order}") == []


def test_what_a_drug_caused_is_not_what_it_is_for(checker: Checker) -> None:
    assert swaps(checker, "ALLERGIES:\nHydralazine: itching") == []
    assert swaps(checker, "He is allergic to hydralazine (itching).") == []


def test_quoted_speech_is_left_alone(checker: Checker) -> None:
    assert swaps(checker, 'He says "I take hydralazine for itching" and is calm.') == []


@given(st.sampled_from(rows()), st.sampled_from(rows()), st.sampled_from(["\n", " ", "; "]))
def test_spans_hold_whatever_lines_stand_together(
    checker: Checker, one: tuple[str, str], other: tuple[str, str], between: str
) -> None:
    text = between.join(line.replace("[[", "").replace("]]", "") for line, _ in (one, other))
    for finding in swaps(checker, text):
        assert text[finding.start : finding.end] == finding.text
        assert finding.text.lower() in look_alikes()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("hydroxyzine", "hydrOXYzine"),
        ("Hydralazine", "hydrALAZINE"),
        ("celebrex", "CeleBREX"),
        ("VINCRISTINE", "vinCRIStine"),
        ("lisinopril", "lisinopril"),
        ("Lasix", "Lasix"),
    ],
)
def test_tall_man_letters_are_those_of_the_lists(name: str, shown: str) -> None:
    assert tall_man(name) == shown


def test_tall_man_letters_change_no_letter() -> None:
    assert [name for name, tall in tall_man_names().items() if tall.lower() != name or tall == name] == []


def test_tall_man_is_asked_for_by_the_site_only(checker: Checker, tall_man_checker: Checker) -> None:
    text = "Hydralazine 25 mg t.i.d., clonazePAM at bedtime"
    assert [one for one in checker.check(text) if one.rule == "SF030"] == []
    finding, *others = tall_man_checker.check(text)
    assert others == []
    assert (finding.text, finding.suggestions[0].text) == ("Hydralazine", "hydrALAZINE")
    assert "hydrOXYzine" in finding.message


@pytest.mark.parametrize(
    ("text", "dose", "said"),
    [
        ("Hydroxyzine 25 mg p.o. q.6h. p.r.n. itching", (25.0, "mg"), {"route": "po", "frequency": "4/day"}),
        ("hydroxyzine 25mg tablets at bedtime", (25.0, "mg"), {"form": "tablet", "frequency": "1/day"}),
        ("given 50 mg of hydroxyzine IM", (50.0, "mg"), {"route": "im"}),
        ("hydroxyzine 0.5 g by mouth b. i. d.", (500.0, "mg"), {"route": "po", "frequency": "2/day"}),
        ("hydroxyzine 5 mcg/kg/min", None, {}),
        ("hydroxyzine, then aspirin 81 mg daily", None, {}),
    ],
)
def test_an_order_is_read_as_clinicians_write_it(
    text: str, dose: tuple[float, str] | None, said: dict[str, str]
) -> None:
    line = Line(text)
    order = order_of(line, mentions(line), 0)
    assert (order.dose and (*order.dose.values, order.dose.unit)) == dose
    assert order.keys == said
