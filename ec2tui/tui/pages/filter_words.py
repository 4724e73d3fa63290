"""What is said under the filter line: how many match, or what is wrong."""

from ec2tui.core.views.query import Mistake
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.tui.pages.rows import Rows


def mistake_words(mistake: Mistake) -> str:
    """A mistake in a sentence, with what may have been meant."""
    hint = f"; did you mean {mistake.suggestion}?" if mistake.suggestion else ""
    return clean(mistake.message + hint, 160)


def count_line(rows: Rows) -> Line:
    """How many rows match, and for how many the filter cannot be answered yet; empty without a filter."""
    if not rows.query_text:
        return ()
    parts = [Cell(f" {len(rows):,} of {rows.total:,}", Tone.DIM)]
    if rows.unknown:
        parts.append(Cell(f", {rows.unknown:,} cannot be answered yet", Tone.WARN))
    return tuple(parts)
