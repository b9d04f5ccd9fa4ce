"""What the configuration says, key by key, for people to read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from entryassist.configuration import Configuration

_PASSWORD = re.compile(r"(://[^:/@\s]*:)\S*@|([?&]password=)[^&\s\"]*")


class Stated(NamedTuple):
    """One key of the configuration, its value as it is written, and the file that says so."""

    table: str
    key: str
    value: str
    origin: Path


def stated_in(file: Configuration) -> tuple[Stated, ...]:
    """Every key that is set; a password in an address is not shown."""
    return tuple(
        Stated(table, key, _PASSWORD.sub(_without_password, _written(value)), file.origin(table, key))
        for table, keys in file.tables.items()
        for key, value in keys.items()
    )


def _without_password(found: re.Match[str]) -> str:
    return f"{found[1]}…@" if found[1] else f"{found[2]}…"


def _written(value: object) -> str:
    """A value much as TOML has it, on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)
