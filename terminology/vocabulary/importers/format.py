"""What a reader of a file format is, and what it yields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from terminology.concept import Group
from terminology.vocabulary.build import Progress
from terminology.vocabulary.importers.facts import Facts
from terminology.vocabulary.term import Term, Tier

# words of one capital at most, so neither codes nor acronyms
_PLAIN = re.compile(r"[^\W\d_][a-zß-ÿ]*(?:[ ,'’()/-]+[^\W\d_][a-zß-ÿ]*)*[)]?")


class Malformed(Exception):  # noqa: N818 - not an error of the program
    """A row that cannot be read; ``str`` says why, without a full stop."""


class Refusal(NamedTuple):
    """A malformed row: its number in the file, from 1, and what is wrong."""

    row: int
    reason: str


class Read(NamedTuple):
    """What one step of a reader found.

    ``rows`` of the file were looked at, and reading can go on from ``position`` later. ``done`` is how many
    bytes of the file are behind it.
    """

    terms: Sequence[Term]
    rows: int
    position: int
    done: int
    refused: Sequence[Refusal] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that is being read: from ``position``, with ``rows`` read before. ``tier`` is the most trust it gets."""

    path: Path
    tier: Tier
    facts: Facts
    position: int = 0
    rows: int = 0

    def term(
        self,
        text: str,
        group: Group,
        concept: str = "",
        preferred: str = "",
        definition: str = "",
        parents: tuple[str, ...] = (),
    ) -> Term:
        """A term of clean text, trusted as far as its shape allows."""
        tier = trusted(text, self.tier)
        return Term(text, tier, group, concept, "" if preferred == text else preferred, 0.0, definition, parents)


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    ``files`` are the patterns of file names to look for in a folder, best first. ``recognise`` judges by
    the file's first bytes; the name only helps. ``version`` finds the release. ``check`` raises
    VocabularyError when the file is cut off or the wrong one of its kind. ``prepare`` collects from the
    whole file and those beside it what ``read`` must know about a row beforehand.
    """

    name: str
    title: str
    licence: str
    attribution: str
    tier: Tier
    files: tuple[str, ...]
    recognise: Callable[[Path, bytes], bool]
    read: Callable[[Reading], Iterator[Read]]
    version: Callable[[Path, bytes], str] = lambda path, head: ""
    check: Callable[[Path], None] = lambda path: None
    prepare: Callable[[Path, Facts, Progress], None] = lambda path, facts, progress: None


def trusted(text: str, tier: Tier) -> Tier:
    """How far a term may be trusted in a source of a tier: what holds codes or acronyms is never suggested."""
    if tier is Tier.SUGGEST and (not _PLAIN.fullmatch(text) or (text.isupper() and len(text) > 1)):
        return Tier.ACCEPT
    return tier


def cleaned(text: str) -> str:
    """The text with single spaces and without invisible characters; Malformed when nothing or a control is left."""
    if not text.isprintable():
        text = "".join(character for character in text if unicodedata.category(character) != "Cf")
        text = " ".join(text.split())
        if not text.isprintable():
            raise Malformed("a control character")
    elif "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    if not text:
        raise Malformed("an empty term")
    return text


def decoded(raw: bytes, line_start: int) -> str:
    """UTF-8 bytes as clean text; Malformed with the byte offset in the file when they are not UTF-8."""
    try:
        return cleaned(raw.decode())
    except UnicodeDecodeError as error:
        raise Malformed(f"not UTF-8 at byte offset {line_start + error.start}") from None


def release_in_name(pattern: str) -> Callable[[Path, bytes], str]:
    """A ``version`` that looks for a pattern in the names of the file and the folders it lies in, nearest first."""
    release = re.compile(pattern)

    def version(path: Path, _: bytes) -> str:
        for name in reversed(path.absolute().parts[-4:]):
            if found := release.search(name):
                return found.group(1)
        return ""

    return version
