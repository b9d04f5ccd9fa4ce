"""What the application does for the person before it: colours, keys, bell, and a palette that has everything."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from textual.app import App, SystemCommand
from textual.notifications import SeverityLevel
from textual.screen import Screen

from entryassist.editor_settings import EditorSettings, Keys
from entryassist.preferences import CHOICES, Preferences
from entryassist.tui.services import Services
from entryassist.tui.theme import THEMES
from entryassist.tui.widgets.key_bar import key_name

_PREFER = "For you, from now on; the settings say what it does"
_NO_COMMANDS = frozenset({"command_palette", "app.command_palette"})


class ComfortableApp(App[int]):
    """An application that follows the preferences of the site, and of whoever is signed in."""

    def __init__(self, services: Services) -> None:
        # With NO_COLOR not even greys are sent: what is told by colour is told by attributes there, see app.tcss.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.services = services
        self.preferences = Preferences()
        for theme in THEMES:
            self.register_theme(theme)
        self.wear(services.preferences)

    def wear(self, preferences: Preferences) -> None:
        """Follow these preferences from now on. Keys that cannot be used keep their old actions."""
        before, self.preferences = self.preferences.keys, preferences
        self.theme = preferences["theme"]
        if preferences.keys != before:
            from entryassist.tui.actions import usable
            from entryassist.tui.widgets.findings_panel import FindingsPanel

            self.set_keymap(usable(preferences.keys))
            for screen in self.screen_stack:
                for panel in screen.query(FindingsPanel):
                    panel.forget_keys()

    @property
    def editor(self) -> EditorSettings:
        """How the editor of a note behaves for this person."""
        keys = Keys.VIM if self.preferences.is_on("vim-keys") else Keys.PLAIN
        return replace(self.services.editor, keys=keys, ghost=self.preferences.is_on("ghost-text"))

    def prefer(self, name: str, value: str | None) -> None:
        """Choose something for this person, or with None go back to what the site chose."""
        self.wear(self.preferences.with_({name: value}) if value is not None else self.services.preferences)

    def bell(self) -> None:
        """Ring, if the person wants to hear it."""
        if self.preferences.is_on("bell"):
            super().bell()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notice; what went wrong may also be heard."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)
        if severity == "error":
            self.bell()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a key is asked for, no key does anything else."""
        from entryassist.tui.screens.press_key import PressKeyScreen

        return not (self.screen_stack and isinstance(self.screen, PressKeyScreen))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every key of the screen as a command, then the other screens, then what can be preferred, then leaving."""
        seen: set[str] = set()
        for node, binding, enabled, _ in screen.active_bindings.values():
            named = binding.show or binding.tooltip or binding.id
            if binding.description and named and enabled and binding.action not in seen | _NO_COMMANDS:
                seen.add(binding.action)

                def run(action: str = binding.action, node: object = node) -> None:
                    self.call_later(self.run_action, action, node)

                key = binding.key_display or key_name(binding.key)
                yield SystemCommand(binding.description, f"{key}  {binding.tooltip or binding.description}", run)
        for title, explanation, show in self.elsewhere(screen):
            yield SystemCommand(title, explanation, show)
        for choice in CHOICES:
            for value, called in choice.values:
                now = "  (now)" if self.preferences[choice.name] == value else ""
                yield SystemCommand(f"{choice.label}: {called}{now}", _PREFER, partial(self.prefer, choice.name, value))
        if not seen & {"quit", "app.quit"}:
            yield SystemCommand("Quit", "Keep what was typed and leave", self.action_quit)

    def elsewhere(self, screen: Screen[object]) -> Iterable[tuple[str, str, Callable[[], object]]]:
        """Title, explanation and opener of the screens that can be laid over this one; none here."""
        return ()
