"""Untrusted text: nothing that could drive or forge a terminal gets through, and widths are right."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from ec2tui.core.views.text import MARKS, Align, cell_width, clean, fit

NASTY = (
    "\x00\x07\x08\t\n\r\x0b\x1b\x7f\x80\x85\x9b\x9c\x9d\u061c\u200b\u200d\u200e\u200f\u2028\u2029\u202a\u202e"
    "\u2066\u2069\ufeff\ud800\udfff\U000e0041\u0301\u20dd\ufe0f\U0001f3fd\u3164\u00ad\u00a0\u3000"
)
texts = st.text(
    st.one_of(st.characters(exclude_categories=()), st.sampled_from(NASTY), st.sampled_from("aé漢👨 "))
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain web-1", "plain web-1"),
        ("", ""),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x9d52;c;x\x9c", "\\u{9d}52;c;x\\u{9c}"),
        ("a\nb\tc", "a␊b␉c"),
        ("\x7f", "␡"),
        ("user\u202egnp.exe", "user\\u{202e}gnp.exe"),
        ("a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"),
        ("\u2028\u2029", "\\u{2028}\\u{2029}"),
        ("x\U000e0041", "x\\u{e0041}"),
        ("\ud800", "\\u{d800}"),
        ("e\u0301", "é"),
        ("\u0301x", "\u25cc\u0301x"),
        ("[/] [@click=app.quit]x", "[/] [@click=app.quit]x"),
        ("❤\ufe0f", "❤"),
        ("a\ufe0f", "a\\u{fe0f}"),
        ("👍\U0001f3fd", "👍"),
        ("\U0001f3fd", "\\u{1f3fd}"),
        ("日本\u3000語", "日本\u3000語"),
        ("non\u00a0breaking", "non\\u{a0}breaking"),
        ("Grüße 漢字 😀", "Grüße 漢字 😀"),
    ],
)
def test_clean(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_clean_cuts_with_an_ellipsis() -> None:
    assert clean("x" * 301) == "x" * 299 + "…"
    assert clean("x" * 300) == "x" * 300
    assert clean("é" * 9, 4) == "ééé…"
    assert clean("abc", 1) == "…"
    assert clean("abc", 0) == ""
    assert clean("😀" * 255) == "😀" * 255


def test_clean_bounds_a_flood_of_marks() -> None:
    shown = clean("a" + "\u0316" * 250 + "b")
    assert shown == "a" + "\u0316" * MARKS + "…b"


def test_clean_keeps_lines_only_when_asked() -> None:
    assert clean("a\tb\r\nc\x1b", lines=True) == "a       b\nc␛"


@given(texts, st.integers(0, 80), st.booleans())
@example("\u2028", 1, False)
@example("❤\ufe0f\u0301", 80, False)
@example("}\u0301", 80, False)
def test_clean_lets_nothing_through(raw: str, limit: int, lines: bool) -> None:
    shown = clean(raw, limit, lines=lines)
    assert len(shown) <= limit
    for char in shown:
        category = unicodedata.category(char)
        assert category not in ("Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        assert category != "Cc" or (lines and char == "\n")
    shown.encode()


@given(texts)
@example("\u0301")
@example("a\u0316\u0301\u0316\u0301\u0316\u0301")
def test_clean_is_idempotent_and_nfc(raw: str) -> None:
    shown = clean(raw)
    assert unicodedata.is_normalized("NFC", shown)
    assert clean(shown) == shown


def test_every_character_is_as_wide_as_it_draws() -> None:
    """All of Unicode, but of the large blocks of ideographs and syllables only some."""
    uniform = [*range(0x3400, 0xD7A4), *range(0x17000, 0x18D00), *range(0x20000, 0x32400)]
    codes = set(range(0x20000)) - set(uniform) | set(uniform[::97]) | set(range(0x4DC0, 0x4E00))
    shown = [clean(chr(code)) for code in codes if chr(code).isprintable()]
    assert [char for char in shown if cell_width(char) != cell_len(char)] == []


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "M", "Zs")), max_size=30))
def test_cell_width_agrees_with_what_draws(raw: str) -> None:
    shown = clean(raw)
    assert cell_width(shown) == cell_len(shown)


@given(texts, st.integers(0, 30), st.sampled_from(Align))
def test_fit_fills_its_width_exactly(raw: str, width: int, align: Align) -> None:
    assert cell_width(fit(clean(raw), width, align)) == width


@pytest.mark.parametrize(
    ("text", "width", "align", "fitted"),
    [
        ("ab", 4, Align.LEFT, "ab  "),
        ("ab", 4, Align.RIGHT, "  ab"),
        ("ab", 5, Align.CENTER, " ab  "),
        ("abcdef", 4, Align.LEFT, "abc…"),
        ("漢字漢字", 4, Align.LEFT, "漢… "),
        ("漢字", 4, Align.LEFT, "漢字"),
        ("漢", 1, Align.LEFT, "…"),
        ("x", 0, Align.LEFT, ""),
    ],
)
def test_fit(text: str, width: int, align: Align, fitted: str) -> None:
    assert fit(text, width, align) == fitted
