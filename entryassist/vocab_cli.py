"""``entryassist vocab``: the sources of the vocabulary, the index compiled from them, and searching it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from entryassist import terminal
from entryassist.learn_cli import learn
from entryassist.options import Config

if TYPE_CHECKING:
    from entryassist.settings import AppSettings
    from terminology import Concept
    from terminology.vocabulary.manifest import Manifest

NOTHING_FOUND = 1

vocab = typer.Typer(help="Add sources of terms, build the vocabulary index, see and search what is in it.")
vocab.command()(learn)


def compile_index(settings: AppSettings, *, force: bool) -> Manifest:
    """Builds the index unless it is up to date, with a bar on a terminal."""
    from terminology.vocabulary import build_index

    with terminal.ProgressBar(show=terminal.is_terminal(sys.stderr)) as bar:
        return build_index(bar.step, settings.terminology.index_dir, force=force)


@vocab.command()
def add(
    path: Annotated[Path, typer.Argument(help="A terminology's file, or the folder it was unpacked in.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call the source, instead of its own name.")] = "",
    tier: Annotated[
        Literal["suggest", "accept", "soften"] | None,
        typer.Option(help="The most its words may do: be suggested, be accepted, or only soften a finding."),
    ] = None,
    licence: Annotated[str, typer.Option(metavar="TEXT", help="A note on its licence, shown by vocab info.")] = "",
    restart: Annotated[bool, typer.Option("--restart", help="Start over what was interrupted.")] = False,
    build_now: Annotated[bool, typer.Option("--build", help="Build the index afterwards.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Add it without asking.")] = False,
    config: Config = None,
) -> int:
    """Add a terminology or a list of words that you have.

    Reads UMLS and RxNorm RRF, SNOMED CT RF2, LOINC, the ICD-10-CM order file, MeSH XML, OBO, FHIR CodeSystem and
    ValueSet, FDA UNII, hunspell dictionaries and plain lists. Interrupted, the same command goes on.
    """
    from entryassist import vocab_add
    from entryassist.settings import load_settings

    settings = load_settings(config)
    code = vocab_add.run(path, vocab_add.Options(name, tier, licence, restart, yes, build_now))
    if code == 0 and build_now:
        _tell_ready(compile_index(settings, force=False))
    return code


@vocab.command()
def sources(config: Config = None) -> int:
    """List the sources of terms: built in, added, and found on this machine."""
    from entryassist import vocab_sources
    from entryassist.settings import load_settings

    return vocab_sources.run(load_settings(config).terminology.index_dir)


@vocab.command()
def remove(name: Annotated[str, typer.Argument(help="Name of an added source.")]) -> int:
    """Remove a source that was added; the index changes with the next build."""
    from terminology.vocabulary.sources import brought

    removed = brought.remove(name)
    terminal.write(f"Removed {removed}; the next build of the index, or the next start, leaves it out.\n")
    return 0


@vocab.command()
def build(
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Leave an index alone that is whole and up to date.")
    ] = False,
    phrases: Annotated[bool, typer.Option("--phrases", help="Build the index of near phrases too.")] = False,
    config: Config = None,
) -> int:
    """Compile the vocabulary index from the installed and the added sources."""
    from entryassist.settings import load_settings

    settings = load_settings(config)
    _tell_ready(compile_index(settings, force=not if_needed))
    if phrases:
        _build_phrases(settings)
    return 0


def _build_phrases(settings: AppSettings) -> None:
    from terminology.vocabulary import open_index
    from terminology.vocabulary.phrase_index import build_phrase_index, phrase_folder

    folder = settings.terminology.index_dir
    with terminal.ProgressBar(show=terminal.is_terminal(sys.stderr)) as bar:
        count = build_phrase_index(open_index(folder), phrase_folder(folder), bar.step)
    terminal.write(f"The index of near phrases is ready: {count:,} phrases.\n")


@vocab.command()
def info(config: Config = None) -> int:
    """Show what the index was built from: sources, versions, licences, counts and whom to credit."""
    from entryassist.settings import load_settings
    from terminology.errors import VocabularyError
    from terminology.vocabulary import index_status

    manifest = index_status(load_settings(config).terminology.index_dir)
    if manifest is None:
        raise VocabularyError("there is no usable vocabulary index yet; 'entryassist vocab build' makes it")
    rows = [
        (source.name, source.package, source.version, f"{source.terms:,}", source.licence, source.attribution)
        for source in manifest.sources
    ]
    terminal.write_table(("source", "package", "version", "terms", "licence", "credit"), rows)
    terminal.write(f"In all {_contents(manifest)}.\n")
    return 0


@vocab.command()
def verify(config: Config = None) -> int:
    """Read the whole index and every added source, and make sure that nothing in them has changed."""
    from entryassist.settings import load_settings
    from terminology.vocabulary.integrity import verify_index, verify_sources

    sources = verify_sources()
    manifest = verify_index(load_settings(config).terminology.index_dir)
    size = sum(size for size, _ in manifest.files.values())
    terminal.write(
        f"The vocabulary index is whole: {len(manifest.full)} files, {size / 1e6:,.0f} MB; "
        f"so {'is 1 added source' if sources == 1 else f'are {sources} added sources'}.\n"
    )
    return 0


@vocab.command()
def search(
    query: Annotated[str, typer.Argument(help="A term, something like a term, an abbreviation or a code.")],
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Most concepts to show.")] = 10,
    nearest: Annotated[
        bool, typer.Option("--nearest", help="Compare the whole phrase, by the index that build --phrases makes.")
    ] = False,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="Form of the results.")] = "text",
    config: Config = None,
) -> int:
    """Find concepts, forgivingly: words in any order, misspelt, by synonym, abbreviation or code.

    Exit code: 0 for something found, 1 for nothing.
    """
    from entryassist import vocab_search
    from entryassist.settings import load_settings
    from terminology import Checker

    settings = load_settings(config)
    with terminal.ProgressBar(show=terminal.is_terminal(sys.stderr)) as bar:
        checker = Checker.load(settings.terminology, bar.step)
    found = _nearest(settings, query, limit) if nearest else checker.lookup(query, limit)
    terminal.write(vocab_search.as_json(checker, found) if form == "json" else vocab_search.as_text(checker, found))
    if not found and form == "text":
        terminal.complain("nothing in the vocabulary is like that")
    return 0 if found else NOTHING_FOUND


def _nearest(settings: AppSettings, query: str, limit: int) -> list[Concept]:
    from terminology.vocabulary import open_index
    from terminology.vocabulary.phrase_index import PhraseIndex, phrase_folder

    folder = settings.terminology.index_dir
    index = open_index(folder)
    found = PhraseIndex.open(phrase_folder(folder), index.manifest.key).nearest(query, limit)
    return [concept for name, _ in found if (concept := index.concepts.get(name))]


def _tell_ready(manifest: Manifest) -> None:
    terminal.write(f"The vocabulary index is ready: {_contents(manifest)}.\n")


def _contents(manifest: Manifest) -> str:
    counts = f"{manifest.words:,} words, {manifest.forms:,} forms and {manifest.concepts:,} concepts"
    clashes = sum(source.clashes for source in manifest.sources)
    if not clashes:
        return counts
    return f"{counts}; where sources name a code differently ({clashes:,} times), the first name is kept"
