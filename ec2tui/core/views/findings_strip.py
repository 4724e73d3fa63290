"""The strip over the findings: how the whole account stands, since when, and where it is going."""

from collections.abc import Sequence

from ec2tui.core.model.finding import Severity
from ec2tui.core.views.durations import DAY, iso
from ec2tui.core.views.finding_words import TONES
from ec2tui.core.views.findings_tally import Tally
from ec2tui.core.views.tone import Cell, Line, Tone

BARS = "▁▂▃▄▅▆▇█"
SHOWN = 30
"""Times that the trend shows at most."""

Count = tuple[int, int]
"""A time in epoch seconds, and how many were critical."""


def strip_line(whole: Tally, since: int | None, trend: Sequence[Count], doing: str, lacks: int) -> Line:
    """Counts by severity, since when something is critical, the score, and the trend of what is critical.

    `since` in epoch seconds; `trend` is how many were critical at earlier times, the oldest first; `doing`
    says what is going on, `lacks` how many things were not read.
    """
    cells: list[Cell] = [Cell(" ")]
    if doing:
        cells.append(Cell(f"{doing}…  ", Tone.INFO))
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
    cells[-1] = cells[-1]._replace(text=cells[-1].text.rstrip())
    return tuple(cells)


def _trend(counts: Sequence[Count]) -> list[Cell]:
    """How many were critical as bars, the oldest first, and in how many days; nothing for one time alone."""
    shown = list(counts)[-SHOWN:]
    if len(shown) < 2:
        return []
    numbers = [number for _, number in shown]
    most = max(numbers) or 1
    bars = "".join(BARS[min(len(BARS) - 1, number * (len(BARS) - 1) // most)] for number in numbers)
    (began, first), (ended, last) = shown[0], shown[-1]
    tone = Tone.BAD if last > first else Tone.GOOD if last < first else Tone.DIM
    days = max(1, round((ended - began) / DAY))
    return [Cell(bars, tone), Cell(f" critical {first} → {last} in {days} days  ", Tone.DIM)]
