"""The application's settings: defaults, then ``entryassist.toml``, then environment variables.

Read once at the start and passed down; nothing here changes afterwards.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from entryassist import site_words
from entryassist.configuration import CONFIG_NAME as CONFIG_NAME
from entryassist.configuration import CONFIG_VARIABLE as CONFIG_VARIABLE
from entryassist.configuration import EXPAND, Configuration, is_encoding, meant
from entryassist.configuration import SettingsError as SettingsError
from entryassist.editor_settings import DEFAULTS, EditorSettings, Keys, SpellOut
from entryassist.keymap import site_keymap
from entryassist.preferences import Preferences, site_choices
from entryassist.ranges import site_ranges
from entryassist.readers import DEFAULT_ENCODING
from entryassist.shorthands.shorthand import ExpandAt
from entryassist.stated import Stated, stated_in
from terminology import Settings
from terminology.finding import Severity
from terminology.house_style import HouseStyle
from terminology.severities import Severities

DATABASE_VARIABLE = "ENTRYASSIST_DATABASE_URL"
INDEX_VARIABLE = "ENTRYASSIST_INDEX_DIR"

_SHORT_FORMS = 'a list of short forms such as ["BP", "CT"]'
_REQUIRED = 'types of note with the sections they must have, as in { "progress note" = ["Assessment", "Plan"] }'


@dataclass(frozen=True, slots=True)
class AppSettings:
    """Where the records are (an SQLAlchemy URL) and how to check.

    ``fail_on`` is the mildest severity that fails a batch check, ``encoding`` the code page of notes
    that are not UTF-8. ``site_words`` is the file of the site's own words, which are already among
    ``terminology.accepted_words``. ``expand_at`` are the delimiters at which a shorthand expands without Tab,
    ``editor`` how the editor behaves. With
    ``day_first`` a date typed in numbers has its day before its month.
    ``preferences`` hold for whoever has none of their own. ``stated`` is what the configuration says, for show.
    """

    database_url: str
    terminology: Settings
    site_words: Path
    fail_on: Severity = Severity.WARNING
    encoding: str = DEFAULT_ENCODING
    expand_at: tuple[ExpandAt, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)
    stated: tuple[Stated, ...] = ()
    editor: EditorSettings = DEFAULTS
    day_first: bool = False

    def overridden(
        self,
        *,
        select: tuple[str, ...] | None = None,
        ignore: tuple[str, ...] | None = None,
        fail_on: str | None = None,
        encoding: str | None = None,
    ) -> AppSettings:
        """These settings with the command line's options in place of them; None leaves one as it is."""
        if encoding is not None and not is_encoding(encoding):
            raise SettingsError(f"--encoding {encoding} is not an encoding; try cp1252 or latin-1")
        now = self.terminology
        return replace(
            self,
            terminology=replace(
                now,
                select=now.select if select is None else _known_codes(select, "--select"),
                ignore=now.ignore if ignore is None else _known_codes(ignore, "--ignore"),
            ),
            fail_on=Severity(fail_on or self.fail_on),
            encoding=encoding or self.encoding,
        )


def load_settings(config: Path | None = None, demo: bool = False) -> AppSettings:
    """The settings in force for a run started in the current folder.

    ``config`` names the configuration file; without it the environment may name one, or else the nearest
    ``entryassist.toml`` in this folder or above it counts. ``demo`` chooses the demonstration database,
    whatever else is configured. Raises ``SettingsError``.
    """
    file = Configuration.read(config)
    index = os.environ.get(INDEX_VARIABLE)
    own_words = _site_words(file)
    return AppSettings(
        database_url=_data_url("demo.db") if demo else _database_url(file),
        terminology=Settings(
            index_dir=Path(index) if index else None,
            select=_known_codes(file.words("check", "select"), f"select in {file.origin('check', 'select')}"),
            ignore=_known_codes(file.words("check", "ignore"), f"ignore in {file.origin('check', 'ignore')}"),
            accepted_words=frozenset(word.lower() for word in file.words("check", "accepted-words"))
            | site_words.read_words(own_words),
            preferred_terms=file.pairs("check", "preferred-terms"),
            house_style=_house_style(file),
            preferred_notation=_preferred_notation(file),
            allowed_notations=_allowed_notations(file),
            tall_man=file.switch("notation", "tall-man"),
            required_sections=file.lists("structure", "required-sections", _REQUIRED),
            severities=_severities(file),
            ranges=site_ranges(file),
        ),
        site_words=own_words,
        fail_on=file.severity("check", "fail-on"),
        encoding=file.encoding("check", "encoding"),
        expand_at=file.delimiters("shorthands", "expand-at"),
        preferences=Preferences(site_choices(file), site_keymap(file)),
        stated=stated_in(file),
        editor=EditorSettings(
            file.one_of("editor", "spell-out-numbers", SpellOut, SpellOut.OFF),
            file.one_of("editor", "keys", Keys, Keys.PLAIN),
        ),
        day_first=file.switch("entry", "day-first"),
    )


