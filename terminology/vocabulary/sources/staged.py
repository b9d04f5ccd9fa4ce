"""How the terms of a source that a user brings are kept: a tab-separated file, one term a line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from terminology.concept import Group
from terminology.errors import VocabularyError
from terminology.vocabulary.term import Term, Tier

TERMS = "terms.tsv"

_FIELDS = 8
_GROUPS = {group.value: group for group in Group}
_TIERS = {str(tier.value): tier for tier in Tier}
_TIER_TEXT = {tier: text for text, tier in _TIERS.items()}
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", " ": "\\s"}
_PLAIN = {character: escape for character, escape in _ESCAPES.items() if character != " "}
_MEANT = {escape: character for character, escape in _ESCAPES.items()}
_ESCAPED = re.compile(r"\\.")


def encode(term: Term) -> str:
    """The line of a term, without its end."""
    zipf = repr(term.zipf) if term.zipf else ""
    fields = (term.text, _TIER_TEXT[term.tier], term.group, term.concept, term.preferred, zipf, term.definition)
    # only the ids of parents may not hold a space: it stands between them
    parents = " ".join(_escaped(parent, _ESCAPES) for parent in term.parents)
    line = "\t".join((*fields, parents))
    if line.count("\t") == _FIELDS - 1 and "\n" not in line and "\\" not in line:
        return line
    return "\t".join([*(_escaped(field, _PLAIN) for field in fields), parents])


def decode(line: str) -> Term:
    """The term of a line; ValueError when it is no such line."""
    text, tier, group, concept, preferred, zipf, definition, parents = line.split("\t")
    if "\\" in line:
        text, concept, preferred, definition = map(unescaped, (text, concept, preferred, definition))
    ids = tuple(unescaped(parent) for parent in parents.split(" ")) if parents else ()
    try:
        return Term(
            text, _TIERS[tier], _GROUPS[group], concept, preferred, float(zipf) if zipf else 0.0, definition, ids
        )
    except KeyError as error:
        raise ValueError(f"no such tier or group: {error}") from None


def _escaped(field: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in field)


def unescaped(field: str) -> str:
    """A field of a line as it was before it was written."""
    return _ESCAPED.sub(lambda found: _MEANT.get(found.group(), ""), field) if "\\" in field else field


def read_terms(path: Path, digest: str) -> Iterator[Term]:
    """The terms of a staged file; VocabularyError when the file is not the one with that digest."""
    sum_so_far = hashlib.blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            for line in file:
                sum_so_far.update(line)
                yield decode(line[:-1].decode())
    except (OSError, ValueError):
        raise damaged(path) from None
    if sum_so_far.hexdigest() != digest:
        raise damaged(path)


def full_digest(path: Path) -> str:
    """A digest of a whole file; OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def damaged(path: Path) -> VocabularyError:
    """What to say about a file of a brought source that is not as it was written."""
    return VocabularyError(
        f"The vocabulary source in {path.parent} is damaged: "
        f"remove it with `entryassist vocab remove {path.parent.name}` and add it again."
    )
