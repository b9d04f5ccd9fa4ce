"""What may be shown: nothing in a note steers the terminal, and offsets stay where they were."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entryassist.display import visible

ANY_TEXT = st.text(st.characters(categories=("Cc", "Cf", "Cs", "Zl", "Zp", "L", "N", "P", "S", "Zs", "Mn")))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[31mred\x1b[0m", "␛[31mred␛[0m", id="ANSI escape"),
        pytest.param("a\0b", "a␀b", id="NUL"),
        pytest.param("a\x7fb", "a␡b", id="DEL"),
        pytest.param("a\x9b31mb", "a�31mb", id="C1 control sequence introducer"),
        pytest.param("5\u202e gm 01", "5� gm 01", id="right-to-left override"),
        pytest.param("heparin\u200b5", "heparin�5", id="zero width space"),
        pytest.param("a\u2028b", "a�b", id="line separator"),
        pytest.param("a\ud800b", "a�b", id="lone surrogate"),
        pytest.param("👍🏽 well", "👍� well", id="skin tone, whose width terminals disagree about"),
        pytest.param("[bold]K+[/bold] [H] 5.1", "[bold]K+[/bold] [H] 5.1", id="Rich markup is plain text"),
        pytest.param("37 °C, 5 µg, naïve, 体温", "37 °C, 5 µg, naïve, 体温", id="printable text"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_line_breaks_and_tabs_are_kept_unless_told_otherwise() -> None:
    assert visible("a\tb\r\nc") == "a\tb␍\nc"
    assert visible("a\tb\nc", keep="") == "a␉b␊c"


@given(ANY_TEXT)
def test_every_code_point_becomes_one_code_point_and_no_control_is_left(text: str) -> None:
    shown = visible(text, keep="")
    assert len(shown) == len(text)
    assert not [character for character in shown if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    changed = {old for old, new in zip(text, shown, strict=True) if old != new}
    assert not any(character.isprintable() and not "🏻" <= character <= "🏿" for character in changed)


def test_every_control_of_unicode_is_replaced() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    controls = [c for c in visible(everything, keep="") if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert controls == []