def _house_style(file: Configuration) -> HouseStyle:
    """The [abbreviations] table: when short forms are written out, and which are not wanted."""
    from terminology.sections import section_key

    table = "abbreviations"
    sections = []
    for heading, expand in file.pairs(table, "sections", 'sections with what holds there, as in medications = "never"'):
        if not section_key(heading):
            raise SettingsError(f'{file.path}: "{heading}" in [{table}.sections] is not a heading that notes have')
        sections.append((section_key(heading), file.expand(f"{table}.sections", heading, expand)))
    forbidden = 'notations and what to write, as in { "WNL" = "within normal limits" }'
    return HouseStyle(
        expand=file.expand(table, "expand", file.string(table, "expand", EXPAND)),
        sections=tuple(sections),
        never_expand=frozenset(file.words(table, "never-expand", _SHORT_FORMS)),
        always_expand=frozenset(file.words(table, "always-expand", _SHORT_FORMS)),
        forbidden=file.pairs(table, "forbidden", forbidden),
    )


def _severities(file: Configuration) -> Severities:
    """The severities under [check]: for all notes, within sections, and for types of note."""
    from terminology.sections import section_key

    table, inside, kinds = "check", "severity-in-sections", "severity-in-note-types"
    sections = []
    for heading, levels in file.nested_levels(table, inside):
        where = f"{inside} in {file.origin(table, inside)}"
        if not section_key(heading):
            raise SettingsError(f'{where} names "{heading}", which is not a heading that notes have')
        sections.append((section_key(heading), _known_levels(levels, where)))
    return Severities(
        _known_levels(file.levels(table, "severity"), f"severity in {file.origin(table, 'severity')}"),
        tuple(
            (name, _known_levels(levels, f"{kinds} in {file.origin(table, kinds)}"))
            for name, levels in file.nested_levels(table, kinds)
        ),
        tuple(sections),
    )


def _known_levels(levels: tuple[tuple[str, str], ...], where: str) -> tuple[tuple[str, str], ...]:
    codes = _known_codes(tuple(code for code, _ in levels), where)
    return tuple(zip(codes, (level for _, level in levels), strict=True))


def _known_codes(codes: tuple[str, ...], where: str) -> tuple[str, ...]:
    """The codes in capitals; a check that leaves out a rule because of a slip must not pass for a clean one."""
    from terminology.rules.catalog import RULES

    codes = tuple(code.upper() for code in codes)
    for code in codes:
        if not code or not any(rule.code.startswith(code) for rule in RULES):
            raise SettingsError(f"{where} names \"{code}\", but no rule begins so; see 'entryassist rules'")
    return codes


def _preferred_notation(file: Configuration) -> tuple[tuple[str, str], ...]:
    """The site's own forms; one of a form that no rule writes would never be seen, so it is refused."""
    pairs = file.pairs("notation", "preferred", 'forms and what to write, as in { mcg = "microgram" }')
    if pairs:
        from terminology.notation import known_writings

        for ours, _ in pairs:
            if ours not in known_writings():
                close = meant(ours, tuple(sorted(known_writings())), '"{}"', listed=False)
                raise SettingsError(f'{file.path}: preferred in [notation] names "{ours}", which no rule writes{close}')
    return pairs


def _allowed_notations(file: Configuration) -> tuple[str, ...]:
    notations = file.words("notation", "ignore", 'a list of notations such as ["cc", "qhs"]')
    if notations:
        from terminology.notation import folded, known_notations

        for notation in notations:
            if folded(notation) not in known_notations():
                raise SettingsError(
                    f'{file.path}: ignore in [notation] names "{notation}", which no notation rule flags'
                )
    return notations


def _database_url(file: Configuration) -> str:
    configured = os.environ.get(DATABASE_VARIABLE) or file.string("records", "database")
    return configured or _data_url("entryassist.db")


def _site_words(file: Configuration) -> Path:
    """The configured file, beside the configuration unless its path is absolute; else one beside the records."""
    configured = file.string("check", "accepted-words-file", 'a path such as "site_words.txt"')
    beside = file.origin("check", "accepted-words-file").parent
    return beside / Path(configured).expanduser() if configured else _data_folder() / site_words.NAME


def _data_url(name: str) -> str:
    return f"sqlite:///{(_data_folder() / name).as_posix()}"


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("entryassist", appauthor=False)
