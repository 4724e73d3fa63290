"""The verb about metrics, and what it takes."""

import argparse
import re

from ec2tui.cli.option_types import duration, word_list
from ec2tui.core.model.metric_kinds import KINDS, kind_of
from ec2tui.core.model.metric_period import KEPT, RANGES

METRIC_VERBS: tuple[tuple[str, str], ...] = (
    ("metrics", "CloudWatch metrics of one instance: charts, or every point as JSON or CSV"),
)

_STATS = {
    "average": "Average",
    "minimum": "Minimum",
    "maximum": "Maximum",
    "sum": "Sum",
    "samplecount": "SampleCount",
}
_PERCENTILE = re.compile(r"p(100|\d{1,2}(\.\d{1,10})?)")


def metric_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.epilog = (
        f"METRICS are {', '.join(kind.id for kind in KINDS)}, or AWS's own names. "
        "Charts tell times in [metrics] time_zone (local); JSON and CSV in UTC."
    )
    parser.add_argument("target", metavar="TARGET", help="an instance id, an exact Name, or an address")
    parser.add_argument(
        "--since", type=span, default=3 * 3600, metavar="3h", help="from how long ago (3h); at most 15mo"
    )
    parser.add_argument("--metric", type=metrics, default=(), metavar="METRICS", help="only these, by commas")
    parser.add_argument("--stat", type=statistic, metavar="S", help="Average, Minimum, Maximum, Sum, p99, …")
    parser.add_argument(
        "--period", type=period, default=0, metavar="5m", help="how long each point stands for: whole minutes"
    )
    parser.add_argument(
        "-o", "--output", choices=("table", "json", "csv"), default="table", help="table, json or csv"
    )


def span(text: str) -> int:
    """A span that CloudWatch keeps, in seconds; also as the screen calls it, `2w` or `15mo`."""
    seconds = dict(RANGES).get(text) or duration(text)
    if seconds < 60:
        raise argparse.ArgumentTypeError(f"{text!r} is less than a minute")
    if seconds > KEPT:
        raise argparse.ArgumentTypeError(f"{text!r} is longer than CloudWatch keeps (455d)")
    return seconds


def metrics(text: str) -> tuple[str, ...]:
    """Ids of metrics, from ids or AWS's names."""
    found = []
    for word in word_list(text):
        kind = kind_of(word)
        if kind is None:
            known = ", ".join(one.id for one in KINDS)
            raise argparse.ArgumentTypeError(f"{word!r} is no metric; there are {known}")
        found.append(kind.id)
    return tuple(found)


def statistic(text: str) -> str:
    """A statistic as AWS writes it."""
    known = _STATS.get(text.casefold()) or (text.lower() if _PERCENTILE.fullmatch(text.lower()) else None)
    if known is None:
        names = ", ".join(_STATS.values())
        raise argparse.ArgumentTypeError(f"{text!r} is no statistic; there are {names}, and p0 to p100")
    return known


def period(text: str) -> int:
    """A period in seconds, a whole number of minutes; `300` is seconds as in AWS's own tool."""
    seconds = int(text) if text.isdigit() else duration(text)
    if not 60 <= seconds <= 86_400 or seconds % 60:
        raise argparse.ArgumentTypeError(f"{text!r} is not from 1m to 1d in whole minutes")
    return seconds
