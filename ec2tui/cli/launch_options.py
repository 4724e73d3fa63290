"""What `ec2tui launch` and `presets` take."""

import argparse

from ec2tui.cli.change_options import consent_arguments

LAUNCH_VERBS: tuple[tuple[str, str], ...] = (
    ("launch", "launch instances from a vetted image"),
    ("presets", "the presets of launches; followed by a word below it changes them"),
    ("presets edit", "edit one as TOML in $EDITOR"),
    ("presets import", "make one of a launch template or of an instance"),
    ("presets delete", "forget one"),
)
"""(verb, words) of each."""


def launch_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    """The fields of a launch, or which preset is shown."""
    if verb == "presets":
        parser.add_argument("name", nargs="?", default="", metavar="NAME", help="show this one, as TOML")
        parser.add_argument(
            "-o", "--output", choices=("table", "json", "ids"), default="table", help="table, json or ids"
        )
        return
    add = parser.add_argument
    if verb != "launch":
        parser.set_defaults(module="presets_change")
        add("name", metavar="NAME", help="the preset")
        if verb == "presets import":
            one = parser.add_mutually_exclusive_group(required=True)
            one.add_argument("--template", metavar="LT", help="launch template, by id or name")
            one.add_argument("--like", metavar="TARGET", help="instance, by id, exact Name or address")
        return
    add("--preset", metavar="NAME", default="", help="begin with this preset; other options change it")
    add("--image", metavar="I", help="id, public parameter, publisher (amazon-linux) or own image's name")
    add("--type", metavar="T", help="such as t4g.micro")
    add("--name", metavar="N", help="the Name tag")
    add("--count", type=int, metavar="C", help="how many; all or none (1)")
    add("--subnet", metavar="S", help="id or name (a default subnet)")
    add("--group", dest="groups", action="append", metavar="G", help="security group; repeatable")
    add("--public", action=argparse.BooleanOptionalAction, default=None, help="a public IPv4 address (no)")
    add("--key", metavar="K", help="key pair")
    add("--role", metavar="R", help="instance profile, by name or ARN")
    add("--size", type=int, metavar="GIB", help="of the root volume (the image's)")
    add("--volume-type", metavar="V", help="of the root volume (gp3)")
    add("--iops", type=int, metavar="N", help="of the root volume")
    add("--throughput", type=int, metavar="MIB/S", help="of the root volume (gp3)")
    more = "a further volume, such as '/dev/sdf size=100 type=gp3 keep'; repeatable"
    add("--volume", dest="volumes", action="append", metavar="WORDS", help=more)
    add("--encrypted", action=argparse.BooleanOptionalAction, default=None, help="volumes (yes)")
    add("--keep", action=argparse.BooleanOptionalAction, default=None, help="root volume on termination (no)")
    add("--protect", action=argparse.BooleanOptionalAction, default=None, help="from termination (no)")
    add("--protect-stop", action=argparse.BooleanOptionalAction, default=None, help="from stopping (no)")
    add("--imds", choices=("required", "optional", "disabled"), help="version 2 of the metadata service")
    add("--hop-limit", type=int, metavar="N", help="of the metadata service (1)")
    add("--shutdown", choices=("stop", "terminate"), help="what a shutdown from inside does (stop)")
    add("--monitoring", action=argparse.BooleanOptionalAction, default=None, help="detailed (no)")
    add("--spot", action=argparse.BooleanOptionalAction, default=None, help="as a Spot instance (no)")
    add("--placement-group", metavar="P", help="a placement group")
    add("--tenancy", choices=("default", "dedicated"), help="whose hardware it runs on")
    add("--user-data", metavar="FILE", help="what runs at the first start")
    add("--tag", dest="tags", action="append", metavar="K=V", help="a tag; repeatable")
    add("--save", metavar="PRESET", default="", help="keep these fields as a preset")
    consent_arguments(parser)
