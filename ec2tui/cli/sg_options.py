"""The verbs about security groups, and what each takes."""

import argparse

from ec2tui.cli.change_options import consent_arguments, new_tag_argument
from ec2tui.cli.option_types import FORMATS

LOOK_VERBS: tuple[tuple[str, str], ...] = (
    ("sg ls", "List security groups"),
    ("sg show", "One group and its rules"),
    ("sg export", "A group as a text file"),
    ("sg scheduler-role", "The role that revokes time-boxed rules: printed, or set up"),
)
CHANGE_VERBS: tuple[tuple[str, str], ...] = (
    ("sg allow", "Add a rule"),
    ("sg revoke", "Revoke rules by their ids"),
    ("sg describe", "Describe a rule"),
    ("sg extend", "Move the end of a rule"),
    ("sg edit", "Edit a group as text in $EDITOR"),
    ("sg plan", "What a text file would change"),
    ("sg apply", "Make a group as a text file says"),
    ("sg copy", "Copy the rules that another group lacks"),
    ("sg create", "Create a group"),
    ("sg delete", "Delete a group"),
    ("sweep", "Revoke time-boxed rules past their end"),
)
"""(verb, words); they stand here so that `--help` imports no changes."""

SG_VERBS = (
    ("sg", "security groups: ls, show, allow, revoke, edit, export, plan, apply, …"),
    *LOOK_VERBS,
    *CHANGE_VERBS,
)
NAMES = frozenset(verb for verb, _ in SG_VERBS)

MANY = {"sg": "word", "sg allow": "line", "sg revoke": "rules", "sg describe": "text"}
"""The argument of a verb that takes any number of words."""

_GROUP = "a group's id or exact name"


def sg_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """What a verb takes, and for a change how it is agreed to."""
    changes = any(verb == name for name, _ in CHANGE_VERBS)
    parser.set_defaults(module=_MODULES.get(verb, "sg_change" if changes else "sg"))
    _ARGUMENTS[verb](parser)
    if verb == "sg ls":
        parser.add_argument(
            "-o", "--output", choices=FORMATS, default="table", help="table, json, csv or ids"
        )
    elif verb == "sg show":
        parser.add_argument(
            "-o", "--output", choices=("table", "json"), default="table", help="table or json"
        )
    elif changes:
        _my_ip(parser)
        consent_arguments(parser)


def _all(parser: argparse.ArgumentParser) -> None:
    words = ", ".join(name.partition(" ")[2] for name, _ in (*LOOK_VERBS, *CHANGE_VERBS) if " " in name)
    parser.epilog = f"WORD is one of {words}; more with `ec2tui sg WORD --help`."
    parser.add_argument("word", nargs="*", metavar="WORD", help="what to do")


def _none(_parser: argparse.ArgumentParser) -> None:
    """No argument of its own."""


def _group(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("group", metavar="GROUP", help=_GROUP)


def _allow(parser: argparse.ArgumentParser) -> None:
    _group(parser)
    parser.add_argument(
        "line", nargs="+", metavar="LINE", help="such as: tcp/22 from 203.0.113.7/32, or https from anywhere"
    )
    parser.add_argument("--description", metavar="TEXT", help="what the rule is for")
    _end(parser, False)


def _end(parser: argparse.ArgumentParser, needed: bool) -> None:
    ends = parser.add_mutually_exclusive_group(required=needed)
    ends.add_argument("--for", dest="span", metavar="1h", help="for so long, then it is revoked")
    ends.add_argument("--until", metavar="TIME", help="until then, such as 2026-01-31T18:00Z")


def _my_ip(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--my-ip",
        metavar="ADDRESS",
        help="yours as AWS sees it: what my-ip stands for, and what keeps you from locking yourself out",
    )


def _revoke(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rules", nargs="+", metavar="RULE-ID", help="the id of a rule, sgr-…")


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE-ID", help="the id of a rule, sgr-…")
    parser.add_argument("text", nargs="*", metavar="TEXT", help="the description (none: without)")


def _extend(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE-ID", help="the id of a rule that has an end")
    _end(parser, True)


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="what `sg export` wrote, edited; - is standard input")


def _copy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", help="the group whose rules are copied")
    parser.add_argument("group", metavar="GROUP", help="the group that gets them")


def _create(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the new group's name")
    parser.add_argument("--vpc", required=True, metavar="VPC-ID", help="the VPC it is made in")
    parser.add_argument("--description", required=True, metavar="TEXT", help="what the group is for")
    parser.add_argument("--closed", action="store_true", help="without the rule that lets everything out")
    new_tag_argument(parser)


def _scheduler_role(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set-up", action="store_true", help="make the role and the groups of schedules, after a review"
    )
    consent_arguments(parser)


_MODULES = {
    "sg scheduler-role": "scheduler_role",
    "sg edit": "sg_text",
    "sg plan": "sg_text",
    "sg apply": "sg_text",
    "sweep": "sweep",
}
"""Where a verb is run that has a module of its own."""

_ARGUMENTS = {
    "sg": _all,
    "sg ls": _none,
    "sg show": _group,
    "sg export": _group,
    "sg scheduler-role": _scheduler_role,
    "sg allow": _allow,
    "sg revoke": _revoke,
    "sg describe": _describe,
    "sg extend": _extend,
    "sg edit": _group,
    "sg plan": _file,
    "sg apply": _file,
    "sg copy": _copy,
    "sg create": _create,
    "sg delete": _group,
    "sweep": _none,
}
