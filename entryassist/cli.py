"""The command line. Every command imports what it needs when it runs, so that each starts fast."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from typer.main import get_command

from entryassist import extract_cli, failures, habits_cli, line_cli, queries_cli, terminal
from entryassist.audit_cli import audit
from entryassist.options import Config, Demo
from entryassist.serve_cli import serve, served
from entryassist.shorthands_cli import shorthands
from entryassist.users_cli import users
from entryassist.vocab_cli import compile_index, vocab

if TYPE_CHECKING:
    from entryassist.settings import AppSettings
    from models import Dismissal

COULD_NOT_RUN = 2
INTERRUPTED = 130
READER_GONE = 141

app = typer.Typer(
    help="Gets a doctor's words into the record correctly, fast and safely.",
    pretty_exceptions_enable=False,
)
app.add_typer(vocab, name="vocab")
app.command()(extract_cli.extract)
app.command()(habits_cli.learned)
app.command()(habits_cli.forget)
app.command()(queries_cli.queries)
app.command()(line_cli.line)
app.add_typer(shorthands, name="shorthands")
app.add_typer(users, name="users")
app.add_typer(audit, name="audit")
app.command()(serve)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; whatever goes wrong is told in one sentence."""
    terminal.prepare_streams()
    try:
        code = _run(argv)
    except terminal.OutputError as error:
        terminal.abandon_output()
        if isinstance(error, terminal.ReaderGone):
            return READER_GONE
        terminal.complain(str(error))
        return COULD_NOT_RUN
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:
        terminal.complain(failures.sentence(error))
        return COULD_NOT_RUN
    if code == INTERRUPTED:
        terminal.complain("interrupted; what was printed so far is incomplete")
    return code


def _run(argv: Sequence[str] | None) -> int:
    try:
        # Typer turns an interrupt into the code 130 here.
        return int(get_command(app).main(argv, prog_name="entryassist", standalone_mode=False) or 0)
    finally:
        # Whatever ended the run, the results so far must have arrived, or their loss be told.
        terminal.flush()


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> int:
    if version:
        from entryassist import __version__

        terminal.write(f"entryassist {__version__}\n")
        raise typer.Exit
    return tui() if context.invoked_subcommand is None else 0


@app.command()
def tui(demo: Demo = False, config: Config = None) -> int:
    """Open the application, as entryassist alone does."""
    settings = _ready_for_screen(config, demo)
    from entryassist.tui.app import run

    return run(settings, demo)


@app.command()
def train(config: Config = None) -> int:
    """Practise: spot and fix the errors of a short note."""
    settings = _ready_for_screen(config, demo=False)
    from entryassist.tui.app import run_training

    return run_training(settings)


def _ready_for_screen(config: Path | None, demo: bool) -> AppSettings:
    """The settings, once it is sure that there is a terminal and, after a wait with a bar, an index."""
    from entryassist.settings import load_settings

    # `entryassist serve` starts the application without a terminal: the browser is one.
    if not served() and not (terminal.is_terminal(sys.stdin) and terminal.is_terminal(sys.stderr)):
        raise terminal.OutputError("the application needs a terminal; without one, use 'entryassist check'")
    settings = load_settings(config, demo)
    compile_index(settings, force=False)
    return settings


