"""Hunspell dictionaries: the stems of a .dic file, with the suffixes that the .aff file beside it lets them take.

Prefixes, compounds and a suffix on a suffix are not formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from terminology.concept import Group
from terminology.errors import VocabularyError
from terminology.vocabulary.importers.format import Format, Malformed, Read, Reading, cleaned
from terminology.vocabulary.importers.lines import Line, lines, read_lines
from terminology.vocabulary.term import Term, Tier

_ENTRY = re.compile(r"((?:[^\\/\t]|\\.)+)(?:/(\S*))?")
_MORPHOLOGY = re.compile(r"\t.*|\s+[a-z]{2}:.*")
_CONDITION = re.compile(r"[\w.'’\-\[\]^]+")
_COUNT = re.compile(rb"(?:\xef\xbb\xbf)?\d+[ \t]*\r?\n[^\d\s]")
# flags of entries that are no words by themselves
_NO_WORD = ("FORBIDDENWORD", "NEEDAFFIX", "ONLYINCOMPOUND")


class _Suffix(NamedTuple):
    strip: str
    add: str
    ending: re.Pattern[str]


class _Affixes:
    """What an .aff file says that matters here."""

    def __init__(self, path: Path) -> None:
        self.encoding = "utf-8"
        self.flag_kind = ""
        self.no_word: set[str] = set()
        self.suffixes: dict[str, list[_Suffix]] = {}
        rows = [line.raw for line in lines(path)] if path.exists() else []
        for row in rows:
            if row.startswith(b"SET "):
                self.encoding = _known_encoding(row.split()[1].decode("ascii", errors="replace"), path)
        for row in rows:
            self._take(row.decode(self.encoding, errors="replace").split())

    def _take(self, fields: list[str]) -> None:
        match fields:
            case ["FLAG", kind, *_]:
                self.flag_kind = kind
            case [key, flag, *_] if key in _NO_WORD:
                self.no_word.add(flag)
            case ["SFX", flag, strip, add, *rest] if strip not in ("Y", "N") or not add.isdigit():
                condition = rest[0] if rest else "."
                if _CONDITION.fullmatch(condition):
                    self._add(flag, strip, add.partition("/")[0], condition)

    def _add(self, flag: str, strip: str, add: str, condition: str) -> None:
        try:
            ending = re.compile(f"(?:{condition})$")
        except re.error:
            return
        suffix = _Suffix("" if strip == "0" else strip, "" if add == "0" else add, ending)
        self.suffixes.setdefault(flag, []).append(suffix)

    def flags(self, text: str) -> list[str]:
        """The flags of an entry, one by one."""
        if self.flag_kind == "num":
            return text.split(",")
        if self.flag_kind == "long":
            return [text[i : i + 2] for i in range(0, len(text), 2)]
        return list(text)

    def forms(self, stem: str, flags: list[str]) -> Iterator[str]:
        """The stem and what its suffixes make of it."""
        yield stem
        for flag in flags:
            for suffix in self.suffixes.get(flag, ()):
                if stem.endswith(suffix.strip) and suffix.ending.search(stem):
                    yield stem[: len(stem) - len(suffix.strip)] + suffix.add


def _known_encoding(name: str, path: Path) -> str:
    # hunspell writes ISO8859-1 and microsoft-cp1252
    name = name.lower().removeprefix("microsoft-")
    try:
        b"".decode(name)
    except LookupError:
        raise VocabularyError(f"{path} names the unknown encoding {name}: correct its line SET.") from None
    return name


def read(reading: Reading) -> Iterator[Read]:
    """Every entry with its suffixed forms."""
    affixes = _Affixes(reading.path.with_suffix(".aff"))

    def terms(line: Line) -> Iterator[Term]:
        if line.number == 1 or not line.raw.strip():
            return
        try:
            entry = _ENTRY.fullmatch(_MORPHOLOGY.sub("", line.raw.decode(affixes.encoding)).rstrip())
        except UnicodeDecodeError as error:
            raise Malformed(f"not {affixes.encoding} at byte offset {line.start + error.start}") from None
        if not entry:
            raise Malformed("no word before the flags")
        flags = affixes.flags(entry.group(2) or "")
        if affixes.no_word.isdisjoint(flags):
            stem = cleaned(entry.group(1).replace("\\/", "/"))
            yield from (reading.term(form, Group.OTHER) for form in dict.fromkeys(affixes.forms(stem, flags)))

    return read_lines(reading, terms)


FORMAT = Format(
    name="Hunspell dictionary",
    title="",
    licence="see the dictionary",
    attribution="the dictionary's authors",
    tier=Tier.ACCEPT,
    files=(),
    recognise=lambda path, head: _COUNT.match(head) is not None,
    read=read,
)
