"""What people chose for themselves."""

from __future__ import annotations

from sqlalchemy import delete, select

from models.errors import StoreError
from models.preference import NAME_LENGTH, VALUE_LENGTH, Preference
from models.store.base import StoreBase
from models.user import User


class PreferenceStore(StoreBase):
    """Choices by name, for each user."""

    def preferences(self, user: User) -> dict[str, str]:
        """All that ``user`` chose, by name."""
        chosen = select(Preference.name, Preference.value).where(Preference.user_id == user.id)
        with self._reading() as session:
            return dict(session.execute(chosen.order_by(Preference.name)).all())

    def prefer(self, user: User, name: str, value: str | None) -> None:
        """Keep a choice of ``user``; None forgets it. StoreError when it is longer than can be kept."""
        if not 0 < len(name) <= NAME_LENGTH or len(value or "") > VALUE_LENGTH:
            raise StoreError(f"A preference has a name of up to {NAME_LENGTH} characters and {VALUE_LENGTH} to keep.")
        with self._writing() as session:
            if value is None:
                session.execute(delete(Preference).filter_by(user_id=user.id, name=name))
            else:
                session.merge(Preference(user_id=user.id, name=name, value=value))
