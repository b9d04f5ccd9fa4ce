"""The application's settings: defaults, then ``entryassist.toml``, then environment variables.

Read once at the start and passed down; nothing here changes afterwards.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from entryassist import site_words
from entryassist.readers import DEFAULT_ENCODING
from entryassist.shorthands.shorthand import ExpandAt
from terminology import Settings
from terminology.finding import Severity
from terminology.house_style import Expand, HouseStyle

CONFIG_NAME = "entryassist.toml"
DATABASE_VARIABLE = "ENTRYASSIST_DATABASE_URL"
INDEX_VARIABLE = "ENTRYASSIST_INDEX_DIR"
CONFIG_VARIABLE = "ENTRYASSIST_CONFIG"

_TERMS = 'terms and what to write, as in { "heart attack" = "myocardial infarction" }'
_SHORT_FORMS = 'a list of short forms such as ["BP", "CT"]'
_EXPAND = "one of " + ", ".join(f'"{expand}"' for expand in Expand if expand)


class SettingsError(Exception):
    """A setting that cannot be used; ``str(error)`` is one sentence with the file and what to change."""


@dataclass(frozen=True, slots=True)
class AppSettings:
    """Where the records are (an SQLAlchemy URL) and how to check.

    ``fail_on`` is the mildest severity that fails a batch check, ``encoding`` the code page of notes
    that are not UTF-8. ``site_words`` is the file of the site's own words, which are already among
    ``terminology.accepted_words``. ``expand_at`` are the delimiters at which a shorthand expands without Tab.
    """

    database_url: str
    terminology: Settings
    site_words: Path
    fail_on: Severity = Severity.WARNING
    encoding: str = DEFAULT_ENCODING
    expand_at: tuple[ExpandAt, ...] = ()

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


def is_encoding(name: str) -> bool:
    """Whether Python can decode text in an encoding of this name."""
    try:
        "a".encode(name)
    except (LookupError, UnicodeError):
        return False
    return True


def load_settings(config: Path | None = None, demo: bool = False) -> AppSettings:
    """The settings in force for a run started in the current folder.

    ``config`` names the configuration file; without it the environment may name one, or else the nearest
    ``entryassist.toml`` in this folder or above it counts. ``demo`` chooses the demonstration database,
    whatever else is configured. Raises ``SettingsError``.
    """
    file = _Configuration.read(config)
    index = os.environ.get(INDEX_VARIABLE)
    own_words = _site_words(file)
    return AppSettings(
        database_url=_data_url("demo.db") if demo else _database_url(file),
        terminology=Settings(
            index_dir=Path(index) if index else None,
            select=_known_codes(file.words("check", "select"), f"select in {file.path}"),
            ignore=_known_codes(file.words("check", "ignore"), f"ignore in {file.path}"),
            accepted_words=frozenset(word.lower() for word in file.words("check", "accepted-words"))
            | site_words.read_words(own_words),
            preferred_terms=file.pairs("check", "preferred-terms"),
            house_style=_house_style(file),
            preferred_notation=_preferred_notation(file),
            allowed_notations=_allowed_notations(file),
            tall_man=file.switch("notation", "tall-man"),
        ),
        site_words=own_words,
        fail_on=file.severity("check", "fail-on"),
        encoding=file.encoding("check", "encoding"),
        expand_at=file.delimiters("shorthands", "expand-at"),
    )


def _house_style(file: _Configuration) -> HouseStyle:
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
        expand=file.expand(table, "expand", file.string(table, "expand", _EXPAND)),
        sections=tuple(sections),
        never_expand=frozenset(file.words(table, "never-expand", _SHORT_FORMS)),
        always_expand=frozenset(file.words(table, "always-expand", _SHORT_FORMS)),
        forbidden=file.pairs(table, "forbidden", forbidden),
    )


def _known_codes(codes: tuple[str, ...], where: str) -> tuple[str, ...]:
    """The codes in capitals; a check that leaves out a rule because of a slip must not pass for a clean one."""
    from terminology.rules.catalog import RULES

    codes = tuple(code.upper() for code in codes)
    for code in codes:
        if not code or not any(rule.code.startswith(code) for rule in RULES):
            raise SettingsError(f"{where} names \"{code}\", but no rule begins so; see 'entryassist rules'")
    return codes


def _preferred_notation(file: _Configuration) -> tuple[tuple[str, str], ...]:
    """The site's own forms; one of a form that no rule writes would never be seen, so it is refused."""
    pairs = file.pairs("notation", "preferred", 'forms and what to write, as in { mcg = "microgram" }')
    if pairs:
        from terminology.notation import known_writings

        for ours, _ in pairs:
            if ours not in known_writings():
                meant = _meant(ours, tuple(sorted(known_writings())), '"{}"', listed=False)
                raise SettingsError(f'{file.path}: preferred in [notation] names "{ours}", which no rule writes{meant}')
    return pairs


def _allowed_notations(file: _Configuration) -> tuple[str, ...]:
    notations = file.words("notation", "ignore", 'a list of notations such as ["cc", "qhs"]')
    if notations:
        from terminology.notation import folded, known_notations

        for notation in notations:
            if folded(notation) not in known_notations():
                raise SettingsError(
                    f'{file.path}: ignore in [notation] names "{notation}", which no notation rule flags'
                )
    return notations


