"""A note that somebody else has open: who and since when, and its last saved version to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from entryassist.display import visible
from entryassist.tui.page import Page
from entryassist.tui.widgets.banner import PatientBanner
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, one_line

if TYPE_CHECKING:
    from models import Hold, Note, NoteSection

LOOK_SECONDS = 5.0
READ_ONLY = " READ ONLY "
HELD = "{} has this note open since {:%H:%M} on {}, and typed {}."
OWN = "You have this note open since {:%H:%M} on {}, in another window."
FREE = "{} has left this note. Enter opens it for entry."
IDLE = "Nothing is typed there any more. F5 takes the note over; their draft stays theirs."
OWN_ELSEWHERE = "F5 goes on here, with what is kept of your draft; the other window then only shows the note."
NOT_SAVED = "Nothing of this note has been saved yet."
SAVED = "Version {}, saved by {} on {:%Y-%m-%d at %H:%M}"


class ReadingScreen(Page[None]):
    """Looks every few seconds whether the note has become free; F5 takes it over once the holder is idle."""

    HELP_TOPIC = (
        "# A note that somebody else has open\n\nYou may read the version saved last. What is being typed is not to "
        "be seen. When the holder leaves, **Enter** opens the note for entry. When nothing was typed for five "
        "minutes, **F5** takes it over: the holder keeps their draft, and whoever saves second is shown both versions. "
        "A note whose program was ended by force becomes free by itself after little more than a minute."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", tooltip="Open the note, which is free now", priority=True, id="reading.open"),
        Binding(
            "f5", "take_over", "Take over", tooltip="Go on with the note here", priority=True, id="reading.take_over"
        ),
        Binding("escape", "dismiss", "Back", id="reading.back"),
    ]

    def __init__(self, note: Note, hold: Hold) -> None:
        super().__init__()
        self._note = note
        self._hold: Hold | None = hold
        self._holder = hold.by

    def compose(self) -> ComposeResult:
        """The patient, who has the note, the version saved last."""
        yield PatientBanner(self._note.patient, self.assist.now().date())
        yield Static("", id="held-by", markup=False)
        with VerticalScroll(id="reading"):
            yield Static(self._version(), markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys scroll the text."""
        self.query_one("#reading").focus()
        self._say()
        self.set_interval(LOOK_SECONDS, lambda: self.start(self.look, "hold"))

    def _version(self) -> Content:
        version = self._note.latest
        if version is None:
            return Content.styled(NOT_SAVED, MUTED)
        said = SAVED.format(version.number, one_line(version.saved_by.display_name), version.saved_at.astimezone())
        parts: list[str | tuple[str, str]] = [(said, MUTED)]
        for section in filter(_has_text, version.sections):
            heading = f"\n\n{visible(section.heading, keep='')}" if section.heading else "\n"
            parts += [(heading, "$primary bold"), f"\n{visible(section.text, keep=chr(10))}"]
        return Content.assemble(*parts)

    async def look(self) -> None:
        """See who holds the note now."""
        from models import StoreError

        clerk, at, note_id = self.assist.clerk, self.assist.workplace, self._note.id
        try:
            self._hold = await self.ask(lambda store: store.holder_of(clerk, note_id, at))
        except StoreError as error:
            self.query_one("#held-by", Static).update(Content(str(error)))
            return
        if self._hold is not None:
            self._holder = self._hold.by
        self._say()

    def _say(self) -> None:
        self.query_one("#held-by", Static).update(
            Content.assemble((READ_ONLY, "bold reverse"), " ", (_told(self._hold, self._holder.display_name), "bold"))
        )
        self.refresh_bindings()

    @property
    def _free(self) -> bool:
        return self._hold is None or self._hold.free

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The note is opened when it is free, and taken over when the holder is idle."""
        if action == "open":
            return self._free
        if action == "take_over":
            return not self._free and self._hold is not None and self._hold.can_be_taken
        return True

    def action_open(self) -> None:
        """Open the note."""
        self._go_on(take_over=False)

    def action_take_over(self) -> None:
        """Open the note although somebody has it."""
        self._go_on(take_over=True)

    def _go_on(self, *, take_over: bool) -> None:
        app = self.assist
        self.dismiss()
        app.go_to_note(self._note.id, take_over=take_over)


def _has_text(section: NoteSection) -> bool:
    return bool(section.text.strip())


def _told(hold: Hold | None, holder: str) -> str:
    if hold is None or hold.free:
        return FREE.format(one_line(holder))
    if hold.own:
        return f"{OWN.format(hold.since.astimezone(), one_line(hold.machine))} {OWN_ELSEWHERE}"
    minutes = int(hold.idle.total_seconds() // 60)
    typed = f"{minutes} min ago" if minutes else "within the last minute"
    said = HELD.format(one_line(holder), hold.since.astimezone(), one_line(hold.machine), typed)
    return f"{said} {IDLE}" if hold.can_be_taken else said
