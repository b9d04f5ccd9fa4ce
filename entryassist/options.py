"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Configuration, instead of the nearest entryassist.toml.")
]
Demo = Annotated[bool, typer.Option("--demo", help="Use the demonstration database of invented patients.")]

TICKET_VARIABLE = "ENTRYASSIST_TICKET"
"""The environment variable in which a process that works for a browser gets its models.SignInTicket."""
