"""CO002: what is said of the patient does not go with the patient's sex."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from terminology.assertion import Time, asserted
from terminology.cues import cue_words
from terminology.data_files import rows
from terminology.document import Document, Line, Place
from terminology.finding import Finding, Severity
from terminology.passages import quoted
from terminology.phrases import Hit, PhraseTable
from terminology.rules.base import Example
from terminology.rules.note_rule import NoteRule

_SEXES = ("female", "male")
_AGE = r"\d{1,3}[\s-]?(?:year|yr|y)s?[\s./-]*(?:old|o)\b|\d{1,3}\s?(?:y\.?o\.?|yo|y/o)(?![a-z])"
_WORDS_BETWEEN = r"(?:[\s,]+(?!(?:with|whose|who|and|of)\b)[A-Za-z][\w-]*){0,5}?"
_SEX_WORDS = frozenset({"female", "woman", "lady", "girl", "male", "man", "gentleman", "boy", "m", "f"})
_FEMALE, _MALE = r"female|woman|lady|girl", r"male|man|gentleman|boy"
_DEMOGRAPHIC = re.compile(
    rf"(?:(?:{_AGE}){_WORDS_BETWEEN}[\s,-]+(?P<word>(?P<female>{_FEMALE})|(?P<male>{_MALE}))"
    rf"|(?:{_AGE})\s+(?P<letter>(?-i:M|(?P<f>F)))(?!\.[A-Z]))\b(?!['’]s|[\s-]+(?:partner|friend))",
    re.IGNORECASE,
)
# a title and a name, of whom the sentence tells what is told of patients
_TELLS = (
    r"(?:comes|came|presents|presented|returns|returned|reports|reported|denies|denied|complains|complained|has|had|"
    r"underwent|was\s+(?:admitted|seen|evaluated|referred|brought|discharged)|is\s+an?)\b"
)
_TITLED = re.compile(rf"\s*(?:(?P<male>Mr)|(?P<female>Mrs|Ms|Miss))\b\.?\s+[A-Z][\w'’-]*\s+{_TELLS}")
_THIS_PERSON = re.compile(
    rf"\s*This\s+(?:(?:pleasant|unfortunate|elderly|young)\s+)?(?P<word>(?P<female>woman|lady)|(?P<male>man|gentleman))\s+"
    rf"(?:is\s+now|will|does|did|{_TELLS})",
    re.IGNORECASE,
)
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "male"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "female"),
}
# a pronoun is taken to stand for the patient where it tells, feels or is seen by the writer
_OPENING = re.compile(
    r"\s*(?P<pronoun>He|She)\s+(?:also\s+|currently\s+|now\s+|initially\s+)?(?:denies|denied|reports|reported|complains|"
    r"complained|presents|presented|states|stated|has|had|is|was|takes|underwent|tolerated|will|does|did|endorses|"
    r"admits|describes|continues|lives|smokes|drinks|feels|felt|notes|appears|came|went|needs|remains|received|checks|uses|works|walks|eats|sleeps|wants|recalls|rates|would|can|cannot|could)\b"
)


_TITLES = frozenset({"mr", "mrs", "ms", "miss"})
_CHILD = {"male": "boy", "female": "girl"}
_WORD = re.compile(r"[a-z]+")
_NEAR = 30


class _Bound(NamedTuple):
    sex: str
    kind: str


class _Stated(NamedTuple):
    """The patient's sex and where the note says so; both offsets are -1 when the record says it."""

    sex: str
    start: int
    end: int


