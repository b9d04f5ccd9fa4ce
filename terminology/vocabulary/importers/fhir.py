"""FHIR CodeSystem and ValueSet resources in JSON, with concepts in concepts to any depth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from terminology.concept import Group
from terminology.errors import VocabularyError
from terminology.vocabulary.importers.format import Format, Malformed, Read, Reading, Refusal, cleaned
from terminology.vocabulary.term import Term, Tier

_LARGEST = 100 << 20
_KINDS = ("CodeSystem", "ValueSet")
_TITLED = re.compile(rb'"(?:title|name)"\s*:\s*"([^"\\]{1,80})"')
_VERSION = re.compile(rb'"version"\s*:\s*"([^"\\]{1,40})"')
_RETIRED = frozenset({"retired", "deprecated", "inactive"})
_SYSTEMS = {
    "http://snomed.info/sct": ("SNOMEDCT", Group.OTHER),
    "http://loinc.org": ("LOINC", Group.LABORATORY),
    "http://www.nlm.nih.gov/research/umls/rxnorm": ("RXNORM", Group.DRUG),
    "http://hl7.org/fhir/sid/icd-10-cm": ("ICD10CM", Group.DISORDER),
    "http://hl7.org/fhir/sid/icd-10": ("ICD10", Group.DISORDER),
    "http://www.cms.gov/Medicare/Coding/ICD10": ("ICD10PCS", Group.PROCEDURE),
    "http://hl7.org/fhir/sid/cvx": ("CVX", Group.DRUG),
    "http://www.whocc.no/atc": ("ATC", Group.DRUG),
    "http://fdasis.nlm.nih.gov": ("UNII", Group.DRUG),
    "http://human-phenotype-ontology.org": ("HP", Group.SYMPTOM),
}

Json = dict[str, Any]


def read(reading: Reading) -> Iterator[Read]:
    """One step for each concept; positions and rows count concepts."""
    size = reading.path.stat().st_size
    concepts = list(_concepts(_load(reading.path)))
    for number, (system, concept, parent) in enumerate(concepts, start=1):
        if number <= reading.position:
            continue
        done = size * number // len(concepts)
        try:
            yield Read(tuple(_terms(reading, system, concept, parent)), 1, number, done)
        except Malformed as problem:
            yield Read((), 1, number, done, (Refusal(number, str(problem)),))


def _load(path: Path) -> Json:
    if path.stat().st_size > _LARGEST:
        raise VocabularyError(f"{path} is larger than {_LARGEST >> 20} MiB of JSON: add it in parts.")
    try:
        resource = json.loads(path.read_bytes())
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{path} is not UTF-8 at byte offset {error.start}: save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise VocabularyError(f"{path} is not whole JSON ({where}): copy or export it again.") from None
    except (ValueError, RecursionError):
        raise VocabularyError(f"{path} is JSON that no terminology looks like: export it again.") from None
    if not isinstance(resource, dict) or resource.get("resourceType") not in _KINDS:
        raise VocabularyError(f"{path} is JSON, but neither a FHIR CodeSystem nor a ValueSet.")
    return resource


def _concepts(resource: Json) -> Iterator[tuple[tuple[str, Group], Any, str]]:
    """System, concept and code of the broader concept, for every concept that is not out of use."""
    pending: list[tuple[tuple[str, Group], Any, str]] = []

    def put(system: tuple[str, Group], concepts: Any, parent: str) -> None:
        pending.extend((system, concept, parent) for concept in reversed(_list(concepts)))

    for part in reversed([*_list(_dict(resource.get("compose")).get("include")), *_expanded(resource)]):
        put(_system(_dict(part).get("system")), _dict(part).get("concept"), "")
    put(_system(resource.get("url")), resource.get("concept"), "")
    while pending:
        system, concept, parent = pending.pop()
        inside = _dict(concept)
        yield system, concept, parent
        put(system, inside.get("concept"), str(inside.get("code", "")))


def _expanded(resource: Json) -> Iterator[Json]:
    """The concepts of an expansion, each as an include of its own, since each names its system."""
    pending = list(reversed(_list(_dict(resource.get("expansion")).get("contains"))))
    while pending:
        found = _dict(pending.pop())
        if not found.get("abstract"):
            yield {"system": found.get("system"), "concept": [{**found, "concept": None}]}
        pending.extend(reversed(_list(found.get("contains"))))


def _terms(reading: Reading, system: tuple[str, Group], concept: Any, parent: str) -> Iterator[Term]:
    if not isinstance(concept, dict):
        raise Malformed("no concept")
    if _out_of_use(concept):
        return
    name, group = system
    code, display = (_string(concept, part) for part in ("code", "display"))
    identifier = f"{name}:{code}"
    parents = dict.fromkeys([f"{name}:{cleaned(parent)}"] if parent else [])
    for found in map(_dict, _list(concept.get("property"))):
        if found.get("code") == "parent" and isinstance(found.get("valueCode"), str):
            parents[f"{name}:{cleaned(found['valueCode'])}"] = None
    definition = _string(concept, "definition") if concept.get("definition") else ""
    yield reading.term(display, group, identifier, "", definition, tuple(parents))
    for other in map(_dict, _list(concept.get("designation"))):
        if str(other.get("language", "en")).startswith("en") and other.get("value") and other["value"] != display:
            yield reading.term(_string(other, "value"), group, identifier, display)


def _out_of_use(concept: Json) -> bool:
    properties = map(_dict, _list(concept.get("property")))
    return concept.get("inactive") is True or any(
        (found.get("code") == "inactive" and found.get("valueBoolean") is True)
        or (found.get("code") == "status" and found.get("valueCode") in _RETIRED)
        for found in properties
    )


def _system(url: Any) -> tuple[str, Group]:
    """The short name of a code system, and the group of what is in it."""
    url = url if isinstance(url, str) else ""
    last = re.sub(r"[^A-Z0-9-]", "", url.rstrip("/").rpartition("/")[2].upper())
    return _SYSTEMS.get(url, (last or "FHIR", Group.OTHER))


def _string(part: Json, key: str) -> str:
    value = part.get(key)
    if not isinstance(value, str):
        raise Malformed(f"no {key}")
    return cleaned(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def title(head: bytes) -> str:
    """The title or name that the beginning of a resource gives, or nothing."""
    found = _TITLED.search(head)
    return found.group(1).decode(errors="replace") if found else ""


def _version(path: Path, head: bytes) -> str:
    found = _VERSION.search(head)
    return found.group(1).decode(errors="replace") if found else ""


FORMAT = Format(
    name="FHIR CodeSystem or ValueSet (JSON)",
    title="",
    licence="see the code system",
    attribution="the code system's publisher",
    tier=Tier.SUGGEST,
    files=(),
    recognise=lambda path, head: head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["),
    read=read,
    version=_version,
)
