"""What happens when somebody else saved the note meanwhile: both versions are shown, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from entryassist.comparing import Part, compare
from entryassist.fields.sheet import Cell, FieldSheet, Texts
from entryassist.fields.vitals import VITALS
from entryassist.note_types import note_type
from entryassist.tui.asking import Asking
from entryassist.tui.drafts import DraftKeeper
from entryassist.tui.opening import Opening, encounter_fields
from entryassist.tui.screens.compare import CompareScreen
from entryassist.tui.widgets.encounter_fields import EncounterHeader, recorded_header
from entryassist.tui.widgets.fields.panel import FieldsPanel
from entryassist.tui.wording import one_line
from entryassist.typed_dates import in_words
from models import DraftHeader, FieldGroup, SectionText

if TYPE_CHECKING:
    from entryassist.comparing import Named
    from models import EncounterFields, Note, NoteVersion
    from models.note import HeadedText

THEY = "{} saved this note at {:%H:%M on %Y-%m-%d}, after you began."
LEFT = "The note is not saved: somebody else saved it meanwhile. Your draft is kept; ^S shows both versions."
HEADER = ("Encounter date", "Author", "Department")
LISTS = [group for group in FieldGroup if group is not FieldGroup.VITALS]
FIXED = len(HEADER) + len(VITALS) + len(LISTS)  # parts before the sections


class Settling(Asking):
    """The part of the entry screen that brings two versions together."""

    note: Note
    opening: Opening
    drafts: DraftKeeper
    sheet: FieldSheet
    _saved_fields: Texts
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
        mine = [*_header(header), *_fields(self.sheet), *_sections(self.session.sections)]
        if base is not None:
            before = self._of_version(base)
        else:
            blank = _fields(FieldSheet(self.sheet.about))
            bare = [(name, "") for name in note_type(note.note_type).sections]
            before = [*_header(recorded_header(self.note)), *blank, *bare]
        return compare(before, self._of_version(theirs), mine)

    def _of_version(self, version: NoteVersion) -> Named:
        sheet = FieldSheet(self.sheet.about, (field.as_input for field in version.fields))
        return [*_header(_header_of(version)), *_fields(sheet), *_sections(version.sections)]

    async def _take_over(self, note: Note, parts: Sequence[Part]) -> bool:
        date, author, department = (part.result for part in parts[: len(HEADER)])
        header = DraftHeader(date, author, department)
        _set_fields(self.sheet, [part.result for part in parts[len(HEADER) : FIXED]])
        self.query_one(FieldsPanel).refresh_fields()
        texts = [part.result for part in parts[FIXED:]]
        self.query_one(EncounterHeader).set_typed(header)
        self.form.replace_texts(texts[: len(self.session.sections)])
        self.note, self.opening = note, Opening.of(note, None)
        self._saved = (self.opening.saved, encounter_fields(note))
        self._saved_fields = FieldSheet(self.sheet.about, self.opening.saved_fields).texts
        more = [SectionText(part.name, part.result) for part in parts[FIXED + len(self.session.sections) :]]
        if not more:
            self.drafts.touch()
            return True
        await self._reopen_with(more, header)
        return False

    async def _reopen_with(self, more: Sequence[SectionText], header: DraftHeader) -> None:
        """Their version has sections that this form does not show: open the note anew with all of them."""
        self.drafts.stop()
        sections, answers = [*self.session.sections, *more], self.session.answered()
        fields = self.sheet.inputs()
        await self.ask(
            lambda store: store.save_draft(
                self.assist.clerk,
                self.note.id,
                sections=sections,
                cursor=self.form.cursor,
                based_on=self.opening.based_on,
                answers=answers,
                header=header,
                fields=fields,
            )
        )
        self.app.call_later(self.assist.open_instead, self.note.id)


def _header(header: DraftHeader) -> Named:
    return list(zip(HEADER, (header.encounter_date, header.author, header.department), strict=True))


def _header_of(version: NoteVersion) -> DraftHeader:
    return DraftHeader(in_words(version.encounter_date), one_line(version.author), one_line(version.department))


def _fields(sheet: FieldSheet) -> Named:
    vitals = [(vital.name, text) for vital, text in zip(VITALS, sheet.rows(FieldGroup.VITALS), strict=True)]
    return [*vitals, *((group.capitalize(), "\n".join(sheet.texts[group])) for group in LISTS)]


def _set_fields(sheet: FieldSheet, texts: Sequence[str]) -> None:
    for row, text in enumerate(texts[: len(VITALS)]):
        sheet.set_text(Cell(FieldGroup.VITALS, row), text)
    for group, text in zip(LISTS, texts[len(VITALS) :], strict=True):
        lines = text.splitlines()
        for row in range(max(len(lines), len(sheet.rows(group)))):
            sheet.set_text(Cell(group, row), lines[row] if row < len(lines) else "")


def _sections(sections: Sequence[HeadedText]) -> Named:
    return [(section.heading, section.text) for section in sections]
