"""EntryAssist: a terminal application, a linter and a trainer for medical records clerks."""

from __future__ import annotations


def __getattr__(name: str) -> str:
    """``__version__``, read from the installed package when somebody asks for it."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("entryassist")
