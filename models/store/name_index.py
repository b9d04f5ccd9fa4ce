"""How patients are looked up by the words of their names and their MRN, at a cost that does not grow with the record.

A condition says of a key column whether it fits one word of a query. A patient fits when every condition holds of
one of their keys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased, selectinload
from sqlalchemy.sql.elements import SQLCoreOperations

from models.likeness import slips_allowed, slips_between, sound
from models.patient import NameWord, Patient, PatientKey, folded, name_words

Condition = Callable[[SQLCoreOperations[str]], ColumnElement[bool]]

_MOST_WORDS = 8
_LAST_CHARACTER = "\U0010ffff"
_TELLING = 3  # letters from which a word says anything about those like it
_UNFINISHED = 5  # letters from which a word with a slip in it may be the start of a longer one
_MOST_ALIKE = 40  # names taken for one word that was typed
_LENGTH_OFF = 2
_COUNTED = 5000  # keys of one word; a word with more helps little in finding somebody


def beginning(prefix: str) -> Condition:
    """The condition of keys that start with a text. A range, unlike LIKE, uses the index on every database."""
    return lambda key: and_(key >= prefix, key < prefix + _LAST_CHARACTER)


def exactly(names: Collection[str]) -> Condition:
    """The condition of keys that are one of the names."""
    return lambda key: key.in_(names)


def query_words(session: Session, query: str) -> list[str]:
    """The folded starts of keys that a query asks for: a word as it is where an MRN begins so, else its parts."""
    words: list[str] = []
    for term in query.replace(",", " ").split():
        number, parts = folded(term), name_words(term)
        if parts != [number] and (not parts or _is_known(session, number)):
            words.append(number)
        else:
            words += parts
    return words[:_MOST_WORDS]


def _is_known(session: Session, start: str) -> bool:
    return session.scalar(select(PatientKey.key).where(beginning(start)(PatientKey.key)).limit(1)) is not None


def patients_with(
    session: Session,
    conditions: Sequence[Condition],
    limit: int,
    born: Collection[dt.date] = (),
    among: Callable[[SQLCoreOperations[int]], ColumnElement[bool]] | None = None,
) -> list[Patient]:
    """Up to ``limit`` patients of whom every condition holds, born on one of the days if there are any.

    ``among`` says which patients count at all, by their id.

    The most telling word is looked up in the index of keys, the others in the keys of the patients found by it: a
    join over a common name would read a tenth of all patients at every key that is typed.
    """
    query = select(Patient).options(selectinload(Patient.alerts)).limit(limit)
    if born:
        query = query.where(Patient.birth_date.in_(born), *(_has_key(Patient.id, one) for one in conditions))
        return list(session.scalars(query))
    if not conditions:
        return []
    first, *others = sorted(conditions, key=lambda one: _frequency(session, one)) if conditions[1:] else conditions
    driving = select(PatientKey.patient_id).where(first(PatientKey.key))
    driving = driving.where(*(_has_key(PatientKey.patient_id, one) for one in others))
    if among is not None:
        driving = driving.where(among(PatientKey.patient_id))
    return list(session.scalars(query.where(Patient.id.in_(driving.order_by(PatientKey.key).limit(limit)))))


def _has_key(patient_id: SQLCoreOperations[int], condition: Condition) -> ColumnElement[bool]:
    key = aliased(PatientKey)
    return exists().where(key.patient_id == patient_id, condition(key.key))


def _frequency(session: Session, condition: Condition) -> int:
    some = select(PatientKey.key).where(condition(PatientKey.key)).limit(_COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def names_like(session: Session, word: str, *, unfinished: bool = False) -> dict[str, int]:
    """The names on record that are like a word, each with its slips; if ``unfinished`` those that start like it too."""
    if len(word) < _TELLING:
        return {}
    unfinished = unfinished and len(word) >= _UNFINISHED
    words = list({*session.scalars(_candidates(word, unfinished))})
    allowed = slips_allowed(word)
    scored: dict[str, int] = {}
    for name, slips, _ in process.extract_iter(word, words, scorer=OSA.distance, score_cutoff=allowed):
        scored[name] = int(slips)
    for length in (len(word) - 1, len(word), len(word) + 1) if unfinished else ():
        starts = [name[:length] for name in words]
        for _, slips, place in process.extract_iter(word, starts, scorer=OSA.distance, score_cutoff=1):
            scored.setdefault(words[place], int(slips) + 1)
    for name in session.scalars(select(NameWord.word).where(NameWord.sound == sound(word))):
        heard = slips_between(word, name)
        if heard is not None:
            scored.setdefault(name, heard)
    likest = sorted(scored.items(), key=lambda one: (one[1], one[0]))
    return dict(likest[:_MOST_ALIKE])


def _candidates(word: str, unfinished: bool) -> CompoundSelect[str]:
    """The names that one or two slips can make of a word: any slip after the first letter, or one slip in it."""
    length = func.length(NameWord.word)
    near = length >= len(word) - _LENGTH_OFF if unfinished else func.abs(length - len(word)) <= _LENGTH_OFF
    return union_all(
        select(NameWord.word).where(beginning(word[:1])(NameWord.word), near),
        select(NameWord.word).where(beginning(word[1:4])(NameWord.rest)),
        select(NameWord.word).where(beginning(word[:3])(NameWord.rest)),
        select(NameWord.word).where(beginning(word[1:4])(NameWord.word)),
        select(NameWord.word).where(beginning(word[1:2] + word[:1])(NameWord.word)),
    )


def like_or_beginning(word: str, names: Collection[str]) -> Condition:
    """The condition of keys that start with a word or are one of the names like it."""
    return lambda key: or_(beginning(word)(key), key.in_(names))
