"""Holding a note while it is entered, so that two people never type into it unawares."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.audit import AuditAction, append
from models.holding import Hold, Holding, Workplace, database_now, renew, take
from models.store.base import StoreBase
from models.store.entry import locked_note
from models.user import User


class HoldingStore(StoreBase):
    """Who has which note open."""

    def hold_note(self, user: User, note_id: int, at: Workplace, *, take_over: bool = False) -> Hold:
        """Hold the note if it can be held, and tell who holds it afterwards.

        It can when nobody does, when the holder gave no sign of life for `HOLD_LASTS`, and when the holder is
        ``user`` in a program that ended on this machine without a word. With ``take_over`` also when the holder is
        idle or is ``user`` elsewhere. Audited. StoreError when there is no such note.
        """
        with self._writing() as session:
            patient_id = locked_note(session, note_id).encounter.patient_id
            holding = session.get(Holding, note_id)
            seen = _seen(session, holding, user, at) if holding is not None else None
            if holding is not None and seen is not None:
                ended = seen.free or seen.mine or holding.left_behind(user, at)
                if not (ended or (take_over and seen.can_be_taken)):
                    return seen
            live = seen is not None and not seen.free and not seen.mine
            take(session, user, note_id, at)
            append(
                session,
                AuditAction.TAKE_OVER_NOTE if live else AuditAction.HOLD_NOTE,
                user,
                object_id=note_id,
                patient_id=patient_id,
                details={"held_by": seen.by.id} if live and seen is not None else None,
            )
            return _seen(session, session.get_one(Holding, note_id), user, at)

    def renew_hold(self, user: User, note_id: int, at: Workplace) -> Hold:
        """Give a sign of life and tell who holds the note; like drafts, it comes every few seconds and is not audited.

        A hold that lapsed is taken up again when nobody else has the note.
        """
        with self._writing() as session:
            locked_note(session, note_id)
            renew(session, user, note_id, at, typed=False)
            session.flush()
            return _seen(session, session.get_one(Holding, note_id), user, at)

    def holder_of(self, user: User, note_id: int, at: Workplace) -> Hold | None:
        """Who holds the note, as ``user`` sees it from there; None when it was left."""
        with self._reading() as session:
            holding = session.get(Holding, note_id)
            return _seen(session, holding, user, at) if holding is not None else None

    def release_note(self, user: User, note_id: int, at: Workplace) -> None:
        """Hold the note no longer; nothing happens when somebody else does meanwhile. Audited."""
        with self._writing() as session:
            holding = session.get(Holding, note_id)
            if holding is None or not holding.is_of(user, at):
                return
            session.delete(holding)
            patient_id = locked_note(session, note_id).encounter.patient_id
            append(session, AuditAction.RELEASE_NOTE, user, object_id=note_id, patient_id=patient_id)


def _seen(session: Session, holding: Holding, user: User, at: Workplace) -> Hold:
    now = database_now(session)
    return Hold(
        mine=holding.is_of(user, at),
        by=session.get_one(User, holding.user_id),
        machine=holding.machine,
        since=holding.since,
        idle=now - holding.typed_at,
        free=not holding.counts(now),
        own=holding.user_id == user.id,
    )
