"""What the command line may do with its three streams: write, colour, and show progress."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from entryassist.display import visible

if TYPE_CHECKING:
    from rich.progress import Progress, Task
    from rich.text import Text


class OutputError(Exception):
    """The streams will not do: closed, full or no terminal; ``str(error)`` is one sentence."""


class ReaderGone(OutputError):  # noqa: N818 - no error of the user's
    """Whoever was reading standard output has gone, as ``head`` does: no reason to complain."""


def prepare_streams() -> None:
    """Make standard output and standard error UTF-8 whatever the locale says.

    What UTF-8 cannot hold, the undecodable bytes of a file name, is written as a backslash escape, which
    in JSON is the right notation for it.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def write(text: str) -> None:
    """Write to standard output. Raises ``OutputError`` when that fails."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; send the results to a terminal, a file or a program")
    try:
        sys.stdout.write(text)
    except OSError as error:
        raise _output_error(error) from error


def write_bytes(data: bytes) -> None:
    """Write to standard output what is already encoded. Raises ``OutputError`` when that fails."""
    write("")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    except OSError as error:
        raise _output_error(error) from error


def flush() -> None:
    """Make sure that everything written has arrived. Raises ``OutputError`` when it has not."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        raise _output_error(error) from error


def abandon_output() -> None:
    """Throw away what standard output still holds back, so that leaving the program cannot fail on it."""
    with suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _output_error(error: OSError) -> OutputError:
    # Windows reports a closed pipe as EINVAL.
    if isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL):
        return ReaderGone("the reader of standard output has gone")
    return OutputError(f"the results could not be written: {error.strerror}; what was written is incomplete")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person is looking at this stream."""
    return stream is not None and stream.isatty()


def wants_color(choice: str) -> bool:
    """Whether standard output gets colour: ``always``, ``never``, or ``auto`` (see no-color.org)."""
    if choice != "auto":
        return choice == "always"
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def complain(sentence: str) -> None:
    """Say one sentence on standard error, where it cannot mix with results."""
    if sys.stderr is None:
        return
    # With standard error full there is nobody left to tell.
    with suppress(OSError):
        print(f"entryassist: {visible(sentence, keep='').rstrip('.')}.", file=sys.stderr, flush=True)


def write_markdown(page: str) -> None:
    """Write a Markdown page: rendered on a terminal, as it is into a file or a program."""
    if not is_terminal(sys.stdout):
        write(page if page.endswith("\n") else page + "\n")
        return
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    with console.capture() as rendered:
        console.print(Markdown(page, hyperlinks=False))
    write(rendered.get())


def write_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table: drawn on a terminal, tab-separated with a line of headings elsewhere."""
    cells = [[visible(cell, keep="") for cell in row] for row in rows]
    if not is_terminal(sys.stdout):
        write("".join("\t".join(row) + "\n" for row in [headings, *cells]))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=SIMPLE_HEAD)
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    with console.capture() as drawn:
        console.print(table)
    write(drawn.get())


class ProgressBar:
    """A bar on standard error with counts, rate and time left; silent unless ``show``.

    Nothing is drawn, and Rich is not imported, before the first ``step``. ``step`` has the shape of
    ``terminology.Progress``: (what is being done, steps done, steps in all).
    """

    def __init__(self, *, show: bool) -> None:
        self._show = show
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def step(self, what: str, done: int, total: int) -> None:
        """Draw the bar at ``done`` of ``total``, with ``what`` before it."""
        if not self._show:
            return
        if self._progress is None:
            self._progress = _rich_progress()
            self._progress.add_task(what, total=total)
            self._progress.start()
        task = self._progress.task_ids[0]
        self._progress.update(task, description=what, completed=done, total=total)

    @contextmanager
    def aside(self, stream: TextIO) -> Iterator[None]:
        """Take the bar away while something is written to ``stream``, if that is a terminal too."""
        if self._progress is None or not is_terminal(stream):
            yield
            return
        self._progress.stop()
        yield
        self._progress.start()


def _rich_progress() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class RateColumn(ProgressColumn):
        """How many steps a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.0f}/s" if task.speed else "")

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True, markup=False, highlight=False),
        transient=True,
        # Rich would otherwise catch standard output even when that is a file, and send it here.
        redirect_stdout=False,
        redirect_stderr=False,
    )
