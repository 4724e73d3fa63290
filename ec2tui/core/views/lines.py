"""The building blocks of detail panes: headings, and lines of a label and what it says."""

from ec2tui.core.model.fact import Missing
from ec2tui.core.views.text import clean, fit
from ec2tui.core.views.tone import Cell, Line, Tone

LABEL = 18
"""Cells that labels take, so that values line up."""

_VALUE_LIMIT = 512

_SENTENCES = {
    Missing.NOT_READ: "not read yet",
    Missing.LOADING: "loading…",
    Missing.DENIED: "denied by AWS",
    Missing.FAILED: "could not be read",
    Missing.GONE: "not there any more",
}

BLANK: Line = ()
NOTHING = Cell("-", Tone.DIM)


def heading(text: str) -> Line:
    """A line that begins a section."""
    return (Cell(clean(text), Tone.HEADING),)


def labelled(label: str, *values: str | Cell | None, tone: Tone = Tone.PLAIN) -> Line:
    """`label  value value`: texts are cleaned and have `tone`; empty ones are left out, all empty is `-`."""
    cells: list[Cell] = [Cell(fit(clean(label, LABEL), LABEL) + " ", Tone.DIM)]
    shown = [value if isinstance(value, Cell) else said(value, tone) for value in values]
    for at, cell in enumerate([cell for cell in shown if cell != NOTHING] or [NOTHING]):
        cells += [Cell(" "), cell] if at else [cell]
    return tuple(cells)


def said(text: str | None, tone: Tone = Tone.PLAIN) -> Cell:
    """An untrusted text as a cell of its own."""
    return Cell(clean(text, _VALUE_LIMIT), tone) if text else NOTHING


def unknown(fact: Missing) -> Cell:
    """Why a fact is missing, in words."""
    return Cell(_SENTENCES[fact], Tone.DIM)


def yes_no(on: bool | None, good: bool | None = None) -> Cell:
    """`yes`, `no`, or `not told` for None; `good` says which of them is the better one."""
    if on is None:
        return Cell("not told", Tone.DIM)
    tone = Tone.PLAIN if good is None else Tone.GOOD if on is good else Tone.WARN
    return Cell("yes" if on else "no", tone)
