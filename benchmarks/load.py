"""A large account in the UI: how long it takes, what keys feel meanwhile, what it holds in memory."""

import time
from collections.abc import Iterator
from statistics import median, quantiles

from benchmarks.endpoint import running
from benchmarks.figure import Figure, Options
from benchmarks.ls import run
from benchmarks.program import LIVE, OURS, ROW, app, surroundings
from benchmarks.tables import FIRST, presses
from benchmarks.terminal import NotPaintedError, Terminal
from benchmarks.venvs import Rival


def measure(options: Options) -> Iterator[Figure]:
    """Loading, then keys and memory with the largest account."""
    yield from _loading(options)
    yield from _largest(options)


def _loading(options: Options) -> Iterator[Figure]:
    name = f"the whole {options.instances:,} in the UI"
    with running(options.instances) as (address, _), surroundings(address) as env:
        theirs = None
        if options.install:
            with Rival("awscli") as rival:
                result = run([str(rival.bin("aws")), "ec2", "describe-instances", "--output", "json"], env)
                theirs = result[0] if result else None
        try:
            with Terminal(OURS, env) as terminal:
                whole = terminal.until(LIVE, 120.0)
            with Terminal(OURS, env) as terminal:
                stall = _longest_stall(terminal)
        except NotPaintedError as error:
            yield Figure(name, None, "the aws command", theirs, reach=0.3, note=str(error)[-160:])
            return
    note = "" if theirs else "the aws command is measured with --install"
    yield Figure(name, whole, "the aws command", theirs, reach=0.3, note=note)
    yield Figure(
        "longest wait for a key meanwhile",
        1000 * stall,
        unit="ms",
        reach=50.0,
        absolute=True,
        note="from outside: a key is pressed again as soon as the one before was painted",
    )


def _longest_stall(terminal: Terminal) -> float:
    """The longest time that a key press took to be painted between the first row and the last page."""
    terminal.until(ROW)
    longest, deadline = 0.0, time.perf_counter() + 60.0
    for press in range(10_000):
        longest = max(longest, terminal.press(b"jk"[press % 2 : press % 2 + 1]))
        if LIVE in terminal.text or time.perf_counter() > deadline:
            break
    return longest


def _largest(options: Options) -> Iterator[Figure]:
    name = f"key → repaint, {options.rows:,} instances, refreshing"
    with surroundings() as env, Terminal(app("bare_list"), env) as bare:
        bare.until(FIRST)
        bare.quiet()
        theirs = presses(bare, 60)
    with running(options.rows) as (address, size), surroundings(address) as env:
        try:
            with Terminal(OURS, env) as terminal:
                terminal.until(LIVE, 300.0)
                terminal.quiet(1.0)
                terminal.type(b"\x12")
                mine = presses(terminal, 60)
                terminal.until(LIVE, 300.0)
                terminal.quiet(1.0)
                memory = terminal.memory()
                terminal.type(b"/")
                terminal.quiet()
                keystroke = max(_filter_keys(terminal, options.rows))
        except NotPaintedError as error:
            yield Figure(name, None, "bare Textual list of 100 rows", reach=2.0, note=str(error)[-160:])
            return
    rival = "bare Textual list of 100 rows"
    yield Figure(f"{name}: median", 1000 * median(mine), rival, 1000 * median(theirs), "ms", reach=2.0)
    slow = [1000 * quantiles(values, n=20)[-1] for values in (mine, theirs)]
    yield Figure(f"{name}: p95", slow[0], rival, slow[1], "ms", reach=2.0)
    yield Figure(
        f"a filter keystroke over {options.rows:,} → new rows",
        1000 * keystroke,
        unit="ms",
        reach=100.0,
        absolute=True,
    )
    yield Figure(f"memory with {options.rows:,}", memory, "the raw XML", size / 1e6, "MB", reach=0.6)


def _filter_keys(terminal: Terminal, rows: int) -> Iterator[float]:
    """Seconds from a keystroke of a filter to rows that match it, for digits that change the first row."""
    target = f"{rows * 427 // 1000:06}"
    at = len(target) - len(target.lstrip("0"))
    terminal.type(f"bench-{target[:at]}".encode())
    terminal.quiet(1.0)
    for end in range(at + 1, at + 4):
        # What was typed is echoed without the digits that only a row has.
        rows_that_match = rf"bench-{target[:end]}\d{{{len(target) - end}}}".encode()
        yield terminal.press(target[end - 1 : end].encode(), rows_that_match)
        terminal.quiet(0.5)