class PatientSex(NoteRule):
    """Compares pronouns, organs, conditions and procedures with the sex on record or in the note's first words."""

    code = "CO002"
    name = "does not go with the patient's sex"
    severity = Severity.WARNING
    scope = "note"
    summary = (
        'A "67-year-old male", an organ, a condition, a procedure or the pronoun of a sentence that does not go with '
        "the sex on record or with the sex that the note itself gives. Relatives, partners and unborn children do not "
        "count, and a note that speaks of gender is left alone."
    )
    rationale = (
        "It is either a pronoun slip, which is harmless and looks careless, or a text that belongs to another "
        "patient, which is neither."
    )
    instead = "Look whether the text is this patient's; then the word that the source says."
    source = "data/sex_bound.tsv and data/other_people.tsv, general anatomical and clinical knowledge."
    bad = (
        Example("This 67-year-old male presents for follow-up after [[hysterectomy]]."),
        Example("A 45-year-old woman with cough. [[He]] denies fever."),
        Example("HPI: 80-year-old man with chest pain.\nASSESSMENT: 80-year-old [[woman]] with angina."),
    )
    good = (
        "A 67-year-old male whose wife is pregnant. She has nausea.",
        "This 60-year-old man has an enlarged prostate. He denies dysuria.",
        "A 34-year-old woman. Her brother had testicular cancer.",
        "A 30-year-old transgender man with a history of hysterectomy.",
    )

    def tells(self, line: Line, place: Place) -> bool:
        """Whether it says or supposes the sex of anybody."""
        return line.once(_supposes_sex)

    def judge(self, document: Document, numbers: Sequence[int]) -> Iterable[Finding]:
        """Each disagreeing statement of the sex, the first use of each sex-bound phrase, the first pronoun."""
        stated = _stated(document, numbers)
        if stated is None or any(document.lines[number].once(_speaks_of_gender) for number in numbers):
            return
        seen: set[str] = set()
        for number in numbers:
            start, line = document.starts[number], document.lines[number]
            for at, end, form in _misfits(document, number, line, stated.sex):
                if form not in seen and (start + at, start + end) != stated[1:]:
                    seen.add(form)
                    yield self._report(document, start + at, start + end, stated)

    def _report(self, document: Document, start: int, end: int, stated: _Stated) -> Finding:
        said = "the record" if stated.start < 0 else quoted(document, stated.start, stated.end)
        return self.finding(
            document.text,
            start,
            end,
            f'"{document.text[start:end]}" does not go with a {stated.sex} patient: check that the text is this '
            "patient's and what the source says.",
            evidence=f"{quoted(document, start, end)}; {stated.sex} according to {said}",
        )


def _stated(document: Document, numbers: Sequence[int]) -> _Stated | None:
    if document.context.sex in _SEXES:
        return _Stated(document.context.sex, -1, -1)
    if document.context.sex == "other":
        return None
    for number in numbers:
        start, told = document.starts[number], document.lines[number].once(_demographics)
        if told and document.places[number].section != "family-history":
            return _Stated(told[0][2], start + told[0][0], start + told[0][1])
    for number in numbers:
        start, titled = document.starts[number], document.lines[number].once(_titled)
        if titled and document.places[number].section != "family-history":
            return _Stated(titled[0][2], start + titled[0][0], start + titled[0][1])
    return None


def _demographics(line: Line) -> tuple[tuple[int, int, str], ...]:
    """Where a line says ``67-year-old male``: the span of the sex word, and the sex."""
    found = []
    for m in _DEMOGRAPHIC.finditer(line.text) if not _SEX_WORDS.isdisjoint(line.vocabulary) else ():
        word = "word" if m["word"] else "letter"
        said = asserted(line, *m.span(word))
        words = _WORD.findall(line.text[max(0, m.start() - _NEAR) : m.start()].lower())
        words += _WORD.findall(line.text[m.end() : m.end() + _NEAR].lower())[:1]
        if said.of_patient and _sure_others().isdisjoint(words):
            found.append((*m.span(word), "female" if m["female"] or m["f"] else "male"))
    return tuple(found)


def _titled(line: Line) -> tuple[tuple[int, int, str], ...]:
    """Where a sentence opens with the patient's title and name: the span of the title, and the sex."""
    if _TITLES.isdisjoint(line.vocabulary):
        return ()
    found = (_TITLED.match(line.text, start) for start in _sentence_starts(line))
    return tuple((*m.span("male" if m["male"] else "female"), "male" if m["male"] else "female") for m in found if m)


def _these_persons(line: Line) -> tuple[tuple[int, int, str], ...]:
    """Where a sentence opens with "This woman has": the span of the noun, and the sex."""
    if "this" not in line.vocabulary or _SEX_WORDS.isdisjoint(line.vocabulary):
        return ()
    found = (_THIS_PERSON.match(line.text, start) for start in _sentence_starts(line))
    return tuple((*m.span("word"), "male" if m["male"] else "female") for m in found if m)


def _sentence_starts(line: Line) -> Iterator[int]:
    begin = line.heading[1] if line.heading else 0
    return (max(start, begin) for start, _ in line.sentences)


def _speaks_of_gender(line: Line) -> bool:
    return not cue_words("gender spoken of").isdisjoint(line.vocabulary)


