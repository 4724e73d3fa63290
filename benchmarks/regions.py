"""Many regions side by side: when the rows of all of them are there, and what one that hangs delays."""

import re
import time
from collections.abc import Iterator

from benchmarks.documents import REGIONS
from benchmarks.endpoint import running
from benchmarks.figure import Figure, Options
from benchmarks.program import OURS, ROW, painted, side_by_side, surroundings
from benchmarks.terminal import NotPaintedError, Terminal

HANGING = REGIONS[7]
"""The region that takes longer to answer than anybody waits."""


def measure(options: Options) -> Iterator[Figure]:
    """An instance in each of 20 regions, beside one region; then the same with a region that hangs."""
    count = len(REGIONS)
    name = f"start → the rows of {count} regions"
    with (
        running(count, count) as (many, _),
        running(1) as (one, _),
        running(count, count, {HANGING: 60.0}) as (slow, _),
    ):

        def single() -> float:
            with surroundings(one) as env:
                return painted(OURS, env, ROW)

        try:
            ours, theirs = side_by_side(lambda: _all_rows(many, count), single, options.runs)
            yield Figure(name, ours, "the row of one region", theirs)
            held, free = side_by_side(
                lambda: _all_rows(slow, count - 1), lambda: _all_rows(many, count), options.runs
            )
        except NotPaintedError as error:
            yield Figure(name, None, "the row of one region", None, note=str(error)[-160:])
            return
    yield Figure(f"the rows of {count - 1} regions while one hangs", held, "none hangs", free, reach=1.1)


def _all_rows(address: str, count: int) -> float:
    """Seconds until the names of so many instances have been painted."""
    with surroundings(address) as env, Terminal([*OURS, "--region", "all"], env) as terminal:
        seen: set[bytes] = set()
        while len(seen) < count:
            if not terminal.read(1.0) or time.perf_counter() - terminal.started > 30.0:
                raise NotPaintedError(f"only {len(seen)} of {count} rows: {terminal.text[-120:]!r}")
            seen |= set(re.findall(ROW, terminal.text))
        return time.perf_counter() - terminal.started
