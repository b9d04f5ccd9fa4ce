"""Proving that the audit trail is as it was written, and naming the events that are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from models.audit_chain import AuditChain, Digest, chain_start, event_seal, readable, stored_events
from models.audit_files import AuditKey, Head

_MOST = 100
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another
_GROUP = 4
_GROUPS = 4


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is not as it was written. ``event`` is its number, or the first it may be."""

    event: int
    what: str


@dataclass(slots=True)
class Verification:
    """What was found: ``events`` were looked at; ``unproven`` of them lie in chains whose key is not here,
    and ``unsealed`` are from before the first chain, which vouches for them together.

    ``wrong`` is ordered by event and ends after a hundred. ``backwards`` counts events that say to be earlier than
    the one before, as when a clock is set back. ``head`` is the newest event that was found.
    """

    events: int = 0
    unproven: int = 0
    unsealed: int = 0
    backwards: int = 0
    head: Head | None = None
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Whether every event is proven to be as it was written."""
        return not self.wrong and not self.unproven


def printable(seal: str) -> str:
    """The first 80 bits of a seal, short enough to be written down by hand: "7F3K-Q2LM-9XYZ-ABCD"."""
    bits = _GROUP * _GROUPS * 5
    value = int(seal, 16) >> (len(seal) * 4 - bits)
    digits = "".join(_DIGITS[value >> shift & 31] for shift in range(bits - 5, -1, -5))
    return "-".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


def verify(session: Session, keys: Sequence[AuditKey], seen: Iterable[Head]) -> Verification:
    """Compare the trail with its seals, and with heads ``seen`` before: whole seals or the printable beginning."""
    walk = _Walk(session, {key.id: key for key in keys}, seen)
    walk.run()
    walk.found.wrong.sort(key=lambda wrong: wrong.event)
    return walk.found


class _Walk:
    """One reading of the whole trail in the order of its numbers, in constant memory."""

    def __init__(self, session: Session, keys: Mapping[str, AuditKey], seen: Iterable[Head]) -> None:
        self.found = Verification()
        self._session = session
        self._keys = keys
        self._seen: dict[int, set[str]] = {}
        for head in seen:
            self._seen.setdefault(head.event, set()).add(head.seal)
        self._latest: Any = None
        rows = session.execute(stored_events(session.get_bind().dialect.name).execution_options(yield_per=1000))
        self._rows: Iterator[Mapping[str, Any]] = map(dict, rows.mappings())
        self._next: Mapping[str, Any] | None = next(self._rows, None)

    def run(self) -> None:
        chains = self._chains()
        digest = Digest()
        first = chains[0]["first_event"] if chains else None
        for row in self._until(None if first is None else first - 1):
            self._add_unsealed(digest, row)
        if first is None:
            self._tell(1, "the trail has no seals: the table of chains is empty")
        before = ""
        for chain in chains:
            before = self._chain(chain, before, digest.value())
        for row in self._until(None):
            self._tell(row["id"], "was put in: the trail ends before it")
        for event, seals in self._seen.items():
            if seals:
                self._tell(event, "was seen as the newest event, and is not in the trail as it was")

    def _chains(self) -> list[Mapping[str, Any]]:
        at = AuditChain.started_at
        if self._session.get_bind().dialect.name == "sqlite":
            at = type_coerce(AuditChain.started_at, String)  # type: ignore[assignment]
        others = (AuditChain.id, AuditChain.key_id, AuditChain.first_event, AuditChain.start)
        query = select(*others, AuditChain.last_event, AuditChain.head, at.label("at")).order_by(AuditChain.id)
        return [dict(row) for row in self._session.execute(query).mappings()]

    def _add_unsealed(self, digest: Digest, row: Mapping[str, Any]) -> None:
        self.found.events += 1
        self.found.unsealed += 1
        try:
            digest.add(readable(row))
        except (ValueError, TypeError):
            self._tell(row["id"], "cannot be read")

    def _chain(self, chain: Mapping[str, Any], before: str, unsealed: str) -> str:
        """Look at one chain; returns the seal of its last event."""
        key, first = self._keys.get(chain["key_id"]), chain["first_event"]
        if key is None:
            self.found.unproven += chain["last_event"] - first + 1
        elif not _same(chain["start"], lambda: self._start(key, chain, before, unsealed)):
            self._tell(first, f"the beginning of chain {chain['id']} is not as written, or what was there before it")
        self._witness(first - 1, chain["start"])
        before, expected, sure = chain["start"], first, True
        for row in self._until(chain["last_event"]):
            number = row["id"]
            if number > expected:
                self._tell_missing(expected, number - 1)
                sure = False
            # After a gap the seal before is not known, and only the next event can be judged again.
            if key is not None and sure and not _same(row["seal"], lambda: event_seal(key, before, readable(row))):  # noqa: B023
                self._tell(number, "was changed, put in or moved")
            self._look_at(row)
            before, expected, sure = str(row["seal"]), number + 1, True
        if expected <= chain["last_event"]:
            self._tell_missing(expected, chain["last_event"])
        elif before != chain["head"]:
            self._tell(expected - 1, "is not the newest event that was written")
        return str(chain["head"])

    def _start(self, key: AuditKey, chain: Mapping[str, Any], before: str, unsealed: str) -> str:
        started = readable({"at": chain["at"], "details": "{}"})["at"]
        return chain_start(key, {**chain, "started_at": started}, before, unsealed)

    def _look_at(self, row: Mapping[str, Any]) -> None:
        self.found.events += 1
        self.found.head = Head(row["id"], str(row["seal"]))
        self._witness(row["id"], str(row["seal"]))
        try:
            at = readable({**row, "details": "{}"})["at"]
        except (ValueError, TypeError):
            return
        if self._latest is not None and at < self._latest:
            self.found.backwards += 1
        self._latest = at

    def _witness(self, event: int, seal: str) -> None:
        """Strike out what was seen of an event and fits."""
        seals = self._seen.get(event)
        if seals:
            fitting = {seal, printable(seal) if _hexadecimal(seal) else ""}
            self._seen[event] = seals - fitting

    def _until(self, last: int | None) -> Iterator[Mapping[str, Any]]:
        """The rows up to event ``last``, all that are left for None."""
        while self._next is not None and (last is None or self._next["id"] <= last):
            yield self._next
            self._next = next(self._rows, None)

    def _tell_missing(self, first: int, last: int) -> None:
        self._tell(first, "was removed" if first == last else f"was removed, with all up to event {last}")

    def _tell(self, event: int, what: str) -> None:
        if len(self.found.wrong) < _MOST:
            self.found.wrong.append(Wrong(event, what))


def _hexadecimal(seal: str) -> bool:
    return len(seal) == 64 and set(seal) <= set("0123456789abcdef")


def _same(stored: object, computed: Any) -> bool:
    """Whether a seal fits; what cannot even be read does not."""
    try:
        return bool(stored == computed())
    except (ValueError, TypeError, OverflowError):
        return False
