"""The verbs about passwords and key pairs, and what each takes."""

import argparse

from ec2tui.cli.change_options import consent_arguments

LOOK_VERBS: tuple[tuple[str, str], ...] = (
    ("password", "the Windows password, decrypted on this machine"),
    ("keys", "key pairs, who uses them, and the private keys here; followed by a word below it changes them"),
)
KEY_VERBS: tuple[tuple[str, str], ...] = (*LOOK_VERBS,)
"""(verb, words); they stand here so that `--help` imports no changes."""

NAMES = frozenset(verb for verb, _ in KEY_VERBS)


def key_arguments(verb: str, parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    """What a verb takes, and for a change how it is agreed to."""
    if verb == "keys":
        _keys(parser, formats)
        return
    _ARGUMENTS[verb](parser)
    if verb not in dict(LOOK_VERBS):
        consent_arguments(parser)


def _password(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Only the password and a newline are written, also to a pipe; messages go elsewhere."
    parser.add_argument("target", metavar="TARGET", help="an instance id, an exact Name, or an address")
    parser.add_argument("--key", metavar="FILE", help="the private key's file (else the one that matches)")


def _keys(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    parser.add_argument("-o", "--output", choices=formats, default="table", help="table, json, csv or ids")


_ARGUMENTS = {"password": _password}