def _supposes_sex(line: Line) -> bool:
    return bool(
        line.once(_demographics)
        or line.once(_bound_phrases)
        or line.once(_openings)
        or line.once(_titled)
        or line.once(_these_persons)
        or _speaks_of_gender(line)
    )


def _misfits(document: Document, number: int, line: Line, sex: str) -> Iterator[tuple[int, int, str]]:
    """Spans of a line that speak of a patient of the other sex, each with the form by which it is counted."""
    section = document.places[number].section
    if section == "family-history":
        return
    for start, end, told in (*line.once(_demographics), *line.once(_these_persons)):
        if told != sex:
            yield start, end, "demographic"
    for start, end, told in line.once(_bound_phrases):
        if told != sex and not _is_of_another(document, number, start, told):
            yield start, end, line.text[start:end].lower()
    for start, end, pronoun_sex in line.once(_openings):
        if pronoun_sex != sex and not _other_in_sight(document, number, start, pronoun_sex):
            yield start, end, "pronoun"


@cache
def _bound_table() -> PhraseTable[_Bound]:
    return PhraseTable({row["phrase"]: _Bound(row["sex"], row["kind"]) for row in rows("sex_bound.tsv")})


def _bound_phrases(line: Line) -> tuple[tuple[int, int, str], ...]:
    """The phrases of a line that are bound to a sex, said of the patient: their spans and the sex."""
    found = []
    for hit in _bound_table().find(line):
        if hit.value.sex in _SEXES and not _has_others(line, hit.start) and not _has_child(line, hit):
            said = asserted(line, hit.start, hit.end)
            if said.of_patient and said.time is not Time.HYPOTHETICAL:
                found.append((hit.start, hit.end, hit.value.sex))
    return tuple(found)


_ALSO_PATIENTS = frozenset({"mr", "mrs", "ms", "boy", "girl", "lady", "gentleman"})


@cache
def _others() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("other_people.tsv")) - {"female", "male", "man", "woman"}


@cache
def _sure_others() -> frozenset[str]:
    return _others() - _ALSO_PATIENTS


@cache
def _others_of(sex: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows("other_people.tsv") if row["sex"] in (sex, "any"))


def _has_others(line: Line, at: int) -> bool:
    """Whether the sentence around an offset speaks of another person."""
    left, right = line.sentence_at(at)
    named = _sure_others()
    tokens = zip(line.tokens, line.forms, strict=True)
    return any(left <= token.start < right and form in named for token, form in tokens)


def _has_child(line: Line, hit: Hit[_Bound]) -> bool:
    """Whether the sentence speaks of a child of that sex which is not the patient: "Boy; plans circumcision"."""
    left, right = line.sentence_at(hit.start)
    tokens = zip(line.tokens, line.forms, strict=True)
    is_named = any(left <= token.start < right and form == _CHILD[hit.value.sex] for token, form in tokens)
    return is_named and not line.once(_demographics)


def _openings(line: Line) -> tuple[tuple[int, int, str], ...]:
    """The pronouns that open a sentence and tell something of its subject."""
    if _PRONOUNS.keys().isdisjoint(line.vocabulary):
        return ()
    spans = (_OPENING.match(line.text, start) for start in _sentence_starts(line))
    return tuple((*m.span("pronoun"), _PRONOUNS[m["pronoun"].lower()]) for m in spans if m)


def _is_of_another(document: Document, number: int, at: int, sex: str) -> bool:
    """Whether the subject of a sentence is someone else, of whom the one before spoke: "his wife. She is pregnant"."""
    line = document.lines[number]
    start, _ = line.sentence_at(at)
    opening = _OPENING.match(line.text, max(start, line.heading[1] if line.heading else 0))
    is_other = opening and _PRONOUNS[opening["pronoun"].lower()] == sex
    return bool(is_other and opening and _other_in_sight(document, number, opening.start("pronoun"), sex))


def _other_in_sight(document: Document, number: int, at: int, sex: str) -> bool:
    """Whether someone else for whom the pronoun may stand is named earlier in the paragraph or in the one before."""
    here = document.lines[number]
    before = [form for token, form in zip(here.tokens, here.forms, strict=True) if token.start < at]
    earlier = document.lines[number - 1].forms if number else ()
    named = _others_of(sex)
    return any(form in named or form.removesuffix("'s") in named for form in (*earlier, *before))
