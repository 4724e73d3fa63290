"""`ec2tui ls -o json` beside `aws ec2 describe-instances`: time and peak memory."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from benchmarks.endpoint import running
from benchmarks.figure import Figure, Options
from benchmarks.program import OURS, surroundings
from benchmarks.venvs import Rival

RIVAL = "the aws command"


def measure(options: Options) -> Iterator[Figure]:
    """Time and memory for a large account; the aws command is installed only on request."""
    name = f"ls -o json, {options.instances:,} instances"
    with running(options.instances) as (address, _), surroundings(address) as env:
        ours = _median_run([*OURS, "ls", "-o", "json"], env, options.runs)
        theirs: tuple[float, float] | None = None
        note = "the aws command is measured with --install"
        if options.install:
            with Rival("awscli") as rival:
                argv = [str(rival.bin("aws")), "ec2", "describe-instances", "--output", "json"]
                theirs, note = _median_run(argv, env, min(options.runs, 3)), ""
    mine = ours or (None, None)
    why = note if ours else "it left with an error"
    other = theirs or (None, None)
    yield Figure(f"{name}: time", mine[0], RIVAL, other[0], reach=0.25, note=why)
    yield Figure(f"{name}: peak memory", mine[1], RIVAL, other[1], "MB", reach=0.6)


def _median_run(argv: Sequence[str], env: Mapping[str, str], runs: int) -> tuple[float, float] | None:
    results = [run(argv, env) for _ in range(runs)]
    whole = [result for result in results if result is not None]
    if not whole:
        return None
    return median(result[0] for result in whole), median(result[1] for result in whole)


def run(argv: Sequence[str], env: Mapping[str, str]) -> tuple[float, float] | None:
    """Seconds and peak megabytes of a program whose output goes nowhere; None when it failed."""
    started = time.perf_counter()
    child = subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        return None
    return time.perf_counter() - started, usage.ru_maxrss / 1024
