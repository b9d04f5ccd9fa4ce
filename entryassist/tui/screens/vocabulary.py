"""Look a term up: by name, part of it, words in any order, misspelling, abbreviation or code."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from entryassist.display import visible
from entryassist.tui.page import Page
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED

if TYPE_CHECKING:
    from terminology import Concept

HINT = "Type a term, some of its words, an abbreviation or a code, such as E11.9. Spelling is forgiven."
NOTHING = "Nothing in the vocabulary is like this."
NONE_BROADER = "Nothing broader is known."
NONE_NARROWER = "Nothing narrower is known."
LOADING = "The vocabulary is still loading: try again in a moment."
FOUND = 40
_NARROWER = 12


class VocabularyScreen(Page[str]):
    """Search as you type. Enter gives back the preferred term of the highlighted concept."""

    HELP_TOPIC = (
        "# The vocabulary\n\n"
        + HINT
        + "\n\n**↑ ↓** choose a concept; its other names, code, group and the broader and "
        "narrower concepts stand beside the list. **F3** lists the broader concepts of the highlighted one, **F4** the "
        "narrower ones, so that you can walk up and down; typing searches anew. **Enter** puts the preferred term into "
        "the note that you came from."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Use this term", priority=True, id="vocabulary.take"),
        Binding("down", "move(1)", "Choose", key_display="↑ ↓", priority=True, id="vocabulary.down"),
        Binding("up", "move(-1)", "Choose the one above", show=False, priority=True, id="vocabulary.up"),
        Binding("pagedown", "move(10)", "Ten further down", show=False, priority=True, id="vocabulary.page_down"),
        Binding("pageup", "move(-10)", "Ten further up", show=False, priority=True, id="vocabulary.page_up"),
        Binding("f3", "related('parents')", "Broader", priority=True, id="vocabulary.broader"),
        Binding("f4", "related('children')", "Narrower", priority=True, id="vocabulary.narrower"),
        Binding("escape", "leave", "Back", id="vocabulary.back"),
    ]

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self._query = query
        self._found: list[Concept] = []

    def compose(self) -> ComposeResult:
        """A search field, the concepts found, and what is known about one of them."""
        yield Static(Content.assemble(("Vocabulary", "bold")), classes="page-title")
        yield Input(self._query, placeholder="Term, words, abbreviation or code", id="query")
        with Horizontal(id="concepts"):
            yield OptionList(id="found-concepts")
            with VerticalScroll(id="concept-box"):
                yield Static(HINT, id="concept", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys go to the search field."""
        self.query_one(OptionList).can_focus = False
        self.query_one(VerticalScroll).can_focus = False
        self.query_one(Input).focus()

    @on(Input.Changed, "#query")
    def _search(self, event: Input.Changed) -> None:
        self.start(partial(self._find, event.value), "search", newest=True)

    async def _find(self, query: str) -> None:
        checker = self.assist.checker
        if checker is None:
            self._explain(Content(self.assist.problem or LOADING))
            return
        self._list(await asyncio.to_thread(checker.lookup, query, FOUND), NOTHING if query.strip() else HINT)

    def _list(self, concepts: list[Concept], otherwise: str) -> None:
        self._found = concepts
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([_title(concept) for concept in self._found])
        if self._found:
            options.highlighted = 0
        else:
            self._explain(Content(otherwise))

    @on(OptionList.OptionHighlighted, "#found-concepts")
    async def _show(self, event: OptionList.OptionHighlighted) -> None:
        concept = self._found[event.option_index] if event.option_index < len(self._found) else None
        if concept is not None:
            related = concept.parents + concept.children[:_NARROWER]
            named = await asyncio.to_thread(self._named, related)
            self._explain(_page(concept, {one.id: one.preferred for one in named}))

    def _named(self, ids: tuple[str, ...]) -> list[Concept]:
        """The concepts with these ids, those that the vocabulary has."""
        checker = self.assist.checker
        found = [(one, checker.lookup(one, 1)) for one in ids] if checker else []
        return [concepts[0] for one, concepts in found if concepts and concepts[0].id == one]

    def _explain(self, content: Content) -> None:
        self.query_one("#concept", Static).update(content)

    def action_move(self, by: int) -> None:
        """Move the choice without leaving the search field."""
        options = self.query_one(OptionList)
        if self._found:
            options.highlighted = max(0, min((options.highlighted or 0) + by, len(self._found) - 1))

    def action_related(self, kind: str) -> None:
        """List the broader or the narrower concepts of the highlighted one."""
        self.start(partial(self._list_related, kind), "search", newest=True)

    async def _list_related(self, kind: str) -> None:
        place = self.query_one(OptionList).highlighted
        if place is None or place >= len(self._found):
            return
        ids: tuple[str, ...] = getattr(self._found[place], kind)
        related = await asyncio.to_thread(self._named, ids[:FOUND])
        if related:
            self._list(related, HINT)
        else:
            self.notify(NONE_BROADER if kind == "parents" else NONE_NARROWER, markup=False)

    def action_take(self) -> None:
        """Give back the preferred term."""
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None and highlighted < len(self._found):
            self.dismiss(self._found[highlighted].preferred)

    def action_leave(self) -> None:
        """Go back with nothing."""
        self.dismiss("")


def _title(concept: Concept) -> Content:
    return Content.assemble(visible(concept.preferred), (f"  {concept.group.value}", MUTED))


def _page(concept: Concept, names: dict[str, str]) -> Content:
    """Everything about a concept, a block for each kind of fact."""
    blocks = [
        Content.assemble(
            (visible(concept.preferred), "bold"), "\n", (f"{concept.id}  {concept.group.value}", "$accent")
        ),
        Content(visible(concept.definition)) if concept.definition else None,
        _block("Also called", [visible(name) for name in concept.synonyms]),
        _block("Broader", [names.get(one, one) for one in concept.parents]),
        _block("Narrower", [names.get(one, one) for one in concept.children[:_NARROWER]], len(concept.children)),
        Content.assemble((f"from {concept.source}", MUTED)),
    ]
    return Content("\n\n").join(block for block in blocks if block is not None)


def _block(title: str, lines: list[str], count: int = 0) -> Content | None:
    if not lines:
        return None
    more = [f"… {count} in all"] if count > len(lines) else []
    return Content("\n").join([Content.assemble((title, MUTED)), *(Content(f"  {one}") for one in lines + more)])
