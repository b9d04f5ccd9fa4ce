"""One sentence for whatever went wrong: no traceback, and never a word of a note."""

from __future__ import annotations

import sys
from pathlib import Path

from typer import TyperException

# Errors whose message is a sentence for the user. Their modules stay unloaded until a command needs them,
# and a module that is not loaded cannot have raised.
_SPOKEN = (
    ("entryassist.settings", "SettingsError"),
    ("entryassist.readers", "ReaderError"),
    ("terminology.errors", "TerminologyError"),
    ("models.errors", "StoreError"),
    ("entryassist.shorthands.shorthand", "ShorthandError"),
)


def sentence(error: Exception) -> str:
    """What to tell the user about an error that ended the run."""
    if isinstance(error, TyperException):
        return _usage(error)
    if isinstance(error, _spoken()):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return _defect(error)


def _spoken() -> tuple[type[Exception], ...]:
    return tuple(getattr(sys.modules[module], name) for module, name in _SPOKEN if module in sys.modules)


def _usage(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "entryassist"
    problem = " ".join(error.format_message().split()).rstrip(".")
    return f"{problem}; '{command} --help' shows what is possible"


def _defect(error: Exception) -> str:
    """An error nobody foresaw: its kind and place. Its message may hold note text and is left out."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" in {Path(trace.tb_frame.f_code.co_filename).name} line {trace.tb_lineno}" if trace else ""
    return f"a defect in EntryAssist stopped it: {type(error).__name__}{place}; please report these words"
