"""EntryAssist in any spaCy pipeline: ``entryassist_findings`` and ``entryassist_entities``.

nlp = spacy.blank("en")
nlp.add_pipe("entryassist_findings")
nlp.add_pipe("entryassist_entities")

spaCy finds both by the entry points of this package, so nothing has to be imported first. They work on the
text of the Doc and lay what they find onto its tokens, whichever tokenizer made them. Results are kept in the
Doc as plain values, so that ``nlp.pipe(n_process=2)`` and ``DocBin(store_user_data=True)`` carry them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import spacy
from spacy.about import __version__ as spacy_version
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc, Span

from terminology.checker import Checker
from terminology.concept import Group
from terminology.context import NoteContext
from terminology.errors import TerminologyError
from terminology.finding import Finding, Safety, Severity, Suggestion
from terminology.settings import Settings
from terminology.spacy_pipeline import blank_pipeline
from terminology.vocabulary.index import open_index
from terminology.vocabulary.matching import TermMatcher
from terminology.vocabulary.normal import normal_phrase

FINDINGS = "entryassist_findings"
ENTITIES = "entryassist_entities"
_CONTEXT = "entryassist_note_context"
_DATES = ("birth_date", "encounter_date")
_GROUPS = [group.value for group in Group if group is not Group.OTHER]


def _stored_findings(doc: Doc) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            **{
                **record,
                "severity": Severity(record["severity"]),
                "suggestions": tuple(
                    Suggestion(**{**suggestion, "safety": Safety(suggestion["safety"])})
                    for suggestion in record["suggestions"]
                ),
            }
        )
        for record in doc.user_data.get(FINDINGS, ())
    )


def _stored_context(doc: Doc) -> NoteContext | None:
    stored = doc.user_data.get(_CONTEXT)
    if stored is None:
        return None
    dates = {name: stored[name] and dt.date.fromisoformat(stored[name]) for name in _DATES}
    lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list | tuple)}
    return NoteContext(**{**stored, **dates, **lists})


def _store_context(doc: Doc, context: NoteContext | None) -> None:
    stored = asdict(context) if context else None
    if stored:
        stored.update({name: stored[name] and stored[name].isoformat() for name in _DATES})
    doc.user_data[_CONTEXT] = stored


Doc.set_extension("findings", getter=_stored_findings, force=True)
Doc.set_extension("note_context", getter=_stored_context, setter=_store_context, force=True)
Span.set_extension("concept_ids", default=(), force=True)


class FindingsComponent:
    """Checks a Doc's text: ``doc._.findings``, and a span group ``entryassist_<severity>`` for each severity.

    What is known about the note may be set beforehand, as a NoteContext, in ``doc._.note_context``.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._checker = Checker.load(settings)

    def __call__(self, doc: Doc) -> Doc:
        """Sets the findings; each span of a group has the rule's code as its label."""
        context: NoteContext | None = doc._.note_context
        findings = self._checker.check(doc.text, context)
        doc.user_data[FINDINGS] = [asdict(finding) for finding in findings]
        for severity in Severity:
            found = (f for f in findings if f.severity is severity)
            spans = (_span(doc, f.start, f.end, label=f.rule) for f in found)
            doc.spans[f"entryassist_{severity}"] = [span for span in spans if span is not None]
        return doc

    def __reduce__(self) -> tuple[type[FindingsComponent], tuple[Settings]]:
        """Another process opens the index for itself."""
        return FindingsComponent, (self._settings,)