@app.command()
def check(
    paths: Annotated[list[str], typer.Argument(metavar="PATHS", help="Notes, folders of notes, - for standard input.")],
    form: Annotated[Literal["text", "json", "jsonl"], typer.Option("--format", help="Form of the findings.")] = "text",
    select: Annotated[
        list[str] | None, typer.Option(metavar="CODES", help="Run only these rules or families: SP,SF001.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="CODES", help="Leave out these rules or families.")
    ] = None,
    fail_on: Annotated[
        Literal["critical", "warning", "advice"] | None,
        typer.Option(help="Mildest severity for exit code 1; warning unless configured."),
    ] = None,
    color: Annotated[Literal["auto", "always", "never"], typer.Option(help="Colour the text form.")] = "auto",
    config: Config = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print findings and errors only.")] = False,
    max_size: Annotated[int, typer.Option(metavar="MIB", min=1, help="Largest note to read, in MiB.")] = 16,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Code page of notes not in UTF-8; else cp1252.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Write what is safe to fix into the notes; - prints it.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would write, and write nothing.")] = False,
    score: Annotated[
        bool, typer.Option("--score", help="Print the quality score of each note in place of its findings.")
    ] = False,
    note_type: Annotated[
        str, typer.Option(metavar="NAME", help="Type of the notes, such as 'discharge summary'; judges their parts.")
    ] = "",
) -> int:
    """Check notes and print what is wrong.

    Exit code: 0 for nothing at or above --fail-on, 1 for findings, 2 when something could not be read or written.
    After --fix the findings that remain decide.
    """
    from entryassist import batch
    from entryassist.readers.text import MEBIBYTE
    from entryassist.settings import load_settings

    settings = load_settings(config).overridden(
        select=_codes(select), ignore=_codes(ignore), fail_on=fail_on, encoding=encoding
    )
    _refuse_what_does_not_go_together(paths, form, fix=fix, diff=diff, score=score)
    _refuse_unknown_note_type(note_type, settings)
    options = batch.Options(form, terminal.wants_color(color), quiet, max_size * MEBIBYTE, fix, diff, score, note_type)
    return batch.run(paths, settings, options)


def _refuse_what_does_not_go_together(paths: list[str], form: str, *, fix: bool, diff: bool, score: bool) -> None:
    if fix and diff:
        raise typer.BadParameter("--fix writes and --diff only shows: choose one")
    if score and (fix or diff or form != "text"):
        raise typer.BadParameter("--score prints lines of its own: it goes with neither --fix, --diff nor --format")
    if fix and "-" in paths and len(paths) > 1:
        raise typer.BadParameter("--fix prints the note from standard input, so - must be the only path")
    if form != "text" and (diff or (fix and "-" in paths)):
        raise typer.BadParameter("standard output holds the note or the diff, so --format cannot be had with it")


def _refuse_unknown_note_type(note_type: str, settings: AppSettings) -> None:
    """A slip in the name must not pass for a note that has all its parts."""
    if not note_type:
        return
    from terminology.note_parts import known_note_types, note_type_key

    known = known_note_types(settings.terminology.required_sections)
    if note_type_key(note_type) not in known:
        raise typer.BadParameter(
            f"--note-type {note_type} is not a type with required parts; known are {', '.join(known)}"
        )


def _codes(given: list[str] | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    return tuple(code.strip() for codes in given for code in codes.split(",") if code.strip())


@app.command()
def rule(code: Annotated[str, typer.Argument(metavar="CODE", help="Code of a rule, such as SP001.")]) -> int:
    """Explain a rule: what it flags, why, and what to write instead."""
    from terminology.errors import TerminologyError
    from terminology.rules.catalog import rule_page

    try:
        terminal.write_markdown(rule_page(code))
    except KeyError:
        raise TerminologyError(f"there is no rule {code}; 'entryassist rules' lists them all") from None
    return 0


@app.command()
def rules(
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="Form of the list.")] = "text",
) -> int:
    """List all rules: code, severity, name and summary."""
    from terminology.rules.catalog import RULES

    columns = ("code", "severity", "name", "summary")
    rows = [tuple(str(getattr(rule, column)) for column in columns) for rule in RULES]
    if form == "json":
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        terminal.write(json.dumps(records, indent=2, ensure_ascii=False) + "\n")
    else:
        terminal.write_table(columns, rows)
    return 0


@app.command()
def ignores(demo: Demo = False, config: Config = None) -> int:
    """List what people chose to ignore: which word, how far, by whom and since when."""
    from entryassist.settings import load_settings
    from models import Store

    store = Store.open(load_settings(config, demo).database_url, create=False)
    try:
        people = {user.id: user for user in store.users()}
        ignored = {found.id: found for user in people.values() for found in store.dismissals(user)}
    finally:
        store.close()
    rows = [
        (
            found.rule,
            found.word or "(every word)",
            _reach(found, people[found.user_id].username),
            people[found.user_id].username,
            f"{found.created_at:%Y-%m-%d}",
        )
        for _, found in sorted(ignored.items())
    ]
    terminal.write_table(("rule", "word", "where", "by", "since"), rows)
    return 0


def _reach(ignored: Dismissal, username: str) -> str:
    if ignored.note_id:
        return f"note {ignored.note_id}"
    return f"user {username}" if str(ignored.scope) == "user" else ignored.author or "site"
