"""The verbs that change something, and the options that they share."""

import argparse

CHANGE_VERBS: tuple[tuple[str, str], ...] = (
    ("start", "Start"),
    ("stop", "Stop"),
    ("hibernate", "Stop and hibernate"),
    ("force-stop", "Stop by force"),
    ("reboot", "Reboot"),
    ("terminate", "Terminate"),
    ("protect", "Termination protection on"),
    ("unprotect", "Termination protection off"),
    ("protect-stop", "Stop protection on"),
    ("unprotect-stop", "Stop protection off"),
    ("shutdown-stops", "A shutdown from inside stops"),
    ("resize", "Change the type"),
    ("tag", "Tag"),
    ("require-imdsv2", "Require version 2 of the metadata service"),
    ("imds", "Metadata service: version, hop limit, on or off"),
    ("monitor", "Detailed monitoring on"),
    ("unmonitor", "Detailed monitoring off"),
    ("keep-volumes", "Keep volumes on termination"),
    ("delete-volumes", "Delete volumes on termination"),
    ("snapshot-volumes", "Snapshot all volumes"),
    ("role", "Attach, replace or detach the role"),
    ("give-address", "Associate an Elastic IP, new or yours"),
    ("take-address", "Disassociate its Elastic IP"),
    ("release-address", "Disassociate and release its Elastic IP"),
    ("quarantine", "Quarantine"),
    ("release", "Release from quarantine"),
)
"""(verb, words) of every request; they stand here again so that `--help` and `ls` import no changes."""

OWN_VERBS: tuple[tuple[str, str], ...] = (("groups", "Which security groups an instance is in"),)
"""Verbs about instances that are no requests, and have a module of their own."""

NAMES = frozenset(verb for verb, _ in (*CHANGE_VERBS, *OWN_VERBS))


def change_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """The targets of a change, what it asks for, and how it is agreed to."""
    parser.set_defaults(module="instance_groups" if verb == "groups" else "change")
    also = "; or eipalloc-…, which need be nobody's" if verb == "release-address" else ""
    parser.add_argument(
        "targets", nargs="+", metavar="TARGET", help=f"an instance id, an exact Name, or an address{also}"
    )
    if verb == "resize":
        parser.add_argument("--type", required=True, metavar="TYPE", help="the new type, such as m7i.large")
    elif verb == "tag":
        tag_arguments(parser)
    elif verb in ("keep-volumes", "delete-volumes"):
        parser.add_argument(
            "--volume", action="append", default=[], metavar="V", help="only this volume id or device"
        )
    elif verb == "role":
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--profile-name", metavar="NAME", help="the instance profile, by name or ARN")
        which.add_argument("--detach", action="store_true", help="no role any more")
    elif verb == "imds":
        _imds(parser)
    elif verb == "give-address":
        parser.add_argument(
            "--address",
            action="append",
            default=[],
            metavar="A",
            help="this free one, or its id (else a new one)",
        )
        new_tag_argument(parser)
    elif verb in ("take-address", "release-address"):
        parser.add_argument(
            "--address", action="append", default=[], metavar="A", help="only this Elastic IP or its id"
        )
    elif verb == "groups":
        _groups(parser)
    consent_arguments(parser)


def _imds(parser: argparse.ArgumentParser) -> None:
    """What of the metadata service is set; what is not named stays as it is."""
    parser.add_argument(
        "--tokens",
        choices=("required", "optional"),
        help="required: version 2 alone; optional: 1 too",
    )
    parser.add_argument("--hop-limit", type=int, metavar="N", help="1 to 64; 1 is enough without containers")
    parser.add_argument("--service", choices=("on", "off"), help="whether there is one at all")
    parser.add_argument("--tags", choices=("on", "off"), help="whether it tells the instance's tags")


def _groups(parser: argparse.ArgumentParser) -> None:
    """Which security groups an interface is in afterwards."""
    what = "by id or exact name; repeatable"
    parser.add_argument("--set", action="append", default=[], metavar="GROUP", help=f"just these, {what}")
    parser.add_argument("--add", action="append", default=[], metavar="GROUP", help=f"this one too, {what}")
    parser.add_argument("--remove", action="append", default=[], metavar="GROUP", help="this one no more")
    parser.add_argument("--interface", metavar="ENI", help="this one, where the instance has several")


def tag_arguments(parser: argparse.ArgumentParser) -> None:
    """Which tags are set and removed."""
    parser.add_argument("--set", action="append", default=[], metavar="K=V", help="set a tag; repeatable")
    parser.add_argument("--remove", action="append", default=[], metavar="K", help="remove a tag")


def undo_arguments(parser: argparse.ArgumentParser) -> None:
    """What is taken back, and how that is agreed to."""
    parser.add_argument(
        "id",
        nargs="?",
        default="",
        metavar="ID",
        help="record or plan, or its beginning (else the last)",
    )
    consent_arguments(parser)


def log_arguments(parser: argparse.ArgumentParser) -> None:
    """How much of the record is shown, and what is done with it."""
    parser.add_argument("-n", type=int, default=50, metavar="N", help="the last N changes (50)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--verify", action="store_true", help="prove that the record is whole; exits 1 if not")
    what.add_argument("--settle", action="store_true", help="ask AWS about changes whose end is unknown")
    what.add_argument("--go-on", metavar="PLAN", help="do what is left of an interrupted plan")
    what.add_argument("--take-back", metavar="PLAN", help="take back what was done of an interrupted plan")
    what.add_argument(
        "--leave", metavar="PLAN", help="leave an interrupted plan as it is, and say so no more"
    )
    consent_arguments(parser)


def new_tag_argument(parser: argparse.ArgumentParser) -> None:
    """The tags of what a verb makes."""
    parser.add_argument(
        "--tag", dest="new_tags", action="append", metavar="K=V", help="a tag of what is made; repeatable"
    )


def consent_arguments(parser: argparse.ArgumentParser) -> None:
    """How a plan is agreed to; without a terminal nothing is asked."""
    parser.add_argument("--yes", action="store_true", help="agree to the plan, warnings included")
    parser.add_argument("--confirm", metavar="NAME", help="what must be typed to confirm, here instead")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; goes into the record")
    parser.add_argument(
        "--stop-on-failure", action="store_true", help="send no more once one of several has failed"
    )
    parser.add_argument("--wait", action="store_true", help="follow until everything has settled")
    parser.add_argument(
        "--dry-run", action="store_true", help="only the plan; exits as the run with these flags would"
    )
    parser.add_argument("-o", "--output", choices=("table", "json"), default="table", help="table or json")
