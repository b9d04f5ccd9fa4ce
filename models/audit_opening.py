"""Making ready to write the audit trail: the key, the chain, and whether it is the trail that was seen last."""

from __future__ import annotations

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.audit_chain import AuditChain, Trail, begin_chain, newest_chain
from models.audit_files import AuditFiles, AuditKey, Head
from models.database import reading_engine
from models.errors import StoreError

_CHAIN_LOCK = 0x456E7473


def open_trail(engine: Engine, files: AuditFiles, *, new_key: bool) -> Trail:
    """The trail of a database whose tables are up to date; its first chain is begun when there is none.

    With ``new_key`` a chain under a new key is begun. StoreError when the key of the newest chain is not among
    those on this computer.
    """
    with Session(reading_engine(engine)) as session:
        chain = session.scalars(newest_chain()).first()
    begun = None
    if chain is None or new_key:
        key, begun = _begin(engine, files, new_key=new_key)
    else:
        key = _key_of(chain, files)
    trail = Trail(key, files, beside=not _fits(engine, files))
    if begun is not None:
        trail.anchor(begun)
    return trail


def _begin(engine: Engine, files: AuditFiles, *, new_key: bool) -> tuple[AuditKey, Head | None]:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        if engine.dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
        chain = session.scalars(newest_chain()).first()
        # Another program may have begun it in the meantime.
        if chain is not None and not new_key:
            return _key_of(chain, files), None
        keys = [] if new_key else files.known_keys()
        key = keys[-1] if keys else files.add_key()
        chain = begin_chain(session, key)
    return key, Head(chain.last_event, chain.start)


def _key_of(chain: AuditChain, files: AuditFiles) -> AuditKey:
    for key in files.known_keys():
        if key.id == chain.key_id:
            return key
    raise StoreError(
        f"The audit key {files.key} is missing or of another record: put it back from a backup or from another "
        "computer that works with this record; if it is lost, begin a new one with 'entryassist audit new-key'."
    )


def _fits(engine: Engine, files: AuditFiles) -> bool:
    """Whether the head that was seen last is in the trail. One that is not must be kept as evidence."""
    anchors = files.anchors()
    if not anchors:
        return True
    seen = anchors[-1]
    with Session(reading_engine(engine)) as session:
        seals = (
            session.scalar(select(AuditEvent.seal).where(AuditEvent.id == seen.event)),
            session.scalar(select(AuditChain.start).where(AuditChain.first_event == seen.event + 1)),
        )
    return seen.seal in seals
