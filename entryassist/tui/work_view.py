"""How what is shown of a worklist is put into words: its groups with their counts, filters, order, page."""

from __future__ import annotations

from dataclasses import replace

from textual.content import Content

from entryassist.tui.wording import MUTED, one_line
from models import WorkField, WorkGroup, Worklist, WorkOrder, WorkView

GROUPS: dict[WorkGroup | None, str] = {
    None: "All",
    WorkGroup.ANSWERED: "Answered",
    WorkGroup.RETURNED: "Returned",
    WorkGroup.DRAFT: "Drafts",
    WorkGroup.TO_ENTER: "To enter",
    WorkGroup.ENTERED: "Entered by you",
}
FIELDS = {WorkField.NOTE_TYPE: "Note type", WorkField.AUTHOR: "Author", WorkField.DEPARTMENT: "Department"}
ORDERS = {WorkOrder.AGE: "longest waiting first", WorkOrder.PATIENT: "by patient", WorkOrder.TYPE: "by note type"}

NOTHING = "Nothing waits to be entered. F2 starts a new note."
NOTHING_FITS = "Nothing fits. C, or Esc while you search, shows all again."
NOTHING_IN_GROUP = "Nothing is in this group."


def narrowed(view: WorkView) -> bool:
    """Whether a filter or a search keeps notes away."""
    return replace(view, group=None, order=WorkOrder.AGE) != WorkView()


def nothing_line(view: WorkView) -> str:
    """What to say where no note is shown."""
    if narrowed(view):
        return NOTHING_FITS
    return NOTHING if view.group in (None, WorkGroup.TO_ENTER) else NOTHING_IN_GROUP


def shown_groups(found: Worklist, view: WorkView) -> list[WorkGroup | None]:
    """The groups to choose from: those that may hold something at any time, and others when they do."""
    always = (None, WorkGroup.TO_ENTER, WorkGroup.ENTERED, view.group)
    return [group for group in GROUPS if group in always or (group and found.counts.get(group))]


def groups_line(found: Worklist, view: WorkView) -> Content:
    """The groups in one line with their counts, the chosen one in brackets."""
    parts = []
    for group in shown_groups(found, view):
        count = found.waiting if group is None else found.counts.get(group, 0)
        label = GROUPS[group] if group is WorkGroup.ENTERED else f"{GROUPS[group]} {count:,}"
        chosen = group is view.group
        parts.append(Content.styled(f"[{label}]" if chosen else f" {label} ", "bold $accent" if chosen else MUTED))
    return Content(" ").join(parts)


def view_line(found: Worklist, view: WorkView, offset: int) -> str:
    """Which rows of how many are shown, in which order, and what the list is narrowed to."""
    by_saving = view.group is WorkGroup.ENTERED and view.order is WorkOrder.AGE
    parts = ["last saved first" if by_saving else ORDERS[view.order]]
    named = ((name, getattr(view, field)) for field, name in FIELDS.items())
    parts += [f"{name.lower()}: {one_line(value)}" for name, value in named if value]
    if view.search:
        parts.append(f"search: {one_line(view.search)}")
    if found.total > len(found.items):
        parts.insert(0, f"{offset + 1:,}–{offset + len(found.items):,} of {found.total:,}")
    return " · ".join(parts)
