"""The surface of the command line: options, verbs and their arguments."""

import argparse
import contextlib
import difflib
import itertools
import re
from collections.abc import Callable, Container, Iterable, Sequence
from typing import Any, NoReturn

from ec2tui.cli import change_options, key_options, launch_options, sg_options, storage_options
from ec2tui.cli.failure import Failure, usage

VERBS: tuple[tuple[str, str], ...] = (
    ("demo", "an embedded account on this machine, and the screen on it"),
    ("ls", "list instances, in the columns and the query language of the screen"),
    ("show", "everything about one instance"),
    *storage_options.LIST_VERBS,
    ("log", "what was changed from here, with proof that the record is whole"),
    ("undo", "take back what was changed, reviewed like any other change"),
    ("doctor", "what is wrong with this set-up, and how to mend it"),
    ("iam-policy", "the least privilege that the program needs, as an IAM policy"),
    ("config", "the effective configuration, and where each value came from"),
    ("completion", "the completion script for a shell"),
)
FORMATS = ("table", "json", "csv", "ids")
MAX_DEMO = 20_000
"""The most instances that the embedded account is made with."""
SHELLS = ("bash", "zsh", "fish")
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-\d{1,2}")


class Parser(argparse.ArgumentParser):
    """An argument parser whose mistakes are one line that names the nearest valid word."""

    def error(self, message: str) -> NoReturn:
        """Raises a usage failure instead of printing the usage and leaving."""
        raise usage(f"{message}; see `{self.prog} --help`")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        choices: Iterable[Any] | None = action.choices
        if choices is not None and value not in choices:
            word = action.dest if not action.option_strings else f"value of {action.option_strings[-1]}"
            raise argparse.ArgumentError(None, _unknown(word, str(value), [str(c) for c in choices]))


def _unknown(word: str, given: str, choices: Sequence[str]) -> str:
    nearest = difflib.get_close_matches(given, choices, 1, 0.5)
    hint = f"did you mean {nearest[0]!r}?" if nearest else f"one of {', '.join(choices)}"
    return f"unknown {word} {given!r}: {hint}"


def region_list(text: str) -> tuple[str, ...]:
    """The regions of `--region`: names with commas between them, or `all` alone."""
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not names:
        raise argparse.ArgumentTypeError("expected a region such as eu-west-1, several with commas, or all")
    if names == ("all",):
        return names
    for name in names:
        if not _REGION.fullmatch(name):
            raise argparse.ArgumentTypeError(f"{name!r} is not a region name such as eu-west-1")
    return names


def word_list(text: str) -> tuple[str, ...]:
    """Words with commas between them."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _globals(default: Any) -> Parser:
    parser = Parser(add_help=False, allow_abbrev=False)
    group = parser.add_argument_group("global options, before or after the verb")
    group.add_argument("--profile", metavar="NAME", default=default, help="profile of the AWS configuration")
    group.add_argument(
        "--region", metavar="R[,R…]|all", type=region_list, default=default, help="regions to look at"
    )
    group.add_argument("--endpoint-url", metavar="URL", default=default, help="talk to this endpoint instead")
    group.add_argument("--read-only", action="store_true", default=default, help="refuse every change")
    group.add_argument("--config", metavar="FILE", default=default, help="configuration file to use")
    return parser


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """The reader of a number between two bounds."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} to {most}")
        return number

    return read


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


def duration(text: str) -> int:
    """A span such as 30m, 8h or 7d, in seconds."""
    match = re.fullmatch(r"([1-9][0-9]{0,4})([mhd])", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 30m, 8h or 7d")
    return int(match[1]) * {"m": 60, "h": 3600, "d": 86_400}[match[2]]


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
    "log": change_options.log_arguments,
    "undo": change_options.undo_arguments,
    "doctor": _doctor,
    "iam-policy": _iam_policy,
    "config": _config,
    "completion": _completion,
}


