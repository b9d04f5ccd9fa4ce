"""A note that two people changed: as both began, as each made it, and what is to be saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from entryassist.comparing import Change, Part, PartState, differences
from entryassist.display import visible
from entryassist.tui.intake import clean
from entryassist.tui.page import Page
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, one_line, plural

OPEN, CLOSED = "!", "✓"
STILL = "{} still to be decided: both of you changed the same place. F5 takes yours, F6 theirs, or edit the text."
ALL_SAME = "Both of you wrote the same. ^S saves it."
# Said by signs and attributes, not by colour.
_SIGNS = {
    Change.KEPT: ("", "", ""),
    Change.ADDED: ("[+", "+]", "bold underline"),
    Change.REMOVED: ("[-", "-]", MUTED),
}


class CompareScreen(Page["list[Part] | None"]):
    """Closes with the parts to be saved, or None. ``they`` says who saved meanwhile, and when."""

    HELP_TOPIC = (
        "# Somebody else saved this note\n\nNothing was overwritten. For each part that differs you see it as both of "
        "you found it, as they saved it and as you typed it; [+added+] and [-removed-] say what each changed. Below is "
        "what will be saved: where your changes do not touch theirs, it holds both. **F5** takes yours, **F6** theirs, "
        "**F7** the proposal again; or edit it (**Tab**). **^S** saves on top of their version, which stays on record. "
        "**Esc** goes back to the note; your draft is kept."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "next", "Next difference", priority=True, id="compare.next"),
        Binding("f5", "take('mine')", "Take yours", priority=True, id="compare.mine"),
        Binding("f6", "take('theirs')", "Take theirs", priority=True, id="compare.theirs"),
        Binding("f7", "take('proposed')", "Take the proposal", priority=True, id="compare.proposal"),
        Binding("tab", "app.focus_next", "Edit", id="compare.edit"),
        Binding("ctrl+s", "save", "Save", priority=True, id="compare.save"),
        Binding("escape", "dismiss(None)", "Back to the note", id="compare.back"),
    ]

    def __init__(self, parts: Sequence[Part], they: str) -> None:
        super().__init__()
        self._parts = list(parts)
        self._proposed = [part.result for part in parts]
        self._open = {at for at, part in enumerate(parts) if part.state is PartState.CONFLICT}
        self._listed = [at for at, part in enumerate(parts) if part.state is not PartState.SAME]
        self._they = they

    def compose(self) -> ComposeResult:
        """What differs, the three texts, the one to be saved."""
        yield Static(Content.styled(f"{one_line(self._they)}", "bold"), classes="page-title", markup=False)
        yield OptionList(id="differing", markup=False)
        with Horizontal(id="versions"):
            for name, title in (("base", "As both began"), ("theirs", "Theirs"), ("mine", "Yours")):
                with Vertical(classes="version"):
                    yield Label(title, classes="pane-title", markup=False)
                    with VerticalScroll(can_focus=False):
                        yield Static("", id=f"part-{name}", markup=False)
        yield Label("To be saved", classes="pane-title", markup=False)
        yield TextArea("", id="part-result", soft_wrap=True, highlight_cursor_line=False)
        yield Label("", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at what must be decided."""
        self.query_one(OptionList).focus()
        self._list()
        if self._listed:
            self._go(min(self._open, default=self._listed[0]))
        else:
            self._tell(ALL_SAME)

    def _list(self) -> None:
        listed = self.query_one(OptionList)
        at = listed.highlighted
        listed.set_options(Option(self._row(place)) for place in self._listed)
        listed.highlighted = at

    def _row(self, at: int) -> Content:
        part = self._parts[at]
        mark = OPEN if at in self._open else CLOSED
        state = part.state if at in self._open or part.state is not PartState.CONFLICT else "decided"
        return Content.assemble((f"{mark} ", "bold"), (one_line(part.name) or "Text", "bold"), f"  {state}")

    def _go(self, at: int) -> None:
        self.query_one(OptionList).highlighted = self._listed.index(at)

    @property
    def _at(self) -> int | None:
        place = self.query_one(OptionList).highlighted
        return self._listed[place] if place is not None and place < len(self._listed) else None

    @on(OptionList.OptionHighlighted)
    def _show(self) -> None:
        if self._at is None:
            return
        part = self._parts[self._at]
        self.query_one("#part-base", Static).update(Content(visible(part.base)))
        self.query_one("#part-theirs", Static).update(marked(part.base, part.theirs))
        self.query_one("#part-mine", Static).update(marked(part.base, part.mine))
        area = self.query_one("#part-result", TextArea)
        if area.text != part.result:
            area.load_text(part.result)
            area.move_cursor(area.document.end)

    @on(OptionList.OptionSelected)
    def _edit(self) -> None:
        self.query_one("#part-result").focus()

    @on(TextArea.Changed)
    def _edited(self, event: TextArea.Changed) -> None:
        at, text = self._at, event.text_area.text
        if at is not None and text != self._parts[at].result:
            self._decide(at, clean(text))

    def _decide(self, at: int, text: str) -> None:
        self._parts[at] = self._parts[at].with_result(text)
        self._open.discard(at)
        self._tell("")
        listed = self.query_one(OptionList)
        listed.replace_option_prompt_at_index(self._listed.index(at), self._row(at))

    def action_take(self, which: str) -> None:
        """Let the part be saved as yours, as theirs, or as proposed."""
        at = self._at
        if at is None:
            return
        part = self._parts[at]
        text = {"mine": part.mine, "theirs": part.theirs, "proposed": self._proposed[at]}[which]
        if which == "proposed" and part.state is PartState.CONFLICT:
            return
        self._decide(at, text)
        self._show()

    def action_next(self) -> None:
        """Go to the next part that differs; to those still open first."""
        if self._at is None:
            return
        waiting = sorted(self._open - {self._at}) or self._listed
        self._go(next((at for at in waiting if at > self._at), waiting[0]))

    def action_save(self) -> None:
        """Hand the parts back, unless one is still to be decided."""
        if self._open:
            self._tell(STILL.format(plural(len(self._open), "part")))
            self._go(min(self._open))
        else:
            self.dismiss(self._parts)

    def _tell(self, sentence: str) -> None:
        self.query_one(".form-status", Label).update(Content(sentence))


def marked(base: str, other: str) -> Content:
    """A text with what was added to and removed from another."""
    parts = []
    for change, text in differences(base, other):
        before, after, style = _SIGNS[change]
        parts.append(Content.styled(f"{before}{visible(text)}{after}", style))
    return Content("").join(parts)
