"""Radiology concepts, synonyms and signs, from radiology-semantic-dict: for recognising words only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from terminology.vocabulary.package_files import package_file
from terminology.vocabulary.term import Source, Term, Tier

_FILES = ("medical_concepts.json", "radiology_synonyms.json", "imaging_signs.json", "imaging_findings.json")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key.replace("_", " ")
            yield from _strings(item)


def read() -> Iterator[Term]:
    """Short strings of the dictionaries; sentences of explanation are left out."""
    folder = package_file("radiology_semantic", "data")
    for name in _FILES:
        for text in _strings(json.loads((folder / name).read_text(encoding="utf-8"))):
            if len(text.split()) <= 5:
                yield Term(text, Tier.ACCEPT)


SOURCES = (Source("Radiology terms", "radiology-semantic-dict", "MIT", "radiology-semantic-dict", read),)
