"""What happens when somebody else saved the note meanwhile: both versions are shown, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from entryassist.comparing import Part, compare
from entryassist.note_types import note_type
from entryassist.tui.asking import Asking
from entryassist.tui.drafts import DraftKeeper
from entryassist.tui.opening import Opening, encounter_fields
from entryassist.tui.screens.compare import CompareScreen
from entryassist.tui.widgets.encounter_fields import EncounterHeader, recorded_header
from entryassist.tui.wording import one_line
from models import DraftHeader, SectionText

if TYPE_CHECKING:
    from entryassist.comparing import Named
    from models import EncounterFields, Note, NoteVersion
    from models.note import HeadedText

THEY = "{} saved this note at {:%H:%M on %Y-%m-%d}, after you began."
LEFT = "The note is not saved: somebody else saved it meanwhile. Your draft is kept; ^S shows both versions."
HEADER = ("Encounter date", "Author", "Department")


class Settling(Asking):
    """The part of the entry screen that brings two versions together."""

    note: Note
    opening: Opening
    drafts: DraftKeeper
    _saved: tuple[tuple[SectionText, ...], EncounterFields]

    async def settle_versions(self) -> bool:
        """Show what both wrote. Returns whether the note now holds what is to be saved, on top of their version."""
        self.drafts.resume()
        await self.drafts.flush()
        note = await self.ask(lambda store: store.note(self.assist.clerk, self.note.id))
        theirs = note.latest
        assert theirs is not None
        they = THEY.format(one_line(theirs.saved_by.display_name), theirs.saved_at.astimezone())
        parts = await self.app.push_screen_wait(CompareScreen(self._parts(note, theirs), they))
        if parts is None:
            self.status.say(LEFT, error=True)
            return False
        return await self._take_over(note, parts)

    def _parts(self, note: Note, theirs: NoteVersion) -> list[Part]:
        base = next((one for one in note.versions if one.number == self.opening.based_on), None)
        header = self.query_one(EncounterHeader).typed()
        mine = [*_header(header), *_sections(self.session.sections)]
        if base is not None:
            before = [*_header(_header_of(base)), *_sections(base.sections)]
        else:
            before = [
                *_header(recorded_header(self.note)),
                *((name, "") for name in note_type(note.note_type).sections),
            ]
        return compare(before, [*_header(_header_of(theirs)), *_sections(theirs.sections)], mine)

    async def _take_over(self, note: Note, parts: Sequence[Part]) -> bool:
        date, author, department = (part.result for part in parts[: len(HEADER)])
        header = DraftHeader(date, author, department)
        texts = [part.result for part in parts[len(HEADER) :]]
        self.query_one(EncounterHeader).set_typed(header)
        self.form.replace_texts(texts[: len(self.session.sections)])
        self.note, self.opening = note, Opening.of(note, None)
        self._saved = (self.opening.saved, encounter_fields(note))
        more = [SectionText(part.name, part.result) for part in parts[len(HEADER) + len(self.session.sections) :]]
        if not more:
            self.drafts.touch()
            return True
        await self._reopen_with(more, header)
        return False

    async def _reopen_with(self, more: Sequence[SectionText], header: DraftHeader) -> None:
        """Their version has sections that this form does not show: open the note anew with all of them."""
        self.drafts.stop()
        sections, answers = [*self.session.sections, *more], self.session.answered()
        await self.ask(
            lambda store: store.save_draft(
                self.assist.clerk,
                self.note.id,
                sections=sections,
                cursor=self.form.cursor,
                based_on=self.opening.based_on,
                answers=answers,
                header=header,
            )
        )
        self.app.call_later(self.assist.open_instead, self.note.id)


def _header(header: DraftHeader) -> Named:
    return list(zip(HEADER, (header.encounter_date, header.author, header.department), strict=True))


def _header_of(version: NoteVersion) -> DraftHeader:
    return DraftHeader(f"{version.encounter_date:%Y-%m-%d}", one_line(version.author), one_line(version.department))


def _sections(sections: Sequence[HeadedText]) -> Named:
    return [(section.heading, section.text) for section in sections]
