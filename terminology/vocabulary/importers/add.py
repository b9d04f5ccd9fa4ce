"""Adding a source: its file is read in steps into a staged file, and an interrupted add goes on where it stopped.

Nothing is part of the vocabulary before the last step, which renames the folder; and the working index
is not touched at all: that is for the next build.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from terminology.errors import VocabularyError
from terminology.vocabulary.build import Progress
from terminology.vocabulary.importers.catalog import Found
from terminology.vocabulary.importers.consistency import judge
from terminology.vocabulary.importers.facts import BusyError, Facts
from terminology.vocabulary.importers.format import Read, Reading
from terminology.vocabulary.manifest import fingerprint
from terminology.vocabulary.sources.brought import DROPPED, PARTIAL, Brought, slug, sources_dir
from terminology.vocabulary.sources.catalog import BUILT_IN, EXTRA
from terminology.vocabulary.sources.staged import TERMS, encode, full_digest
from terminology.vocabulary.term import Term, Tier

_FACTS = "beside.sqlite"
_SCRATCH = "judged.sqlite"
_CHECKPOINT_ROWS = 20_000
_JUDGED_ROWS = 1000
_BAR_TOLERANCE = 20
_KEPT_REFUSALS = 20
_GLANCE_ROWS = 5000
_GLANCE_SECONDS = 0.5
_SHOWN_TERMS = 5


@dataclass(frozen=True, slots=True)
class Glance:
    """What the beginning of a file tells: its first terms, and how many rows and seconds the whole may take."""

    terms: tuple[Term, ...]
    rows: int
    seconds: float


def record_of(found: Found, name: str = "", tier: Tier | None = None, licence: str = "") -> Brought:
    """The record of a source that is to be added; VocabularyError when its name is taken."""
    form = found.format
    size, digest = fingerprint(found.path)
    record = Brought(
        name=name or found.name,
        format=form.name,
        version=found.version,
        licence=licence or form.licence,
        attribution=form.attribution,
        tier=(tier or form.tier).name.lower(),
        input=str(found.path.absolute()),
        input_size=size,
        input_digest=digest,
        input_modified=found.path.stat().st_mtime_ns,
    )
    folder = sources_dir() / slug(record.name)
    if any(slug(source.name) == folder.name for source in (*BUILT_IN, *EXTRA)):
        raise VocabularyError(f"EntryAssist has a source named {record.name} already: choose another --name.")
    if folder.exists() and (other := Brought.load(folder).name) != record.name:
        raise VocabularyError(f"The name {record.name} is too like that of the source {other}: choose another --name.")
    return record


def unchanged(record: Brought, licence: str = "") -> bool:
    """Whether this very file was added before, in full, and under the licence that is given now if any is."""
    folder = sources_dir() / slug(record.name)
    if not folder.exists():
        return False
    earlier = Brought.load(folder)
    return earlier.same_input(record) and earlier.version == record.version and licence in ("", earlier.licence)


def begun(record: Brought) -> int:
    """How many rows of this very file an interrupted add has read."""
    earlier = _checkpoint(_partial(record), record)
    return earlier.rows if earlier else 0


def glance(found: Found, record: Brought) -> Glance:
    """Reads the first rows; VocabularyError when the file cannot be read at all."""
    terms: list[Term] = []
    began, rows, done = time.perf_counter(), 0, 1
    with closing(Facts()) as facts:
        try:
            for step in found.format.read(Reading(found.path, Tier[record.tier.upper()], facts)):
                rows, done = rows + step.rows, step.done
                terms.extend(step.terms[: _SHOWN_TERMS - len(terms)])
                if rows >= _GLANCE_ROWS or time.perf_counter() - began > _GLANCE_SECONDS:
                    break
        except OSError as error:
            raise VocabularyError(f"{found.path} cannot be read: {error.strerror}.") from None
    share = found.size / max(1, done)
    return Glance(tuple(terms), round(rows * share), (time.perf_counter() - began) * share)


def add(found: Found, record: Brought, *, restart: bool = False, progress: Progress | None = None) -> Brought:
    """Adds a source, going on where an interrupted add of the same file stopped unless told to ``restart``.

    Raises VocabularyError in one sentence when most rows are malformed, no term is left, the disk is full
    or another process is adding the same source; nothing of it is kept then.
    """
    folder, partial = sources_dir() / slug(record.name), _partial(record)
    try:
        partial.mkdir(parents=True, exist_ok=True)
        with closing(Facts(partial / _FACTS)) as facts:
            _Staging(found, record, partial, facts, progress or (lambda *_: None)).run(restart=restart)
        _put_in_place(partial, folder)
    except BusyError:
        raise
    except VocabularyError:
        # the file will not do, whatever is tried again
        shutil.rmtree(partial, ignore_errors=True)
        raise
    except (OSError, sqlite3.Error) as error:
        raise _trouble(error, partial) from None
    return Brought.load(folder)


class _Staging:
    """One add under way."""

    def __init__(self, found: Found, record: Brought, folder: Path, facts: Facts, progress: Progress) -> None:
        self._found = found
        self._record = record
        self._folder = folder
        self._facts = facts
        self._progress = progress
        self._expected_rows = 0

    def run(self, *, restart: bool) -> None:
        """Leaves a complete staged source in the folder."""
        earlier = None if restart else _checkpoint(self._folder, self._record)
        if earlier is None or not self._facts.prepared:
            self._record.save(self._folder)
            self._facts.begin()
            self._found.format.prepare(self._found.path, self._facts, self._progress)
            self._facts.finish()
        else:
            self._record = earlier
        self._stream()
        self._finish()

    def _stream(self) -> None:
        record = self._record
        reading = Reading(
            self._found.path, Tier[record.tier.upper()], self._facts, position=record.position, rows=record.rows
        )
        terms = self._folder / TERMS
        terms.touch()
        with terms.open("r+b") as out:
            # what was written after the last checkpoint is read again
            out.truncate(record.written)
            out.seek(record.written)
            lines: list[str] = []
            saved = record.rows
            for step in self._found.format.read(reading):
                lines.extend(map(encode, step.terms))
                self._count(step)
                if record.rows - saved >= _CHECKPOINT_ROWS:
                    saved = record.rows
                    self._write(out, lines)
                    self._judge_rows(_JUDGED_ROWS)
                    self._report(step.done)
            self._write(out, lines)
        self._judge_rows(1)

    def _write(self, out: BinaryIO, lines: list[str]) -> None:
        data = "".join(f"{line}\n" for line in lines).encode()
        lines.clear()
        out.write(data)
        out.flush()
        self._record.written += len(data)
        self._record.save(self._folder)

    def _report(self, done: int) -> None:
        rows = self._record.rows
        expected = max(rows, rows * self._found.size // max(1, done))
        # a bar whose end moves all the time can tell neither speed nor time left
        if abs(expected - self._expected_rows) * _BAR_TOLERANCE > expected:
            self._expected_rows = expected
        self._progress(f"adding {self._record.name}", rows, max(rows, self._expected_rows))

    def _count(self, step: Read) -> None:
        record = self._record
        record.rows += step.rows
        record.position = step.position
        record.terms += len(step.terms)
        if step.refused:
            record.refused += len(step.refused)
            room = _KEPT_REFUSALS - len(record.refusals)
            record.refusals.extend((refusal.row, refusal.reason) for refusal in step.refused[:room])

    def _judge_rows(self, least: int) -> None:
        record = self._record
        if record.rows >= least and record.refused * 2 > record.rows:
            row, reason = record.refusals[0]
            raise VocabularyError(
                f"{self._found.path} was read as {record.format}, but {record.refused:,} of {record.rows:,} rows are "
                f"malformed (row {row}: {reason}), so nothing was added: check the file."
            )

    def _finish(self) -> None:
        record = self._record
        if not record.terms:
            raise VocabularyError(
                f"{self._found.path} was read as {record.format}, but none of its {record.rows:,} rows has a term "
                "that can be used, so nothing was added."
            )
        self._progress("looking for repeated codes and circles", record.rows, record.rows)
        judged = judge(self._folder / TERMS, self._folder / _SCRATCH)
        dropped = "".join(f"{concept}\t{parent}\n" for concept, parent in judged.dropped)
        (self._folder / DROPPED).write_text(dropped, encoding="utf-8", newline="\n")
        record.concepts, record.cycles = judged.concepts, len(judged.dropped)
        record.repeated, record.repeated_ids = judged.repeated, list(judged.examples)
        record.digest = full_digest(self._folder / TERMS)
        record.save(self._folder)


def _partial(record: Brought) -> Path:
    return sources_dir() / (slug(record.name) + PARTIAL)


def _checkpoint(folder: Path, record: Brought) -> Brought | None:
    """The record that an interrupted add of the same file left, if what it wrote is there."""
    try:
        earlier = Brought.load(folder)
        if earlier.same_input(record) and (folder / TERMS).stat().st_size >= earlier.written > 0:
            earlier.licence, earlier.version, earlier.input = record.licence, record.version, record.input
            return earlier
    except (VocabularyError, OSError):
        pass
    return None


def _put_in_place(partial: Path, folder: Path) -> None:
    (partial / _FACTS).unlink()
    old = folder.with_name(f"{folder.name}.old{PARTIAL}")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _trouble(error: OSError | sqlite3.Error, partial: Path) -> VocabularyError:
    if getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error):
        shutil.rmtree(partial, ignore_errors=True)
        return VocabularyError(
            f"The disk is full, so nothing was added: free some space under {partial.parent} and add the file again."
        )
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        shutil.rmtree(partial, ignore_errors=True)
        return VocabularyError("What an interrupted add left was damaged and is removed: add the file again.")
    reason = getattr(error, "strerror", None) or str(error)
    return VocabularyError(
        f"The source could not be staged in {partial.parent} ({reason}): "
        "set ENTRYASSIST_SOURCES_DIR to a folder you may write to."
    )
