"""Checks many notes one after the other; the findings stream out while the rest is still being read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from entryassist import report, score_report, terminal
from entryassist.display import visible
from entryassist.fixing import Check, diff, fix
from entryassist.readers import DEFAULT_LIMIT, STDIN, ReaderError, ReadNote, find_notes, read_note
from entryassist.report import CheckedNote, Tally
from entryassist.writing import WriteError, encoded, write_note

if TYPE_CHECKING:
    from entryassist.settings import AppSettings
    from terminology import Checker

COULD_NOT_RUN = 2


@dataclass(frozen=True, slots=True)
class Options:
    """How a run reads and reports. ``limit`` is the size of the largest note, in bytes.

    ``quiet`` leaves out the progress bar, the remarks on how a note was read, and the summary. ``fix`` writes
    what is safe to fix into the notes and reports the rest; ``diff`` shows it instead and writes nothing. ``score``
    reports the quality score of each note in place of its findings. All notes are of the type ``note_type``.
    """

    form: Literal["text", "json", "jsonl"] = "text"
    color: bool = False
    quiet: bool = False
    limit: int = DEFAULT_LIMIT
    fix: bool = False
    diff: bool = False
    score: bool = False
    note_type: str = ""


def run(paths: Sequence[str], settings: AppSettings, options: Options) -> int:
    """Check all notes under ``paths``, print the report on standard output and return the exit code.

    Whatever cannot be read is told on standard error and skipped. Raises ``TerminologyError`` when the
    rules cannot run and ``OutputError`` when the report cannot be written.
    """
    tally = Tally()
    show = not options.quiet and terminal.is_terminal(sys.stderr)
    with terminal.ProgressBar(show=show) as bar:

        def say(sentence: str) -> None:
            with bar.aside(sys.stderr):
                terminal.complain(sentence)

        def skip(error: ReaderError) -> None:
            tally.unread += 1
            say(str(error))

        names = find_notes(paths, skip)
        if not names:
            return COULD_NOT_RUN
        check = _checking(_load(settings, show), options.note_type)
        read = partial(read_note, limit=options.limit, encoding=settings.encoding)
        judge = _Fixer(check, tally, say).judge if options.fix else partial(_judge, check)
        warn = _silent if options.quiet else say
        notes = check_notes(_counted(names, bar), read, judge, tally, skip=skip, warn=warn)
        if options.fix and STDIN in names:
            _finish_filter(notes, tally, options, say)
            return tally.exit_code(settings.fail_on)
        for piece in _diffs(notes, check, tally) if options.diff else _report(notes, tally, options):
            with bar.aside(sys.stdout):
                terminal.write(piece)
        if options.diff and not options.quiet:
            say(f"{tally.fixes:,} to fix; nothing was written")
        if options.fix and options.form != "text" and not options.quiet:
            say(report.summary(tally))
    return tally.exit_code(settings.fail_on)


def check_notes(
    names: Iterable[str],
    read: Callable[[str], ReadNote],
    judge: Callable[[str, ReadNote], CheckedNote],
    tally: Tally,
    *,
    skip: Callable[[ReaderError], None],
    warn: Callable[[str], None],
) -> Iterator[CheckedNote]:
    """Read the named notes in turn and judge them, counting in ``tally``.

    A note that cannot be read goes to ``skip`` and the next one follows; ``warn`` gets what there is to
    say about a note that could.
    """
    for name in names:
        try:
            note = read(name)
        except ReaderError as error:
            skip(error)
            continue
        if note.warning:
            warn(note.warning)
        checked = judge(name, note)
        tally.add(checked)
        yield checked


def _judge(check: Check, name: str, note: ReadNote) -> CheckedNote:
    return CheckedNote("<stdin>" if name == STDIN else name, note.text, check(note.text))


@dataclass(frozen=True, slots=True)
class _Fixer:
    """Fixes each note where it came from: in its file, or, from standard input, on standard output."""

    check: Check
    tally: Tally
    say: Callable[[str], None]

    def judge(self, name: str, note: ReadNote) -> CheckedNote:
        """The note as it was left, with what remains to be said about it."""
        fixed = fix(note.text, self.check)
        try:
            if name == STDIN:
                terminal.write_bytes(encoded("standard input", note, fixed.text))
            elif fixed.fixes:
                write_note(name, note, fixed.text)
        except WriteError as error:
            self.tally.unfixed += 1
            self.say(str(error))
            return _judge(self.check, name, note)
        self.tally.fixes += fixed.fixes
        return CheckedNote(name, fixed.text, fixed.findings)


def _finish_filter(notes: Iterable[CheckedNote], tally: Tally, options: Options, say: Callable[[str], None]) -> None:
    """With the note itself on standard output, what there is to say about it is one line on standard error."""
    for _ in notes:
        pass
    if not options.quiet:
        say(report.summary(tally))


def _diffs(notes: Iterable[CheckedNote], check: Check, tally: Tally) -> Iterator[str]:
    show = visible if terminal.is_terminal(sys.stdout) else str
    for note in notes:
        fixed = fix(note.text, check)
        tally.fixes += fixed.fixes
        yield show(diff(note.path, note.text, fixed.text))


def _load(settings: AppSettings, show: bool) -> Checker:
    from terminology import Checker

    with terminal.ProgressBar(show=show) as bar:
        return Checker.load(settings.terminology, bar.step)


def _checking(checker: Checker, note_type: str) -> Check:
    from terminology import NoteContext

    return partial(checker.check, context=NoteContext(note_type=note_type)) if note_type else checker.check


def _counted(names: Sequence[str], bar: terminal.ProgressBar) -> Iterator[str]:
    for done, name in enumerate(names):
        if len(names) > 1:
            bar.step("Checking notes", done, len(names))
        yield name


def _report(notes: Iterable[CheckedNote], tally: Tally, options: Options) -> Iterator[str]:
    if options.score:
        yield from score_report.lines(notes)
    elif options.form == "jsonl":
        yield from report.json_lines(notes)
    elif options.form == "json":
        yield from report.json_document(notes)
    else:
        yield from report.text_report(notes, color=options.color)
        if not options.quiet:
            yield report.summary(tally) + "\n"


def _silent(sentence: str) -> None:
    """Say nothing."""