def _database_url(file: _Configuration) -> str:
    configured = os.environ.get(DATABASE_VARIABLE) or file.string("records", "database")
    return configured or _data_url("entryassist.db")


def _site_words(file: _Configuration) -> Path:
    """The configured file, beside the configuration unless its path is absolute; else one beside the records."""
    configured = file.string("check", "accepted-words-file", 'a path such as "site_words.txt"')
    return file.path.parent / Path(configured).expanduser() if configured else _data_folder() / site_words.NAME


def _data_url(name: str) -> str:
    return f"sqlite:///{(_data_folder() / name).as_posix()}"


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("entryassist", appauthor=False)


@dataclass(frozen=True, slots=True)
class _Configuration:
    """A configuration file whose tables and keys are all known; empty when there is no file."""

    path: Path
    tables: dict[str, dict[str, object]]

    @classmethod
    def read(cls, named: Path | None) -> _Configuration:
        from_environment = os.environ.get(CONFIG_VARIABLE)
        path = named or (Path(from_environment) if from_environment else _nearest())
        if path is None:
            return cls(Path(CONFIG_NAME), {})
        document = _parse(path)
        _refuse_unknown(path, document)
        return cls(path, document)

    def words(self, table: str, key: str, wanted: str = 'a list of strings such as ["SP", "SF001"]') -> tuple[str, ...]:
        value = self._value(table, key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        raise self._wrong(table, key, wanted)

    def pairs(self, table: str, key: str, wanted: str = _TERMS) -> tuple[tuple[str, str], ...]:
        value = self._value(table, key)
        if value is None:
            return ()
        if isinstance(value, dict) and all(
            isinstance(text, str) and any(map(str.isalnum, text)) for pair in value.items() for text in pair
        ):
            return tuple(value.items())
        raise self._wrong(table, key, wanted)

    def string(self, table: str, key: str, wanted: str = 'a string such as "sqlite:///records.db"') -> str:
        value = self._value(table, key)
        if value is None:
            return ""
        if isinstance(value, str) and value:
            return value
        raise self._wrong(table, key, wanted)

    def switch(self, table: str, key: str) -> bool:
        value = self._value(table, key)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise self._wrong(table, key, "true or false")

    def severity(self, table: str, key: str) -> Severity:
        value = self._value(table, key)
        if value is None:
            return Severity.WARNING
        if isinstance(value, str) and value in set(Severity):
            return Severity(value)
        raise self._wrong(table, key, "one of " + ", ".join(f'"{severity}"' for severity in Severity))

    def delimiters(self, table: str, key: str) -> tuple[ExpandAt, ...]:
        value = self._value(table, key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(one, str) and one in set(ExpandAt) for one in value):
            return tuple(map(ExpandAt, value))
        raise self._wrong(table, key, 'a list of "space" and "punctuation"; Tab always expands, Enter never does')

    def expand(self, table: str, key: str, value: str) -> Expand:
        if value in set(Expand):
            return Expand(value)
        raise self._wrong(table, key, _EXPAND)

    def encoding(self, table: str, key: str) -> str:
        value = self._value(table, key)
        if value is None:
            return DEFAULT_ENCODING
        if isinstance(value, str) and is_encoding(value):
            return value
        raise self._wrong(table, key, 'the name of an encoding such as "cp1252" or "latin-1"')

    def _value(self, table: str, key: str) -> object:
        return self.tables.get(table, {}).get(key)

    def _wrong(self, table: str, key: str, wanted: str) -> SettingsError:
        return SettingsError(f"{self.path}: {key} in [{table}] must be {wanted}")


_KNOWN = {
    "check": ("select", "ignore", "accepted-words", "accepted-words-file", "preferred-terms", "fail-on", "encoding"),
    "abbreviations": ("expand", "sections", "never-expand", "always-expand", "forbidden"),
    "notation": ("preferred", "ignore", "tall-man"),
    "records": ("database",),
    "shorthands": ("expand-at",),
}


def _nearest() -> Path | None:
    here = Path.cwd()
    return next((path for folder in (here, *here.parents) if (path := folder / CONFIG_NAME).is_file()), None)


def _parse(path: Path) -> dict[str, dict[str, object]]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}; correct it and try again") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 at byte offset {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise SettingsError(f"{path}: the configuration file cannot be read: {error.strerror}") from error


def _refuse_unknown(path: Path, document: dict[str, dict[str, object]]) -> None:
    for table, keys in document.items():
        if table not in _KNOWN:
            raise SettingsError(f"{path}: {table} is not a known table{_meant(table, tuple(_KNOWN), '[{}]')}")
        if not isinstance(keys, dict):
            raise SettingsError(f"{path}: {table} must be a table, written [{table}] on a line of its own")
        for key in keys:
            if key not in _KNOWN[table]:
                meant = _meant(key, _KNOWN[table], "{}")
                raise SettingsError(f"{path}: {key} is not a known key of [{table}]{meant}")


def _meant(word: str, known: tuple[str, ...], shape: str, *, listed: bool = True) -> str:
    """What was probably meant; else, unless they are too many, what is known."""
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1)
    names = ", ".join(shape.format(name) for name in known)
    if close:
        return f"; did you mean {shape.format(close[0])}?"
    return f"; known are {names}" if listed else ""
