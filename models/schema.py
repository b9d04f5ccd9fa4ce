"""The version of the tables, and bringing a database up to it.

A new migration is written with ``alembic.command.revision(alembic_config(connection), autogenerate=True)``;
``SCHEMA_VERSION`` then names it. Alembic takes half a second to import, so it is imported only when there is
something to migrate.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from models.database import READING
from models.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA_VERSION = "0011"

_MIGRATION_LOCK = 0x456E7472


def bring_up_to_date(engine: Engine, place: str, *, create: bool) -> None:
    """Migrate the database called ``place`` to SCHEMA_VERSION in one transaction, when it is not there yet.

    StoreError for a schema of a newer program, a database of another program, and, unless ``create``, an
    empty database. Also makes sure that the database can be written to.
    """
    with engine.execution_options(**READING).connect() as connection:
        found = _version(connection)
    with engine.begin() as connection:
        if found != SCHEMA_VERSION:
            _migrate(connection, place, create=create)
        # Changes nothing, but where nothing may be written it fails now rather than at the first save.
        connection.execute(text("UPDATE alembic_version SET version_num = '' WHERE version_num IS NULL"))


def alembic_config(connection: Connection) -> Config:
    """The settings under which Alembic works on ``connection``, in its transaction if it has one."""
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).parent / "migrations"
    # Alembic reads its settings with interpolation by "%".
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _version(connection: Connection) -> str | None:
    """The version of the tables; None when there are none of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _migrate(connection: Connection, place: str, *, create: bool) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    # Another program may have migrated while this one waited for the lock.
    found = _version(connection)
    if found == SCHEMA_VERSION:
        return
    if found is None and inspect(connection).get_table_names():
        raise StoreError(f"The database {place} belongs to another program: choose another address.")
    if found is None and not create:
        raise StoreError(f"The database {place} is empty: check the address.")

    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"The database {place} was written by a newer EntryAssist: update this program before opening it."
        )
    command.upgrade(config, "head")
