"""How people prove who they are: a password kept as its Argon2id hash, and tickets from one process to another."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, StoredText, UtcDateTime, utc_now
from models.errors import StoreError
from models.user import User

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# NIST SP 800-63B-4, 3.1.1.2: at least 15 characters where the password is the only factor, at least 64 allowed.
SHORTEST_PASSWORD, LONGEST_PASSWORD = 15, 256
FREE_ATTEMPTS = 5
LONGEST_WAIT = dt.timedelta(minutes=15)
TICKET_LIFE = dt.timedelta(seconds=60)


class Credential(Base):
    """A user's password as its hash, and how often a wrong one was given since the right one.

    ``waits_until`` is when the next attempt is looked at; None when that is now.
    """

    __tablename__ = "credential"
    __table_args__ = (
        CheckConstraint("password_hash <> ''", name="password_hash_given"),
        CheckConstraint("failures >= 0", name="failures"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(StoredText(256))
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=utc_now)
    failures: Mapped[int] = mapped_column(default=0)
    waits_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class SignInTicket(Base):
    """Lets one new process work for somebody who has signed in elsewhere: once, within a minute.

    Only the digest is kept, so that whoever reads the database cannot use it.
    """

    __tablename__ = "sign_in_ticket"
    __table_args__ = (CheckConstraint("length(digest) = 64", name="digest"),)

    digest: Mapped[str] = mapped_column(StoredText(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


@cache
def _hasher() -> PasswordHasher:
    # Imported here: most starts of the program check no password.
    from argon2 import PasswordHasher

    # The library's defaults are the second recommended option of RFC 9106: 3 passes, 64 MiB, 4 lanes.
    return PasswordHasher()


@cache
def unusable_hash() -> str:
    """A hash that no password fits: checked for unknown users, so that the time taken does not tell them apart."""
    return _hasher().hash(secrets.token_urlsafe(32))


def password_hash(password: str) -> str:
    """The Argon2id hash of a password."""
    return _hasher().hash(_normal(password))


def fits(password: str, hashed: str) -> bool:
    """Whether a password is the one behind a hash. Takes about 0.1 s on purpose."""
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(hashed, _normal(password))
    except VerificationError:
        return False


def _normal(password: str) -> str:
    # The same password typed on another keyboard may come as other code points (NIST SP 800-63B-4, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)


def checked_password(password: str, user: User) -> str:
    """The password, or StoreError when it is too short, too long or made of the user's own name."""
    if len(password) < SHORTEST_PASSWORD:
        raise StoreError(f"A password has at least {SHORTEST_PASSWORD} characters: a few words in a row do well.")
    if len(password) > LONGEST_PASSWORD:
        raise StoreError(f"A password has at most {LONGEST_PASSWORD} characters: shorten it.")
    plain = password.casefold()
    names = [user.username, *user.display_name.casefold().split()]
    rest = plain
    for name in names:
        rest = rest.replace(name, "")
    if len(set(plain)) < FREE_ATTEMPTS or len(rest) < SHORTEST_PASSWORD // 2:
        raise StoreError("That password is easy to guess: do not build it from your name or from few characters.")
    return password


def wait_after(failures: int) -> dt.timedelta:
    """How long the next attempt is put off after so many wrong passwords: a second, doubled with each, from the 5th."""
    if failures < FREE_ATTEMPTS:
        return dt.timedelta()
    return min(dt.timedelta(seconds=1 << min(failures - FREE_ATTEMPTS, 16)), LONGEST_WAIT)


def ticket_digest(ticket: str) -> str:
    """What is kept of a ticket."""
    return hashlib.sha256(ticket.encode()).hexdigest()
