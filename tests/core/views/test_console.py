"""Console output: no control survives, and lines look as a terminal would leave them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.views.console import strip_terminal


@pytest.mark.parametrize(
    ("raw", "left"),
    [
        ("plain\nlines\t\n", "plain\nlines\t\n"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred\x9b0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]52;c;aGk=\x1b\\text", "text"),
        ("\x9d52;c;aGk=\x9ctext", "text"),
        ("\x1bPq#0\x1b\\a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d", "abcd"),
        ("\x90a\x9cb\x9fc\x9cd\x9ee\x9cf\x98g\x9ch", "bdfh"),
        ("seen\x1b]0;unfinished", "seen"),
        ("a\x1b]0;x\x18b", "ab"),
        ("a\x1b]0;x\x1b[31mb", "ab"),
        ("\x1b(B\x1b)0\x1b#8text\x1b=", "text"),
        ("cut\x1b", "cut"),
        ("cut\x1b[3", "cut"),
        ("dos\r\nlines\r\r\n", "dos\nlines\n"),
        ("10%\r50%\r100%", "100%"),
        ("loading\rok", "okading"),
        ("loading\r\x1b[Kok", "ok"),
        ("loading\x1b[2K\rok", "ok"),
        ("abc\b\bX", "aXc"),
        ("bell\x07 nul\x00 del\x7f", "bell nul del"),
        ("page\x0cnext\x85last", "page\nnext\nlast"),
    ],
)
def test_strip_terminal(raw: str, left: str) -> None:
    assert strip_terminal(raw) == left


@given(st.text(st.sampled_from("\x1b\x07\x08\r\n\t\x18\x7f\x85\x90\x98\x9b\x9c\x9d[]P_^X\\();0?1mKJ ab漢")))
def test_strip_terminal_leaves_no_control(raw: str) -> None:
    left = strip_terminal(raw)
    assert not [c for c in left if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160]
    assert strip_terminal(left) == left
