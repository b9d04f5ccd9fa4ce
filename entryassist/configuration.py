"""Reads ``entryassist.toml``: every table, key and value is what it may be, or one sentence says why not.

A file may ``extend`` another (``extend = "../shared.toml"``, a path from its own folder), whose keys hold where it
has none of its own. The keys of ``[ranges]`` are names of measured values, for ``ranges.py`` to judge, those of
``[keys]`` actions, for ``keymap.py``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from entryassist.readers import DEFAULT_ENCODING
from entryassist.shorthands.shorthand import ExpandAt
from terminology.finding import Severity
from terminology.house_style import Expand
from terminology.severities import OFF

CONFIG_NAME = "entryassist.toml"
CONFIG_VARIABLE = "ENTRYASSIST_CONFIG"

OneOf = TypeVar("OneOf", bound=StrEnum)
Tables = dict[str, dict[str, object]]

_EXTEND = "extend"
_TERMS = 'terms and what to write, as in { "heart attack" = "myocardial infarction" }'
_LEVELS = '{ SP006 = "warning", AB = "off" }'
EXPAND = "one of " + ", ".join(f'"{expand}"' for expand in Expand if expand)


class SettingsError(Exception):
    """A setting that cannot be used; ``str(error)`` is one sentence with the file and what to change."""


def is_encoding(name: str) -> bool:
    """Whether Python can decode text in an encoding of this name."""
    try:
        "a".encode(name)
    except (LookupError, UnicodeError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration file, with what it extends, whose tables and keys are all known; empty when there is none.

    ``origins`` tells from which file a key of a table comes.
    """

    path: Path
    tables: Tables
    origins: Mapping[tuple[str, str], Path] = field(default_factory=dict)

    @classmethod
    def read(cls, named: Path | None) -> Configuration:
        """The file that was named, or that the environment names, or the nearest one; empty when there is none."""
        from_environment = os.environ.get(CONFIG_VARIABLE)
        path = named or (Path(from_environment) if from_environment else _nearest())
        if path is None:
            return cls(Path(CONFIG_NAME), {})
        tables: Tables = {}
        origins: dict[tuple[str, str], Path] = {}
        # what is extended comes first, so that the nearer file has the last word
        for each, document in reversed(list(_chain(path))):
            for table, keys in document.items():
                joined = tables.setdefault(table, {})
                for key, value in keys.items():
                    joined[key] = value if table in _WHOLE else _joined(joined.get(key), value)
                    origins[table, key] = each
        return cls(path, tables, origins)

    def origin(self, table: str, key: str) -> Path:
        """The file that sets a key; this one when none does."""
        return self.origins.get((table, key), self.path)

    def words(self, table: str, key: str, wanted: str = 'a list of strings such as ["SP", "SF001"]') -> tuple[str, ...]:
        """A list of strings; empty when the key is not set."""
        value = self._value(table, key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        raise self._wrong(table, key, wanted)

    def pairs(self, table: str, key: str, wanted: str = _TERMS) -> tuple[tuple[str, str], ...]:
        """A table of strings as pairs; empty when not set."""
        value = self._value(table, key)
        if value is None:
            return ()
        if isinstance(value, dict) and all(
            isinstance(text, str) and any(map(str.isalnum, text)) for pair in value.items() for text in pair
        ):
            return tuple(value.items())
        raise self._wrong(table, key, wanted)

    def string(self, table: str, key: str, wanted: str = 'a string such as "sqlite:///records.db"') -> str:
        """A string; empty when not set."""
        value = self._value(table, key)
        if value is None:
            return ""
        if isinstance(value, str) and value:
            return value
        raise self._wrong(table, key, wanted)

    def switch(self, table: str, key: str) -> bool:
        """True or false; false when not set."""
        value = self._value(table, key)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise self._wrong(table, key, "true or false")

    def severity(self, table: str, key: str) -> Severity:
        """A severity; warning when not set."""
        value = self._value(table, key)
        if value is None:
            return Severity.WARNING
        if isinstance(value, str) and value in set(Severity):
            return Severity(value)
        raise self._wrong(table, key, "one of " + ", ".join(f'"{severity}"' for severity in Severity))

    def delimiters(self, table: str, key: str) -> tuple[ExpandAt, ...]:
        """The delimiters at which a shorthand expands; none when not set."""
        value = self._value(table, key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(one, str) and one in set(ExpandAt) for one in value):
            return tuple(map(ExpandAt, value))
        raise self._wrong(table, key, 'a list of "space" and "punctuation"; Tab always expands, Enter never does')

    def one_of(self, table: str, key: str, known: type[OneOf], default: OneOf) -> OneOf:
        """A value that is one of those known; the default when not set."""
        value = self._value(table, key)
        if value is None:
            return default
        if isinstance(value, str) and value in set(known):
            return known(value)
        raise self._wrong(table, key, "one of " + ", ".join(f'"{one}"' for one in known))

    def expand(self, table: str, key: str, value: str) -> Expand:
        """A value of that key as what it stands for."""
        if value in set(Expand):
            return Expand(value)
        raise self._wrong(table, key, EXPAND)

    def encoding(self, table: str, key: str) -> str:
        """The name of an encoding that Python knows; the default when not set."""
        value = self._value(table, key)
        if value is None:
            return DEFAULT_ENCODING
        if isinstance(value, str) and is_encoding(value):
            return value
        raise self._wrong(table, key, 'the name of an encoding such as "cp1252" or "latin-1"')

    def levels(self, table: str, key: str) -> tuple[tuple[str, str], ...]:
        """Rules or families with a severity or ``off``; none when not set."""
        value = self._value(table, key)
        return () if value is None else self._levels(table, key, value)

    def nested_levels(self, table: str, key: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Names, each with rules and their levels; none when not set."""
        value = self._value(table, key)
        if value is None:
            return ()
        if not isinstance(value, dict):
            raise self._wrong(table, key, f"names with what holds there, as in {{ plan = {_LEVELS} }}")
        return tuple((name, self._levels(table, f"{key}.{name}", levels)) for name, levels in value.items())

    def _levels(self, table: str, key: str, value: object) -> tuple[tuple[str, str], ...]:
        levels = {*Severity, OFF}
        if isinstance(value, dict) and all(isinstance(one, str) and one in levels for one in value.values()):
            return tuple(value.items())
        raise self._wrong(table, key, f'rules with "critical", "warning", "advice" or "off", as in {_LEVELS}')

    def lists(self, table: str, key: str, wanted: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Names, each with a list of strings; none when not set."""
        value = self._value(table, key)
        if value is None:
            return ()
        if isinstance(value, dict) and all(
            isinstance(names, list) and all(isinstance(name, str) and name.strip() for name in names)
            for names in value.values()
        ):
            return tuple((name, tuple(names)) for name, names in value.items())
        raise self._wrong(table, key, wanted)

    def _value(self, table: str, key: str) -> object:
        return self.tables.get(table, {}).get(key)

    def _wrong(self, table: str, key: str, wanted: str) -> SettingsError:
        return SettingsError(f"{self.origin(table, key.split('.')[0])}: {key} in [{table}] must be {wanted}")


# tables whose keys are names of any kind; each of their values is one statement, limits with their unit
_WHOLE = frozenset({"ranges"})
_FREE = _WHOLE | {"keys"}
_KNOWN: dict[str, tuple[str, ...]] = {
    "check": (
        "select",
        "ignore",
        "accepted-words",
        "accepted-words-file",
        "preferred-terms",
        "fail-on",
        "encoding",
        "severity",
        "severity-in-sections",
        "severity-in-note-types",
    ),
    "abbreviations": ("expand", "sections", "never-expand", "always-expand", "forbidden"),
    "notation": ("preferred", "ignore", "tall-man"),
    "records": ("database",),
    "structure": ("required-sections",),
    "ranges": (),
    "shorthands": ("expand-at",),
    "screen": ("theme", "panes", "ghost-text", "bell"),
    "keys": (),
    "editor": ("spell-out-numbers", "keys"),
    "entry": ("day-first",),
}


def _nearest() -> Path | None:
    here = Path.cwd()
    return next((path for folder in (here, *here.parents) if (path := folder / CONFIG_NAME).is_file()), None)


def _chain(path: Path) -> Iterator[tuple[Path, Tables]]:
    """A file and those it extends, the nearest first, each checked by itself."""
    seen: list[Path] = []
    named_by: Path | None = None
    while True:
        document = _parse(path, named_by)
        extends = document.pop(_EXTEND, None)
        tables = _tables(path, document)
        yield path, tables
        if extends is None:
            return
        if not isinstance(extends, str) or not extends:
            raise SettingsError(f'{path}: {_EXTEND} must be the path of a file such as "../shared.toml"')
        seen.append(path.resolve())
        named_by, path = path, path.parent / Path(extends).expanduser()
        if path.resolve() in seen:
            raise SettingsError(f"{named_by}: {_EXTEND} leads back to {path.resolve()}; break the circle")


def _joined(below: object, value: object) -> object:
    """A table inside a table adds to the one it extends; everything else replaces it."""
    if isinstance(below, dict) and isinstance(value, dict):
        return {**below, **{key: _joined(below.get(key), inner) for key, inner in value.items()}}
    return value


def _parse(path: Path, named_by: Path | None = None) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}; correct it and try again") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 at byte offset {error.start}; save it as UTF-8") from error
    except OSError as error:
        if named_by:
            raise SettingsError(
                f"{named_by}: {_EXTEND} names {path}, which cannot be read: {error.strerror}"
            ) from error
        raise SettingsError(f"{path}: the configuration file cannot be read: {error.strerror}") from error


def _tables(path: Path, document: dict[str, object]) -> Tables:
    """The tables of a file. Raises SettingsError for a table or key that is not known."""
    tables: Tables = {}
    for table, keys in document.items():
        if table not in _KNOWN:
            raise SettingsError(f"{path}: {table} is not a known table{meant(table, tuple(_KNOWN), '[{}]')}")
        if not isinstance(keys, dict):
            raise SettingsError(f"{path}: {table} must be a table, written [{table}] on a line of its own")
        for key in keys:
            if table not in _FREE and key not in _KNOWN[table]:
                close = meant(key, _KNOWN[table], "{}")
                raise SettingsError(f"{path}: {key} is not a known key of [{table}]{close}")
        tables[table] = keys
    return tables


def meant(word: str, known: tuple[str, ...], shape: str, *, listed: bool = True) -> str:
    """What was probably meant; else, unless they are too many, what is known."""
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1)
    names = ", ".join(shape.format(name) for name in known)
    if close:
        return f"; did you mean {shape.format(close[0])}?"
    return f"; known are {names}" if listed else ""
