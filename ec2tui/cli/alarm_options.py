"""The verbs about alarms, and what each takes."""

import argparse

from ec2tui.cli.change_options import consent_arguments
from ec2tui.cli.option_types import FORMATS, word_list

LOOK_VERBS: tuple[tuple[str, str], ...] = (
    ("alarms", "alarms, and what is missing; followed by a word below it shows one or changes them"),
    ("alarms ls", "Alarms with their state, and what is missing"),
    ("alarms show", "Everything about one alarm, with its history"),
)
CHANGE_VERBS: tuple[tuple[str, str], ...] = (
    ("alarms add", "Add the recommended alarms, one, or a copy of one, to instances"),
    ("alarms edit", "Set threshold, periods or actions"),
    ("alarms copy", "Give the same alarm to other instances"),
    ("alarms enable", "Actions on"),
    ("alarms disable", "Actions off"),
    ("alarms test", "Try it: set its state for a moment"),
    ("alarms rm", "Delete"),
)
ALARM_VERBS: tuple[tuple[str, str], ...] = (*LOOK_VERBS, *CHANGE_VERBS)
"""(verb, words); they stand here so that `--help` imports no changes."""

MANY = {
    **dict.fromkeys(("alarms", "alarms ls"), "query"),
    **{verb: "targets" if verb == "alarms add" else "names" for verb, _ in CHANGE_VERBS},
}
"""Which argument of a verb takes any number of words."""

LINE = ("stat", "above", "below", "at_least", "at_most", "for", "period", "missing", "do", "ok", "nodata")
"""The options that are words of an alarm's line, each by the name of its word."""


def alarm_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """What a verb takes, and for a change how it is agreed to."""
    parser.set_defaults(module="alarms_change" if verb in dict(CHANGE_VERBS) else "alarms")
    if verb in ("alarms", "alarms ls"):
        _list(parser)
    elif verb == "alarms show":
        parser.add_argument("name", metavar="NAME", help="the alarm's exact name")
        parser.add_argument(
            "-o", "--output", choices=("table", "json"), default="table", help="table or json"
        )
    else:
        _change(verb, parser)
        consent_arguments(parser)


def _list(parser: argparse.ArgumentParser) -> None:
    words = ", ".join(name.partition(" ")[2] for name, _ in (*LOOK_VERBS[1:], *CHANGE_VERBS))
    parser.epilog = f"Also: ec2tui alarms WORD, with WORD one of {words}."
    parser.add_argument(
        "query", nargs="*", metavar="QUERY", help="such as: alarm, missing, since>1d, action:recover"
    )
    parser.add_argument(
        "--columns",
        dest="alarms_columns",
        type=word_list,
        metavar="A,B",
        help="columns to show, in this order",
    )
    parser.add_argument(
        "--sort", dest="alarms_sort", metavar="FIELD", help="column to sort by; -FIELD for descending"
    )
    parser.add_argument("-o", "--output", choices=FORMATS, default="table", help="table, json, csv or ids")


def _change(verb: str, parser: argparse.ArgumentParser) -> None:
    if verb == "alarms add":
        parser.add_argument(
            "targets", nargs="+", metavar="TARGET", help="an instance id, an exact Name, or an address"
        )
        parser.add_argument("--metric", metavar="M", help="cpu, credits, status, memory …, or NAMESPACE/NAME")
        parser.add_argument("--name", metavar="NAME", help="the alarm's name (made of the instance's)")
        parser.add_argument("--like", metavar="ALARM", help="a copy of this alarm instead")
        parser.epilog = "Without --metric or --like: the recommended alarms that are not there yet."
        _line(parser)
        return
    parser.add_argument("names", nargs="+", metavar="NAME", help="the exact name of an alarm")
    if verb == "alarms edit":
        parser.add_argument("--actions", choices=("on", "off"), help="whether it does anything")
        _line(parser)
    elif verb == "alarms copy":
        to = parser.add_argument("--to", dest="instance", required=True, type=word_list, metavar="TARGET[,…]")
        to.help = "instances, by id or Name"
    elif verb == "alarms test":
        states = ("ALARM", "OK", "INSUFFICIENT_DATA")
        parser.add_argument(
            "--state", type=str.upper, choices=states, default="ALARM", help="the state to set (ALARM)"
        )


def _line(parser: argparse.ArgumentParser) -> None:
    """The words of an alarm's line as options."""
    limits = parser.add_mutually_exclusive_group()
    for word, sign in (("above", ">"), ("below", "<"), ("at-least", "≥"), ("at-most", "≤")):
        limits.add_argument(f"--{word}", metavar="X", help=f"raised when the figure is {sign} X")
    parser.add_argument("--stat", metavar="S", help="Average, Minimum, Maximum, Sum, SampleCount, p99, …")
    parser.add_argument("--for", metavar="N", help="how many periods: 3, or 2/3 when two of three are enough")
    parser.add_argument("--period", metavar="5m", help="how long a period is")
    parser.add_argument(
        "--missing", metavar="HOW", help="missing data counts as missing, breaching, notBreaching or ignore"
    )
    for word, state in (("do", "ALARM"), ("ok", "OK"), ("nodata", "INSUFFICIENT_DATA")):
        what = "recover, reboot, stop, terminate, a topic's name or an ARN; by commas; none"
        parser.add_argument(f"--{word}", metavar="ACTION[,…]", help=f"what is done on {state}: {what}")
