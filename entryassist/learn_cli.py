"""``entryassist vocab learn``: proposes words from the site's own notes, and adds those a supervisor accepts."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entryassist import terminal
from entryassist.options import Config

if TYPE_CHECKING:
    from entryassist.settings import AppSettings
    from terminology.vocabulary.learning import Learner

COULD_NOT_RUN = 2


def learn(
    notes: Annotated[
        list[str] | None, typer.Argument(metavar="DIR", help="Folders of verified notes, or single notes.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the proposals there, to be decided in.")
    ] = None,
    apply: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Add the words that this decided CSV file accepts.")
    ] = None,
    least_notes: Annotated[int, typer.Option(min=1, help="Notes a word must be in.")] = 3,
    least_authors: Annotated[int, typer.Option(min=1, help="Authors who must use it, where they are known.")] = 1,
    authors_by_folder: Annotated[
        bool, typer.Option("--authors-by-folder", help="Each folder inside DIR holds the notes of one author.")
    ] = False,
    contexts: Annotated[
        bool, typer.Option("--contexts", help="Show two pieces of text with each word; they may name patients.")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Code page of notes not in UTF-8; else cp1252.")
    ] = None,
    config: Config = None,
) -> int:
    """Propose words for the site's own list from its notes, or add those that were accepted.

    No word is added that nobody accepted: write accept or reject in the column decision of the CSV file.
    """
    from entryassist.settings import load_settings

    settings = load_settings(config).overridden(encoding=encoding)
    if apply and not notes and not csv:
        return _apply(apply, settings)
    if apply or not notes:
        raise typer.BadParameter("give either folders of notes, or --apply with a decided CSV file")
    return _propose(notes, settings, csv, contexts, (least_notes, least_authors), authors_by_folder)


def _apply(decided: Path, settings: AppSettings) -> int:
    from entryassist import proposals, site_words

    decisions = proposals.read(decided)
    added = site_words.add_words(settings.site_words, decisions.accepted)
    refused = site_words.add_words(site_words.rejected_beside(settings.site_words), decisions.rejected)
    terminal.write(
        f"{_words(added)} added to {settings.site_words}, {refused} refused, {decisions.undecided} left undecided.\n"
    )
    return 0


def _propose(
    folders: Sequence[str],
    settings: AppSettings,
    csv: Path | None,
    contexts: bool,
    least: tuple[int, int],
    by_folder: bool,
) -> int:
    from entryassist import proposals, site_words
    from terminology.language import Language
    from terminology.vocabulary import open_index
    from terminology.vocabulary.learning import Learner

    with terminal.ProgressBar(show=terminal.is_terminal(sys.stderr)) as bar:
        language = Language.of(open_index(settings.terminology.index_dir, bar.step), settings.terminology)
    refused = site_words.read_words(site_words.rejected_beside(settings.site_words))
    learner = Learner(language, refused=refused, keep_contexts=contexts)
    read, unread = _read_notes(learner, folders, settings.encoding, by_folder)
    if not read:
        return COULD_NOT_RUN
    found = learner.proposals(*least)
    if csv:
        count = proposals.write(csv, found, contexts=contexts)
        terminal.write(
            f"{_words(count)} proposed from {read} notes in {csv}: write accept or reject in the column decision, "
            f"then run entryassist vocab learn --apply {csv}\n"
        )
    else:
        columns = [*proposals.COLUMNS[1:], *(proposals.CONTEXT_COLUMNS if contexts else ())]
        rows = (proposals.cells(proposal) for proposal in found)
        terminal.write_table(columns, ([*row, *[""] * (len(columns) - len(row))] for row in rows))
    return COULD_NOT_RUN if unread else 0


def _read_notes(learner: Learner, folders: Sequence[str], encoding: str, by_folder: bool) -> tuple[int, int]:
    """Teaches the learner every note; how many were read and how many could not be."""
    from entryassist.readers import ReaderError, find_notes, read_note
    from terminology.vocabulary.learning import NoteText

    problems: list[ReaderError] = []
    read = 0
    with terminal.ProgressBar(show=terminal.is_terminal(sys.stderr)) as bar:
        names = find_notes(folders, problems.append)
        for done, name in enumerate(names):
            bar.step("Reading notes", done, len(names))
            try:
                text = read_note(name, encoding=encoding).text
            except ReaderError as error:
                problems.append(error)
                continue
            learner.read(NoteText(text, _author(name, folders) if by_folder else ""))
            read += 1
    for problem in problems:
        terminal.complain(str(problem))
    return read, len(problems)


def _author(name: str, folders: Sequence[str]) -> str:
    """The first folder below the one that was given; nobody for a note right in it."""
    for folder in folders:
        below = Path(os.path.relpath(name, folder)).parts
        if len(below) > 1 and below[0] != os.pardir:
            return below[0]
    return ""


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count} words"
