"""Passwords, and tickets for processes that work for somebody signed in elsewhere."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.audit import AuditAction, append
from models.base import utc_now
from models.credential import (
    TICKET_LIFE,
    Credential,
    SignInTicket,
    checked_password,
    fits,
    password_hash,
    ticket_digest,
    unusable_hash,
    wait_after,
)
from models.errors import PasswordNeeded, StoreError
from models.store.base import StoreBase
from models.user import User

_NOBODY = "Nobody of that username works here: check the spelling."
_REFUSED = "The user name and the password do not fit: try again."


class CredentialStore(StoreBase):
    """How somebody gets in."""

    def set_password(self, user: User, password: str, *, by: User | None = None) -> None:
        """Give ``user`` a password, replacing any; ``by`` is who did it, None on the command line.

        StoreError when it is too short or easy to guess.
        """
        hashed = password_hash(checked_password(password, user))
        with self._writing() as session:
            credential = session.get(Credential, user.id) or Credential(user_id=user.id)
            credential.password_hash, credential.changed_at = hashed, utc_now()
            credential.failures, credential.waits_until = 0, None
            session.add(credential)
            append(session, AuditAction.SET_PASSWORD, by, object_id=user.id)

    def with_password(self) -> frozenset[int]:
        """The ids of the users who have a password."""
        with self._reading() as session:
            return frozenset(session.scalars(select(Credential.user_id)))

    def sign_in(self, username: str, password: str = "", *, needs_password: bool = False) -> User:
        """The user of that name, in any case. Whatever comes of it is audited.

        PasswordNeeded when the user has a password and none is given. StoreError when there is no such user, when
        the password is wrong, when too many were (then it says how long to wait), and, with ``needs_password``,
        when the user has none.
        """
        name = username.strip().lower()
        with self._reading() as session:
            user = session.scalar(select(User).where(User.username == name))
            credential = session.get(Credential, user.id) if user is not None else None
        if credential is None:
            return self._without_password(user, password, needs_password)
        assert user is not None
        if not password:
            raise PasswordNeeded("Type your password.")
        self._refuse_while_waiting(user, credential)
        # Outside of any transaction: hashing takes its time, and others want to write.
        if not fits(password, credential.password_hash):
            self._count_failure(user)
            raise StoreError(_REFUSED)
        with self._writing() as session:
            known = session.get_one(Credential, user.id)
            known.failures, known.waits_until = 0, None
            append(session, AuditAction.SIGN_IN, user)
        return user

    def _without_password(self, user: User | None, password: str, needs_password: bool) -> User:
        if needs_password and password:
            fits(password, unusable_hash())
        allowed = user is not None and not needs_password
        with self._writing() as session:
            append(session, AuditAction.SIGN_IN if allowed else AuditAction.SIGN_IN_REFUSED, user)
        # Raised after the transaction, or the refusal would be undone with it.
        if user is None or needs_password:
            raise StoreError(_REFUSED if needs_password else _NOBODY)
        return user

    def _refuse_while_waiting(self, user: User, credential: Credential) -> None:
        wait = (credential.waits_until - utc_now()).total_seconds() if credential.waits_until else 0
        if wait > 0:
            with self._writing() as session:
                append(session, AuditAction.SIGN_IN_REFUSED, user)
            raise StoreError(f"Too many wrong passwords: wait {wait:.0f} seconds and try again.")

    def _count_failure(self, user: User) -> None:
        with self._writing() as session:
            credential = session.get_one(Credential, user.id, with_for_update=True)
            credential.failures += 1
            wait = wait_after(credential.failures)
            credential.waits_until = utc_now() + wait if wait else None
            append(session, AuditAction.SIGN_IN_REFUSED, user, details={"failures": credential.failures})

    def issue_ticket(self, user: User) -> str:
        """A ticket that lets one process work for ``user``, who has signed in, within the next minute."""
        ticket = secrets.token_urlsafe(32)
        with self._writing() as session:
            _forget_old_tickets(session)
            expires = utc_now() + TICKET_LIFE
            session.add(SignInTicket(digest=ticket_digest(ticket), user_id=user.id, expires_at=expires))
        return ticket

    def redeem_ticket(self, ticket: str) -> User:
        """Whom a ticket is for; it is used up by that. StoreError when it is not, or no longer, good for anything."""
        with self._writing() as session:
            _forget_old_tickets(session)
            found = session.get(SignInTicket, ticket_digest(ticket))
            user = session.get(User, found.user_id) if found is not None else None
            if found is not None:
                session.delete(found)
            append(session, AuditAction.SIGN_IN if user else AuditAction.SIGN_IN_REFUSED, user)
        if user is None:
            raise StoreError("That sign-in is no longer good: sign in again.")
        return user


def _forget_old_tickets(session: Session) -> None:
    session.execute(delete(SignInTicket).where(SignInTicket.expires_at <= utc_now()))
