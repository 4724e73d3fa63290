"""The verb that logs in to an instance, and what it takes."""

import argparse

from ec2tui.cli.tunnel_options import WAYS

SSH_VERBS: tuple[tuple[str, str], ...] = (
    ("ssh", "log in to an instance, by the way in that is open, with its host key verified"),
)
"""(verb, words) of each."""

WHOLE = {"ssh": "command"}
"""The argument that takes every word after `--` as it is."""


def ssh_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.epilog = (
        "What follows `--` is run there instead of a shell, and its exit status is that of this command. "
        "--print writes one line for a shell, asks nothing, and does not mind a way that is blocked."
    )
    parser.usage = (
        "ec2tui ssh TARGET [--via WAY] [--user U] [--key FILE] [--print] [global options] [-- COMMAND…]"
    )
    parser.add_argument("target", metavar="TARGET", help="an instance id, an exact Name, or an address")
    parser.add_argument(
        "--via", choices=WAYS, default=WAYS[0], metavar="WAY", help=f"the way in: {', '.join(WAYS)}"
    )
    parser.add_argument("--user", default="", metavar="U", help="whom to log in as (else as the image says)")
    parser.add_argument("--key", default="", metavar="FILE", help="the private key (else the one that fits)")
    parser.add_argument("--print", action="store_true", help="only write the command of OpenSSH")
    parser.set_defaults(command=[])
