"""The table alone: ours beside Textual's DataTable and textual-fastdatatable."""

import time
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from statistics import median, quantiles

from benchmarks.figure import Figure, Options
from benchmarks.program import PYTHON, app, surroundings
from benchmarks.terminal import Terminal
from benchmarks.venvs import Rival

FIRST = b"bench-000000"
PRESSES = 100
DOWN = b"\x1b[B"
FAST = "textual-fastdatatable"


def measure(options: Options) -> Iterator[Figure]:
    """First row, key to repaint and memory with 10,000 and with many rows."""
    rivals = [("DataTable", "data_table", PYTHON)]
    with surroundings() as env, Rival(FAST) if options.install else nullcontext() as fast:
        if fast is not None:
            rivals.append((FAST, "fast_table", str(fast.bin("python"))))
        for count in (10_000, options.rows):
            ours = _run("row_table", PYTHON, count, env, options.runs)
            for rival, program, python in rivals:
                theirs = _run(program, python, count, env, min(options.runs, 3))
                yield Figure(f"table of {count:,}: first row", ours[0], rival, theirs[0], reach=1.0)
                yield Figure(f"table of {count:,}: key → repaint, median", ours[1], rival, theirs[1], "ms")
                yield Figure(f"table of {count:,}: memory", ours[2], rival, theirs[2], "MB", reach=1.0)
        yield from _busy(options, env)
        if fast is not None:
            yield Figure("installed size", None, FAST, fast.size(), "MB", note="with Textual and pyarrow")


def _run(
    program: str, python: str, count: int, env: Mapping[str, str], runs: int
) -> tuple[float, float, float]:
    """Seconds to the first row, milliseconds from key to repaint, megabytes; medians."""
    argv = [python, *app(program, str(count))[1:]]
    firsts, keys, memory = [], [], []
    for _ in range(runs):
        with Terminal(argv, env) as terminal:
            firsts.append(terminal.until(FIRST, 120.0))
            terminal.quiet()
            keys.append(median(presses(terminal, PRESSES // 2)))
            memory.append(terminal.memory())
    return median(firsts), 1000 * median(keys), median(memory)


def presses(terminal: Terminal, count: int, key: bytes = DOWN) -> list[float]:
    """Seconds from key to repaint, for a key pressed again when the screen is quiet."""
    times = []
    for _ in range(count):
        times.append(terminal.press(key))
        terminal.quiet(0.02, 1.0)
    return times


def _busy(options: Options, env: Mapping[str, str]) -> Iterator[Figure]:
    """Key to repaint while rows in view change ten times a second; a line of both apps names the cursor."""
    with Terminal(app("bare_list"), env) as bare:
        bare.until(FIRST)
        bare.quiet()
        theirs = _moves(bare)
    with Terminal(app("row_table", str(options.rows), "churn"), env) as ours:
        ours.until(FIRST)
        mine = _moves(ours)
    name, rival = f"key → repaint, {options.rows:,} rows, refreshing", "bare Textual list of 100 rows"
    yield Figure(f"{name}: median", 1000 * median(mine), rival, 1000 * median(theirs), "ms", reach=2.0)
    yield Figure(f"{name}: p95", 1000 * _p95(mine), rival, 1000 * _p95(theirs), "ms", reach=2.0)


def _moves(terminal: Terminal) -> list[float]:
    """Seconds until the line that names the cursor is painted, for keys pressed at uneven moments."""
    times = []
    for move in range(60):
        times.append(terminal.press(DOWN, rb"<\d+>"))
        time.sleep(0.02 + 0.007 * (move % 11))
    return times


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]
