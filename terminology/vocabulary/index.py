"""Opens the compiled vocabulary, building it first when it is missing, damaged or out of date."""

from __future__ import annotations

import mmap
import os
import shutil
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import marisa_trie
from platformdirs import user_cache_path

from terminology.abbreviations.inventory import Inventory
from terminology.errors import VocabularyError
from terminology.vocabulary.build import Progress, build
from terminology.vocabulary.concepts import ConceptTable
from terminology.vocabulary.deletes import deletes
from terminology.vocabulary.manifest import Manifest, wanted_key
from terminology.vocabulary.normal import normal_word
from terminology.vocabulary.pairs import FORMAT as PAIR_FORMAT
from terminology.vocabulary.pairs import PairTable
from terminology.vocabulary.sounds import sound_key
from terminology.vocabulary.word import Word, length, unpack

_CACHED_WORDS = 1 << 16


class VocabularyIndex:
    """A compiled vocabulary: read-only, memory-mapped, safe to share between threads and processes."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self._words = marisa_trie.Trie().mmap(str(folder / "words.marisa"))
        self._deletes = marisa_trie.BytesTrie().mmap(str(folder / "deletes.marisa"))
        self._sounds = marisa_trie.BytesTrie().mmap(str(folder / "sounds.marisa"))
        self._names = marisa_trie.Trie().mmap(str(folder / "names.marisa"))
        self.phrases = marisa_trie.Trie().mmap(str(folder / "phrases.marisa"))
        self.pairs = PairTable(marisa_trie.RecordTrie(PAIR_FORMAT).mmap(str(folder / "pairs.marisa")))
        with (folder / "words.attributes").open("rb") as file:
            self._attributes = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self.concepts = ConceptTable(folder / "concepts.sqlite")
        self.inventory = Inventory(marisa_trie.BytesTrie().mmap(str(folder / "abbreviations.marisa")))
        self.word = lru_cache(maxsize=_CACHED_WORDS)(self._word)

    def _word(self, text: str) -> Word | None:
        """The word as the index knows it, or None; case and apostrophe style do not matter."""
        form = normal_word(text)
        number = self._words.get(form)
        return None if number is None else unpack(form, self._attributes, number)

    def has_word(self, text: str) -> bool:
        """Whether the index knows a word; quicker than ``word`` for what is asked once."""
        return normal_word(text) in self._words

    def is_name(self, text: str) -> bool:
        """Whether a word is on the list of first names and surnames."""
        return text.lower() in self._names

    def starting_with(self, prefix: str) -> Iterator[Word]:
        """The words that begin with a prefix, in no useful order; stop when enough are seen."""
        for text in self._words.iterkeys(prefix):
            yield unpack(text, self._attributes, self._words[text])

    def near(self, word: str) -> set[int]:
        """Numbers of the suggestible words whose beginnings are within two edits of the word's beginning."""
        found: set[int] = set()
        for variant in deletes(word):
            for payload in self._deletes.get(variant, ()):
                found.update(memoryview(payload).cast("I"))
        return found

    def alike(self, word: str) -> set[int]:
        """Numbers of the suggestible words that sound like the word."""
        return self.with_sounds((sound_key(word),))

    def with_sounds(self, keys: Iterable[str]) -> set[int]:
        """Numbers of the suggestible words that have one of the sound keys."""
        found: set[int] = set()
        for key in keys:
            for payload in self._sounds.get(key, ()):
                found.update(memoryview(payload).cast("I"))
        return found

    def may_be_meant(self, word: str) -> bool:
        """Whether a word is one of the suggestible ones."""
        number = self._words.get(word)
        return number is not None and number in self.alike(word)

    def spelled(self, number: int) -> str:
        """The text of a word given its number."""
        return str(self._words.restore_key(number))

    def spelled_alike(self, numbers: Iterable[int], letters: int, most: int) -> list[str]:
        """The texts of those of the words that have so many letters, or at most ``most`` more or fewer."""
        buffer, restore = self._attributes, self._words.restore_key
        return [restore(number) for number in numbers if abs(length(buffer, number) - letters) <= most]

    def numbered(self, number: int) -> Word:
        """The word with a number."""
        return unpack(self.spelled(number), self._attributes, number)


def default_index_dir() -> Path:
    """Where indexes are kept: ENTRYASSIST_INDEX_DIR, or the user's cache folder."""
    override = os.environ.get("ENTRYASSIST_INDEX_DIR")
    return Path(override) if override else user_cache_path("entryassist")


def _place(index_dir: Path | None) -> tuple[Path, str]:
    key = wanted_key()
    return (index_dir or default_index_dir()) / f"index-{key}", key


def index_status(index_dir: Path | None = None) -> Manifest | None:
    """The manifest of the index this installation needs, or None when it has to be built."""
    try:
        return Manifest.load(_place(index_dir)[0])
    except VocabularyError:
        return None


def build_index(progress: Progress | None = None, index_dir: Path | None = None, force: bool = False) -> Manifest:
    """Builds the index unless it is there already; removes those of older versions.

    Raises VocabularyError when a source is unreadable or the folder cannot be written.
    """
    folder, key = _place(index_dir)
    if not force and (manifest := index_status(index_dir)):
        return manifest
    manifest = build(folder, key, progress)
    for other in folder.parent.glob("index-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return manifest


def open_index(index_dir: Path | None = None, progress: Progress | None = None) -> VocabularyIndex:
    """Maps the index, building it when it is missing, damaged or out of date."""
    folder, _ = _place(index_dir)
    try:
        return VocabularyIndex(folder, Manifest.load(folder))
    except (VocabularyError, OSError, RuntimeError, ValueError):
        manifest = build_index(progress, index_dir, force=True)
    return VocabularyIndex(folder, manifest)
