"""The people who sign in."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, StoredText, UtcDateTime, utc_now
from models.errors import StoreError

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


class User(Base):
    """One person. Sign-ins are never shared: every record names the user who made it."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("username <> ''", name="username_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(StoredText(64), unique=True)
    display_name: Mapped[str] = mapped_column(StoredText(100))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)


def checked_username(typed: str) -> str:
    """The username in its stored form (lower case, no outer spaces), or StoreError."""
    username = typed.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise StoreError("A username has 1 to 64 letters a-z, digits and . _ @ - and begins with a letter or digit.")
    return username
