"""The surface of the command line: options, verbs and their arguments."""

import argparse
import contextlib
import difflib
import itertools
import re
from collections.abc import Container, Iterable, Sequence
from typing import Any, NoReturn

from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.option_types import region_list
from ec2tui.cli.verbs import every_verb, many, whole


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
    for name, text, family in every_verb():
        if words is not None and name.split()[0] not in words:
            continue
        verb = verbs.add_parser(
            name, help=text, description=text, parents=[_globals(argparse.SUPPRESS)], allow_abbrev=False
        )
        family.arguments(name, verb)
    return parser


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options of a command line; words of a query may stand between options."""
    argv, argument, words = commanded(argv)
    options = _parse(argv)
    if argument:
        setattr(options, argument, words)
    return options


def commanded(argv: Sequence[str]) -> tuple[Sequence[str], str, list[str]]:
    """The words of a command line before `--`, the argument that takes those after it, and these.

    Of a verb that has no such argument all words are as they were.
    """
    found = (
        at
        for at, word in enumerate(argv)
        if not word.startswith("-") and (not at or argv[at - 1] not in _TAKING)
    )
    verb = next(found, None)
    argument = whole(argv[verb]) if verb is not None else ""
    if verb is None or not argument or "--" not in argv[verb:]:
        return argv, "", []
    cut = verb + list(argv[verb:]).index("--")
    return argv[:cut], argument, [*argv[cut + 1 :]]


def _parse(argv: Sequence[str]) -> argparse.Namespace:
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
    rest_to = many(options.verb)
    if rest_to:
        getattr(options, rest_to).extend(word for word in rest if not word.startswith("-"))
        rest = [word for word in rest if word.startswith("-")]
    if rest:
        known = [*flags(parser), *(flags(parsers[options.verb]) if options.verb else [])]
        text = _unknown("option" if rest[0].startswith("-") else "argument", rest[0].split("=")[0], known)
        raise usage(text + ("; a query that starts with '-' goes after `--`" if rest_to == "query" else ""))
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
