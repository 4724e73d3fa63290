"""A shell of a sort: the few commands that a demo instance understands."""

import asyncio
import contextlib
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from ec2tui.adapters.demo.ssh.hosts import Host, Hosts

MOTD = "A machine of ec2tui's demo account: only a few commands are there; type help, or exit.\r\n"
"""What a login says first."""

NOT_FOUND = 127
"""The shell's exit status for a command that it does not know."""

BYTES = "latin-1"
"""The encoding in which every byte stands for itself."""

LONGEST_SLEEP = 600.0
"""Seconds; no connection is kept for longer by `sleep`."""


class Place(NamedTuple):
    """Where a command runs: the machine, who is logged in, and the folder that is their home."""

    hosts: Hosts
    host: Host
    user: str
    home: Path


class Answer(NamedTuple):
    """What a command says, and its exit status; `leaves` ends the shell."""

    text: str = ""
    status: int = 0
    errors: str = ""
    leaves: bool = False


async def run_shell(process: Any, place: Place) -> None:
    """Serves one session of an asyncssh server: its command, or lines until `exit`."""
    if process.term_type is None:
        process.channel.set_encoding(BYTES)
    try:
        if process.command is not None:
            answer = await _run_line(process, place, process.command)
            process.exit(answer.status)
        else:
            process.exit(await _interactive(process, place))
    except (BrokenPipeError, ConnectionError):
        process.exit(1)


async def _interactive(process: Any, place: Place) -> int:
    import asyncssh

    terminal = process.term_type is not None
    prompt = f"[{place.user}@{_plain(place.host.name)} ~]{'#' if place.user == 'root' else '$'} "
    if terminal:
        process.stdout.write(MOTD)
    status = 0
    while True:
        if terminal:
            process.stdout.write(prompt)
        try:
            line = await process.stdin.readline()
        except asyncssh.BreakReceived:
            process.stdout.write("^C\n")
            continue
        except asyncssh.TerminalSizeChanged:
            process.stdout.write("\r")
            continue
        if not line:
            if terminal:
                process.stdout.write("logout\n")
            return status
        answer = await _run_line(process, place, line, status)
        status = answer.status
        if answer.leaves:
            return status


async def _run_line(process: Any, place: Place, line: str, before: int = 0) -> Answer:
    """Runs the commands of a line, which `;` and `&&` part; the last one's answer."""
    answer = Answer(status=before)
    for joint, part in _parts(line):
        if joint == "&&" and answer.status:
            continue
        answer = await _run(process, place, part, answer.status)
        process.stdout.write(_encoded(process, answer.text))
        process.stderr.write(_encoded(process, answer.errors))
        if answer.leaves:
            break
    return answer


def _parts(line: str) -> list[tuple[str, str]]:
    pieces = re.split(r"(;|&&)", line.strip())
    pairs = zip([";", *pieces[1::2]], pieces[0::2], strict=True)
    return [(joint, part.strip()) for joint, part in pairs if part.strip()]


async def _run(process: Any, place: Place, text: str, before: int) -> Answer:
    try:
        name, *words = shlex.split(text)
    except ValueError as error:
        return Answer(status=2, errors=f"bash: {error}\n")
    if name == "exit":
        return Answer(status=_number(words, before), leaves=True)
    if name == "cat" and not words:
        await _copy(process)
        return Answer()
    if name == "sleep":
        await asyncio.sleep(min(_number(words, 0), LONGEST_SLEEP))
        return Answer()
    known = COMMANDS.get(name)
    if known is None:
        return Answer(status=NOT_FOUND, errors=f"bash: {_plain(name)}: command not found\n")
    return known(place, words)


async def _copy(process: Any) -> None:
    """What comes in goes out, unchanged."""
    import asyncssh

    while True:
        try:
            data = await process.stdin.read(65536)
        except (asyncssh.BreakReceived, asyncssh.TerminalSizeChanged):
            return
        if not data:
            return
        process.stdout.write(data)
        with contextlib.suppress(ConnectionError):
            await process.stdout.drain()


def _encoded(process: Any, text: str) -> str:
    """A text as the session carries it: without a terminal that is one letter for each byte."""
    return text if process.term_type is not None else text.encode(errors="surrogateescape").decode(BYTES)


def _number(words: list[str], default: int) -> int:
    return int(words[0]) % 256 if words and words[0].isdecimal() else default


def _plain(text: str) -> str:
    """A name as a terminal may be given it."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _uname(place: Place, words: list[str]) -> Answer:
    kernel = "6.1.112-122.189.amzn2023.x86_64"
    if "-a" not in words:
        return Answer("Linux\n")
    return Answer(f"Linux {place.host.hostname} {kernel} #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux\n")


def _uptime(place: Place, words: list[str]) -> Answer:
    minutes, clock = int(place.hosts.seconds_up(place.host) // 60), place.hosts.now()
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    up = f"{days} day{'s' * (days != 1)}, {hours:2d}:{rest:02d}" if days else f"{hours:2d}:{rest:02d}"
    return Answer(f" {clock:%H:%M:%S} up {up},  1 user,  load average: 0.08, 0.03, 0.01\n")


def _ls(place: Place, words: list[str]) -> Answer:
    names = sorted(one.name for one in place.home.iterdir() if not one.name.startswith("."))
    return Answer("".join(f"{_plain(name)}\n" for name in names))


def _cat(place: Place, words: list[str]) -> Answer:
    for word in words:
        file = place.home / word
        if "/" in word or not file.is_file():
            return Answer(status=1, errors=f"cat: {_plain(word)}: No such file or directory\n")
    return Answer(
        "".join((place.home / word).read_bytes().decode(errors="surrogateescape") for word in words)
    )


def _help(place: Place, words: list[str]) -> Answer:
    return Answer("commands: " + " ".join(sorted((*COMMANDS, "exit", "sleep"))) + "\n")


Command = Callable[[Place, list[str]], Answer]

COMMANDS: dict[str, Command] = {
    "cat": _cat,
    "date": lambda place, _: Answer(f"{place.hosts.now():%a %b %d %H:%M:%S UTC %Y}\n"),
    "echo": lambda _, words: Answer(" ".join(words) + "\n"),
    "false": lambda *_: Answer(status=1),
    "help": _help,
    "hostname": lambda place, _: Answer(f"{place.host.hostname}\n"),
    "id": lambda place, _: Answer(f"uid=1000({place.user}) gid=1000({place.user})\n"),
    "ls": _ls,
    "pwd": lambda place, _: Answer(f"/home/{place.user}\n"),
    "true": lambda *_: Answer(),
    "uname": _uname,
    "uptime": _uptime,
    "whoami": lambda place, _: Answer(f"{place.user}\n"),
}
"""What a machine understands beside `exit`, `sleep`, and `cat` of its input."""
