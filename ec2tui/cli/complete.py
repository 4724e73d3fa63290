"""What the shell is offered for a word: names that this machine knows without asking AWS."""

import argparse
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence

from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.output import Output
from ec2tui.core.views.text import clean

LIMIT = 200
"""The most words that are offered; more help nobody."""

LISTS = frozenset({"regions", "columns", "volume-columns", "snapshot-columns", "alarm-columns"})
"""Kinds of which several may stand in one word, with commas between them."""

Known = Mapping[str, Callable[[], Iterable[str]]]
"""What is known of each kind; it is found only when it is asked for."""


def run(output: Output, kind: str, word: str, known: Known) -> ExitCode:
    """Prints the words of a kind that begin as typed, one a line; an unknown kind has none.

    A word that a terminal or a shell could take for something else is not offered.
    """
    typed = unquoted(word)
    before, typed = _list_so_far(typed) if kind in LISTS else ("", typed)
    offered: dict[str, None] = {}
    for one in known.get(kind, tuple)():
        if one.startswith(typed) and one and not one.startswith("-") and clean(one, len(one)) == one:
            offered[before + one] = None
            if len(offered) == LIMIT:
                break
    output.plain_lines(offered)
    return ExitCode.DONE


def _list_so_far(typed: str) -> tuple[str, str]:
    before, comma, last = typed.rpartition(",")
    return before + comma, last


def unquoted(word: str) -> str:
    """The text that a shell word means, also while its quote is still open or its last escape unfinished."""
    if (len(word) - len(word.rstrip("\\"))) % 2:
        word = word[:-1]
    for end in ("", '"', "'"):
        try:
            return "".join(shlex.split(word + end)[:1])
        except ValueError:
            continue
    return word


def globals_of(words: Sequence[str]) -> argparse.Namespace:
    """The global options among the words of a line that is not finished."""
    found: dict[str, str] = {}
    for at, word in enumerate(words):
        flag, equals, value = word.partition("=")
        if not equals:
            value = next((one for one in words[at + 1 : at + 3] if one != "="), "")
        found[flag] = unquoted(value)
    return argparse.Namespace(
        profile=found.get("--profile"),
        region=None,
        endpoint_url=found.get("--endpoint-url"),
        read_only=None,
        config=found.get("--config"),
    )
