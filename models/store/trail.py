"""Reading and proving the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.audit import AuditAction, AuditEvent, append
from models.audit_chain import newest_chain
from models.audit_files import Head
from models.audit_verify import Verification, verify
from models.errors import StoreError
from models.patient import Patient
from models.store.base import StoreBase
from models.user import User


class TrailStore(StoreBase):
    """What was done, by whom, and whether the trail still says what was written."""

    def audit_events(self, limit: int = 100) -> list[AuditEvent]:
        """The newest events, newest first, with their users."""
        with self._reading() as session:
            newest = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(limit)
            return list(session.scalars(newest.options(selectinload(AuditEvent.user))))

    def audit_report(
        self,
        by: User | None,
        *,
        mrn: str = "",
        username: str = "",
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
    ) -> list[AuditEvent]:
        """The events on a patient, of a user, from ``since`` and before ``until``, oldest first, with users and
        patients; what is empty does not narrow. Audited as ``by``'s. StoreError for an unknown patient or user."""
        # Reading much keeps nobody from writing; nothing is given out before the event is kept.
        with self._reading() as session:
            wanted = select(AuditEvent).order_by(AuditEvent.id)
            patient_id = _patient_id(session, mrn) if mrn else None
            if patient_id is not None:
                wanted = wanted.where(AuditEvent.patient_id == patient_id)
            if username:
                wanted = wanted.where(AuditEvent.user_id == _user_id(session, username))
            if since is not None:
                wanted = wanted.where(AuditEvent.at >= since)
            if until is not None:
                wanted = wanted.where(AuditEvent.at < until)
            people = (joinedload(AuditEvent.user), joinedload(AuditEvent.patient))
            events = list(session.scalars(wanted.options(*people)))
        with self._writing() as session:
            append(session, AuditAction.VIEW_AUDIT, by, patient_id=patient_id, details={"events": len(events)})
        return events

    def audit_head(self) -> Head:
        """The newest event and its seal."""
        with self._reading() as session:
            chain = session.scalars(newest_chain()).one()
            return Head(chain.last_event, chain.head)

    def verify_audit(self, seen: Iterable[Head] = ()) -> Verification:
        """Whether the trail is as it was written; ``seen`` are heads that somebody wrote down, beside those in
        the anchor file. Their seals may be the printable beginning."""
        files = self._trail.files
        with self._reading() as session:
            return verify(session, files.known_keys(), (*files.anchors(), *seen))


def _patient_id(session: Session, mrn: str) -> int:
    found = session.scalar(select(Patient.id).where(Patient.mrn == mrn.strip().upper()))
    if found is None:
        raise StoreError("There is no patient with that medical record number: check it.")
    return found


def _user_id(session: Session, username: str) -> int:
    found = session.scalar(select(User.id).where(User.username == username.strip().lower()))
    if found is None:
        raise StoreError("Nobody of that username works here: see 'entryassist users list'.")
    return found
