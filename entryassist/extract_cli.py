"""``entryassist extract``: the drugs, problems and measurements that notes tell of, as a list or a table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from entryassist import terminal
from entryassist.options import Config

if TYPE_CHECKING:
    from entryassist.extract_report import ExtractedNote
    from entryassist.readers import ReaderError
    from entryassist.settings import AppSettings
    from terminology import Checker

COULD_NOT_RUN = 2


def extract(
    paths: Annotated[list[str], typer.Argument(metavar="PATHS", help="Notes, folders of notes, - for standard input.")],
    form: Annotated[
        Literal["text", "json", "jsonl", "csv"], typer.Option("--format", help="Form of the extracts.")
    ] = "text",
    note_type: Annotated[
        str, typer.Option(metavar="NAME", help="Type of the notes, such as 'discharge summary'.")
    ] = "",
    config: Config = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print extracts and errors only.")] = False,
    max_size: Annotated[int, typer.Option(metavar="MIB", min=1, help="Largest note to read, in MiB.")] = 16,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Code page of notes not in UTF-8; else cp1252.")
    ] = None,
) -> int:
    """Print the drugs, problems and measurements that notes tell of, with place and certainty.

    Exit code: 0, or 2 when something could not be read or written.
    """
    from entryassist import extract_report
    from entryassist.readers import find_notes
    from entryassist.readers.text import MEBIBYTE
    from entryassist.settings import load_settings

    settings = load_settings(config).overridden(encoding=encoding)
    unread: list[ReaderError] = []
    with terminal.ProgressBar(show=not quiet and terminal.is_terminal(sys.stderr)) as bar:

        def say(sentence: str) -> None:
            with bar.aside(sys.stderr):
                terminal.complain(sentence)

        def skip(error: ReaderError) -> None:
            unread.append(error)
            say(str(error))

        names = find_notes(paths, skip)
        if not names:
            return COULD_NOT_RUN
        checker = _load(settings, bar)
        notes = _read(names, checker, settings, note_type, max_size * MEBIBYTE, skip, None if quiet else say)
        for piece in extract_report.FORMS[form](notes):
            with bar.aside(sys.stdout):
                terminal.write(piece)
    return COULD_NOT_RUN if unread else 0


def _load(settings: AppSettings, bar: terminal.ProgressBar) -> Checker:
    from terminology import Checker

    return Checker.load(settings.terminology, bar.step)


def _read(
    names: Sequence[str],
    checker: Checker,
    settings: AppSettings,
    note_type: str,
    limit: int,
    skip: Callable[[ReaderError], None],
    warn: Callable[[str], None] | None,
) -> Iterator[ExtractedNote]:
    """The notes that can be read, each with its extracts."""
    from entryassist.extract_report import ExtractedNote
    from entryassist.readers import STDIN, ReaderError, read_note
    from terminology import NoteContext

    context = NoteContext(note_type=note_type)
    for name in names:
        try:
            note = read_note(name, limit=limit, encoding=settings.encoding)
        except ReaderError as error:
            skip(error)
            continue
        if note.warning and warn:
            warn(note.warning)
        yield ExtractedNote("<stdin>" if name == STDIN else name, note.text, checker.extracts(note.text, context))
