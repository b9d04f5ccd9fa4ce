"""The one way into the language layer: text in, findings out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from terminology.abbreviations.definitions import definitions_in
from terminology.completion import Completer
from terminology.concept import Concept
from terminology.context import NoteContext
from terminology.document import Document, Line, Place, placed_lines
from terminology.errors import RuleError
from terminology.extracts import Extract, Extractor
from terminology.finding import Finding, Suggestion
from terminology.habits import Habit, reranked
from terminology.language import Language
from terminology.learnable import learnable
from terminology.overlap import without_overshadowed
from terminology.rules.base import Rule
from terminology.rules.catalog import RULES
from terminology.settings import Settings
from terminology.vocabulary.index import VocabularyIndex, open_index
from terminology.vocabulary.normal import normal_phrase
from terminology.vocabulary.search import ConceptSearch

Progress = Callable[[str, int, int], None]

_KEPT_LINES = 1 << 14
_ANYTHING = NoteContext()
_HALF_PAIR = re.compile("[\ud800-\udfff]")  # no UTF-8 holds it, so the vocabulary cannot be asked for it


@dataclass(frozen=True, slots=True)
class TextChange:
    """``text[start:end]`` is replaced by ``text``; offsets in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text with its findings, as ``Checker.edit`` takes and returns it."""

    text: str
    findings: tuple[Finding, ...]
    context: NoteContext | None = None


class Checker:
    """Judges notes. Immutable after construction, so threads may share one."""

    def __init__(self, index: VocabularyIndex, settings: Settings) -> None:
        self._language = Language.of(index, settings)
        self._search = ConceptSearch(index, self._language.speller)
        self._completer = Completer(index)
        self._extractor = Extractor(self._language)
        self._rules: tuple[Rule, ...] = tuple(rule(self._language) for rule in RULES if settings.wants(rule.code))
        self._severities = settings.severities
        self._line = lru_cache(maxsize=_KEPT_LINES)(Line)
        self._in_line = lru_cache(maxsize=_KEPT_LINES)(self._find_in_line)

    @classmethod
    def load(cls, settings: Settings | None = None, progress: Progress | None = None) -> Checker:
        """A checker over the compiled vocabulary, which is built first when missing, damaged or out of date.

        ``progress`` is told what the build is doing, the steps done and the steps in all. Raises
        VocabularyError in one sentence when the index can be neither opened nor built.
        """
        settings = settings or Settings()
        return cls(open_index(settings.index_dir, progress), settings)

    def check(self, text: str, context: NoteContext | None = None) -> list[Finding]:
        """All findings, sorted by start, end and rule. Raises RuleError when a rule fails."""
        document = self._document(text, context or _ANYTHING)
        found: list[list[tuple[int, Sequence[Finding]]]] = [[] for _ in self._rules]
        for at, judged in enumerate(map(self._in_line, document.lines, document.places)):
            for number, findings in judged:
                found[number].append((at, findings))
        settled = (self._of_note(rule, of, document) for rule, of in zip(self._rules, found, strict=True))
        every = (finding for findings in settled for finding in findings)
        kept = without_overshadowed(self._severities.applied(every, document) if self._severities else every)
        if document.text is text:
            return kept
        return [replace(finding, text=text[finding.start : finding.end]) for finding in kept]

    def check_text(self, text: str, context: NoteContext | None = None) -> CheckedText:
        """The text together with its findings."""
        return CheckedText(text, tuple(self.check(text, context)), context)

    def edit(self, previous: CheckedText, change: TextChange) -> CheckedText:
        """What ``check_text`` gives for the changed text; only lines that are new are judged again."""
        text = previous.text[: change.start] + change.text + previous.text[change.end :]
        return self.check_text(text, previous.context)

    def extracts(self, text: str, context: NoteContext | None = None) -> list[Extract]:
        """The drugs, problems and measurements a note tells of, sorted by start, end and kind; none overlaps another
        of its kind.
        """
        return self._extractor.extracts(self._document(text, context or _ANYTHING))

    def senses(self, text: str, start: int, end: int, context: NoteContext | None = None) -> list[Suggestion]:
        """What the short form at a span may stand for, best first; empty when it is not a known short form."""
        document = self._document(text, context or _ANYTHING)
        number = document.line_at(start)
        if number < 0:
            return []
        offset, line = document.starts[number], document.lines[number]
        senses = self._language.senses.in_note(document, number, start - offset, min(end - offset, len(line.text)))
        return self._by_habit(text[start:end], senses, document)

    @staticmethod
    def _by_habit(short: str, senses: list[Suggestion], document: Document) -> list[Suggestion]:
        habits = document.context.habits
        # what the note itself defines is not for a habit to overrule
        if habits is None or short in document.definitions:
            return senses
        return list(reranked(senses, partial(habits.sense_boost, short)))

    def learnable(self, rule: str, written: str, meant: str, context: NoteContext | None = None) -> Habit | None:
        """What choosing or refusing ``meant`` for ``written`` under a rule teaches; None where nothing may be kept."""
        return learnable(self._language, rule, written, meant, context or _ANYTHING)

    def complete(
        self,
        text: str,
        cursor: int,
        context: NoteContext | None = None,
        limit: int = 8,
        usual: Mapping[str, int] | None = None,
    ) -> list[Suggestion]:
        """Continuations of the word or phrase before the cursor, likeliest first: frequent words and phrases, drugs
        in a list of drugs, and what the writer usually writes (``usual``: word, lower case, to count).
        """
        document = self._document(text[:cursor], context or _ANYTHING)
        if not document.lines:
            return []
        return self._completer.complete(document.lines[-1].text, document.places[-1].section, limit, usual)

    def lookup(self, query: str, limit: int = 20) -> list[Concept]:
        """Concepts for a code, a term or something like a term, best first."""
        return self._search.find(query, limit)

    def is_term(self, phrase: str) -> bool:
        """Whether a phrase stands in the vocabulary as a term of its own and holds nobody's name."""
        index = self._language.index
        normal = normal_phrase(phrase)
        return normal in index.phrases and not any(index.is_name(word) for word in normal.split())

    def _document(self, text: str, context: NoteContext) -> Document:
        if _HALF_PAIR.search(text):
            text = _HALF_PAIR.sub("\ufffd", text)
        lines, starts, places = [], [], []
        # the findings kept for a line must not depend on habits, which change with every answer, nor on other notes
        # and the fields of the form
        beside = replace(context, habits=None, earlier_notes=(), form_values=(), procedure="")
        for start, line, place in placed_lines(text, beside, self._line):
            lines.append(line)
            starts.append(start)
            places.append(place)
        return Document(text, context, lines, starts, places, definitions_in(lines))

    def _find_in_line(self, line: Line, place: Place) -> tuple[tuple[int, Sequence[Finding]], ...]:
        """The number of each rule that finds something in a line, with what it finds."""
        if not line.text or line.text.isspace():
            return ()
        found = []
        for number, rule in enumerate(self._rules):
            try:
                findings = tuple(rule.find(line, place))
            except Exception as error:
                raise _failure(rule, error) from None
            if findings:
                found.append((number, findings))
        return tuple(found)

    @staticmethod
    def _of_note(rule: Rule, found: Sequence[tuple[int, Sequence[Finding]]], document: Document) -> Sequence[Finding]:
        try:
            return rule.of_note(found, document)
        except Exception as error:
            raise _failure(rule, error) from None


def _failure(rule: Rule, error: Exception) -> RuleError:
    """Names the rule and the kind of failure, never the note: a crash must not pass for a clean note."""
    return RuleError(
        f"Rule {rule.code} failed ({type(error).__name__}), so the note is not fully checked: "
        f"report it, and go on with --ignore {rule.code}."
    )
