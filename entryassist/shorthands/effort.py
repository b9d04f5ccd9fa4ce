"""What typing cost and what shorthands saved in one sitting: counts only, never a word of the note."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from entryassist.shorthands.shorthand import Shorthand
from entryassist.shorthands.template import BLANK

Key = tuple[str, str]

PAUSE_SECONDS = 5.0
"""Time between two keys from which somebody listens, reads or is away, and does not type."""


@dataclass(slots=True)
class ShorthandUse:
    """One expansion put into the note. It no longer stands when it was undone.

    ``keys`` is what accepting it cost beyond typing the trigger.
    """

    shorthand: Shorthand
    typed: str
    replacement: str
    keys: int = 1
    standing: bool = True

    @property
    def saved(self) -> int:
        """Key strokes saved against typing the text out; blanks still have to be typed and save nothing."""
        return max(0, len(self.replacement.replace(BLANK, "")) - len(self.typed) - self.keys)


@dataclass(slots=True)
class CompletionUse:
    """One completion put into the note, by ``keys`` keys. It no longer stands when it was undone."""

    replacement: str
    keys: int = 1
    standing: bool = True

    @property
    def saved(self) -> int:
        """Key strokes saved against typing it."""
        return max(0, len(self.replacement) - self.keys)


@dataclass(frozen=True, slots=True)
class UseCount:
    """How one expansion fared in a sitting; ``missed`` is how often it was written out in full."""

    offered: int = 0
    accepted: int = 0
    undone: int = 0
    missed: int = 0
    saved: int = 0


@dataclass(slots=True)
class Effort:
    """The keys of a sitting, counted where they arrive, and what became of the shorthands that were offered.

    ``pasted`` counts characters; ``put_in`` are the texts that came otherwise than key by key. Both live only as
    long as the note is open. ``active_seconds`` is the time between keys, pauses left out.
    """

    keystrokes: int = 0
    pasted: int = 0
    active_seconds: float = 0.0
    put_in: list[str] = field(default_factory=list)
    uses: list[ShorthandUse] = field(default_factory=list)
    completions: list[CompletionUse] = field(default_factory=list)
    offered: Counter[Key] = field(default_factory=Counter)
    _earlier: list[ShorthandUse] = field(default_factory=list)
    _last_key: float | None = None

    def press(self, at: float) -> None:
        """A key was pressed at that moment, in seconds of a clock that never goes back."""
        self.keystrokes += 1
        if self._last_key is not None and at - self._last_key < PAUSE_SECONDS:
            self.active_seconds += at - self._last_key
        self._last_key = at

    def snapshot(self) -> Effort:
        """The counts as they are now, apart from what is counted later."""
        return replace(self, uses=[*self.uses], completions=[*self.completions], offered=self.offered.copy())

    def begin_anew(self) -> None:
        """Forget the counts; what was undone in this note stays refused."""
        self._earlier += self.uses
        self.keystrokes, self.pasted, self.active_seconds = 0, 0, 0.0
        self.put_in, self.uses, self.completions, self.offered = [], [], [], Counter()

    @property
    def refused(self) -> frozenset[str]:
        """The triggers, in lower case, whose expansion was undone: they are meant as they were typed."""
        if not self.uses and not self._earlier:
            return frozenset()
        return frozenset(use.typed.lower() for use in (*self._earlier, *self.uses) if not use.standing)

    @property
    def saved(self) -> int:
        """Key strokes saved by the expansions and completions that stand."""
        expanded = sum(use.saved for use in self.uses if use.standing)
        return expanded + sum(use.saved for use in self.completions if use.standing)

    def counts(self, missed: Counter[Key] | None = None) -> dict[Key, UseCount]:
        """How each expansion fared, by its key."""
        missed = missed or Counter()
        accepted = Counter(use.shorthand.key for use in self.uses if use.standing)
        undone = Counter(use.shorthand.key for use in self.uses if not use.standing)
        saved: Counter[Key] = Counter()
        for use in self.uses:
            saved[use.shorthand.key] += use.saved if use.standing else 0
        keys = {*self.offered, *accepted, *undone, *missed}
        return {key: UseCount(self.offered[key], accepted[key], undone[key], missed[key], saved[key]) for key in keys}


def kspc(keystrokes: int, characters: int) -> float:
    """Key strokes per character of text: 1 is plain typing without a slip, lower is better. 0 without text."""
    return keystrokes / characters if characters > 0 else 0.0
