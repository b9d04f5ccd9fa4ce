"""Register a new patient, told while typing who may be the same person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from entryassist.tui.page import Page
from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.screens.patient_card import identity
from entryassist.tui.widgets.form import Field, FieldError, Form
from entryassist.tui.widgets.key_bar import KeyBar
from entryassist.tui.wording import MUTED, patient_name
from entryassist.typed_dates import in_words
from models import Identity, Likeness, StoreError

if TYPE_CHECKING:
    import datetime as dt

    from models import LikePatient

SEXES = ("female", "male", "other", "unknown")
FIELDS = (
    Field("mrn", "MRN", hint="medical record number"),
    Field("family-name", "Family name"),
    Field("given-name", "Given name"),
    Field("birth-date", "Birth date", hint="as 3/4/1962 or 4 Mar 1962"),
    Field("sex", "Sex", choices=SEXES),
    Field("allergies", "Allergies", hint="empty when none is known", optional=True),
    Field("alerts", "Alerts", hint="fall risk, interpreter needed", optional=True),
)
MARKS = {Likeness.MATCH: ("▲", "$warning bold"), Likeness.TWIN: ("●", "$primary"), Likeness.NAMESAKE: ("●", "$primary")}
WHICH = "Which of them is the patient?"
_SHOWN = 4
_LISTED = re.compile(r"[,;]")


class RegisterScreen(Page[None]):
    """The fields of a new patient; saving goes on to starting a note."""

    HELP_TOPIC = (
        "# Registering a patient\n\n**Enter** goes to the next field, **^S** registers. "
        "For the sex its first letter is enough, a birth date may be typed in any form and is read back in words. "
        "Nothing is kept until all fields are right.\n\nWhile you type, patients on record who may be the same person "
        "are listed: **F3** takes one of them instead of registering. It is advice: you may register all the same. "
        "Twins and people of the same name are mentioned so that nobody takes one for the other."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "open_match", "Take the patient on record", id="register.match", priority=True),
        Binding("ctrl+s", "register", "Register", priority=True, id="register.save"),
        Binding("tab", "app.focus_next", "Next field", id="register.next_field"),
        Binding("escape", "dismiss", "Back", id="register.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._alike: list[LikePatient] = []
        self._asked: tuple[Identity | None, str] = (None, "")

    def compose(self) -> ComposeResult:
        """The form, who is like the person, and a line for what is wrong with the form."""
        yield Static(Content.assemble(("Register a new patient", "bold")), classes="page-title")
        with Container(id="registering"):
            with VerticalScroll(can_focus=False):
                yield Form(FIELDS)
            yield Static("", id="alike", markup=False)
        yield Static("", classes="form-status", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at the top."""
        self.query_one("#alike").display = False
        self.query_one("#mrn").focus()

    # who is like the person

    @on(Input.Changed)
    def _typed(self) -> None:
        self.start(self._look_for_alike, "alike", newest=True)

    async def _look_for_alike(self) -> None:
        person, mrn = self._person(), self.query_one(Form).typed("mrn")
        if (person, mrn) == self._asked:
            return
        try:
            found = await self.ask(lambda store: store.possible_duplicates(self.assist.clerk, person, mrn=mrn))
        except StoreError:
            return  # advice only: registering says what is wrong with the record
        # Only now: a search that a newer key cut short has told nothing.
        self._alike, self._asked = found, (person, mrn)
        shown = self.query_one("#alike", Static)
        shown.update(self._advice())
        shown.display = bool(found)
        self.refresh_bindings()

    def _person(self) -> Identity | None:
        """Who is being registered, as far as it can be told."""
        form = self.query_one(Form)
        try:
            born = self._birth_date()
        except FieldError:
            form.say("birth-date", "")
            return None
        form.say("birth-date", in_words(born))
        family, given = form.typed("family-name"), form.typed("given-name")
        if not (family.strip() and given.strip()):
            return None
        try:
            sex = form.choice("sex")
        except FieldError:
            sex = "unknown"
        return Identity(family, given, born, sex)

    def _birth_date(self) -> dt.date:
        today, day_first = self.assist.now().date(), self.assist.services.day_first
        return self.query_one(Form).date("birth-date", today, day_first=day_first, born=True)

    def _advice(self) -> Content:
        today = self.assist.now().date()
        blocks = []
        for one in self._alike[:_SHOWN]:
            mark, style = MARKS[one.likeness]
            who = f"\n  {patient_name(one.patient)}  {identity(one.patient, today)}"
            blocks.append(Content.assemble((f"{mark} {one.sentence}", style), who))
        more = len(self._alike) - _SHOWN
        if more > 0:
            blocks.append(Content.styled(f"and {more} more", MUTED))
        return Content("\n").join(blocks)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is somebody to take only where somebody is like the person."""
        return bool(self._alike) if action == "open_match" else super().check_action(action, parameters)

    def action_open_match(self) -> None:
        """Go on with a patient on record instead."""
        if len(self._alike) == 1:
            self._take(0)
            return
        today = self.assist.now().date()
        choices = [(patient_name(one.patient), identity(one.patient, today)) for one in self._alike]
        self.app.push_screen(ChoiceScreen(WHICH, choices), self._take)

    def _take(self, index: int | None) -> None:
        from entryassist.tui.screens.start_note import StartNoteScreen

        if index is not None:
            self.app.switch_screen(StartNoteScreen(self._alike[index].patient))

    # registering

    @on(Form.Submitted)
    def action_register(self) -> None:
        """Put the patient on record."""
        self.start(self._register, "register")

    async def _register(self) -> None:
        from entryassist.tui.screens.start_note import StartNoteScreen

        form = self.query_one(Form)
        try:
            form.check_filled()
            birth_date, sex = self._birth_date(), form.choice("sex")
            alerts = [one for one in _LISTED.split(form.typed("alerts")) if one.strip()]
            patient = await self.ask(
                lambda store: store.register_patient(
                    self.assist.clerk,
                    mrn=form.typed("mrn"),
                    family_name=form.typed("family-name"),
                    given_name=form.typed("given-name"),
                    birth_date=birth_date,
                    sex=sex,
                    allergies=form.typed("allergies"),
                    alerts=alerts,
                )
            )
        except FieldError as error:
            self.query_one(".form-status", Static).update(Content(str(error)))
            form.query_one(f"#{error.field}").focus()
        except StoreError as error:
            self.query_one(".form-status", Static).update(Content(str(error)))
        else:
            self.app.switch_screen(StartNoteScreen(patient))
