"""A small graph in a row of cells; where there is no data there is none."""

import itertools
from collections.abc import Sequence

from ec2tui.core.model.metric import Point, Span

BARS = "▁▂▃▄▅▆▇█"
GAP = " "


def sparkline(points: Sequence[Point], span: Span, width: int, highest: float | None = None) -> str:
    """The means of equal parts of a span as bars from zero to `highest` (None: the highest point).

    A part without points is a gap; of fewer points than parts, each stands until the next is due.
    """
    if not points or width < 1 or span.seconds <= 0:
        return GAP * max(width, 0)
    top = highest if highest is not None else max(value for _, value in points)
    sums, counts = [0.0] * width, [0] * width
    for at, value in points:
        place = (at - span.start) * width // span.seconds
        if 0 <= place < width:
            sums[place] += value
            counts[place] += 1
    apart = min((later[0] - at[0] for at, later in itertools.pairwise(points)), default=1)
    for at, value in points:
        first, last = ((one - span.start) * width // span.seconds for one in (at, at + apart - 1))
        for place in range(max(0, first + 1), min(width, last + 1)):
            if not counts[place]:
                sums[place], counts[place] = value, 1
    return "".join(
        _bar(total / count, top) if count else GAP for total, count in zip(sums, counts, strict=True)
    )


def _bar(value: float, top: float) -> str:
    if top <= 0:
        return BARS[0]
    return BARS[max(0, min(len(BARS) - 1, int(value / top * len(BARS))))]
