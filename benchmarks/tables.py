"""The table alone: ours beside Textual's DataTable and textual-fastdatatable."""

import time
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from statistics import median, quantiles

from benchmarks.figure import Figure, Options
from benchmarks.program import PYTHON, app, surroundings
from benchmarks.terminal import NotPaintedError, Terminal
from benchmarks.venvs import Rival

FIRST = b"bench-000000"
PRESSES = 40
PATIENCE = 300.0
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
                yield from _beside(ours, rival, count, _run(program, python, count, env, 1))
        yield from _busy(options, env)
        if fast is not None:
            yield Figure("installed size", None, FAST, fast.size(), "MB", note="with Textual and pyarrow")


@dataclass(frozen=True)
class Measured:
    """Seconds to the first row, milliseconds from key to repaint, megabytes; None when it was not painted."""

    first: float | None = None
    key: float | None = None
    memory: float | None = None
    note: str = ""


def _beside(ours: Measured, rival: str, count: int, theirs: Measured) -> Iterator[Figure]:
    name, note = f"table of {count:,}", ours.note or theirs.note
    yield Figure(f"{name}: first row", ours.first, rival, theirs.first, reach=1.0, note=note)
    yield Figure(f"{name}: key → repaint, median", ours.key, rival, theirs.key, "ms")
    yield Figure(f"{name}: memory", ours.memory, rival, theirs.memory, "MB", reach=1.0)


def _run(program: str, python: str, count: int, env: Mapping[str, str], runs: int) -> Measured:
    argv = [python, *app(program, str(count))[1:]]
    firsts, keys, memory = [], [], []
    try:
        for _ in range(runs):
            with Terminal(argv, env) as terminal:
                firsts.append(terminal.until(FIRST, PATIENCE))
                terminal.quiet()
                keys.append(median(presses(terminal, PRESSES)))
                memory.append(terminal.memory())
    except NotPaintedError as error:
        return Measured(note=f"{program}: {str(error)[-160:]}")
    return Measured(median(firsts), 1000 * median(keys), median(memory))


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
