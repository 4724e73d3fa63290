"""What the verbs take that are of no one subject: `ls`, `show`, `log`, `demo`, `config` and the like."""

import argparse

from ec2tui.cli.change_options import log_arguments, undo_arguments
from ec2tui.cli.option_types import FORMATS, duration, whole_number, word_list

GENERAL_VERBS: tuple[tuple[str, str], ...] = (
    ("demo", "an embedded account on this machine, and the screen on it"),
    ("ls", "list instances, in the columns and the query language of the screen"),
    ("show", "everything about one instance"),
    ("log", "what was changed from here, with proof that the record is whole"),
    ("undo", "take back what was changed, reviewed like any other change"),
    ("doctor", "what is wrong with this set-up, and how to mend it"),
    ("iam-policy", "the least privilege that the program needs, as an IAM policy"),
    ("config", "the effective configuration, and where each value came from"),
    ("completion", "the completion script for a shell"),
)
"""(verb, words) of each."""
MAX_DEMO = 20_000
"""The most instances that the embedded account is made with."""
SHELLS = ("bash", "zsh", "fish")


def general_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """What a verb takes."""
    _ARGUMENTS[verb](parser)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--instances", type=whole_number(1, MAX_DEMO), default=60, metavar="N", help="how many instances (60)"
    )
    parser.add_argument(
        "--seed",
        type=whole_number(0, 2**32),
        default=7,
        metavar="S",
        help="the same seed, the same account (7)",
    )
    parser.add_argument("--serve", action="store_true", help="only the endpoint; prints what to export")
    parser.add_argument(
        "--port", type=whole_number(0, 65535), default=0, metavar="P", help="port on 127.0.0.1 (any free one)"
    )


def _ls(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help="such as: state:running type:m7* age>30d")
    parser.add_argument(
        "--columns",
        type=word_list,
        metavar="A,B",
        help="columns to show, in this order; `protected` costs a call an instance: only when named",
    )
    parser.add_argument("--sort", metavar="FIELD", help="column to sort by; -FIELD for descending")
    parser.add_argument("--view", metavar="NAME", help="a saved view: its query, columns and order")
    parser.add_argument("--group-by", metavar="FIELD", help="count by a field or tag:KEY instead of listing")
    parser.add_argument("--watch", action="store_true", help="read again and again until ctrl+c")
    parser.add_argument("-o", "--output", choices=FORMATS, default="table", help="table, json, csv or ids")


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="TARGET", help="an instance id, an exact Name, or an address")
    parser.add_argument("-o", "--output", choices=("table", "json"), default="table", help="table or json")


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", choices=("table", "json"), default="table", help="table or json")


def _iam_policy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind", choices=("reader", "operator"), metavar="KIND", help="reader, or operator: changes too"
    )
    parser.add_argument("--for", dest="duration", type=duration, metavar="8h", help="only until then")


def _config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--schema", action="store_true", help="what the file may say, as JSON Schema")
    parser.add_argument("-o", "--output", choices=("table", "json"), default="table", help="table or json")


def _completion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="bash, zsh or fish")


_ARGUMENTS = {
    "demo": _demo,
    "ls": _ls,
    "show": _show,
    "log": log_arguments,
    "undo": undo_arguments,
    "doctor": _doctor,
    "iam-policy": _iam_policy,
    "config": _config,
    "completion": _completion,
}
