"""What a piece of text means, so that every front end can colour it its own way."""

from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """Meanings, not colours; whatever a tone says, the text says in words too."""

    PLAIN = "plain"
    DIM = "dim"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    ALERT = "alert"
    INFO = "info"
    ACCENT = "accent"
    KEY = "key"
    HEADING = "heading"


class Cell(NamedTuple):
    """A cleaned text and its meaning."""

    text: str
    tone: Tone = Tone.PLAIN


Line = tuple[Cell, ...]
"""One line of a detail pane as spans, each cleaned."""
