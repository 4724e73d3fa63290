"""A configuration file for OpenSSH: one block for each instance, by its id and, where that is safe, its name.

A block says what the program itself gives to OpenSSH on its command line, word for word, but for what is the
user's own taste.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from ec2tui.core.access.addresses import INSTANCE_ID

TASTE = frozenset({"ControlPath", "ForwardAgent", "PermitLocalCommand", "ServerAliveInterval"})
"""Options of the command line that a configuration leaves to the user."""

OPTIONS = {"-l": "User", "-p": "Port"}
"""Options with a letter, as a configuration spells them; `-o` has its own."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
LONGEST_NAME = 128

HEAD = "# Written by `ec2tui ssh-config`. Use it with: ssh -F FILE NAME, or `Include FILE` in ~/.ssh/config."


class Block(msgspec.Struct, frozen=True):
    """An instance and how it is reached: the argument list that OpenSSH is given."""

    instance_id: str
    name: str
    argv: tuple[str, ...]


def unsafe(name: str) -> str:
    """Why a name may not stand for an instance; empty when it may.

    Who may tag an instance could else catch what is meant for another host, or write lines of their own.
    """
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        return "holds what a pattern of hosts may not"
    if INSTANCE_ID.fullmatch(name):
        return "looks like the id of an instance"
    last = name.rpartition(".")[2]
    if name.lower() == "localhost" or "." in name:
        return "may be a host of the network" if not last.isdigit() else "looks like an address"
    return ""


def names_of(blocks: Iterable[Block]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The name of each instance that may stand in the file, by its id; and those left out, by the reason."""
    known = list(blocks)
    counted = Counter(block.name.lower() for block in known if block.name)
    given: dict[str, str] = {}
    left: dict[str, list[str]] = {}
    for block in known:
        if not block.name:
            continue
        reason = unsafe(block.name)
        if not reason and counted[block.name.lower()] > 1:
            reason = "is the name of several"
        if reason:
            left.setdefault(reason, []).append(block.name)
        else:
            given[block.instance_id] = block.name
    return given, {reason: tuple(dict.fromkeys(names)) for reason, names in left.items()}


def config_text(blocks: Sequence[Block], names: dict[str, str]) -> str:
    """The whole file, which ends with a line end."""
    parts = [HEAD, "", *(_block(block, names.get(block.instance_id, "")) for block in blocks)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _block(block: Block, name: str) -> str:
    heads = " ".join(word for word in (block.instance_id, name) if word)
    lines = [f"Host {heads}", *(f"    {line}" for line in _lines(block.argv))]
    return "\n".join(lines) + "\n"


def _lines(argv: Sequence[str]) -> Iterable[str]:
    """What an argument list of OpenSSH says, as lines of a configuration."""
    words = list(argv[1 : argv.index("--")])
    yield f"HostName {argv[argv.index('--') + 1]}"
    while words:
        option, value = words.pop(0), words.pop(0)
        if option == "-o":
            name, _, value = value.partition("=")
            if name not in TASTE:
                yield f"{name} {value}"
        elif option in OPTIONS:
            yield f"{OPTIONS[option]} {value}"
