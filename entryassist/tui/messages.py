"""Messages that more than one part of the application sends or receives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from models import Store
    from terminology import Checker, Finding
    from terminology.errors import TerminologyError


class Progressed(Message, bubble=False):
    """A step of loading the vocabulary. A newer one makes an older one needless."""

    def __init__(self, doing: str, done: int, total: int) -> None:
        super().__init__()
        self.doing, self.done, self.total = doing, done, total

    def can_replace(self, message: Message) -> bool:
        """Whether this message says all that an older one would."""
        return isinstance(message, Progressed)


class VocabularyReady(Message, bubble=False):
    """The checker is loaded; or it could not be, and ``problem`` says why in one sentence."""

    def __init__(self, checker: Checker | None, problem: str = "") -> None:
        super().__init__()
        self.checker, self.problem = checker, problem


class RecordReady(Message, bubble=False):
    """The store is open; or it could not be opened, and ``problem`` says why in one sentence."""

    def __init__(self, store: Store | None, problem: str = "") -> None:
        super().__init__()
        self.store, self.problem = store, problem


class Checked(Message, bubble=False):
    """The outcome of a live check, tagged with the revision of the note it is of."""

    def __init__(self, revision: int, outcome: tuple[Finding, ...] | TerminologyError) -> None:
        super().__init__()
        self.revision, self.outcome = revision, outcome

    def can_replace(self, message: Message) -> bool:
        """A newer outcome makes an older one needless."""
        return isinstance(message, Checked)
