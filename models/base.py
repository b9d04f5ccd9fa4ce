"""What every table shares: the declarative base, constraint names, and the column types of this schema."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import DateTime, Enum, MetaData, String, inspect
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.types import TypeDecorator

# Constraints need known names, or a later migration could not drop them.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Base(DeclarativeBase):
    """The base of every mapped class."""

    metadata = MetaData(naming_convention=_NAMES)


def utc_now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def storable(text: str) -> str:
    """``text`` as every database can hold it, of the same length, so that offsets stay true.

    NUL becomes U+2400 (SYMBOL FOR NULL): PostgreSQL refuses NUL and a lost character would shift every
    finding. Half a surrogate pair, which no UTF-8 can hold, becomes U+FFFD. All else is kept exactly.
    """
    return _UNSTORABLE.sub(lambda match: "\u2400" if match[0] == "\x00" else "\ufffd", text)


class StoredText(TypeDecorator[str]):
    """Text that passes through :func:`storable` on its way to the database."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The value as it is written."""
        return None if value is None else storable(value)


def show_as_stored(record: Base, dialect: Dialect) -> None:
    """Give a record that was just written the values that reading it anew would give, without reading it."""
    for name, kind in _decorated(type(record)):
        value = getattr(record, name)
        if value is not None:
            kept = kind.process_bind_param(value, dialect)
            if not isinstance(kind, StoredText):
                kept = kind.process_result_value(kept, dialect)
            set_committed_value(record, name, kept)


@cache
def _decorated(table: type[Base]) -> tuple[tuple[str, TypeDecorator[Any]], ...]:
    """The attributes whose values are changed on their way to the database or back."""
    columns = ((one.key, one.columns[0].type) for one in inspect(table).column_attrs)
    return tuple((name, kind) for name, kind in columns if isinstance(kind, TypeDecorator))


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware moment. SQLite forgets time zones, so it is written in UTC and read back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The value as it is written; ValueError for a moment without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The value as it is read, always aware."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=dt.UTC)


def one_of(kind: type[StrEnum], name: str) -> Enum:
    """A column type that holds the values of ``kind``, with a CHECK of that name in the database."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )
