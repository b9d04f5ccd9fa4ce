"""Settings come from defaults, entryassist.toml and the environment, the later ones winning."""

from __future__ import annotations

from pathlib import Path

import pytest

from entryassist.editor_settings import EditorSettings, Keys, SpellOut
from entryassist.settings import AppSettings, SettingsError, load_settings
from terminology import Severity
from terminology.house_style import Expand, HouseStyle


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and an environment without EntryAssist's variables."""
    monkeypatch.chdir(tmp_path)
    for name in ("ENTRYASSIST_DATABASE_URL", "ENTRYASSIST_INDEX_DIR", "ENTRYASSIST_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def configured(toml: str) -> AppSettings:
    Path("entryassist.toml").write_text(toml, encoding="utf-8")
    return load_settings()


def test_defaults() -> None:
    settings = load_settings()
    assert settings.database_url.startswith("sqlite:///")
    assert settings.database_url.endswith("/entryassist.db")
    assert settings.terminology.index_dir is None
    assert settings.terminology.select == ()
    assert settings.fail_on is Severity.WARNING
    assert settings.encoding == "cp1252"


def test_every_key_of_the_configuration() -> None:
    settings = configured(
        """
        [check]
        select = ["SP", "sf001"]
        ignore = ["SP001"]
        accepted-words = ["Vicryl", "bovie"]
        fail-on = "critical"
        encoding = "cp1250"

        [records]
        database = "sqlite:///ward.db"
        """
    )
    assert settings.terminology.select == ("SP", "SF001")
    assert settings.terminology.ignore == ("SP001",)
    assert settings.terminology.accepted_words == {"vicryl", "bovie"}
    assert settings.fail_on is Severity.CRITICAL
    assert settings.encoding == "cp1250"
    assert settings.database_url == "sqlite:///ward.db"


def test_the_house_style_for_short_forms() -> None:
    style = configured(
        """
        [abbreviations]
        expand = "first-use"
        never-expand = ["BP", "b.i.d."]
        always-expand = ["SOB"]
        forbidden = { "WNL" = "within normal limits" }

        [abbreviations.sections]
        "Review of Systems" = "never"
        meds = "always"
        """
    ).terminology.house_style
    assert style.expand is Expand.FIRST_USE
    assert style.forbidden == (("WNL", "within normal limits"),)
    assert style.wanted("HTN", "history") is Expand.FIRST_USE
    assert style.wanted("HTN", "review-of-systems") is Expand.NEVER
    assert style.wanted("HTN", "medications") is Expand.ALWAYS
    assert style.wanted("bid", "medications") is Expand.NEVER
    assert style.wanted("SOB", "review-of-systems") is Expand.ALWAYS


def test_without_a_table_the_site_says_nothing_about_short_forms() -> None:
    assert configured("[check]\n").terminology.house_style == HouseStyle()


def test_a_site_sets_its_notation() -> None:
    settings = configured(
        """
        [notation]
        preferred = { mcg = "microgram", "international unit" = "unit" }
        ignore = ["cc", "q.h.s."]
        """
    )
    assert settings.terminology.preferred_notation == (("mcg", "microgram"), ("international unit", "unit"))
    assert settings.terminology.allowed_notations == ("cc", "q.h.s.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('preferred = { mgc = "microgram" }', 'names "mgc", which no rule writes; did you mean "mcg"?'),
        ('preferred = { milligramme = "mg" }', 'names "milligramme", which no rule writes'),
        ('ignore = ["zz"]', 'names "zz", which no notation rule flags'),
        ('ignore = "cc"', 'ignore in [notation] must be a list of notations such as ["cc", "qhs"]'),
    ],
)
def test_a_slip_in_the_notation_is_refused(line: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        configured(f"[notation]\n{line}\n")
    assert said in str(error.value)


def test_the_nearest_configuration_above_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured('[check]\nfail-on = "critical"\n')
    below = folder / "ward" / "notes"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert load_settings().fail_on is Severity.CRITICAL


def test_a_named_file_wins_over_the_variable_and_the_variable_over_the_nearest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    configured('[check]\nencoding = "cp1250"\n')
    for name in ("cp1251", "cp1253"):
        Path(f"{name}.toml").write_text(f'[check]\nencoding = "{name}"\n')
    monkeypatch.setenv("ENTRYASSIST_CONFIG", "cp1251.toml")
    assert load_settings().encoding == "cp1251"
    assert load_settings(Path("cp1253.toml")).encoding == "cp1253"


def test_the_environment_wins_over_the_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRYASSIST_DATABASE_URL", "sqlite:///env.db")
    monkeypatch.setenv("ENTRYASSIST_INDEX_DIR", "/var/cache/index")
    settings = configured('[records]\ndatabase = "sqlite:///ward.db"\n')
    assert settings.database_url == "sqlite:///env.db"
    assert settings.terminology.index_dir == Path("/var/cache/index")


def test_the_demonstration_never_touches_the_configured_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTRYASSIST_DATABASE_URL", "sqlite:///real.db")
    assert load_settings(demo=True).database_url.endswith("/demo.db")


def test_options_of_the_command_line_take_the_place_of_what_is_configured() -> None:
    settings = configured('[check]\nselect = ["SP"]\nignore = ["SF001"]\n')
    changed = settings.overridden(select=("ab",), fail_on="advice", encoding="latin-1")
    assert changed.terminology.select == ("AB",)
    assert changed.terminology.ignore == ("SF001",)
    assert changed.fail_on is Severity.ADVICE
    assert changed.encoding == "latin-1"
    assert settings.overridden() == settings


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        pytest.param("[check\n", "is not valid TOML: .*at line 1, column 7.; correct it and try again", id="broken"),
        pytest.param("[chekc]\n", r"chekc is not a known table; did you mean \[check\]\?", id="table"),
        pytest.param('[abbreviations]\nexpand = "often"\n', r"expand in \[abbreviations\] must be one of", id="style"),
        pytest.param(
            '[abbreviations.sections]\nkitchen = "never"\n', r"\"kitchen\" in \[abbreviations.sections\]", id="section"
        ),
        pytest.param(
            '[abbreviations.sections]\nmeds = "often"\n', r"meds in \[abbreviations.sections\] must be", id="there"
        ),
        pytest.param('[abbreviations]\nforbidden = ["WNL"]\n', r"forbidden in \[abbreviations\] must be", id="list"),
        pytest.param(
            "[x]\n",
            r"x is not a known table; known are \[check\], ",
            id="other table",
        ),
        pytest.param("check = 3\n", r"check must be a table, written \[check\]", id="no table"),
        pytest.param(
            '[check]\nselct = ["SP"]\n',
            r"selct is not a known key of \[check\]; did you mean select\?",
            id="key",
        ),
        pytest.param('[check]\nselect = "SP"\n', r"select in \[check\] must be a list of strings", id="string"),
        pytest.param("[check]\nignore = [1]\n", r"ignore in \[check\] must be a list of strings", id="numbers"),
        pytest.param('[check]\nignore = ["ZZ9"]\n', 'names "ZZ9", but no rule begins so', id="no such rule"),
        pytest.param('[check]\nfail-on = "error"\n', 'must be one of "critical", "warning", "advice"', id="severity"),
        pytest.param('[check]\nencoding = "ebcdic-9"\n', "must be the name of an encoding", id="encoding"),
        pytest.param("[shorthands]\nexpand-at = [[1]]\n", "Tab always expands, Enter never does", id="delimiters"),
        pytest.param('[editor]\nkeys = "emacs"\n', 'one of "plain", "vim"', id="editor keys"),
        pytest.param('[shorthands]\nexpand-at = ["enter"]\n', 'a list of "space" and "punctuation"', id="enter"),
        pytest.param("[records]\ndatabase = 1\n", r"database in \[records\] must be a string", id="database"),
    ],
)
def test_a_wrong_configuration_is_told_with_the_file_and_what_is_wrong(toml: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=rf"entryassist\.toml.*{sentence}") as refusal:
        configured(toml)
    assert "\n" not in str(refusal.value)