def make_parser(words: Container[str] | None = None) -> Parser:
    """The parser of the whole command line, or with the verbs alone that begin with one of these words."""
    parser = Parser(
        prog="ec2tui",
        description="The safe way to operate EC2 from a terminal. Without a verb: the screen.",
        parents=[_globals(None)],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=Parser)
    for name, text in (
        *VERBS,
        *change_options.CHANGE_VERBS,
        *change_options.OWN_VERBS,
        *launch_options.LAUNCH_VERBS,
        *storage_options.STORAGE_VERBS,
        *sg_options.SG_VERBS,
        *key_options.KEY_VERBS,
    ):
        if words is not None and name.split()[0] not in words:
            continue
        verb = verbs.add_parser(
            name, help=text, description=text, parents=[_globals(argparse.SUPPRESS)], allow_abbrev=False
        )
        if name in _ARGUMENTS:
            _ARGUMENTS[name](verb)
        elif name in storage_options.LISTS:
            storage_options.list_arguments(name, verb, FORMATS)
        elif name in storage_options.NAMES:
            storage_options.storage_arguments(name, verb)
        elif name in dict(launch_options.LAUNCH_VERBS):
            launch_options.launch_arguments(name, verb)
        elif name in sg_options.NAMES:
            sg_options.sg_arguments(name, verb, FORMATS)
        elif name in key_options.NAMES:
            key_options.key_arguments(name, verb, FORMATS)
        else:
            change_options.change_arguments(name, verb)
    return parser


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options of a command line; words of a query may stand between options."""
    if not {"-h", "--help"} & {*argv}:
        # Making all verbs takes longer than all else before the first request.
        with contextlib.suppress(Failure):
            return _parsed(argv, make_parser(argv))
    return _parsed(argv, make_parser())


def _parsed(argv: Sequence[str], parser: Parser) -> argparse.Namespace:
    parsers = subparsers(parser)
    argv = joined(with_values(argv), parsers)
    everywhere = [flag for one in (parser, *parsers.values()) for flag in flags(one)]
    for word in itertools.takewhile(lambda word: word != "--", argv):
        # argparse would take the value of an option it does not know for a verb, and complain about that.
        if word.startswith("--") and word.split("=")[0] not in everywhere:
            raise usage(_unknown("option", word.split("=")[0], everywhere))
    options, rest = parser.parse_known_args(argv)
    many = _many(options.verb)
    if many:
        getattr(options, many).extend(word for word in rest if not word.startswith("-"))
        rest = [word for word in rest if word.startswith("-")]
    if rest:
        known = [*flags(parser), *(flags(parsers[options.verb]) if options.verb else [])]
        text = _unknown("option" if rest[0].startswith("-") else "argument", rest[0].split("=")[0], known)
        raise usage(text + ("; a query that starts with '-' goes after `--`" if many == "query" else ""))
    return options


def with_values(argv: Sequence[str]) -> list[str]:
    """The words with `--sort -age` as `--sort=-age`: what begins with `-` is no value to argparse."""
    words: list[str] = []
    for word in argv:
        if words and words[-1] == "--sort" and re.fullmatch(r"-[a-z]\S*", word):
            words[-1] = f"--sort={word}"
        else:
            words.append(word)
    return words


def _many(verb: str | None) -> str:
    """The argument of a verb that takes any number of words."""
    if verb in change_options.NAMES:
        return "targets"
    if verb in storage_options.NAMES or verb == "keys delete":
        return "items"
    if verb in sg_options.MANY:
        return sg_options.MANY[verb]
    return "query" if verb == "ls" or verb in storage_options.LISTS else ""


def joined(argv: Sequence[str], verbs: Container[str]) -> list[str]:
    """The words of a command line with a verb of two words (`volumes snapshot`) as one.

    Only the word right after the verb counts; after `--` or another verb it is a query or a target.
    """
    words = list(argv)
    for at, word in enumerate(words):
        if word == "--":
            break
        if word in verbs and (at == 0 or words[at - 1] not in _TAKING):
            both = " ".join(words[at : at + 2])
            return [*words[:at], both, *words[at + 2 :]] if both in verbs else words
    return words


_TAKING = frozenset({"--profile", "--region", "--endpoint-url", "--config"})
"""The global options that are followed by a value."""


def subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of the verbs, by verb."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found


def flags(parser: argparse.ArgumentParser) -> list[str]:
    """The long options that a parser takes."""
    return [flag for action in parser._actions for flag in action.option_strings if flag.startswith("--")]
