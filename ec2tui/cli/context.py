"""What a verb is given: its options, the configuration, and the ports to the outside."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

import msgspec

from ec2tui.cli.output import Output
from ec2tui.core.config.settings import Settings
from ec2tui.services.chosen import Chosen
from ec2tui.services.machine import Machine
from ec2tui.services.passphrases import NoPassphraseStore, PassphraseStore
from ec2tui.services.ports import AskSecret, Clock, Connector, Edit, ReadFile
from ec2tui.services.ports_keys import NoPrivateKeys, PrivateKeys
from ec2tui.services.presets import NoPresets, Presets

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from ec2tui.services.access_values import Reaching
    from ec2tui.services.changing import Changing
    from ec2tui.services.ports import Terminal
    from ec2tui.services.remote_desktop import Desktops
    from ec2tui.services.tunnels import Reader, Writer

Answer = Callable[[str], Awaitable[str | None]]
"""Asks a question on the terminal; the line that was typed, None when there is none."""


async def _no_file(path: str) -> bytes | str:
    return f"cannot read {path}: files are not read here"


def _no_reaching() -> "Reaching":
    raise AssertionError("instances are not reached here")


def _no_desktops() -> "Desktops":
    raise AssertionError("there are no remote desktops here")


def _no_terminal() -> "Terminal":
    raise AssertionError("there is no terminal here")


class Context(msgspec.Struct, frozen=True):
    """Everything a verb may use; `connector` imports AWS's libraries when it is called, not before.

    `changing` reads the policy and finds the record when it is called; `answer` asks the person at the
    terminal for a line (None: there is no terminal, so nothing is asked).
    `presets` are those of launches, `read_file` reads what the user names.
    `chosen` reads the views of the configuration and those saved on the screen when it is called.
    `keys` are the private keys of this machine, `passphrases` what keeps their passphrases.
    `places` are what the program writes: what it is, where, and what stands against that (empty: nothing).
    `edit` is the user's editor (None: there is no terminal for it).
    `reaching` is what getting into instances stands on, and `terminal` lends this terminal to a program;
    `desktops` are the programs that open remote desktops.
    `streams` are standard input and output as streams of bytes.
    `zone` is that in which times of charts are told.
    `config_mistake` says why the configuration could not be used, for the verb that looks into that.
    """

    options: argparse.Namespace
    settings: Settings
    connector: Callable[[], Connector]
    clock: Clock
    machine: Machine
    output: Output
    ask: AskSecret
    changing: "Callable[[], Changing]"
    answer: Answer | None = None
    chosen: Callable[[], Chosen] = Chosen
    presets: Callable[[], Presets] = NoPresets
    read_file: ReadFile = _no_file
    config_mistake: str = ""
    edit: Edit | None = None
    zone: tzinfo = UTC
    places: Callable[[], tuple[tuple[str, str, str], ...]] = tuple
    keys: Callable[[], PrivateKeys] = NoPrivateKeys
    passphrases: Callable[[], PassphraseStore] = NoPassphraseStore
    reaching: "Callable[[], Reaching]" = _no_reaching
    terminal: "Callable[[], Terminal]" = _no_terminal
    desktops: "Callable[[], Desktops]" = _no_desktops
    streams: "Callable[[], AbstractAsyncContextManager[tuple[Reader, Writer]]] | None" = None
