"""The trail of who did what when: appended in the transaction of the deed itself, never changed.

:mod:`models.audit_chain` seals each event, so that whatever is done to the trail later shows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, StoredText, UtcDateTime
from models.patient import Patient
from models.user import User

EVENTS = "audit events"
"""Where a session that may write keeps, as a list, the events to be sealed at its end."""


class AuditAction(StrEnum):
    """What was done."""

    SIGN_IN = "sign in"
    SIGN_IN_REFUSED = "sign in refused"
    ADD_USER = "add user"
    SET_PASSWORD = "set password"
    VIEW_WORKLIST = "view worklist"
    SEARCH_PATIENTS = "search patients"
    REGISTER_PATIENT = "register patient"
    FIND_LIKE_PATIENTS = "find like patients"
    ADD_ALERT = "add alert"
    END_ALERT = "end alert"
    VIEW_CHART = "view chart"
    START_NOTE = "start note"
    VIEW_NOTE = "view note"
    HOLD_NOTE = "hold note"
    TAKE_OVER_NOTE = "take over note"
    RELEASE_NOTE = "release note"
    SAVE_NOTE = "save note"
    RETURN_NOTE = "return note"
    DISCARD_DRAFT = "discard draft"
    DISMISS = "dismiss"
    UNDISMISS = "undismiss"
    OVERRIDE = "override"
    ASK_AUTHOR = "ask author"
    ANSWER_QUERY = "answer query"
    CLOSE_QUERY = "close query"
    VIEW_QUERIES = "view queries"
    EXPORT_QUERIES = "export queries"
    FORGET_HABITS = "forget habits"
    ADD_SITE_SHORTHAND = "add site shorthand"
    CHANGE_SITE_SHORTHAND = "change site shorthand"
    REMOVE_SITE_SHORTHAND = "remove site shorthand"
    SHARE_SHORTHAND = "share shorthand"
    VIEW_AUDIT = "view audit"


class AuditEvent(Base):
    """One event. ``details`` holds numbers only, so that no patient text can ever enter the trail.

    ``user`` is None where nobody was signed in. ``action`` has no CHECK: every issue adds actions, and a
    trail must never refuse an event. ``object_id`` is the id of the note, user, ignore or query concerned.
    ``id`` counts without gaps. ``seal`` is None for events from before there were seals.
    """

    __tablename__ = "audit_event"
    __table_args__ = (CheckConstraint("action <> ''", name="action_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    action: Mapped[str] = mapped_column(StoredText(32))
    object_id: Mapped[int | None]
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"), index=True)
    details: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    seal: Mapped[str | None] = mapped_column(StoredText(64))

    user: Mapped[User | None] = relationship(lazy="raise")
    patient: Mapped[Patient | None] = relationship(lazy="raise")


def append(
    session: Session,
    action: AuditAction,
    user: User | None,
    *,
    object_id: int | None = None,
    patient_id: int | None = None,
    details: Mapping[str, int] | None = None,
) -> None:
    """Add one event to the transaction of ``session``. The only place where events are made.

    It is sealed and written as the last deed of the transaction, by the store whose transaction it is.
    """
    # Whatever the event records must have been accepted by the database.
    session.flush()
    session.info[EVENTS].append(
        {
            "action": str(action),
            "user_id": user.id if user else None,
            "object_id": object_id,
            "patient_id": patient_id,
            "details": dict(details or {}),
        }
    )
