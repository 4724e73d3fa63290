"""The strip over the findings: how the whole account stands, since when, and where it is going."""

from collections.abc import Sequence

from ec2tui.core.model.finding import Severity
from ec2tui.core.views.durations import iso
from ec2tui.core.views.finding_words import TONES
from ec2tui.core.views.findings_tally import Tally
from ec2tui.core.views.tone import Cell, Line, Tone

BARS = "▁▂▃▄▅▆▇█"
SHOWN = 30
"""Days that the trend shows at most."""


def strip_line(whole: Tally, since: int | None, trend: Sequence[int], doing: str, lacks: int) -> Line:
    """Counts by severity, since when something is critical, the score, and the trend of what is critical.

    `since` in epoch seconds; `trend` is how many were critical on earlier days, the oldest first; `doing`
    says what is going on, `lacks` how many things were not read.
    """
    cells: list[Cell] = [Cell(" ")]
    for one in reversed(Severity):
        number = getattr(whole, one.value)
        cells.append(Cell(f"{number:,} {one.value}", TONES[one] if number else Tone.DIM))
        if one is Severity.CRITICAL and number and since:
            cells.append(Cell(f" since {(iso(since) or '')[:10]}", Tone.DIM))
        cells.append(Cell("  "))
    if whole.unknown:
        cells.append(Cell(f"{whole.unknown:,} unknown  ", Tone.WARN))
    if whole.accepted:
        cells.append(Cell(f"{whole.accepted:,} accepted  ", Tone.DIM))
    if whole.score is not None:
        cells.append(Cell(f"score {whole.score}  ", Tone.HEADING))
    if lacks:
        cells.append(Cell(f"{lacks} not read (!)  ", Tone.WARN))
    cells += _trend(trend)
    if doing:
        cells.append(Cell(f"{doing}…", Tone.INFO))
    return tuple(cells)


def _trend(counts: Sequence[int]) -> list[Cell]:
    """How many were critical day by day, as bars; nothing for one day alone."""
    shown = list(counts)[-SHOWN:]
    if len(shown) < 2:
        return []
    most = max(shown) or 1
    bars = "".join(BARS[min(len(BARS) - 1, count * (len(BARS) - 1) // most)] for count in shown)
    first, last = shown[0], shown[-1]
    tone = Tone.BAD if last > first else Tone.GOOD if last < first else Tone.DIM
    return [Cell(bars, tone), Cell(f" critical {first} → {last} in {len(shown)} days  ", Tone.DIM)]
