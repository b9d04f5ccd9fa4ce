"""SP001: a word that no source knows and that looks like a slip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from terminology.data_files import rows
from terminology.document import Document, Line, Place, opens_sentence
from terminology.finding import Finding, Severity, Suggestion
from terminology.habits import Habits
from terminology.language import Language
from terminology.meaning import reversal
from terminology.named_people import TITLES
from terminology.rules.base import USUAL, Example, Rule, reordered, replacement
from terminology.spelling.cautions import notes, warning
from terminology.spelling.in_note import NoteKnowledge
from terminology.spelling.place import WordPlace
from terminology.spelling.speller import SHORTEST, Correction, Verdict, is_doubtful, like_typed
from terminology.tokens import Token
from terminology.vocabulary.normal import normal_word
from terminology.word_parts import explain

_PART = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_TITLES = TITLES | {"md", "np", "rn"}

_CONFIDENT = 0.5
_CONFIDENT_FOR_CAPITAL = 0.9
_KEPT = 1 << 14
_CAPITALS_SHORTEST, _SHORTEST_AMONG_CAPITALS = 6, 5


class Misspelling(Rule):
    """Flags unknown words and ranks what may have been meant."""

    code = "SP001"
    name = "likely misspelling"
    severity = Severity.WARNING
    scope = "token"
    summary = (
        "A word that is in none of the vocabulary's sources. It is a warning when a known word is close enough to be "
        "the likely intention, and advice when nothing close is known or the word may be a name or a rare term."
    )
    rationale = (
        "A misspelt drug, disease or side is misread by people and missed by every search and interface after them. "
        "Not in the vocabulary is not the same as wrong: names, words the writer uses throughout the note, and words "
        "built of known parts are softened to advice, and nothing is ever corrected without a key press."
    )
    instead = "Choose one of the ranked corrections, or ignore the finding where the word is meant."
    source = (
        "Detection and ranking are EntryAssist's own; the vocabulary's sources are listed by `entryassist vocab info`."
    )
    bad = (
        Example("The patient has [[pnuemonia]] of the left lower lobe.", "pneumonia"),
        Example("Started on [[lisinoprl]] for blood pressure.", "lisinopril"),
        Example("Complains of [[shortnessof]] breath.", "shortness of"),
        Example("Seen in [[teh]] clinic.", "the"),
    )
    good = (
        "Seen by Dr. Szczepanski in clinic.",
        "The abdomen is soft, nontender and nondistended.",
        "Expression of BRCA1 and HLA-B27 was tested.",
    )

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._judgement = lru_cache(maxsize=_KEPT)(self._judge_word)
        # asked for every suggestion after every key
        self._reverses = lru_cache(maxsize=_KEPT)(
            lambda typed, meant: reversal(typed, meant, lambda form: language.index.word(form) is not None)
        )

    def find(self, line: Line, place: Place) -> Iterable[Finding]:
        """Each unknown word or part of a hyphenated word."""
        verdict, slips = self.language.speller.verdict, short_slips()
        for number, word in enumerate(line.normals):
            token = line.tokens[number]
            if len(token.text) >= SHORTEST:
                if word and verdict(word) is not Verdict.KNOWN:
                    yield from self._judge(line, number, token, place.section)
            elif token.text in slips and word and not line.in_zone(token.start, token.end):
                yield self._short_slip(line, token)

    def _short_slip(self, line: Line, token: Token) -> Finding:
        """Words this short are never guessed at; a few slips of everyday words are listed."""
        meant, harm = short_slips()[token.text]
        return self.finding(
            line.text,
            token.start,
            token.end,
            f'"{token.text}" is not a known word; did you mean "{meant}"?',
            severity=harm,
            suggestions=[replacement(meant)],
            evidence="a usual slip of an everyday word",
        )

    def _judge(self, line: Line, number: int, token: Token, section: str) -> Iterator[Finding]:
        if self._is_out_of_bounds(line, number, token):
            return
        parts = list(_PART.finditer(token.text))
        for part in parts:
            text = part.group()
            verdict = self.language.speller.verdict(normal_word(text))
            if verdict is Verdict.KNOWN or len(text) < SHORTEST or self._is_exempt(line, number, text):
                continue
            start = token.start + part.start()
            yield self._report(
                line,
                start,
                start + len(text),
                text,
                verdict,
                opens=opens_sentence(line.text, token.start),
                section=section,
            )

    @staticmethod
    def _is_out_of_bounds(line: Line, number: int, token: Token) -> bool:
        """Quoted speech, identifiers, and words stuck to digits, slashes or underscores."""
        text = line.text
        before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
        return (
            before.isdigit()
            or after.isdigit()
            or before in ("_", "@", "\\", "#")
            or after in ("_", "@", "\\")
            or line.in_zone(token.start, token.end)
        )

    def _is_exempt(self, line: Line, number: int, text: str) -> bool:
        """Abbreviations, names after a title or on the list of names, and mixed-case symbols."""
        capitals = sum(map(str.isupper, text))
        if text.isupper():
            shortest = _SHORTEST_AMONG_CAPITALS if line.is_in_capitals else _CAPITALS_SHORTEST
            return len(text) < shortest or text in self.language.index.inventory
        if capitals > 1 or (capitals and not text[0].isupper()):
            return True
        if text[0].isupper():
            return self.language.index.is_name(text.removesuffix("'s")) or self._follows_title(line, number)
        return text in self.language.index.inventory

    @staticmethod
    def _follows_title(line: Line, number: int) -> bool:
        """``Dr. Szczepanski``, also with a first name between."""
        before = [t.text.lower() for t in line.tokens[max(0, number - 3) : number] if t.text != "."]
        return any(word in _TITLES for word in before[-2:])

    def _report(
        self, line: Line, start: int, end: int, text: str, verdict: Verdict, *, opens: bool, section: str
    ) -> Finding:
        capital = text[0].isupper() and not text.isupper() and not opens
        severity, suggestions = self._judgement(text, verdict, capital, WordPlace.of(line, start, end, section))
        return self.finding(
            line.text,
            start,
            end,
            self._message(text, suggestions),
            severity=severity,
            suggestions=suggestions,
            evidence=self._evidence(text, verdict),
        )

    def _judge_word(
        self, text: str, verdict: Verdict, capital: bool, place: WordPlace
    ) -> tuple[Severity, tuple[Suggestion, ...]]:
        """How grave an unknown word is and what may be meant; kept, because its line is read anew with every key."""
        corrections = self.language.speller.corrections(normal_word(text), *place)
        best = corrections[0].score if corrections else 0.0
        confident = best >= (_CONFIDENT_FOR_CAPITAL if capital else _CONFIDENT) and not is_doubtful(corrections)
        severity = Severity.WARNING if confident and verdict is Verdict.UNKNOWN else Severity.ADVICE
        noted = zip(corrections, notes(normal_word(text), corrections, self._reverses), strict=True)
        suggestions = tuple([_suggestion(correction, note, text) for correction, note in noted])
        if severity is Severity.WARNING and self._warning(text, suggestions):
            severity = Severity.CRITICAL
        return severity, suggestions

    def _message(self, text: str, suggestions: Sequence[Suggestion]) -> str:
        if not suggestions:
            return f'"{text}" is not a known word; check it against the source.'
        first = normal_word(suggestions[0].text)
        if said := self._warning(text, suggestions):
            return f'"{text}" is not a known word; did you mean "{first}" ({said})? Check it against the source.'
        return f'"{text}" is not a known word; did you mean "{first}"?'

    def _warning(self, text: str, suggestions: Sequence[Suggestion]) -> str:
        ranked = [(normal_word(one.text), one.score) for one in suggestions[:2]]
        return warning(normal_word(text), ranked, self._reverses)

    def _evidence(self, text: str, verdict: Verdict) -> str:
        if verdict is Verdict.UNKNOWN:
            return "in no vocabulary source"
        parts = self.language.speller.parts(normal_word(text))
        return f"built of {explain(parts)}" if parts else "only in a weak source"

    def settle(self, findings: Sequence[Finding], document: Document) -> Sequence[Finding]:
        """Names the note explains are dropped, words it holds come first, and what is probably meant is advice."""
        if not findings:
            return findings
        note = NoteKnowledge(findings, document, self.language.index)
        return [
            self._settled(finding, note, document.context.habits)
            for finding in findings
            if not note.is_person(finding.text)
        ]

    def _settled(self, finding: Finding, note: NoteKnowledge, habits: Habits | None) -> Finding:
        if note.uses_any(finding.suggestions):
            finding = self._reordered(finding, lambda _, meant: note.bonus(meant), "first is used in this note")
        if finding.severity is Severity.WARNING and (why := note.why_meant(finding)):
            finding = replace(finding, severity=Severity.ADVICE, evidence=f"{finding.evidence}; {why}")
        return self._reordered(finding, habits.correction_boost, USUAL) if habits else finding

    def _reordered(self, finding: Finding, boost: Callable[[str, str], float], reason: str) -> Finding:
        """Reorders, unless what comes first or near it would say the opposite of what came first, or of the word."""
        after = reordered(finding, boost, self._message, reason)
        if after is finding or any(self._warning(one.text, one.suggestions) for one in (finding, after)):
            return finding
        before, now = (normal_word(one.suggestions[0].text) for one in (finding, after))
        return finding if self._reverses(before, now) else after


def _suggestion(correction: Correction, note: str, typed: str) -> Suggestion:
    word = correction.word
    text = like_typed(correction.text, typed, proper=bool(word and word.proper))
    return Suggestion(text, round(correction.score, 3), note=note)


@cache
def short_slips() -> dict[str, tuple[str, Severity]]:
    """The slips of up to three letters that are known for what they are: the word meant, and how grave it is."""
    return {row["typed"]: (row["meant"], Severity(row["harm"])) for row in rows("short_slips.tsv")}
