"""Personal and site shorthands, their use counts, and the cost of typing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.audit import AuditAction, append
from models.base import storable
from models.encounter import Encounter
from models.errors import StoreError
from models.note import Note, NoteVersion
from models.shorthand import (
    DESCRIPTION_LENGTH,
    TEXT_LENGTH,
    TRIGGER_LENGTH,
    ShorthandRecord,
    ShorthandScope,
    ShorthandUseRecord,
    TypingInput,
    TypingRecord,
    UseInput,
)
from models.store.base import StoreBase
from models.store.notes import load_version, no_such_note
from models.user import User

_GONE = "There is no such shorthand any more: look at the list again."
_KNOWN = "There is such a shorthand already: the same trigger with the same text."


@dataclass(frozen=True, slots=True)
class ShorthandInput:
    """A shorthand to be kept."""

    trigger: str
    text: str
    description: str = ""


class ShorthandStore(StoreBase):
    """What people type for short. Changes of the site's shorthands are audited, a person's own are theirs."""

    def shorthands(self, user: User | None) -> list[ShorthandRecord]:
        """The shorthands ``user`` may use, their own and the site's, by trigger; None sees the site's only."""
        with self._reading() as session:
            site = ShorthandRecord.scope == ShorthandScope.SITE
            theirs = or_(site, ShorthandRecord.user_id == user.id) if user is not None else site
            ordered = select(ShorthandRecord).where(theirs).order_by(ShorthandRecord.trigger, ShorthandRecord.id)
            return list(session.scalars(ordered))

    def add_shorthands(
        self, user: User, shorthands: Sequence[ShorthandInput], scope: str = ShorthandScope.PERSONAL
    ) -> list[ShorthandRecord]:
        """Keep shorthands, all or none; those that are there already are left out. Returns what is new.

        StoreError for an unknown scope and for an empty or overlong field.
        """
        reach = _scope(scope)
        added: list[ShorthandRecord] = []
        with self._writing() as session:
            for one in shorthands:
                record = _new(one, user, reach)
                if _same(session, record) is None:
                    session.add(record)
                    session.flush()
                    added.append(record)
                    _audit(session, AuditAction.ADD_SITE_SHORTHAND, user, record)
        return added

    def change_shorthand(self, user: User, shorthand_id: int, changed: ShorthandInput) -> ShorthandRecord:
        """Replace trigger, text and description. StoreError when it is gone or another one is the same."""
        with self._writing() as session:
            record = _of(session, user, shorthand_id)
            wanted = _new(changed, user, record.scope)
            same = _same(session, wanted)
            if same is not None and same.id != record.id:
                raise StoreError(_KNOWN)
            record.trigger, record.text, record.text_digest = wanted.trigger, wanted.text, wanted.text_digest
            record.description = wanted.description
            _audit(session, AuditAction.CHANGE_SITE_SHORTHAND, user, record)
        return record

    def remove_shorthand(self, user: User, shorthand_id: int) -> None:
        """Take a shorthand away; its use counts stay. StoreError when it is gone."""
        with self._writing() as session:
            record = _of(session, user, shorthand_id)
            session.delete(record)
            _audit(session, AuditAction.REMOVE_SITE_SHORTHAND, user, record)

    def share_shorthand(self, user: User, shorthand_id: int) -> ShorthandRecord:
        """Make a personal shorthand the site's. StoreError when it is gone or the site has the same."""
        with self._writing() as session:
            record = _of(session, user, shorthand_id)
            if record.scope is ShorthandScope.SITE:
                return record
            shared = _new(ShorthandInput(record.trigger, record.text, record.description), user, ShorthandScope.SITE)
            if _same(session, shared) is not None:
                raise StoreError("The site has this shorthand already: delete your own copy if you like.")
            record.scope, record.user_id = ShorthandScope.SITE, None
            _audit(session, AuditAction.SHARE_SHORTHAND, user, record)
        return record

    def shorthand_uses(self, user: User) -> list[ShorthandUseRecord]:
        """How each expansion fared with ``user``."""
        with self._reading() as session:
            mine = select(ShorthandUseRecord).where(ShorthandUseRecord.user_id == user.id)
            return list(session.scalars(mine.order_by(ShorthandUseRecord.trigger, ShorthandUseRecord.id)))

    def record_typing(self, user: User, typing: TypingInput) -> None:
        """Keep the figures of one sitting and add its counts to those of each expansion."""
        with self._writing() as session:
            session.add(
                TypingRecord(
                    user_id=user.id,
                    keystrokes=typing.keystrokes,
                    characters=typing.characters,
                    saved=typing.saved,
                    active_seconds=typing.active_seconds,
                )
            )
            for one in typing.uses:
                _count(session, user, one)

    def typing_sessions(self, user: User, limit: int = 1000) -> list[TypingRecord]:
        """The figures of ``user``'s last sittings, newest first."""
        with self._reading() as session:
            mine = select(TypingRecord).where(TypingRecord.user_id == user.id)
            return list(session.scalars(mine.order_by(TypingRecord.id.desc()).limit(limit)))

    def version_before(self, user: User, note_id: int) -> NoteVersion | None:
        """The latest saved version of the patient's last other note on or before the day of this one.

        Audited as a view of that note. StoreError when there is no note ``note_id``.
        """
        with self._writing() as session:
            here = session.execute(
                select(Encounter.patient_id, Encounter.encounter_date).join(Note).where(Note.id == note_id)
            ).one_or_none()
            if here is None:
                raise no_such_note()
            patient_id, day = here
            earlier = (
                select(NoteVersion)
                .join(Note, Note.id == NoteVersion.note_id)
                .join(Encounter, Encounter.id == Note.encounter_id)
                .where(Encounter.patient_id == patient_id, Encounter.encounter_date <= day, Note.id != note_id)
                .order_by(Encounter.encounter_date.desc(), NoteVersion.id.desc())
            )
            version = session.scalars(earlier.limit(1)).first()
            if version is None:
                return None
            append(session, AuditAction.VIEW_NOTE, user, object_id=version.note_id, patient_id=patient_id)
            return load_version(session, version.id)


