"""The verbs about volumes and snapshots, and what each takes."""

import argparse

from ec2tui.cli.change_options import consent_arguments, new_tag_argument, tag_arguments
from ec2tui.cli.option_types import FORMATS, word_list

LIST_VERBS: tuple[tuple[str, str], ...] = (
    ("images", "list images with the verdict on each; followed by a word below it changes own ones"),
    ("volumes", "list volumes; followed by one of the words below it changes them"),
    ("snapshots", "list the account's snapshots; followed by one of the words below it changes them"),
)
"""(verb, words) of the lists."""

STORAGE_VERBS: tuple[tuple[str, str], ...] = (
    ("volumes snapshot", "Make a snapshot"),
    ("volumes modify", "Change size, type or speed"),
    ("volumes attach", "Attach to an instance"),
    ("volumes detach", "Detach from its instance"),
    ("volumes tag", "Tag"),
    ("volumes delete", "Delete"),
    ("snapshots create", "Make a snapshot"),
    ("snapshots tag", "Tag"),
    ("snapshots copy", "Copy, encrypted"),
    ("snapshots share", "Share with accounts"),
    ("snapshots unshare", "Share no more"),
    ("snapshots make-private", "Make private"),
    ("snapshots delete", "Delete"),
    ("images create", "Make an image of it"),
    ("images make-private", "Make private"),
    ("images share", "Share with accounts"),
    ("images unshare", "Share no more"),
    ("images deprecate", "Deprecate"),
    ("images undeprecate", "Take the deprecation back"),
    ("images disable", "Switch off"),
    ("images enable", "Switch on again"),
    ("images tag", "Tag"),
    ("images deregister", "Deregister, with its snapshots"),
)
"""(verb, words) of the changes; they stand here again so that `--help` imports no changes."""

NAMES = frozenset(verb for verb, _ in STORAGE_VERBS)
LISTS = frozenset(verb for verb, _ in LIST_VERBS)


_EXAMPLES = {
    "images": "own public verdict:unvetted age>90d",
    "volumes": "unattached size>100 type:gp2",
    "snapshots": "age>90d public",
}


def list_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """What a list is asked for."""
    parser.set_defaults(module="images" if verb == "images" else "storage")
    words = ", ".join(name.partition(" ")[2] for name in sorted(NAMES) if name.startswith(f"{verb} "))
    parser.epilog = f"A change: ec2tui {verb} WORD TARGET…, with WORD one of {words}."
    example = _EXAMPLES[verb]
    parser.add_argument("query", nargs="*", metavar="QUERY", help=f"such as: {example}")
    # The names of these arguments tell completion which columns there are.
    dest = f"{verb}_columns"
    parser.add_argument(
        "--columns", dest=dest, type=word_list, metavar="A,B", help="columns to show, in this order"
    )
    dest = f"{verb}_sort"
    parser.add_argument("--sort", dest=dest, metavar="FIELD", help="column to sort by; -FIELD for descending")
    parser.add_argument("-o", "--output", choices=FORMATS, default="table", help="table, json, csv or ids")
    if verb == "images":
        parser.add_argument(
            "--search",
            metavar="TEXT",
            help="look in the names of everybody's images; policy must allow it, publishers are unverified",
        )


def storage_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """The targets of a change, what it asks for, and how it is agreed to."""
    parser.set_defaults(module="storage_change")
    word = verb.partition(" ")[2]
    made_of = {"snapshots create": "volume", "images create": "instance"}
    what = made_of.get(verb, verb.partition(" ")[0].removesuffix("s"))
    parser.add_argument(
        "items", nargs="+", metavar=what.upper(), help=f"the id or the exact Name of a {what}"
    )
    if word in ("create", "snapshot"):
        new_tag_argument(parser)
    if word == "tag":
        tag_arguments(parser)
    elif verb == "images create":
        parser.add_argument("--name", required=True, metavar="NAME", help="of the image; used once")
        parser.add_argument(
            "--reboot",
            action="store_true",
            help="reboot the instance, so that its file systems are consistent",
        )
        parser.add_argument("--description", default="", metavar="TEXT", help="what the image says of itself")
    elif word == "deprecate":
        parser.add_argument(
            "--at",
            required=True,
            metavar="DATE",
            help="from when on: 2027-01-31 (UTC), or a span as 90d, 12w, 1y",
        )
    elif word == "deregister":
        parser.add_argument("--keep-snapshots", action="store_true", help="do not delete its snapshots")
    elif word in ("snapshot", "create"):
        parser.add_argument(
            "--description", default="", metavar="TEXT", help="what the snapshot says of itself"
        )
    elif word == "modify":
        parser.add_argument("--size", type=int, metavar="GIB", help="the new size; it can only grow")
        parser.add_argument("--type", metavar="TYPE", help="the new type, such as gp3")
        parser.add_argument("--iops", type=int, metavar="N", help="operations a second")
        parser.add_argument("--throughput", type=int, metavar="N", help="MiB a second")
    elif word == "attach":
        parser.add_argument("--to", dest="instance", required=True, metavar="TARGET", help="the instance")
        parser.add_argument("--device", default="", metavar="NAME", help="such as /dev/sdf (the first free)")
    elif word == "detach":
        parser.add_argument("--from", dest="instance", metavar="TARGET", help="where several hold it")
        parser.add_argument("--force", action="store_true", help="do not wait for the system")
    elif word == "copy":
        parser.add_argument("--to", metavar="REGION", help="the region of the copy (its own)")
        parser.add_argument("--kms-key", metavar="KEY", help="encrypts the copy (the region's default key)")
    elif word == "share":
        parser.add_argument("--with", dest="accounts", required=True, type=word_list, metavar="ACCOUNT[,…]")
    elif word == "unshare":
        parser.add_argument(
            "--with", dest="accounts", type=word_list, default=(), metavar="ACCOUNT[,…]", help="(all of them)"
        )
    consent_arguments(parser)
