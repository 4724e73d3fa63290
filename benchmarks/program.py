"""The programs that are measured, and the surroundings they run in: nothing of the user's own."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.documents import REGIONS
from benchmarks.terminal import NotPaintedError, Terminal

PYTHON = sys.executable
OURS = (PYTHON, "-m", "ec2tui")
ROW = rb"bench-\d{6}"
"""The name of any instance of the endpoint."""

FOREIGN = ("AWS_", "EC2TUI_", "PYTHON")
"""Beginnings of variables that would change what is measured, such as whether bytecode is kept."""

LIVE = REGIONS[0].encode() + b" live"
"""What the header says when the list of the first region is complete."""


def app(name: str, *arguments: str) -> list[str]:
    """The command that runs one of the programs to compare with."""
    return [PYTHON, "-m", f"benchmarks.apps.{name}", *arguments]


@contextmanager
def surroundings(address: str = "http://127.0.0.1:9") -> Iterator[dict[str, str]]:
    """An environment with a home of its own, made-up credentials and the endpoint at an address."""
    with tempfile.TemporaryDirectory(prefix="ec2tui-bench-", ignore_cleanup_errors=True) as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        folders = {
            f"XDG_{name}_HOME": str(Path(home) / name.lower())
            for name in ("CACHE", "CONFIG", "DATA", "STATE")
        }
        yield {
            **kept,
            **folders,
            "HOME": home,
            "AWS_ACCESS_KEY_ID": "AKIABENCHMARKBENCHMA",
            "AWS_SECRET_ACCESS_KEY": "made-up-for-the-benchmark",
            "AWS_REGION": REGIONS[0],
            "AWS_DEFAULT_REGION": REGIONS[0],
            "AWS_ENDPOINT_URL": address,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


Argv = list[str] | tuple[str, ...]


def painted(argv: Argv, env: Mapping[str, str], pattern: bytes | None = None, timeout: float = 60.0) -> float:
    """Seconds from the start of a program to its first frame, or to text that matches."""
    with Terminal(argv, env) as terminal:
        if pattern is None:
            return terminal.first_frame(timeout)
        return terminal.until(pattern, timeout)


def side_by_side(ours: Callable[[], float], theirs: Callable[[], float], runs: int) -> tuple[float, float]:
    """The medians of two measurements that take turns, after one unmeasured turn that warms the disk."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(runs)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def attempt(measure: Callable[[], float]) -> tuple[float | None, str]:
    """A measurement, or why there is none."""
    try:
        return measure(), ""
    except NotPaintedError as error:
        return None, f"not painted in time; the screen ended with {str(error)[-160:]!r}"
