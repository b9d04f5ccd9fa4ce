"""A site's own limits for measured values: [ranges] in entryassist.toml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from entryassist.settings import SettingsError, load_settings
from terminology import Checker, NoteContext, Settings
from terminology.site_ranges import SiteRange, range_for

VISIT = dt.date(2026, 3, 4)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENTRYASSIST_CONFIG", raising=False)
    return tmp_path


def ranges(toml: str) -> tuple[SiteRange, ...]:
    Path("entryassist.toml").write_text(toml, encoding="utf-8")
    return load_settings().terminology.ranges


def flagged(of: tuple[SiteRange, ...], text: str, context: NoteContext | None = None) -> list[tuple[str, str, str]]:
    checker = Checker.load(Settings(select=("NU",), ranges=of))
    return [(finding.rule, finding.text, finding.evidence) for finding in checker.check(text, context)]


def aged(years: float) -> NoteContext:
    return NoteContext(birth_date=VISIT - dt.timedelta(days=years * 365.25), encounter_date=VISIT)


def test_a_range_is_named_by_any_name_of_the_analyte_and_kept_in_its_reference_unit() -> None:
    by_symbol = ranges("[ranges]\nK = { likely = [3.0, 5.0] }\n")
    assert by_symbol == (SiteRange("potassium", likely=(3.0, 5.0)),)
    converted = ranges('[ranges]\ncreatinine = { unit = "µmol/L", likely = [20, 900] }\n')
    assert converted == (SiteRange("creatinine", likely=(0.2262, 10.18)),)


def test_the_sites_limits_replace_those_of_entryassist() -> None:
    site = ranges(
        '[ranges]\n"heart rate" = { likely = [45, 100] }\npotassium = { possible = [1, 9], likely = [3, 5] }\n'
    )
    assert flagged((), "HR 110, K 5.6") == []
    assert flagged(site, "HR 110, K 5.6, Na 140") == [
        ("NU002", "110", "usually 45 to 100 /min, the limits of this site"),
        ("NU005", "5.6", "hardly ever outside 3 to 5 mmol/L, the limits of this site"),
    ]
    assert flagged(site, "K 9.5, Na 140") == [("NU004", "9.5", "possible 1 to 9 mmol/L, the limits of this site")]
    assert flagged(ranges("[ranges]\npulse = { likely = [20, 250] }\n"), "Pulse 200") == []


def test_limits_for_adults_leave_the_bands_for_children_alone() -> None:
    site = ranges('[ranges]\n"heart rate" = { likely = [45, 100] }\n')
    assert flagged(site, "HR 150", aged(0.5)) == []
    assert [rule for rule, _, _ in flagged(site, "HR 150", aged(50))] == ["NU002"]
    assert [rule for rule, _, _ in flagged(site, "HR 150", NoteContext(section="Vitals"))] == ["NU002"]


def test_a_site_may_set_limits_for_an_age_and_a_sex() -> None:
    site = ranges(
        "[ranges.hemoglobin]\nlikely = [6, 18]\n"
        'ages = [{ years = [12, 50], sex = "female", likely = [6, 16] }, { years = [0, 1], likely = [8, 22] }]\n'
    )
    assert range_for(site, "hemoglobin", 30, "female") == SiteRange("hemoglobin", None, (6, 16), 12, 50, "female")
    assert range_for(site, "hemoglobin", 30, "male") == SiteRange("hemoglobin", likely=(6, 18))
    assert range_for(site, "hemoglobin", None, "") == SiteRange("hemoglobin", likely=(6, 18))
    assert range_for(site, "sodium", 30, "male") is None
    assert flagged(site, "Hemoglobin 20", aged(0.5)) == []
    assert [rule for rule, _, _ in flagged(site, "Hemoglobin 20", aged(50))] == ["NU005"]


def test_a_nearer_file_replaces_the_limits_of_an_analyte_as_a_whole(folder: Path) -> None:
    (folder / "shared.toml").write_text(
        '[ranges]\ncreatinine = { unit = "mg/dL", possible = [0.1, 30], likely = [0.3, 9] }\n'
        "sodium = { likely = [120, 160] }\n",
        encoding="utf-8",
    )
    of = ranges('extend = "shared.toml"\n[ranges]\ncreatinine = { unit = "µmol/L", likely = [30, 700] }\n')
    assert of == (SiteRange("creatinine", likely=(0.3394, 7.919)), SiteRange("sodium", likely=(120, 160)))


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        (
            "potasium = { likely = [3, 5] }",
            'no vital sign or laboratory value that EntryAssist knows; did you mean "pot',
        ),
        ("BP = { likely = [3, 5] }", 'two values; set "systolic" and "diastolic"'),
        ("potassium = 4", "must be limits such as"),
        ("potassium = {}", "sets no limits"),
        ("potassium = { likly = [3, 5] }", "did you mean likely?"),
        ("potassium = { likely = [5, 3] }", "the lowest and the highest value"),
        ("potassium = { likely = [3, true] }", "the lowest and the highest value"),
        ("potassium = { likely = [3, 400] }", "likely must lie within possible, which is 0.8 to 15 mmol/L"),
        ('potassium = { unit = "feet", likely = [3, 5] }', "unit must be one that potassium is measured in: meq/L"),
        ("potassium = { likely = [3, 5] }\nK = { likely = [3, 5] }", 'is the potassium that "potassium" sets too'),
        ("height = { ages = [{ years = 3, likely = [50, 90] }] }", "years must be from which age and before which"),
        ("height = { ages = [{ years = [0, 3] }] }", "an age without limits"),
        ("height = { ages = 3 }", "ages must be a list"),
        ('height = { ages = [{ years = [0, 3], sex = "f", likely = [50, 90] }] }', 'sex must be "female" or "male"'),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence_with_the_file(toml: str, says: str) -> None:
    with pytest.raises(SettingsError) as raised:
        ranges(f"[ranges]\n{toml}\n")
    assert says in str(raised.value)
    assert str(raised.value).startswith(str(Path("entryassist.toml").resolve()))
