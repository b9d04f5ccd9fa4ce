"""The trainer: a short note with hidden errors, to be mended and graded."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from entryassist.tui.messages import Progressed, VocabularyReady
from entryassist.tui.page import Page
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.widgets.note_form import NoteForm
from entryassist.tui.wording import MUTED, one_line, plural

if TYPE_CHECKING:
    from entryassist.training.drills import Drill, Grade
    from terminology import Checker

WAITING = "Loading the vocabulary…"
TASK = "Mend the note, then press F5 to see how you did."
HEARD = "At the blank the recording says “{}”."


class DrillScreen(Page[None]):
    """One drill after another. The same seed gives the same drills."""

    HELP_TOPIC = (
        "# Training\n\nEach note hides errors: misspellings, unsafe ways to write a dose, a blood pressure the "
        "wrong way round, a blank. Mend them where they stand and press **F5**. What you fixed counts for you, "
        "good words you changed count against you. **F4** brings the next note."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "next", "Next note", priority=True, id="drill.next"),
        Binding("n", "next", "Next note", show=False),
        Binding("f5,ctrl+s", "check", "Check my answer", priority=True, id="drill.check"),
        Binding("escape", "app.quit", "Quit", id="drill.quit"),
    ]

    def __init__(self, seed: int | None = None) -> None:
        super().__init__()
        self._seed = random.randrange(1 << 30) if seed is None else seed
        self._number = 0
        self._grades: dict[int, int] = {}  # the last grade of each note that was graded, by its number
        self.drill: Drill | None = None

    def compose(self) -> ComposeResult:
        """The task above, the note and the grade below it."""
        yield Static(Content.assemble(("Training", "bold")), id="drill-title", classes="page-title")
        yield Static(WAITING, id="task", markup=False)
        with Container(id="drill"):
            yield Container(id="drill-note")
            with VerticalScroll(id="grade-box"):
                yield Static("", id="grade", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin at once when the vocabulary is there already."""
        if self._checker is not None:
            self.start(self._next, "drill")

    @property
    def _checker(self) -> Checker | None:
        return self.assist.checker

    def on_progressed(self, message: Progressed) -> None:
        """Show how far the index has been built."""
        percent = 100 * message.done // max(message.total, 1)
        self.query_one("#task", Static).update(Content(f"{message.doing}: {percent} %"))

    def on_vocabulary_ready(self, message: VocabularyReady) -> None:
        """Begin, or say why not."""
        if message.checker is None:
            self.query_one("#task", Static).update(Content(message.problem))
        else:
            self.start(self._next, "drill")

    def action_next(self) -> None:
        """Bring the next note."""
        if self._checker is not None:
            self.start(self._next, "drill")

    async def _next(self) -> None:
        from entryassist.entry import EntrySession
        from entryassist.training.drills import drill_notes, make_drill
        from models import SectionText

        assert self._checker is not None
        notes = random.Random(self._seed).sample(drill_notes(), len(drill_notes()))
        note = notes[self._number % len(notes)]
        self.drill = drill = make_drill(note, self._seed + self._number, self._checker.check)
        self._number += 1
        holder = self.query_one("#drill-note")
        await holder.remove_children()
        form = NoteForm(EntrySession([SectionText("", drill.text)]), None)
        await holder.mount(form)
        form.place_cursor(0, 0, 0)
        title = Content.assemble(("Training  ", "bold"), drill.note.title, (f"   note {self._number}", MUTED))
        self.query_one("#drill-title", Static).update(title)
        heard = [HEARD.format(word) for word in drill.heard]
        count = f"{plural(len(drill.slips), 'error')} hidden in this note."
        self.query_one("#task", Static).update(Content(" ".join([count, TASK, *heard])))
        self.query_one("#grade", Static).update("")

    @on(NoteForm.Edited)
    def _edited(self) -> None:
        self.query_one("#grade", Static).add_class("-stale")

    def action_check(self) -> None:
        """Grade the answer."""
        from entryassist.training.drills import grade

        if self.drill is None or self._checker is None:
            return
        result = grade(self.drill, self.query_one(NoteForm).session.note_text, self._checker.check)
        self._grades[self._number] = result.percent
        shown = self.query_one("#grade", Static)
        shown.remove_class("-stale")
        shown.update(grade_report(result, [*self._grades.values()]))


def grade_report(result: Grade, grades: list[int]) -> Content:
    """A grade in full: what is fixed, what remains and why, what was broken."""
    total = len(result.fixed) + len(result.remaining)
    parts: list[Content | str | tuple[str, str]] = [
        (f"{result.percent} %", "$accent bold"),
        f"  {len(result.fixed)} of {plural(total, 'error')} fixed",
        (f"   average {round(sum(grades) / len(grades))} % over {plural(len(grades), 'note')}\n", MUTED),
    ]
    for slip in result.fixed:
        parts += [("\n✓ ", "$success bold"), f"{slip.wrong} → {slip.right}"]
    for one in result.remaining:
        parts += [("\n✗ ", "$error bold"), (one.slip.wrong, "bold"), f"  {one_line(one.why)}"]
        parts.append((f"  {one.rule}" if one.rule else "", MUTED))
    for before, after in result.broken:
        change = f"{one_line(before) or '(nothing)'} → {one_line(after) or '(removed)'}"
        parts += [("\n! ", "$warning bold"), f"this was right: {change}"]
    if not result.remaining and not result.broken:
        parts.append(("\n\nAll right. F4 brings the next note.", "$success"))
    return Content.assemble(*parts)
