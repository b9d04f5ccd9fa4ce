"""One note entered line by line, over the same session, checker and record as the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from entryassist.dismissals import HERE, dismissal_key
from entryassist.entry import EntrySession, Placed
from entryassist.extracting import extract_input, read_out
from entryassist.gate import Gate
from entryassist.line.spoken import HELP, all_told, one_line, told
from entryassist.tui.opening import Opening, note_context
from models import Note, QueryState, Store, StoreError, User, compose
from terminology.errors import TerminologyError

if TYPE_CHECKING:
    from terminology import Checker

Say = Callable[[str], None]
Hear = Callable[[str], str]  # gives the next line behind a prompt; EOFError when there are no more
NOT_A_COMMAND = "There is no command {}. Type /help to hear what there is."
NO_FINDING = "Say which finding: a number from 1 to {}."


class LineEntry:
    """The entry of one note. ``run`` answers with whether it was saved."""

    def __init__(self, store: Store, checker: Checker, user: User, note: Note, say: Say, hear: Hear) -> None:
        self._store, self._checker, self._user, self._note = store, checker, user, note
        self._say, self._hear = say, hear
        self._opening = Opening.of(note, note.draft_of(user))
        self._session = EntrySession(self._opening.sections, store.dismissals(user, note.id))
        self._session.take_up(self._opening.answers)
        self._queries = store.queries_of(note)
        self._session.set_asked([one for one in self._queries if one.state is QueryState.OPEN])
        self._context = note_context(note, earlier=store.earlier_texts(user, note))
        self._section = min(self._opening.cursor[0], len(self._opening.sections) - 1)
        self._done = self._saved = False

    def run(self) -> bool:
        """Take lines until the note is saved or left."""
        if self._opening.from_draft:
            self._say("Your draft was brought back.")
        self._check()
        self._begin_section()
        while not self._done:
            try:
                line = self._hear(f"{self._heading}: ")
            except EOFError:
                line = "/quit"
            self._take(line.rstrip("\r\n"))
        return self._saved

    @property
    def _heading(self) -> str:
        return one_line(self._session.sections[self._section].heading) or "Note"

    def _take(self, line: str) -> None:
        if line.startswith("/") and not line.startswith("//"):
            name, *words = line[1:].split() or [""]
            command = getattr(self, f"_do_{name}", None) if name.isalpha() else None
            try:
                if command is None:
                    self._say(NOT_A_COMMAND.format(one_line(f"/{name}")))
                else:
                    command(words)
            except (StoreError, TerminologyError) as error:
                self._say(str(error))
        elif line.strip():
            self._type(line.removeprefix("/"))

    def _type(self, line: str) -> None:
        text = self._session.text_of(self._section)
        self._set_text(f"{text}\n{line}" if text else line)

    def _set_text(self, text: str) -> None:
        """Take over the text of the section, say what is newly found, and keep the draft."""
        known = {(one.finding.rule, one.finding.text, one.start) for one in self._findings}
        self._session.set_text(self._section, text)
        self._check()
        for number, one in enumerate(self._findings, 1):
            if (one.finding.rule, one.finding.text, one.start) not in known:
                self._say(told(number, one))
        self._keep()

    def _check(self) -> None:
        self._session.show(self._checker.check(self._session.note_text, self._context))

    @property
    def _findings(self) -> list[Placed]:
        """What can be answered, in the order of the note."""
        return self._session.open_findings

    def _keep(self) -> None:
        try:
            self._store.save_draft(
                self._user,
                self._note.id,
                sections=self._session.sections,
                cursor=(self._section, 0, 0),
                based_on=self._opening.based_on,
                answers=self._session.answered(),
                fields=self._opening.fields,
            )
        except StoreError as error:
            self._say(f"The draft is not kept yet. {error}")

    def _numbered(self, words: list[str]) -> Placed | None:
        """The finding that the first word names."""
        number = int(words[0]) if words and words[0].isdecimal() else 0
        if 1 <= number <= len(self._findings):
            return self._findings[number - 1]
        self._say(NO_FINDING.format(len(self._findings)) if self._findings else "Nothing is found.")
        return None

    def _begin_section(self) -> None:
        lines = len(self._session.text_of(self._section).splitlines())
        count = len(self._session.sections)
        so_far = f", {lines} lines so far" if lines else ", empty"
        self._say(f"Section {self._section + 1} of {count}: {self._heading}{so_far}.")

    # the commands

    def _do_help(self, words: list[str]) -> None:
        for sentence in HELP:
            self._say(sentence)

    def _do_findings(self, words: list[str]) -> None:
        for sentence in all_told(self._findings):
            self._say(sentence)

    def _do_fix(self, words: list[str]) -> None:
        placed = self._numbered(words)
        if placed is None:
            return
        wanted = int(words[1]) if len(words) > 1 and words[1].isdecimal() else 1
        if not placed.exact or not 1 <= wanted <= len(placed.finding.suggestions):
            self._say("There is no such suggestion: type the line anew after /undo.")
            return
        suggestion = placed.finding.suggestions[wanted - 1]
        self._session.accept(placed, suggestion)
        self._say(f"{one_line(placed.finding.text)} is now {one_line(suggestion.text) or 'removed'}.")
        self._check()
        self._keep()

    def _do_expand(self, words: list[str]) -> None:
        text = self._session.text_of(self._section)
        start = text.rfind(words[0]) if words else -1
        if start < 0:
            self._say("Say which abbreviation of this section, as it is typed.")
            return
        offset, end = self._session.offset_of(self._section), start + len(words[0])
        senses = self._checker.senses(self._session.note_text, offset + start, offset + end, self._context)
        wanted = int(words[1]) if len(words) > 1 and words[1].isdecimal() else 1
        if len(senses) > 1 and len(words) == 1:
            self._say("It can mean: " + ", ".join(f"{n} {one_line(one.text)}" for n, one in enumerate(senses, 1)) + ".")
        elif not 1 <= wanted <= len(senses):
            self._say("No such meaning is known.")
        else:
            self._session.expand(self._section, start, end, senses[wanted - 1])
            self._say(f"{one_line(words[0])} is now {one_line(senses[wanted - 1].text)}.")
            self._check()
            self._keep()

    def _do_ignore(self, words: list[str]) -> None:
        placed = self._numbered(words)
        if placed is None:
            return
        finding = self._session.in_note(placed)
        if finding.severity == "critical":
            self._say("A critical finding is fixed, or stands for a reason: /stand, its number, the reason.")
            return
        self._store.dismiss(
            self._user,
            rule=finding.rule,
            word=finding.text,
            key=dismissal_key(finding, self._session.note_text),
            scope=HERE,
            note_id=self._note.id,
        )
        self._session.set_dismissals(self._store.dismissals(self._user, self._note.id))
        self._say("Ignored here.")

    def _do_stand(self, words: list[str]) -> None:
        placed = self._numbered(words)
        if placed is None:
            return
        if len(words) == 1:
            self._say("Say the reason behind the number.")
            return
        self._session.override(placed, " ".join(words[1:]))
        self._say("It stands, with that reason.")
        self._keep()

    def _do_read(self, words: list[str]) -> None:
        self._say(self._heading)
        for line in self._session.text_of(self._section).splitlines():
            self._say(one_line(line))

    def _do_source(self, words: list[str]) -> None:
        lines = [one_line(line) for line in self._note.source_text.splitlines() if line.strip()]
        for line in lines or ["There is no source text."]:
            self._say(line)

    def _do_undo(self, words: list[str]) -> None:
        lines = self._session.text_of(self._section).split("\n")
        self._say(f"Removed: {one_line(lines[-1]) or 'nothing'}.")
        self._set_text("\n".join(lines[:-1]))

    def _do_next(self, words: list[str]) -> None:
        self._go(1)

    def _do_back(self, words: list[str]) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        self._section = (self._section + by) % len(self._session.sections)
        self._begin_section()

    def _do_save(self, words: list[str]) -> None:
        gate = Gate.of(self._session, self._queries)
        if gate.open_critical:
            self._say("Not saved: what is critical is fixed first, or stands for a reason.")
            for number, one in enumerate(self._findings, 1):
                if one in gate.open_critical:
                    self._say(told(number, one))
            return
        sections = self._session.sections
        self._store.save_note(
            self._user,
            self._note.id,
            expected_version=self._opening.based_on,
            sections=sections,
            findings=self._session.finding_inputs(),
            fields=self._opening.fields,
            extracts=[extract_input(one) for one in read_out(self._checker, compose(sections), self._context)],
        )
        self._say(f"The note is saved. {gate.summary()}")
        self._saved = self._done = True

    def _do_quit(self, words: list[str]) -> None:
        self._keep()
        self._say("Left. What was typed is kept as a draft.")
        self._done = True