def _scope(scope: str) -> ShorthandScope:
    try:
        return ShorthandScope(scope)
    except ValueError:
        raise StoreError(f"A shorthand is for one of {', '.join(ShorthandScope)}.") from None


def _new(given: ShorthandInput, user: User, scope: ShorthandScope) -> ShorthandRecord:
    trigger, text, description = given.trigger.strip(), storable(given.text), given.description.strip()
    if not trigger or not text.strip():
        raise StoreError("A shorthand needs a trigger and a text: type both.")
    if len(trigger) > TRIGGER_LENGTH or len(text) > TEXT_LENGTH or len(description) > DESCRIPTION_LENGTH:
        raise StoreError(
            f"The shorthand is too long: a trigger has at most {TRIGGER_LENGTH} characters, a text {TEXT_LENGTH:,}, "
            f"a description {DESCRIPTION_LENGTH}."
        )
    return ShorthandRecord(
        scope=scope,
        user_id=user.id if scope is ShorthandScope.PERSONAL else None,
        trigger=trigger,
        text=text,
        text_digest=hashlib.sha256(text.encode()).hexdigest(),
        description=description,
        created_by_id=user.id,
    )


def _same(session: Session, record: ShorthandRecord) -> ShorthandRecord | None:
    alike = {name: getattr(record, name) for name in ("scope", "user_id", "trigger", "text_digest")}
    return session.scalars(select(ShorthandRecord).filter_by(**alike)).first()


def _of(session: Session, user: User, shorthand_id: int) -> ShorthandRecord:
    """A shorthand that ``user`` may change: their own or the site's."""
    record = session.get(ShorthandRecord, shorthand_id, with_for_update=True)
    if record is None or record.user_id not in (None, user.id):
        raise StoreError(_GONE)
    return record


def _audit(session: Session, action: AuditAction, user: User, record: ShorthandRecord) -> None:
    if record.scope is ShorthandScope.SITE:
        append(session, action, user, object_id=record.id)


def _count(session: Session, user: User, one: UseInput) -> None:
    key = {"user_id": user.id, "trigger": one.trigger, "text_digest": one.text_digest}
    known = session.scalars(select(ShorthandUseRecord).filter_by(**key).with_for_update()).first()
    if known is None:
        known = ShorthandUseRecord(**key, offered=0, accepted=0, undone=0, missed=0, saved=0)
        session.add(known)
    known.offered += one.offered
    known.accepted += one.accepted
    known.undone += one.undone
    known.missed += one.missed
    known.saved += one.saved
