"""From start to the first frame and to the first rows."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from benchmarks.endpoint import running
from benchmarks.figure import Figure, Options
from benchmarks.program import OURS, ROW, app, attempt, painted, side_by_side, surroundings
from benchmarks.terminal import NotPaintedError, Terminal


def measure(options: Options) -> Iterator[Figure]:
    """The figures of a start."""
    yield _first_frame(options)
    yield _first_row(options)
    yield _from_cache(options)
    yield _many_rows(options)


def _pair(
    name: str, rival: str, reach: float, ours: Callable[[], float], theirs: Callable[[], float], runs: int
) -> Figure:
    try:
        mine, other = side_by_side(ours, theirs, runs)
    except NotPaintedError as error:
        return Figure(
            name, None, rival, None, reach=reach, note=f"not painted in time: {str(error)[-160:]!r}"
        )
    return Figure(name, mine, rival, other, reach=reach)


def _first_frame(options: Options) -> Figure:
    with surroundings() as env:
        return _pair(
            "start → first painted frame",
            "bare Textual app",
            1.3,
            lambda: painted(OURS, env),
            lambda: painted(app("bare"), env),
            options.runs,
        )


def _first_row(options: Options) -> Figure:
    with running(50) as (address, _):

        def ours() -> float:
            with surroundings(address) as env:
                return painted(OURS, env, ROW)

        def theirs() -> float:
            with surroundings(address) as env:
                return painted(app("boto3_list"), env, ROW)

        return _pair(
            "start → first row, 50 instances",
            "boto3 script that prints them",
            1.5,
            ours,
            theirs,
            options.runs,
        )


def _from_cache(options: Options) -> Figure:
    """The second start, against an endpoint too slow to have answered: the row can only be a cached one."""
    name = "start → first row from the cache"
    with surroundings() as env:
        with running(50) as (address, _), Terminal(OURS, {**env, "AWS_ENDPOINT_URL": address}) as first:
            seen, _ = attempt(lambda: first.until(ROW))
            first.quiet(1.0)
            first.type(b"q")
            attempt(lambda: first.until(b"never", 3.0))
        if seen is None:
            return Figure(name, None, "bare Textual app", reach=1.6, note="no row to cache was painted")
        # Snapshots of other endpoints than AWS's own are kept by address: the slow one has the same.
        with running(50, 1, {"*": 30.0}, port=urlsplit(address).port or 0) as (address, _):
            slow = {**env, "AWS_ENDPOINT_URL": address}
            value, why = attempt(lambda: painted(OURS, slow, ROW, 5.0))
            if value is None:
                return Figure(name, None, "bare Textual app", reach=1.6, note=f"no cached row: {why}")
            return _pair(
                name,
                "bare Textual app",
                1.6,
                lambda: painted(OURS, slow, ROW, 5.0),
                lambda: painted(app("bare"), env),
                options.runs,
            )


def _many_rows(options: Options) -> Figure:
    count = options.instances
    with running(count) as (many, _), running(50) as (few, _):

        def start(address: str) -> float:
            with surroundings(address) as env:
                return painted(OURS, env, ROW)

        return _pair(
            f"start → first row, {count:,} instances",
            "the same with 50",
            1.3,
            lambda: start(many),
            lambda: start(few),
            options.runs,
        )
