"""Finds the phrases of a table in a line: whole tokens, in any case, the longest at each place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from terminology.document import Line
from terminology.tokens import tokenize

_Value = TypeVar("_Value")


class Hit(NamedTuple, Generic[_Value]):
    """A phrase in a line: ``line.text[start:end]``, its tokens ``first`` to ``last``, and what the table says of it."""

    start: int
    end: int
    first: int
    last: int
    value: _Value


class PhraseTable(Generic[_Value]):
    """The phrases by their first token, so that a line costs one look at each of its tokens at most."""

    def __init__(self, phrases: Mapping[str, _Value]) -> None:
        table: dict[str, list[tuple[tuple[str, ...], _Value]]] = defaultdict(list)
        for phrase, value in phrases.items():
            forms = tuple(token.text for token in tokenize(phrase.lower()))
            table[forms[0]].append((forms, value))
        self._table = {first: tuple(sorted(phrases, key=lambda one: -len(one[0]))) for first, phrases in table.items()}
        self._firsts = frozenset(self._table)

    def find(self, line: Line) -> tuple[Hit[_Value], ...]:
        """The phrases of a line in order; none overlaps another."""
        if self._firsts.isdisjoint(line.vocabulary):
            return ()
        hits, forms, at = [], line.forms, 0
        while at < len(forms):
            hit = self.at(line, at) if forms[at] in self._table else None
            if hit:
                hits.append(hit)
            at = hit.last + 1 if hit else at + 1
        return tuple(hits)

    def at(self, line: Line, first: int) -> Hit[_Value] | None:
        """The longest phrase that begins with a token."""
        for phrase, value in self._table.get(line.forms[first], ()):
            last = first + len(phrase) - 1
            if line.forms[first : last + 1] == phrase:
                return Hit(line.tokens[first].start, line.tokens[last].end, first, last, value)
        return None
