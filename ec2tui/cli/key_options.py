"""The verbs about passwords and key pairs, and what each takes."""

import argparse

from ec2tui.cli.change_options import consent_arguments, new_tag_argument
from ec2tui.cli.option_types import FORMATS

LOOK_VERBS: tuple[tuple[str, str], ...] = (
    ("password", "the Windows password, decrypted on this machine"),
    ("keys", "key pairs, who uses them, and the private keys here; followed by a word below it changes them"),
)
CHANGE_VERBS: tuple[tuple[str, str], ...] = (
    ("keys import", "Bring the public half of a key to AWS"),
    ("keys create", "Make a key here, and bring its public half to AWS"),
    ("keys delete", "Delete key pairs from AWS"),
)
PASSPHRASE_VERBS: tuple[tuple[str, str], ...] = (
    ("keys remember", "Keep the passphrase of a private key in the keyring"),
    ("keys forget", "Take the passphrase of a private key out of the keyring"),
)
KEY_VERBS: tuple[tuple[str, str], ...] = (*LOOK_VERBS, *CHANGE_VERBS, *PASSPHRASE_VERBS)
"""(verb, words); they stand here so that `--help` imports no changes."""

NAMES = frozenset(verb for verb, _ in KEY_VERBS)


def key_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """What a verb takes, and for a change how it is agreed to."""
    if verb == "keys":
        _keys(parser)
        return
    _ARGUMENTS[verb](parser)
    if verb in dict(PASSPHRASE_VERBS):
        parser.set_defaults(module="keys_passphrase")
    if verb in dict(CHANGE_VERBS):
        parser.set_defaults(module="keys_change")
        consent_arguments(parser)


def _password(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Only the password and a newline are written, also to a pipe; messages go elsewhere."
    parser.add_argument("target", metavar="TARGET", help="an instance id, an exact Name, or an address")
    parser.add_argument("--key", metavar="FILE", help="the private key's file (else the one that matches)")


def _keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", choices=FORMATS, default="table", help="table, json, csv or ids")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the name of the new pair")
    parser.add_argument("file", metavar="FILE", help="the public half, or the private key that tells it")
    new_tag_argument(parser)


def _create(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the name of the new pair")
    parser.add_argument("--out", required=True, metavar="FILE", help="the new file for the private key")
    parser.add_argument(
        "--type", choices=("rsa", "ed25519"), default="rsa", help="rsa (Windows needs it), or ed25519"
    )
    new_tag_argument(parser)


def _delete(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("items", nargs="+", metavar="NAME", help="the exact name of a pair")


def _passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the private key's file")


_ARGUMENTS = {
    "password": _password,
    "keys import": _import,
    "keys create": _create,
    "keys delete": _delete,
    "keys remember": _passphrase,
    "keys forget": _passphrase,
}
