"""``entryassist queries``: the questions to authors that are not closed, to be sent or worked through."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from entryassist import terminal
from entryassist.options import Config, Demo


def queries(
    form: Annotated[Literal["text", "csv"], typer.Option("--format", help="Form of the list.")] = "text",
    closed: Annotated[bool, typer.Option("--closed", help="List closed queries too.")] = False,
    demo: Demo = False,
    config: Config = None,
) -> int:
    """List the open queries to authors with their threads, by author, or as CSV. The listing is audited."""
    from entryassist import query_report
    from entryassist.settings import load_settings
    from models import Store

    store = Store.open(load_settings(config, demo).database_url, create=False)
    try:
        found = store.export_queries(None, closed=closed)
    finally:
        store.close()
    if form == "csv":
        terminal.write(query_report.table(found))
    elif found:
        terminal.write("".join(query_report.letters(found)))
    else:
        terminal.write("No query is open.\n")
    return 0
