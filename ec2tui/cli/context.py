"""What a verb is given: its options, the configuration, and the ports to the outside."""

import argparse
from collections.abc import Callable

import msgspec

from ec2tui.cli.output import Output
from ec2tui.core.config.settings import Settings
from ec2tui.services.machine import Machine
from ec2tui.services.ports import AskSecret, Clock, Connector


class Context(msgspec.Struct, frozen=True):
    """Everything a verb may use; `connector` imports AWS's libraries when it is called, not before.

    `config_mistake` says why the configuration could not be used, for the verb that looks into that.
    """

    options: argparse.Namespace
    settings: Settings
    connector: Callable[[], Connector]
    clock: Clock
    machine: Machine
    output: Output
    ask: AskSecret
    config_mistake: str = ""
