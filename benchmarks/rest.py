"""What the UI costs when nothing happens."""

import time
from collections.abc import Iterator

from benchmarks.endpoint import running
from benchmarks.figure import Figure, Options
from benchmarks.program import LIVE, OURS, surroundings
from benchmarks.terminal import NotPaintedError, Terminal


def measure(options: Options) -> Iterator[Figure]:
    """The share of one core that 1,000 idle instances take."""
    name = f"idle with 1,000 instances for {options.idle_seconds} s"
    with running(1000) as (address, _), surroundings(address) as env, Terminal(OURS, env) as terminal:
        try:
            terminal.until(LIVE)
        except NotPaintedError as error:
            yield Figure(name, None, unit="%", reach=1.0, absolute=True, note=str(error)[-160:])
            return
        terminal.quiet(2.0)
        before, deadline = terminal.cpu(), time.perf_counter() + options.idle_seconds
        while (left := deadline - time.perf_counter()) > 0:
            terminal.read(left)
        used = terminal.cpu() - before
    yield Figure(name, 100 * used / options.idle_seconds, unit="%", reach=1.0, absolute=True)
