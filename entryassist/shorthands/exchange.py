"""Shorthands from and to files: espanso's YAML and CSV in, CSV out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from entryassist.display import visible
from entryassist.shorthands.shorthand import Shorthand, ShorthandError, checked
from entryassist.shorthands.template import escaped

MOST_BYTES = 1 << 20
COLUMNS = ("trigger", "text", "description")
_CURSOR = "$|$"
_VARIABLE = "{{"
# What a match of espanso may hold beside trigger and replacement without its meaning changing here.
_HARMLESS = frozenset(
    ("trigger", "triggers", "replace", "label", "word", "left_word", "right_word", "propagate_case")
    + ("uppercase_style", "comment", "search_terms", "force_mode", "force_clipboard")
)
_FORMULA = "=+-@\t\r＝＋－＠"
_NAMED = 40


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something of a file that cannot be a shorthand here: which, and why in a few words."""

    name: str
    reason: str


@dataclass(slots=True)
class FileContent:
    """What a file holds: (trigger, text, description) each, and what was left out."""

    found: list[tuple[str, str, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def take(self, name: str, trigger: str, text: str, description: str) -> None:
        """Take one over, or say why not."""
        try:
            self.found.append(checked(trigger, text, description))
        except ShorthandError as error:
            self.skip(name, str(error))

    def skip(self, name: str, reason: str) -> None:
        """Leave one out."""
        self.skipped.append(Skipped(visible(" ".join(name.split()), keep="")[:_NAMED], reason))


def read(path: Path) -> FileContent:
    """The shorthands of a file: ``.yml`` and ``.yaml`` in espanso's format, ``.csv`` with a line of headings.

    Raises ShorthandError when the file as a whole cannot be used.
    """
    kind = path.suffix.lower()
    if kind not in (".yml", ".yaml", ".csv"):
        raise ShorthandError(f"{path} is neither an espanso file (.yml) nor a table (.csv); name it by its kind")
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ShorthandError(f"{path} cannot be read: {error.strerror}") from None
    if len(data) > MOST_BYTES:
        raise ShorthandError(f"{path} is larger than {MOST_BYTES >> 20} MiB, which no list of shorthands is; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ShorthandError(f"{path} is not UTF-8 at byte offset {error.start}; save it as UTF-8") from None
    return _from_csv(path, text) if kind == ".csv" else _from_espanso(path, text)


def _from_csv(path: Path, text: str) -> FileContent:
    content = FileContent()
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), restkey="")
        headings = [(name or "").strip().lower() for name in rows.fieldnames or ()]
        if not {"trigger", "text"} <= set(headings):
            raise ShorthandError(f"{path} needs a first line with the headings trigger,text,description")
        rows.fieldnames = headings
        for row in rows:
            trigger, phrase, description = (_unguarded(row.get(name) or "") for name in COLUMNS)
            content.take(trigger or f"line {rows.line_num}", trigger, phrase, description)
    except csv.Error as error:
        raise ShorthandError(f"{path} is not a CSV table: {error}") from None
    return content


def _from_espanso(path: Path, text: str) -> FileContent:
    root = _parse(path, text)
    matches = root.get("matches") if isinstance(root, dict) else None
    if not isinstance(root, dict) or not isinstance(matches, list):
        raise ShorthandError(f"{path} has no list named matches, so it is not a file of espanso")
    content = FileContent()
    for name in sorted(set(root) - {"matches"}):
        content.skip(str(name), "only matches are imported")
    for number, match in enumerate(matches, 1):
        if isinstance(match, dict):
            _take_match(content, f"match {number}", match)
        else:
            content.skip(f"match {number}", "it has no trigger")
    return content


def _parse(path: Path, text: str) -> object:
    import yaml

    # The base loader makes texts, lists and mappings of anything, so that no value can do or become anything else.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root: object = yaml.load(text, loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "a character that must not be in it"
        raise ShorthandError(f"{path} is not valid YAML{where}: {visible(str(problem), keep='')}") from None
    except RecursionError:
        raise ShorthandError(f"{path} is nested too deeply to be a file of espanso") from None
    return root


def _take_match(content: FileContent, place: str, match: Mapping[str, object]) -> None:
    triggers = match.get("triggers", [match.get("trigger")])
    named = [one for one in triggers if isinstance(one, str)] if isinstance(triggers, list) else []
    name = ", ".join(named) or place
    replacement = match.get("replace")
    strange = sorted(str(key) for key in match if key not in _HARMLESS)
    if strange:
        content.skip(name, f"{', '.join(strange)} cannot be imported")
    elif not named:
        content.skip(name, "it has no trigger")
    elif not isinstance(replacement, str):
        content.skip(name, "it has no replacement text")
    elif _VARIABLE in replacement:
        content.skip(name, "variables in {{ }} cannot be imported")
    elif replacement.count(_CURSOR) > 1:
        content.skip(name, f"it has more than one {_CURSOR}")
    else:
        text = "$0".join(map(escaped, replacement.expandtabs(4).rstrip("\n").split(_CURSOR)))
        label = match.get("label")
        for trigger in named:
            content.take(trigger, trigger, text, label if isinstance(label, str) else "")


def to_csv(shorthands: Iterable[Shorthand]) -> Iterator[str]:
    """The lines of a CSV table with headings, ready for a spreadsheet: no cell can pass for a formula."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in (COLUMNS, *((one.trigger, one.text, one.description) for one in shorthands)):
        writer.writerow(map(_guarded, row))
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _guarded(cell: str) -> str:
    start = cell.lstrip(" ")[:1]
    return f"'{cell}" if start and start in _FORMULA + "'" else cell


def _unguarded(cell: str) -> str:
    text = cell.replace("\r\n", "\n")
    start = text[1:].lstrip(" ")[:1]
    return text[1:] if text[:1] == "'" and start and start in _FORMULA + "'" else text
