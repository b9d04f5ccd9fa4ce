"""The colours of the application.

Every theme names the same colours, and every text stands out from whatever it is put on: at least 4.5 to 1, in the
high-contrast theme 7 to 1 (WCAG 2.2, 1.4.3 and 1.4.6); tests/tui/test_themes.py measures it on every screen.
The colour-blind safe theme takes the colours of Okabe and Ito, "Color Universal Design" (2008), vermilion and bluish
green lighter than there so that they can be read on a dark ground.
"""

from __future__ import annotations

from textual.theme import Theme


def _theme(
    name: str,
    *,
    dark: bool,
    text: tuple[str, str],
    grounds: tuple[str, str, str, str],
    primary: str,
    accent: str,
    success: str,
    warning: str,
    error: str,
    selected: str,
    quiet: str,
) -> Theme:
    """A theme from its colours.

    ``text`` is plain and muted; ``grounds`` are the page, what lies on it, bars, and what has the focus; ``selected``
    lies behind selected text; ``quiet`` draws lines and scroll bars that carry no meaning.
    """
    foreground, muted = text
    background, surface, panel, boost = grounds
    return Theme(
        name=name,
        primary=primary,
        secondary=muted,
        accent=accent,
        foreground=foreground,
        background=background,
        surface=surface,
        panel=panel,
        boost=boost,
        success=success,
        warning=warning,
        error=error,
        dark=dark,
        variables={
            "boost": boost,  # Textual drops that of a light theme
            "foreground-muted": muted,
            "text-muted": muted,
            "text-disabled": muted,
            "foreground-disabled": muted,
            "block-cursor-background": primary,
            "block-cursor-foreground": background,
            "block-cursor-blurred-background": boost,
            "block-cursor-blurred-foreground": foreground,
            "input-cursor-background": foreground,
            "input-cursor-foreground": background,
            "input-selection-background": selected,
            "input-selection-foreground": foreground,
            "screen-selection-background": selected,
            "screen-selection-foreground": foreground,
            "scrollbar": quiet,
            "scrollbar-hover": primary,
            "scrollbar-active": primary,
            "scrollbar-background": surface,
            "scrollbar-background-hover": surface,
            "scrollbar-background-active": surface,
            "scrollbar-corner-color": surface,
            "border": primary,
            "border-blurred": quiet,
        },
    )


NIGHT = _theme(
    "night",
    dark=True,
    text=("#dfe6ee", "#9fb0c0"),
    grounds=("#10161d", "#18212b", "#22303d", "#2a3a49"),
    primary="#5fb3d9",
    accent="#f0c674",
    success="#8fcf8a",
    warning="#f0c05a",
    error="#ff8a82",
    selected="#28506a",
    quiet="#34475a",
)
DAY = _theme(
    "day",
    dark=False,
    text=("#161d24", "#46525e"),
    grounds=("#fbfbf9", "#f0f3f5", "#e1e7ec", "#d6e0e8"),
    primary="#00557f",
    accent="#6a3d8f",
    success="#1b5e27",
    warning="#764400",
    error="#a3131c",
    selected="#b8d8ee",
    quiet="#b3bfca",
)
HIGH_CONTRAST = _theme(
    "high-contrast",
    dark=True,
    text=("#ffffff", "#dcdcdc"),
    grounds=("#000000", "#000000", "#1c1c1c", "#2a2a2a"),
    primary="#8fd6ff",
    accent="#ffe45c",
    success="#a6f5a2",
    warning="#ffd35c",
    error="#ffa9a2",
    selected="#004a80",
    quiet="#8c8c8c",
)
COLOUR_BLIND = _theme(
    "colour-blind",
    dark=True,
    text=("#e8ecf0", "#a9b4bf"),
    grounds=("#0d1217", "#141b22", "#1d2731", "#25323f"),
    primary="#56b4e9",
    accent="#cc9fc0",
    success="#35c79a",
    warning="#f0e442",
    error="#ff8440",
    selected="#1c4a68",
    quiet="#3b4b5a",
)
THEMES = (NIGHT, DAY, HIGH_CONTRAST, COLOUR_BLIND)