def test_a_configuration_that_is_not_utf_8_is_told_with_the_offset() -> None:
    Path("entryassist.toml").write_bytes(b"[check]\n# caf\xe9\n")
    with pytest.raises(SettingsError, match="is not UTF-8 at byte offset 13"):
        load_settings()


def test_a_named_configuration_that_is_missing_is_told() -> None:
    with pytest.raises(SettingsError, match=r"gone\.toml: the configuration file cannot be read: No such file"):
        load_settings(Path("gone.toml"))


def test_options_that_cannot_be_used_are_told() -> None:
    with pytest.raises(SettingsError, match='--select names "XX", but no rule begins so'):
        load_settings().overridden(select=("XX",))
    with pytest.raises(SettingsError, match="--encoding nonsense is not an encoding"):
        load_settings().overridden(encoding="nonsense")


def test_a_site_may_prefer_terms(tmp_path: Path) -> None:
    config = tmp_path / "entryassist.toml"
    config.write_text('[check]\npreferred-terms = { "heart attack" = "myocardial infarction" }\n', encoding="utf-8")
    assert load_settings(config).terminology.preferred_terms == (("heart attack", "myocardial infarction"),)
    config.write_text('[check]\npreferred-terms = ["heart attack"]\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"preferred-terms in .check. must be terms and what to write"):
        load_settings(config)


def test_a_site_may_let_delimiters_expand() -> None:
    assert configured("").editor == EditorSettings(SpellOut.OFF, Keys.PLAIN)
    file = '[editor]\nkeys = "vim"\nspell-out-numbers = "below-ten"\n'
    assert configured(file).editor == EditorSettings(SpellOut.BELOW_TEN, Keys.VIM)
    assert configured("").expand_at == ()
    assert configured('[shorthands]\nexpand-at = ["space", "punctuation"]\n').expand_at == ("space", "punctuation")


def test_a_site_may_ask_for_tall_man_letters(tmp_path: Path) -> None:
    config = tmp_path / "entryassist.toml"
    config.write_text("[notation]\ntall-man = true\n", encoding="utf-8")
    assert load_settings(config).terminology.tall_man
    config.write_text('[notation]\ntall-man = "yes"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"tall-man in .notation. must be true or false"):
        load_settings(config)


def test_severities_for_all_notes_sections_and_types_of_note() -> None:
    severities = configured(
        """
        [check]
        severity = { sp006 = "warning", AB = "off" }

        [check.severity-in-sections."Review of Systems"]
        SP = "advice"

        [check.severity-in-note-types."operative note"]
        ST008 = "critical"
        """
    ).terminology.severities
    assert severities.general == (("SP006", "warning"), ("AB", "off"))
    assert severities.sections == (("review-of-systems", (("SP", "advice"),)),)
    assert severities.note_types == (("operative note", (("ST008", "critical"),)),)


def test_the_parts_that_a_type_of_note_must_have() -> None:
    settings = configured('[structure]\nrequired-sections = { "wound note" = ["Wound", "Plan"] }')
    assert settings.terminology.required_sections == (("wound note", ("Wound", "Plan")),)


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('[check]\nseverity = { SP006 = "loud" }', '"critical", "warning", "advice" or "off"'),
        ('[check]\nseverity = { XX = "off" }', 'names "XX", but no rule begins so'),
        ('[check.severity-in-sections.kitchen]\nSP = "off"', '"kitchen", which is not a heading'),
        ("[check]\nseverity-in-note-types = 3", "severity-in-note-types in [check] must be names"),
        ('[structure]\nrequired-sections = ["Plan"]', "required-sections in [structure] must be types of note"),
        ("extend = 3", "extend must be the path of a file"),
    ],
)
def test_a_wrong_level_or_list_is_one_clear_sentence(toml: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        configured(toml)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_adds_to_the_one_it_extends(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "all.toml").write_text(
        '[check]\nselect = ["SP"]\nfail-on = "critical"\naccepted-words-file = "words.txt"\n'
        'severity = { SP001 = "advice", SP002 = "off" }\n',
        encoding="utf-8",
    )
    settings = configured('extend = "shared/all.toml"\n[check]\nselect = ["SF"]\nseverity = { SP001 = "critical" }\n')
    assert settings.terminology.select == ("SF",)
    assert settings.fail_on is Severity.CRITICAL
    assert settings.site_words == folder / "shared" / "words.txt"
    assert dict(settings.terminology.severities.general) == {"SP001": "critical", "SP002": "off"}


def test_extending_in_a_circle_or_what_is_not_there_is_one_clear_sentence(folder: Path) -> None:
    Path("shared.toml").write_text('extend = "entryassist.toml"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"shared\.toml: extend leads back to .*; break the circle"):
        configured('extend = "shared.toml"')
    with pytest.raises(SettingsError, match=r"entryassist\.toml: extend names .*nowhere\.toml, which cannot be read"):
        configured('extend = "nowhere.toml"')


def test_what_is_wrong_in_the_extended_file_is_told_of_that_file(folder: Path) -> None:
    Path("shared.toml").write_text("[check]\nselect = 3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"shared\.toml: select in \[check\] must be"):
        configured('extend = "shared.toml"')
