"""The verbs that carry connections to instances, and what each takes."""

import argparse

from ec2tui.cli.option_types import whole_number

TUNNEL_VERBS: tuple[tuple[str, str], ...] = (
    ("tunnel", "forward ports of this machine to an instance, or to a host behind it"),
    ("proxy", "carry one connection on standard input and output: OpenSSH's ProxyCommand"),
    ("rdp", "a remote desktop on a Windows instance, through a tunnel where one is needed"),
    ("ssh-config", "a configuration for OpenSSH, so that ssh NAME, scp and rsync take the same ways"),
)
"""(verb, words) of each."""

WAYS = ("auto", "direct", "bastion", "connect", "endpoint", "ssm")
"""What `--via` may say."""

_TARGET = "an instance id, an exact Name, or an address"


def tunnel_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """What a verb takes."""
    _ARGUMENTS[verb](parser)


def _proxy(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Nothing but the connection's bytes is written to standard output."
    parser.add_argument("target", metavar="TARGET", help=_TARGET)
    parser.add_argument("--via", required=True, choices=("endpoint", "ssm"), help="endpoint or ssm")
    parser.add_argument(
        "--port", type=whole_number(1, 65535), default=22, metavar="P", help="the port of the instance (22)"
    )
    parser.add_argument("--host-keys", action="store_true", help=argparse.SUPPRESS)


def _tunnel(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="TARGET", help=_TARGET)
    parser.add_argument(
        "forwards",
        nargs="+",
        metavar="LOCAL:REMOTE",
        help="a port here and a port there, or LOCAL:HOST:PORT for a host behind the instance; "
        "0 takes any free port",
    )
    parser.add_argument("--via", choices=WAYS, default="auto", help=f"the way in: {', '.join(WAYS)}")
    parser.add_argument("--user", default="", metavar="U", help="whom to log in as (else as the image says)")
    parser.add_argument("--key", default="", metavar="FILE", help="the private key (else the one that fits)")


def _rdp(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "The program asks for the password, which is never given to it; the file goes at its end."
    parser.add_argument("target", metavar="TARGET", help=_TARGET)
    ways = ("auto", "direct", "bastion", "endpoint", "ssm")
    parser.add_argument("--via", choices=ways, default="auto", help=f"the way in: {', '.join(ways)}")


def _ssh_config(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "It is for a file: ssh -F FILE NAME, or name it in ~/.ssh/config: Include FILE."
    parser.add_argument("query", nargs="*", metavar="QUERY", help="such as: tag:env=staging (all)")


_ARGUMENTS = {"proxy": _proxy, "tunnel": _tunnel, "rdp": _rdp, "ssh-config": _ssh_config}
