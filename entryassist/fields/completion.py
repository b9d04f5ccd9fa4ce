"""What may come next in a field: drugs, their strengths, routes and frequencies, diagnoses, reactions, procedures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from entryassist.fields import lines
from entryassist.fields.medications import (
    DOSE,
    FREQUENCY_NAME,
    ROUTE_NAME,
    after_parts,
    frequency_words,
    read_medication,
    route_words,
)
from models.note_field import FieldGroup
from terminology import NoteContext, Suggestion
from terminology.concept import Concept, Group
from terminology.drug_names import drug_classes
from terminology.drugs.facts import DrugFacts, facts_by_name, written_names
from terminology.drugs.wording import Amount

MOST = 6
_SHORTEST, _SHORTEST_NAME = 2, 3
_ASKED = 30
_PROBLEMS = (Group.DISORDER, Group.SYMPTOM)
_MICROGRAMS = 1000


class Engine(Protocol):
    """What is needed of the checker."""

    def complete(self, text: str, cursor: int, context: NoteContext | None = None, limit: int = 8) -> list[Suggestion]:
        """Continuations of what is being typed."""

    def lookup(self, query: str, limit: int = 20) -> list[Concept]:
        """The concepts a query may mean, best first."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A choice for a field: ``text`` is the whole field with it, ``shown`` and ``remark`` stand in the list."""

    text: str
    shown: str
    remark: str = ""
    concept: str = ""


def completions(group: FieldGroup, typed: str, engine: Engine) -> list[Completion]:
    """At most six choices for what is typed in a list, best first; none for vital signs, which are numbers."""
    if len(typed.strip()) < _SHORTEST or group is FieldGroup.VITALS:
        return []
    if group is FieldGroup.MEDICATIONS:
        found = _of_medication(typed, engine)
    elif group is FieldGroup.ALLERGIES:
        found = _of_allergy(typed, engine)
    elif group is FieldGroup.DIAGNOSES:
        found = _named(typed, engine, _PROBLEMS)
    else:
        found = _of_procedure(typed, engine)
    unlike = (one for one in found if one.text.strip().casefold() != typed.strip().casefold())
    return list(islice({one.text.casefold(): one for one in unlike}.values(), MOST))


def _of_medication(typed: str, engine: Engine) -> Iterator[Completion]:
    reading = read_medication(typed)
    name = reading.value("drug").lower()
    known, end = facts_by_name(), after_parts(typed)
    drug, rest = _known_drug(typed) if not end else (name, "")
    if not end and not drug:
        yield from _drugs(typed, engine)
        return
    facts = known.get(drug)
    if facts is None:
        return
    head = typed[:end].rstrip() if end else typed[: len(typed) - len(rest)].rstrip()
    tail = typed[end:].strip() if end else rest
    options = list[tuple[str, str]]()
    if reading.part(DOSE) is None or not end:
        options += [(one, "strength") for one in _strengths(facts)]
    if end and reading.part(ROUTE_NAME) is None:
        options += _worded(facts.routes, route_words(), "route")
    if end and reading.part(FREQUENCY_NAME) is None:
        options += _worded(facts.frequencies, frequency_words(), "frequency")
    for option, remark in options:
        if option.startswith(tail.lower()):
            yield Completion(f"{head} {option} ", option, remark)


def _worded(keys: Iterable[str], words: Mapping[str, str], remark: str) -> list[tuple[str, str]]:
    return [(words[key], remark) for key in sorted(keys) if key in words]


def _known_drug(typed: str) -> tuple[str, str]:
    """The longest known drug that a text begins with, once it is finished by a space; and what follows it."""
    words = typed.split(" ")
    for count in range(len(words) - 1, 0, -1):
        name = " ".join(words[:count]).lower()
        if name in facts_by_name():
            return name, " ".join(words[count:])
    return "", ""


def _drugs(typed: str, engine: Engine) -> Iterator[Completion]:
    """Drugs that begin as typed, the usual ones first; for a misspelling those that are like it."""
    start = typed.lower().lstrip()
    names = facts_by_name()
    usual = [one.text for one in engine.complete(typed, len(typed), NoteContext(section="Medications"), _ASKED)]
    found = dict.fromkeys(name for name in usual if name in names and name.startswith(start))
    found.update(dict.fromkeys(sorted(name for name in names if name.startswith(start))))
    for name in islice(found, MOST):
        own, written = names[name].name, written_names().get(name, name)
        yield Completion(f"{written} ", written, "" if own.lower() == name else own)
    if not found:
        yield from _named(typed, engine, (Group.DRUG,))


def _strengths(facts: DrugFacts) -> list[str]:
    return [_amount(one) for one in sorted(facts.strengths, key=lambda one: (one.unit, one.values))]


def _amount(amount: Amount) -> str:
    values, unit = amount.values, amount.unit
    if unit == "mg" and max(values) < 1:
        values, unit = tuple(value * _MICROGRAMS for value in values), "mcg"
    return f"{'/'.join(f'{round(value, 4):,g}' for value in values)} {unit}".replace(" %", "%")


def _of_allergy(typed: str, engine: Engine) -> Iterator[Completion]:
    reading = lines.read_allergy(typed)
    reaction = reading.value(lines.REACTION)
    if reaction:
        before = typed[: typed.rfind(reaction)]
        yield from _named(reaction, engine, _PROBLEMS, lambda term: before + term.lower())
        return
    start = typed.lower().lstrip()
    yield from (Completion(name, name, "class") for name in sorted(drug_classes()) if name.startswith(start))
    yield from (Completion(one.text.strip(), one.shown, one.remark, one.concept) for one in _drugs(typed, engine))


def _of_procedure(typed: str, engine: Engine) -> Iterator[Completion]:
    for one in engine.complete(typed, len(typed), None, MOST):
        words = one.text.count(" ") + 1
        kept = typed.split(" ")[:-words]
        yield Completion(" ".join([*kept, one.text]), one.text)
    yield from _named(typed, engine, (Group.PROCEDURE,))


def _named(
    typed: str, engine: Engine, groups: Iterable[Group], put: Callable[[str], str] = str
) -> Iterator[Completion]:
    """The concepts of some groups that what is typed may mean; one for each name, with its code if it has one.

    Names that go on as typed come before those that are only like it.
    """
    typed = typed.strip()
    if len(typed) < _SHORTEST_NAME:
        return
    longer = [one.text for one in engine.complete(typed, len(typed), None, MOST)]
    whole = [" ".join([*typed.split(" ")[: -1 - text.count(" ")], text]) for text in longer]
    named = [concept for text in whole for concept in engine.lookup(text, MOST) if _goes_on(concept, typed)]
    found: dict[str, Concept] = {}
    for concept in [*named, *engine.lookup(typed, _ASKED)]:
        if concept.group in groups:
            known = found.setdefault(concept.preferred.casefold(), concept)
            if concept.id.startswith("ICD10CM:") and not known.id.startswith("ICD10CM:"):
                found[concept.preferred.casefold()] = concept
    for concept in found.values():
        code = concept.id.removeprefix("ICD10CM:")
        remark = code if code != concept.id else concept.group.value
        yield Completion(put(concept.preferred), concept.preferred, remark, concept.id)


def _goes_on(concept: Concept, typed: str) -> bool:
    return concept.preferred.casefold().startswith(typed.casefold())
