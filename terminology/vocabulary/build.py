"""Compiles the vocabulary sources into one read-only, memory-mapped index.

The index is a folder: ``words.marisa`` with ``words.attributes`` (frequency, groups, tier of each
word), ``deletes.marisa`` and ``sounds.marisa`` (where typo candidates come from), ``pairs.marisa``
(which words stand side by side), ``names.marisa``, ``phrases.marisa``, ``concepts.sqlite``,
``abbreviations.marisa`` and the manifest. It is written beside its place and renamed at the end, so
that a failed build never harms a working index.
"""

from __future__ import annotations

import errno
import math
import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import marisa_trie

from terminology.abbreviations.inventory import compile_inventory
from terminology.concept import Group
from terminology.errors import VocabularyError
from terminology.vocabulary.deletes import deletes
from terminology.vocabulary.doubtful import doubtful
from terminology.vocabulary.manifest import FORMAT, Manifest, SourceRecord, fingerprint, package_version
from terminology.vocabulary.names import read_names
from terminology.vocabulary.normal import normal_phrase, normal_word, words_of
from terminology.vocabulary.pairs import FORMAT as PAIR_FORMAT
from terminology.vocabulary.pairs import PairCounter
from terminology.vocabulary.sounds import sound_key
from terminology.vocabulary.sources.catalog import all_sources
from terminology.vocabulary.sources.english import clinical_frequencies
from terminology.vocabulary.sources.staged import full_digest
from terminology.vocabulary.term import Source, Term, Tier
from terminology.vocabulary.word import ATTRIBUTES, GROUP_BIT, flags

Progress = Callable[[str, int, int], None]

_SHORTEST_SUGGESTED, _SHORTEST_WEAK = 3, 6
_COMMON_ENGLISH = 3.5
_TRIES = 8
_FEW_TERMS = 6


class _Words:
    """Collects what all sources together say about each word."""

    def __init__(self) -> None:
        self.zipf: dict[str, float] = {}
        self.tier: dict[str, int] = {}
        self.groups: dict[str, int] = defaultdict(int)
        self.terms: dict[str, int] = defaultdict(int)
        self.sources: dict[str, set[str]] = defaultdict(set)
        self.lower_seen: set[str] = set()
        self.capital_seen: set[str] = set()
        self.doubted: set[str] = set()
        self.clinical = clinical_frequencies()

    def add(self, term: Term, source: str) -> None:
        """Counts a term's words; a word of several terms keeps its best tier."""
        parts = words_of(term.text)
        for part in parts:
            word = normal_word(part)
            if len(word) > 1 or len(parts) == 1:
                self.tier[word] = max(self.tier.get(word, 0), term.tier)
                self.terms[word] += 1
                self.sources[word].add(source)
                (self.lower_seen if part.islower() else self.capital_seen).add(word)
                if term.zipf:
                    self.zipf[word] = max(self.zipf.get(word, 0.0), term.zipf)
                # names of drug products hold many words that are not drugs ("solution", "metastatic")
                if len(parts) == 1 or (term.group is not Group.DRUG and self.zipf.get(word, 0.0) < _COMMON_ENGLISH):
                    self.groups[word] |= GROUP_BIT[term.group]

    def frequency(self, word: str) -> float:
        """A Zipf value: half general English (or guessed from the terms that use the word), half clinical notes."""
        general = max(self.zipf.get(word, 0.0), 0.9 + 0.95 * math.log10(1 + self.terms[word]))
        clinical = self.clinical.get(word)
        return math.log10((10**general + 1000 * clinical) / 2) if clinical else general

    def doubt_slips(self) -> None:
        """Takes trust from what is probably a slip of its only source: medical words soften, others are dropped."""
        frequency = {word: self.frequency(word) for word in self.tier}
        rare = [
            word
            for word in self.tier
            if word not in self.zipf and self.terms[word] <= _FEW_TERMS and len(self.sources[word]) == 1
        ]
        self.doubted = set(doubtful(rare, frequency))
        for word in self.doubted:
            if self.groups.get(word, 0) & ~GROUP_BIT[Group.OTHER]:
                self.tier[word] = Tier.SOFTEN
            else:
                del self.tier[word]

    def may_be_meant(self, word: str) -> bool:
        """Whether a slip may be traced back to a word.

        General words that are only accepted may not: they are rare, and there are many. A doubted one proves nothing.
        """
        if len(word) < _SHORTEST_SUGGESTED or word.endswith("'s") or word in self.doubted:
            return False
        if self.tier[word] is Tier.SUGGEST:
            return True
        return len(word) >= _SHORTEST_WEAK and (
            self.tier[word] is Tier.SOFTEN or bool(self.groups.get(word, 0) & ~GROUP_BIT[Group.OTHER])
        )

    def attributes(self, word: str) -> bytes:
        """The packed record of a word."""
        proper = word in self.capital_seen and word not in self.lower_seen
        zipf = min(65535, round(self.frequency(word) * 1000))
        clinical = round(math.log10(max(1.0, 1000 * self.clinical.get(word, 0.0))) * 1000)
        return ATTRIBUTES.pack(zipf, self.groups.get(word, 0), self.tier[word], flags(word, proper=proper), clinical)


