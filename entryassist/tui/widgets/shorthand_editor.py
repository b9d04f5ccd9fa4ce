"""A section editor in which shorthands expand and the blanks of templates are walked."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets.text_area import Edit, EditResult, Selection

from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.widgets.section_editor import SectionEditor
from entryassist.tui.wording import one_line, shortened

if TYPE_CHECKING:
    from entryassist.entry import EntrySession
    from entryassist.shorthands.book import Proposal
    from entryassist.shorthands.expander import Expander, Expansion
    from entryassist.shorthands.template import Blank
    from entryassist.shorthands.walk import StopWalk
    from terminology import TextChange

_COUNTED = frozenset({"enter", "backspace", "delete"})
_PREVIEWED = 60
_BETWEEN = " · "


class ShorthandEditor(SectionEditor):
    """Tab puts in what is proposed, else goes to the next blank of a template, else to the next section.

    Everything happens within the key that asks for it, so that the keys after it find the new text.
    """

    class Hinted(Message):
        """What is proposed, or which blank is to be filled, is another than before."""

        def __init__(self, editor: ShorthandEditor) -> None:
            super().__init__()
            self.editor = editor

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "expand_shorthand", "Expand", tooltip="Put in what the shorthand stands for"),
        Binding("tab", "step(1)", "Next blank"),
        Binding("tab", "next_field", "Next part"),
        Binding("shift+tab", "step(-1)", "Blank before"),
        Binding("escape", "leave_template", "Leave template"),
    ]

    def __init__(self, session: EntrySession, section: int, expander: Expander, **options: object) -> None:
        self.expander = expander
        self._hint = ""
        super().__init__(session, section, **options)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the keys do now is offered; otherwise they do what they always do."""
        proposed = self.expander.proposal is not None
        if action == "expand_shorthand":
            return proposed
        if action == "step":
            return self._walk is not None and not (proposed and parameters == (1,))
        if action == "next_field":
            return self._walk is None and not proposed and len(self.session.sections) > 1
        return self._walk is not None if action == "leave_template" else super().check_action(action, parameters)

    # proposing

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit, then see whether it completed a trigger."""
        result = super().edit(edit)
        if len(edit.text) <= 1:
            self.expander.typed(self.section, self.text, self.cursor_offset)
            if (proposal := self.expander.proposal) is not None and self.expander.applies_alone:
                self._put(self.expander.expansion(proposal, 0, keys=0))
        else:
            self.expander.forget()
        self._tell()
        return result

    def undo(self) -> None:
        """Take back the last batch of edits, and with an expansion the walk through its blanks."""
        super().undo()
        self.expander.forget()
        self._tell()

    def text_changed(self, change: TextChange) -> None:
        """Move the blanks with the text."""
        self.expander.changed(self.section, change)

    def watch_selection(self, selection: Selection) -> None:
        """A cursor that was moved has left the trigger."""
        super().watch_selection(selection)
        if not self._editing:
            self.expander.forget()
            self._tell()

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable or event.key in _COUNTED:
            self.session.effort.press(monotonic())
        if self._acts_on(event.key) or self._picks(event.character or ""):
            event.stop()
            event.prevent_default()

    def _acts_on(self, key: str) -> bool:
        # A binding would run when the application comes round to it, after keys that were typed later.
        if key == "tab" and self.expander.proposal is not None:
            self.action_expand_shorthand()
        elif self._walk is None or key not in ("tab", "shift+tab", "escape"):
            return False
        elif key == "escape":
            self.action_leave_template()
        else:
            self.action_step(1 if key == "tab" else -1)
        return True

    def _picks(self, character: str) -> bool:
        picked = self.expander.pick(self.section, self.text, character)
        if picked is None or not picked[0].start <= self.cursor_offset <= picked[0].end:
            return False
        self._fill(*picked)
        return True

    async def _on_paste(self, event: events.Paste) -> None:
        self.session.effort.pasted += len(event.text)

    def action_next_field(self) -> None:
        """What Tab does where there is nothing to expand and no blank to fill."""
        self.screen.focus_next()

    # putting in

    def action_expand_shorthand(self) -> None:
        """Put in what is proposed; ask which when there are several."""
        proposal, revision = self.expander.proposal, self.session.revision
        if proposal is None:
            return
        if len(proposal.choices) == 1:
            self._expand(proposal, 0, keys=1)
            return

        def take(index: int | None) -> None:
            if index is not None and self.session.revision == revision:
                self._expand(proposal, index, keys=2)

        remarks = [" ".join(filter(None, (one.owner.value, one.description))) for one in proposal.choices]
        choices = [*zip(map(one_line, self.expander.preview(proposal)), remarks, strict=True)]
        self.app.push_screen(ChoiceScreen(f"“{proposal.typed}” stands for", choices, self.cursor_screen_offset), take)

    def _expand(self, proposal: Proposal, choice: int, *, keys: int) -> None:
        self.session.effort.keystrokes += keys
        self._put(self.expander.expansion(proposal, choice, keys=keys))

    def _put(self, expansion: Expansion) -> None:
        self.apply(expansion.start, expansion.end, expansion.use)
        blank = self.expander.put(expansion)
        if blank is not None:
            self._go_to(blank)
        elif expansion.put_in.end < len(expansion.put_in.text):
            self.move_cursor(self.location_of(expansion.start + expansion.put_in.end))
        self._tell()

    # walking

    @property
    def _walk(self) -> StopWalk | None:
        walk = self.expander.walk
        return walk if walk is not None and walk.section == self.section else None

    def action_step(self, by: int) -> None:
        """Go to the next blank, or the one before; after the last one to the end of the template."""
        walk = self._walk
        if walk is None:
            return
        self.session.effort.keystrokes += 1
        blank = walk.step(by)
        if blank is not None:
            self._go_to(blank)
        else:
            self.move_cursor(self.location_of(walk.end))
        self._tell()

    def action_leave_template(self) -> None:
        """Stop walking; blanks that are left stay, and are found as blanks."""
        self.expander.leave()
        self.move_cursor(self.cursor_location)
        self._tell()

    def _fill(self, blank: Blank, choice: str) -> None:
        self.replace(choice, self.location_of(blank.start), self.location_of(blank.end))
        self.action_step(1)
        self.session.effort.keystrokes -= 1  # the digit is counted already, and no other key was pressed

    def _go_to(self, blank: Blank) -> None:
        self.selection = Selection(self.location_of(blank.start), self.location_of(blank.end))

    # saying

    @property
    def hint(self) -> str:
        """What Tab puts in now, or what belongs into the blank, in one line; empty when there is neither."""
        proposal = self.expander.proposal
        if proposal is not None:
            previews = [shortened(one_line(text), _PREVIEWED) for text in self.expander.preview(proposal)]
            if len(previews) == 1:
                return f"Tab: {proposal.typed} → {previews[0]}"
            return f"Tab: {proposal.typed} → " + _BETWEEN.join(f"{at} {text}" for at, text in enumerate(previews, 1))
        walk = self._walk
        if walk is None or (blank := walk.current) is None:
            return ""
        choices = _BETWEEN.join(f"{at} {choice}" for at, choice in enumerate(blank.choices, 1))
        place, count = walk.place
        return f"Blank {place} of {count}: {choices or blank.label or 'type what belongs here'}"

    def _tell(self) -> None:
        hint = self.hint
        if hint != self._hint:
            self._hint = hint
            self.refresh_bindings()
            self.post_message(self.Hinted(self))
