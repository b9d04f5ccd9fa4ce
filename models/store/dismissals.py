"""Ignoring findings, listing what is ignored, and taking it back."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from models.audit import AuditAction, append
from models.base import storable, utc_now
from models.dismissal import Dismissal, DismissalScope
from models.errors import StoreError
from models.note import Note
from models.store.base import StoreBase
from models.store.notes import no_such_note
from models.user import User


class DismissalStore(StoreBase):
    """What people asked not to be told again."""

    def dismiss(
        self, user: User, *, rule: str, word: str, key: str, scope: str, note_id: int | None = None
    ) -> Dismissal:
        """Ignore ``word`` (the whole rule when empty) within ``scope``: "here", "note", "user", "author" or "site".

        ``key`` is the context that tells the place for "here". ``note_id`` is needed for all but "user" and
        "site"; "user" means ``user``'s own work, "author" whoever wrote that note. Asking for what is in force
        already returns it.
        """
        reach = _checked_scope(scope, note_id)
        with self._writing() as session:
            note = session.get(Note, note_id) if note_id is not None else None
            if note is None and note_id is not None:
                raise no_such_note()
            local = reach in (DismissalScope.HERE, DismissalScope.NOTE)
            wish = {
                "rule": rule,
                "word": storable(word),
                "key": storable(key) if reach is DismissalScope.HERE else "",
                "scope": reach,
                "note_id": note_id if local else None,
                "author": note.author if note and reach is DismissalScope.AUTHOR else None,
            }
            in_force = select(Dismissal).filter_by(**wish, undone_at=None)
            if reach is DismissalScope.USER:
                in_force = in_force.where(Dismissal.user_id == user.id)
            same = session.scalars(in_force).first()
            if same is not None:
                return same
            dismissal = Dismissal(**wish, user_id=user.id)
            session.add(dismissal)
            session.flush()
            append(session, AuditAction.DISMISS, user, object_id=dismissal.id)
        return dismissal

    def undismiss(self, user: User, dismissal_id: int) -> None:
        """Take an ignore back; nothing happens when that was done already."""
        with self._writing() as session:
            dismissal = session.get(Dismissal, dismissal_id)
            if dismissal is None or dismissal.undone_at is not None:
                return
            dismissal.undone_at = utc_now()
            dismissal.undone_by_id = user.id
            append(session, AuditAction.UNDISMISS, user, object_id=dismissal_id)

    def dismissals(self, user: User, note_id: int | None = None) -> list[Dismissal]:
        """The ignores in force, oldest first.

        With ``note_id`` those that apply when ``user`` works on that note: its own, ``user``'s, its author's, the
        site's. Without it the authors' and the site's, and every one ``user`` made, so that all can be listed and
        taken back.
        """
        with self._reading() as session:
            if note_id is None:
                applies = or_(
                    Dismissal.scope.in_([DismissalScope.AUTHOR, DismissalScope.SITE]),
                    Dismissal.user_id == user.id,
                )
            else:
                applies = _applies_to(session.get(Note, note_id), note_id, user)
            in_force = select(Dismissal).where(Dismissal.undone_at.is_(None), applies)
            return list(session.scalars(in_force.order_by(Dismissal.id)))


def _checked_scope(scope: str, note_id: int | None) -> DismissalScope:
    try:
        reach = DismissalScope(scope)
    except ValueError:
        raise StoreError(f"The reach of an ignore is one of {', '.join(DismissalScope)}.") from None
    if reach not in (DismissalScope.USER, DismissalScope.SITE) and note_id is None:
        raise StoreError("This ignore belongs to a note: open the note and ignore it there.")
    return reach


def _applies_to(note: Note | None, note_id: int, user: User) -> ColumnElement[bool]:
    if note is None:
        raise no_such_note()
    return or_(
        Dismissal.note_id == note_id,
        and_(Dismissal.scope == DismissalScope.USER, Dismissal.user_id == user.id),
        and_(Dismissal.scope == DismissalScope.AUTHOR, Dismissal.author == note.author),
        Dismissal.scope == DismissalScope.SITE,
    )