class _Concepts:
    """Writes concepts and their forms to SQLite."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path)
        self.db.executescript(
            """
            PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
            CREATE TABLE concept(id TEXT PRIMARY KEY, preferred TEXT, grp TEXT, source TEXT, definition TEXT)
                WITHOUT ROWID;
            CREATE TABLE parent(concept TEXT, parent TEXT, PRIMARY KEY(concept, parent)) WITHOUT ROWID;
            CREATE TABLE form(text TEXT, concept TEXT, surface TEXT, UNIQUE(text, concept));
            """
        )

    def add(self, term: Term, source: str) -> bool:
        """A term with a concept id becomes a form of that concept.

        The first preferred term stays; whether an earlier source has another one for this concept is returned.
        """
        if not term.concept:
            return False
        preferred = term.preferred or term.text
        new = self.db.execute(
            "INSERT OR IGNORE INTO concept VALUES (?,?,?,?,?)",
            (term.concept, preferred, term.group.value, source, term.definition),
        ).rowcount
        clashes = not new and not term.preferred and self._named_otherwise(term, source)
        for parent in term.parents:
            self.db.execute("INSERT OR IGNORE INTO parent VALUES (?,?)", (term.concept, parent))
        for surface in dict.fromkeys((term.text, preferred)):
            self.db.execute(
                "INSERT OR IGNORE INTO form VALUES (?,?,?)", (normal_phrase(surface), term.concept, surface)
            )
        return clashes

    def _named_otherwise(self, term: Term, source: str) -> bool:
        first, earlier = self.db.execute("SELECT preferred, source FROM concept WHERE id=?", (term.concept,)).fetchone()
        return earlier != source and set(normal_phrase(first).split()) != set(normal_phrase(term.text).split())

    def finish(self) -> tuple[int, int]:
        """Commits; the numbers of concepts and forms."""
        self.db.executescript(
            """
            CREATE INDEX form_concept ON form(concept);
            CREATE INDEX parent_children ON parent(parent);
            CREATE VIRTUAL TABLE form_words USING fts5(text, content='', columnsize=0, detail=none, prefix='3');
            INSERT INTO form_words(rowid, text) SELECT rowid, text FROM form;
            INSERT INTO form_words(form_words) VALUES ('optimize');
            """
        )
        self.db.commit()
        count = self.db.execute("SELECT (SELECT count(*) FROM concept), (SELECT count(*) FROM form)").fetchone()
        self.db.close()
        return int(count[0]), int(count[1])


def build(target: Path, key: str, progress: Progress | None = None) -> Manifest:
    """Builds the index in ``target`` (replacing what is there) and returns its manifest.

    Raises VocabularyError in one sentence when a source is unreadable or the disk is full.
    """
    scratch = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        scratch.mkdir(parents=True)
        manifest = _compile(scratch, key, progress or (lambda *_: None))
        _put_in_place(scratch, target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise VocabularyError(
                f"The disk is full: free about 200 MB under {target.parent} and start again."
            ) from None
        raise VocabularyError(
            f"The vocabulary index cannot be written to {target.parent} ({error.strerror}): "
            "set ENTRYASSIST_INDEX_DIR to a folder you may write to."
        ) from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return manifest


def _put_in_place(scratch: Path, target: Path) -> None:
    """Renames the finished index to its place; another process may be doing the same, and either will do."""
    for _ in range(_TRIES):
        try:
            scratch.rename(target)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        old = target.with_name(f".{target.name}.{uuid4().hex}")
        with suppress(FileNotFoundError):
            target.rename(old)
        shutil.rmtree(old, ignore_errors=True)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _compile(folder: Path, key: str, progress: Progress) -> Manifest:
    sources = all_sources()
    steps = len(sources) + 5
    words, pairs, phrases = _Words(), PairCounter(), set[str]()
    concepts = _Concepts(folder / "concepts.sqlite")
    records = []
    for done, source in enumerate(sources):
        progress(f"reading {source.name}", done, steps)
        records.append(_read(source, words, pairs, concepts, phrases))
    done = len(sources)
    progress("writing concepts", done, steps)
    concept_count, form_count = concepts.finish()
    progress("writing words", done + 1, steps)
    words.doubt_slips()
    trie = _write_words(folder, words)
    progress("indexing typo candidates", done + 2, steps)
    _write_candidates(folder, words, trie)
    progress("writing phrases and names", done + 3, steps)
    marisa_trie.Trie(sorted(p for p in phrases if " " in p)).save(str(folder / "phrases.marisa"))
    marisa_trie.RecordTrie(PAIR_FORMAT, pairs.records()).save(str(folder / "pairs.marisa"))
    marisa_trie.Trie(sorted(read_names())).save(str(folder / "names.marisa"))
    progress("writing abbreviations", done + 4, steps)
    marisa_trie.BytesTrie(compile_inventory()).save(str(folder / "abbreviations.marisa"))
    files = {path.name: fingerprint(path) for path in sorted(folder.iterdir())}
    full = {name: full_digest(folder / name) for name in files}
    manifest = Manifest(FORMAT, key, len(trie), form_count, concept_count, tuple(records), files, full)
    manifest.save(folder)
    progress("done", steps, steps)
    return manifest


def _read(source: Source, words: _Words, pairs: PairCounter, concepts: _Concepts, phrases: set[str]) -> SourceRecord:
    count = clashes = 0
    for term in source.read():
        count += 1
        words.add(term, source.name)
        pairs.add(term.text)
        clashes += concepts.add(term, source.name)
        if term.tier is Tier.SUGGEST and (term.group is not Group.OTHER or not source.package):
            phrases.add(normal_phrase(term.text))
    return SourceRecord(
        source.name,
        source.package,
        source.version or package_version(source.package),
        source.licence,
        source.attribution,
        count,
        clashes,
    )


def _write_words(folder: Path, words: _Words) -> marisa_trie.Trie:
    trie = marisa_trie.Trie(sorted(words.tier))
    trie.save(str(folder / "words.marisa"))
    packed = bytearray(ATTRIBUTES.size * len(trie))
    for word in words.tier:
        at = trie[word] * ATTRIBUTES.size
        packed[at : at + ATTRIBUTES.size] = words.attributes(word)
    (folder / "words.attributes").write_bytes(packed)
    return trie


def _write_candidates(folder: Path, words: _Words, trie: marisa_trie.Trie) -> None:
    near: dict[str, list[int]] = defaultdict(list)
    alike: dict[str, list[int]] = defaultdict(list)
    for word in filter(words.may_be_meant, words.tier):
        number = trie[word]
        for variant in deletes(word):
            near[variant].append(number)
        if sound := sound_key(word):
            alike[sound].append(number)
    for name, table in (("deletes", near), ("sounds", alike)):
        marisa_trie.BytesTrie(
            (text, b"".join(number.to_bytes(4, "little") for number in numbers)) for text, numbers in table.items()
        ).save(str(folder / f"{name}.marisa"))
        table.clear()
