"""Whatever is written on a screen can be read, in every theme and without any colour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from textual.color import Color
from textual.theme import Theme

from entryassist.tui.screens.choice import ChoiceScreen
from entryassist.tui.screens.help import HelpScreen
from entryassist.tui.screens.keys import KeysScreen
from entryassist.tui.screens.settings import SettingsScreen
from entryassist.tui.screens.shorthands import ShorthandsScreen
from entryassist.tui.screens.vocabulary import VocabularyScreen
from entryassist.tui.theme import THEMES

if TYPE_CHECKING:
    from conftest import Desk, Drive

NOTE = "Feels unwel. Lisinopril 10.0 mg QD. BP 80/120. Diabetes with hyperglycemia was told ____ today. "
TEXTS = ("foreground", "foreground-muted", "text-muted", "primary", "accent", "success", "warning", "error")
GROUNDS = ("background", "surface", "panel", "boost")
LEAST = {"high-contrast": 7.0}


def colours_of(theme: Theme) -> dict[str, Color]:
    named = {**theme.to_color_system().generate(), **theme.variables}
    return {name: Color.parse(value) for name, value in named.items() if value.startswith("#")}


def least(theme: Theme) -> float:
    return LEAST.get(theme.name, 4.5)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_colour_is_readable_on_every_ground(theme: Theme) -> None:
    colours = colours_of(theme)
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [
        ("block-cursor-foreground", "block-cursor-background"),
        ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
        ("input-cursor-foreground", "input-cursor-background"),
        ("input-selection-foreground", "input-selection-background"),
        ("background", "error"),
        ("background", "warning"),
    ]
    assert {
        pair: ratio for pair in pairs if (ratio := contrast(*(colours[name] for name in pair))) < least(theme)
    } == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_what_has_the_focus_stands_out_from_what_has_not(theme: Theme) -> None:
    colours = colours_of(theme)
    assert min(contrast(colours["border"], colours[ground]) for ground in GROUNDS) >= 3


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_everything_painted_is_readable(desk: Desk, theme: Theme) -> None:
    desk.store.prefer(desk.clerk, "theme", theme.name)
    faint: dict[str, str] = {}

    def look(drive: Drive, where: str) -> None:
        for text, ratio in painted(drive):
            if ratio < least(theme) - 0.01:
                faint.setdefault(f"{where}: {text.strip()[:30]}", f"{ratio:.2f}")

    async with desk.run(size=(120, 40)) as drive:
        await walk(drive, look)
    assert faint == {}


async def walk(drive: Drive, look) -> None:  # type: ignore[no-untyped-def]
    """Every screen that can be reached from the worklist, by the keyboard alone."""
    app = drive.app

    async def seen(where: str) -> None:
        await drive.pilot.pause(0.05)
        look(drive, where)

    await drive.sign_in()
    assert app.theme == app.preferences["theme"]
    await seen("worklist")
    await drive.press("f10")
    await drive.until_on(SettingsScreen)
    await seen("settings")
    await drive.press("f2")
    await drive.until_on(KeysScreen)
    await drive.type("ignore")
    await seen("keys")
    await drive.press("enter")
    await seen("press a key")
    await drive.press("x")
    await seen("a key that cannot be had")
    await drive.press("escape", "escape", "escape")
    await drive.press("f12")
    await drive.until_on(ShorthandsScreen)
    await drive.until(lambda: "shorthand" in drive.text("#shorthands-title"))
    await seen("shorthands")
    await drive.press("f2")
    await seen("a shorthand")
    await drive.press("escape", "escape")
    await drive.press("ctrl+l")
    await drive.until_on(VocabularyScreen)
    await drive.type("diabetes")
    await drive.until(lambda: "from " in drive.text("#concept"))
    await seen("vocabulary")
    await drive.press("escape", "f1")
    await drive.until_on(HelpScreen)
    await seen("help")
    await drive.press("escape", "ctrl+p")
    await drive.pilot.pause(0.3)
    await seen("palette")
    await drive.press("escape", "enter")
    await drive.until(lambda: drive.app.screen.query("SectionEditor"))
    await drive.until(lambda: drive.form.checked_revision >= 0)
    await drive.paste(NOTE)
    await drive.checked()
    for _ in range(3):
        await drive.press("f4")
        await seen("entry")
    await drive.press("f1")
    await drive.until_on(HelpScreen)
    await seen("help on entry")
    await drive.press("escape", "f7")
    await drive.pilot.pause(0.1)
    if isinstance(app.screen, ChoiceScreen):
        await seen("choice")
        await drive.press("escape")


def painted(drive: Drive) -> list[tuple[str, float]]:
    """What is written on the screen with its contrast; lines and blocks, which say nothing, are passed over."""
    behind = drive.app.screen if drive.app.screen.is_modal else None
    found = []
    for row, strip in enumerate(drive.app.screen._compositor.render_strips()):
        column = 0
        for segment in strip:
            words = "".join(one if ord(one) < 0x2500 or ord(one) > 0x259F else " " for one in segment.text)
            if words.strip() and not (behind and covered(drive, column, row)):
                found.append((words, ratio_of(segment)))
            column += segment.cell_length
    return found


def covered(drive: Drive, column: int, row: int) -> bool:
    """Whether this place shows the screen that a modal one dims."""
    widget, _ = drive.app.screen.get_widget_at(column, row)
    return widget is drive.app.screen


def ratio_of(segment: Segment) -> float:
    style = segment.style
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    return contrast(as_color(style.color), as_color(style.bgcolor))


def as_color(rich: RichColor) -> Color:
    return Color(*rich.get_truecolor())


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Color) -> float:
    red, green, blue = (value / 255 for value in color.rgb)
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
# severity 1.0, on linear RGB.
SIMULATED = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


@pytest.mark.parametrize("vision", SIMULATED)
def test_the_colour_blind_safe_severities_differ_for_every_colour_vision(vision: str) -> None:
    theme = next(theme for theme in THEMES if theme.name == "colour-blind")
    seen = [as_seen(Color.parse(name), vision) for name in (theme.error, theme.warning, theme.primary) if name]
    nearest = min(math.dist(one, other) for one in seen for other in seen if one is not other)
    assert nearest > 0.15


def as_seen(color: Color, vision: str) -> tuple[float, ...]:
    linear = [(value / 255) ** 2.2 for value in color.rgb]
    return tuple(sum(a * b for a, b in zip(row, linear, strict=True)) for row in SIMULATED[vision])


async def test_without_colour_severities_and_the_focus_are_still_told_apart(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk.run() as drive:
        await drive.open_note()
        await drive.type("Lisinopril 10.0 mg QD for diabtes. ")
        looks: dict[str, tuple[object, ...]] = {}
        for segment in (one for strip in drive.app.screen._compositor.render_strips() for one in strip):
            for filter in drive.app._filters:
                [segment] = filter.apply([segment], Color(0, 0, 0))
            assert segment.style is None or segment.style.color is None or segment.style.color.is_default
            for word in segment.text.split():
                style = segment.style
                looks.setdefault(word, (style and style.bold, style and style.underline, style and style.reverse))
        print(looks, drive.found, drive.painted())
        assert len({looks["10.0"], looks["QD"], looks["mg"]}) == 3
        assert "■" in drive.painted()
