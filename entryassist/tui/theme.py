"""The colours of the application."""

from __future__ import annotations

from textual.theme import Theme

NIGHT = Theme(
    name="entryassist-night",
    primary="#5fb3d9",
    secondary="#7a8ea3",
    accent="#f0c674",
    foreground="#dfe6ee",
    background="#10161d",
    surface="#18212b",
    panel="#22303d",
    boost="#2a3a49",
    success="#8fcf8a",
    warning="#f0c05a",
    error="#ff7b72",
    dark=True,
    variables={
        "block-cursor-background": "#5fb3d9",
        "block-cursor-foreground": "#0b1117",
        "block-cursor-blurred-background": "#2a3a49",
        "block-cursor-blurred-foreground": "#dfe6ee",
        "input-selection-background": "#33607a",
        "scrollbar": "#34475a",
        "scrollbar-hover": "#5fb3d9",
        "scrollbar-active": "#5fb3d9",
        "scrollbar-background": "#18212b",
        "scrollbar-background-hover": "#18212b",
        "scrollbar-background-active": "#18212b",
        "scrollbar-corner-color": "#18212b",
        "border": "#5fb3d9",
        "border-blurred": "#34475a",
    },
)
