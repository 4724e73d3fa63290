"""The verb about posture, and what it takes."""

import argparse

from ec2tui.cli.option_types import word_list

CHECK_VERBS: tuple[tuple[str, str], ...] = (
    ("check", "posture: what is wrong with what there is, worst first"),
)
"""(verb, words) of each."""

LEVELS = ("low", "medium", "high", "critical")
"""The severities that `--fail-on` takes, as `Severity` has them."""


def check_arguments(_verb: str, parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.epilog = (
        "Exit status: 1 when a failure reaches the level of --fail-on, else 4 (denied) or 5 when something "
        "of that severity could not be read."
    )
    parser.add_argument("query", nargs="*", metavar="QUERY", help="such as: severity:high check:SG-* sg:web")
    parser.add_argument(
        "-o", "--output", choices=("table", "json", "sarif"), default="table", help="table, json or sarif"
    )
    parser.add_argument("--fail-on", choices=LEVELS, metavar="LEVEL", help="low, medium, high or critical")
    parser.add_argument(
        "--only", type=word_list, metavar="IDS", help="only these checks, such as SG-01,SG-07"
    )
    parser.add_argument(
        "--explain", metavar="ID", help="what a check looks at, why, and what to do; reads nothing"
    )
    parser.add_argument("--baseline", metavar="FILE", help="compare with an earlier JSON: new, gone, same")
    parser.add_argument(
        "--deep", action="store_true", help="also read what costs calls for each instance, however many"
    )
