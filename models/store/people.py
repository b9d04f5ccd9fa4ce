"""Users."""

from __future__ import annotations

from sqlalchemy import select

from models.audit import AuditAction, append
from models.errors import StoreError
from models.patient import checked_name
from models.store.base import StoreBase
from models.user import User, checked_username


class PeopleStore(StoreBase):
    """Who may work here."""

    def users(self) -> list[User]:
        """Everybody who can sign in, by username."""
        with self._reading() as session:
            return list(session.scalars(select(User).order_by(User.username)))

    def add_user(self, username: str, display_name: str, *, by: User | None = None) -> User:
        """Enter a new user. ``by`` is who did it, None while the first users are set up.

        StoreError when the username is taken or either name cannot be used.
        """
        user = User(username=checked_username(username), display_name=checked_name(display_name, "display name"))
        with self._writing() as session:
            if session.scalar(select(User.id).where(User.username == user.username)):
                raise StoreError("That username is taken: choose another.")
            session.add(user)
            session.flush()
            append(session, AuditAction.ADD_USER, by, object_id=user.id)
        return user