class EntitiesComponent:
    """Sets ``doc.ents`` to terms of the vocabulary; the label is the semantic group, ``kb_id_`` the concept's id.

    A form that several concepts have gets the best one; ``span._.concept_ids`` lists them all.
    """

    def __init__(self, index_dir: Path | None, groups: list[str], *, overwrite: bool) -> None:
        self._options = (index_dir, groups, overwrite)
        self._groups = frozenset(map(Group, groups))
        self._overwrite = overwrite
        self._matcher = TermMatcher(open_index(index_dir), frozenset(STOP_WORDS))

    def __call__(self, doc: Doc) -> Doc:
        """Adds the entities; where another component has set one already, ``overwrite`` says whose stays."""
        ours = [*self._terms(doc), *self._short_forms(doc)]
        theirs = list(doc.ents)
        doc.ents = _without_overlap([*ours, *theirs] if self._overwrite else [*theirs, *ours])
        return doc

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process opens the index for itself."""
        return _entities, self._options

    def _terms(self, doc: Doc) -> Iterator[Span]:
        for match in self._matcher.matches(doc.text):
            yield from self._entity(doc, match.start, match.end, match.form)

    def _short_forms(self, doc: Doc) -> Iterator[Span]:
        """Short forms that scispaCy's abbreviation detector has found the long form of."""
        for short in doc._.abbreviations if Doc.has_extension("abbreviations") else ():
            if isinstance(short, Span):
                yield from self._entity(doc, short.start_char, short.end_char, normal_phrase(short._.long_form.text))

    def _entity(self, doc: Doc, start: int, end: int, form: str) -> Iterator[Span]:
        concepts = [c for c in self._matcher.concepts_of(form) if c.group in self._groups]
        if concepts:
            span = _span(doc, start, end, label=concepts[0].group.value, kb_id=concepts[0].id)
            if span is not None:
                span._.concept_ids = tuple(concept.id for concept in concepts)
                yield span


def _entities(index_dir: Path | None, groups: list[str], overwrite: bool) -> EntitiesComponent:
    return EntitiesComponent(index_dir, groups, overwrite=overwrite)


def _span(doc: Doc, start: int, end: int, *, label: str, kb_id: str = "") -> Span | None:
    """The tokens that a stretch of the text touches."""
    return doc.char_span(start, max(end, start + 1), label=label, kb_id=kb_id, alignment_mode="expand")


def _without_overlap(spans: list[Span]) -> list[Span]:
    """Each span that shares no token with one before it in the list."""
    taken: set[int] = set()
    kept = []
    for span in spans:
        tokens = range(span.start, span.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(span)
    return kept


@Language.factory(
    FINDINGS,
    default_config={"select": [], "ignore": [], "accepted_words": [], "index_dir": None},
    assigns=["doc._.findings", "doc.spans"],
)
def findings_component(
    nlp: Language,
    name: str,
    select: list[str],
    ignore: list[str],
    accepted_words: list[str],
    index_dir: str | None,
) -> FindingsComponent:
    """spaCy's factory of ``entryassist_findings``. Raises VocabularyError when there is no index to be had."""
    words = frozenset(word.lower() for word in accepted_words)
    return FindingsComponent(Settings(_path(index_dir), tuple(select), tuple(ignore), words))


@Language.factory(
    ENTITIES,
    default_config={"groups": _GROUPS, "overwrite": False, "index_dir": None},
    assigns=["doc.ents", "span._.concept_ids"],
)
def entities_component(
    nlp: Language, name: str, groups: list[str], overwrite: bool, index_dir: str | None
) -> EntitiesComponent:
    """spaCy's factory of ``entryassist_entities``; ``groups`` are the semantic groups to look for."""
    known = {group.value for group in Group}
    for group in groups:
        if group not in known:
            raise TerminologyError(f"{group} is not a semantic group: known are {', '.join(sorted(known))}.")
    return EntitiesComponent(_path(index_dir), groups, overwrite=overwrite)


def _path(folder: str | None) -> Path | None:
    return Path(folder) if folder else None


def pipeline(model: str | None = None) -> Language:
    """A pipeline with both components, on a blank English one with the clinical tokenizer or an installed model.

    ``model`` is the name of an installed package such as ``en_core_sci_sm``, or the path of a saved pipeline;
    its entities stay, and ours are added beside them. Raises TerminologyError when it cannot be loaded.
    """
    nlp = blank_pipeline() if model is None else _loaded(model)
    for component in (FINDINGS, ENTITIES):
        if component not in nlp.pipe_names:
            nlp.add_pipe(component)
    return nlp


def _loaded(model: str) -> Language:
    try:
        return spacy.load(model)
    except OSError:
        raise TerminologyError(
            f"The spaCy model {model} is not installed: install its package with pip, give the path of a saved "
            "pipeline, or go on without a model."
        ) from None
    except (ImportError, ValueError):
        raise TerminologyError(
            f"The spaCy model {model} does not fit the installed spaCy {spacy_version}: "
            "install the release of the model that was made for it."
        ) from None
