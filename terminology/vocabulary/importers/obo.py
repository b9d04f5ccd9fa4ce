"""OBO ontologies: names, synonyms, definitions and is-a links of the terms in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from terminology.concept import Group
from terminology.vocabulary.importers.format import Format, Malformed, Read, Reading, Refusal, cleaned, decoded
from terminology.vocabulary.importers.lines import Line, lines
from terminology.vocabulary.term import Term, Tier

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*([A-Z]*)')
_ESCAPED = re.compile(r"\\(.)")
_REMARK = re.compile(r"\s+[!{].*")
_VERSION = re.compile(rb"(?m)^data-version: *(\S+)")
_GROUPS = {
    "HP": Group.SYMPTOM,
    "DOID": Group.DISORDER,
    "MONDO": Group.DISORDER,
    "UBERON": Group.ANATOMY,
    "FMA": Group.ANATOMY,
    "CL": Group.ANATOMY,
    "NCBITaxon": Group.ORGANISM,
}


def read(reading: Reading) -> Iterator[Read]:
    """One step for each stanza; those that are no terms, or are obsolete, hold nothing."""
    stanza: list[Line] = []
    for line in lines(reading.path, reading.position, reading.rows):
        if line.raw.startswith(b"[") and stanza:
            yield _stanza(reading, stanza)
            stanza = []
        stanza.append(line)
    if stanza:
        yield _stanza(reading, stanza)


def _stanza(reading: Reading, stanza: list[Line]) -> Read:
    refused: list[Refusal] = []
    tags: list[tuple[str, str]] = []
    terms: list[Term] = []
    end = stanza[-1].end
    if stanza[0].raw.strip() != b"[Term]":
        return Read((), len(stanza), end, end)
    for line in stanza[1:]:
        try:
            if line.raw.strip():
                tag, colon, value = decoded(line.raw, line.start).partition(":")
                if not colon and not line.raw.startswith(b"!"):
                    raise Malformed("no tag and value")
                tags.append((tag, value.strip()))
        except Malformed as problem:
            refused.append(Refusal(line.number, str(problem)))
    try:
        terms.extend(_terms(reading, tags))
    except Malformed as problem:
        refused.append(Refusal(stanza[0].number, str(problem)))
    return Read(terms, len(stanza), end, end, refused)


def _terms(reading: Reading, tags: list[tuple[str, str]]) -> Iterator[Term]:
    first = dict(reversed(tags))
    if _bare(first.get("is_obsolete", "")) == "true":
        return
    if not _bare(first.get("id", "")) or not _bare(first.get("name", "")):
        raise Malformed("a term without id or name")
    concept, name = _id(first["id"]), _unescaped(_bare(first["name"]))
    group = _GROUPS.get(concept.partition(":")[0], Group.OTHER)
    definition = _quoted(first.get("def", ""))[0]
    parents = tuple(dict.fromkeys(_id(value) for tag, value in tags if tag == "is_a"))
    yield reading.term(name, group, concept, "", definition, parents)
    for tag, value in tags:
        if tag == "synonym":
            text, scope = _quoted(value)
            if not text:
                raise Malformed("a synonym without text")
            if scope == "EXACT":
                yield reading.term(text, group, concept, name)
            else:
                # broader, narrower or only related: right words, but no name of this concept
                term = reading.term(text, group)
                yield replace(term, tier=min(term.tier, Tier.ACCEPT))


def _bare(value: str) -> str:
    """A value without the remark or the modifiers behind it."""
    return _REMARK.sub("", value).strip()


def _id(value: str) -> str:
    """An id with the name of its system before it."""
    bare = _bare(value)
    return bare if ":" in bare else f"OBO:{bare}"


def _unescaped(text: str) -> str:
    return cleaned(_ESCAPED.sub(lambda found: " " if found.group(1) in "nWt" else found.group(1), text))


def _quoted(value: str) -> tuple[str, str]:
    """The text in quotes and the word behind it."""
    found = _QUOTED.match(value)
    return (_unescaped(found.group(1)), found.group(2)) if found and found.group(1).strip() else ("", "")


def _version(path: Path, head: bytes) -> str:
    found = _VERSION.search(head)
    return found.group(1).decode(errors="replace") if found else ""


def _recognise(path: Path, head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").startswith(b"format-version:") or b"\n[Term]" in head


FORMAT = Format(
    name="OBO ontology",
    title="",
    licence="see the ontology",
    attribution="the ontology's authors",
    tier=Tier.SUGGEST,
    files=("*.obo",),
    recognise=_recognise,
    read=read,
    version=_version,
)
