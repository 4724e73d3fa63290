"""A wish becomes a launch: names become ids, what is unsaid the safe choice, and a mistake is told."""

from typing import Any

import msgspec
import pytest

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch import RunInstances
from ec2tui.core.changes.launch_volumes import root_words, with_root
from ec2tui.core.changes.launch_wish import launch_of
from ec2tui.core.model.image import Image, ImageSnapshot
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch import LaunchVolume
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.wish import Wish
from tests.core.changes.worlds import build, key

AMI = Image(
    key("ami-1"),
    "golden",
    root_device="/dev/xvda",
    snapshots=(ImageSnapshot("/dev/xvda", "snap-1", 8), ImageSnapshot("/dev/sdb", "snap-2", 50)),
)
SMALL = Wish(type="t3.nano")


def subnet(id: str, name: str = "", **facts: Any) -> tuple[Kind, Subnet]:
    return Kind.SUBNETS, Subnet(key(id), "vpc-1", "eu-west-1a", tags=(("Name", name),), **facts)


def group(id: str, name: str, vpc: str = "vpc-1") -> tuple[Kind, SecurityGroup]:
    return Kind.SECURITY_GROUPS, SecurityGroup(key(id), name, vpc_id=vpc)


PLACE = build(
    subnet("subnet-1", "a", free_addresses=3, default=True),
    subnet("subnet-2", "b", free_addresses=9, default=True),
    subnet("subnet-3", "c", free_addresses=99),
    group("sg-0", "default"),
    group("sg-1", "web"),
    group("sg-2", "web", "vpc-2"),
)


def made(inventory: Inventory = PLACE, **said: Any) -> RunInstances:
    found = launch_of(msgspec.structs.replace(SMALL, **said), key(""), AMI, inventory)
    assert isinstance(found, RunInstances), found
    return found


def test_what_is_unsaid_is_the_safe_choice() -> None:
    launch = made().launch
    assert launch.subnet_id == "subnet-2", "the default subnet with the most room"
    assert launch.groups == ("sg-0",) and not launch.public_address
    assert launch.tokens == "required" and launch.shutdown == "stop"
    assert all(volume.encrypted and not volume.keep for volume in launch.volumes)


def test_names_become_ids_of_the_subnets_vpc() -> None:
    launch = made(subnet="c", groups=("web", "sg-9", "web")).launch
    assert (launch.subnet_id, launch.groups) == ("subnet-3", ("sg-1", "sg-9"))


def test_the_root_volume_is_as_wished_and_the_others_are_the_images() -> None:
    assert made(size=20, keep=True, volume_type="gp2").launch.volumes == (
        LaunchVolume("/dev/xvda", 20, "gp2", keep=True),
        LaunchVolume("/dev/sdb", 50),
    )


def test_further_volumes_are_said_in_words_and_come_after_the_images() -> None:
    words = ("/dev/sdf size=100 type=io2 iops=4000 keep", "/dev/sdb snapshot=snap-9")
    assert made(volumes=words, encrypted=False).launch.volumes[1:] == (
        LaunchVolume("/dev/sdb", None, encrypted=False, snapshot_id="snap-9"),
        LaunchVolume("/dev/sdf", 100, "io2", 4000, encrypted=False, keep=True),
    )


@pytest.mark.parametrize("text", ["", "20", "size=20", "size=20 type=io2 iops=4000", "throughput=250"])
def test_the_words_of_the_root_volume_say_it_again(text: str) -> None:
    wish = with_root(SMALL, text)
    assert isinstance(wish, Wish) and with_root(SMALL, root_words(wish)) == wish
    assert isinstance(with_root(wish, "sise=3"), Unready)


def test_the_name_is_a_tag() -> None:
    assert made(name="web-1", tags={"env": "test", "Name": "x"}).tags == (("env", "test"), ("Name", "web-1"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"type": ""}, "A type is needed"),
        ({"count": 0}, "1 to 100"),
        ({"count": 101}, "1 to 100"),
        ({"imds": "maybe"}, "required, optional, disabled"),
        ({"tenancy": "host"}, "default or dedicated"),
        ({"volumes": ("sdf 3",)}, "begins with its device"),
        ({"volumes": ("/dev/sdf keep",)}, "needs a size"),
        ({"volumes": ("/dev/sdf sise=3",)}, "did you mean size?"),
        ({"volumes": ("/dev/xvda size=3",)}, "root volume"),
        ({"shutdown": "hibernate"}, "stop or terminate"),
        ({"subnet": "d"}, "There is no subnet d in eu-west-1."),
        ({"groups": ("wbe",)}, "did you mean web?"),
    ],
)
def test_a_mistake_is_told_with_what_is_valid(said: dict[str, Any], words: str) -> None:
    found = launch_of(msgspec.structs.replace(SMALL, **said), key(""), AMI, PLACE)
    assert isinstance(found, Unready) and words in found.reason


def test_without_a_default_subnet_one_must_be_said() -> None:
    two = build(subnet("subnet-1", "a"), subnet("subnet-2", "b"), group("sg-0", "default"))
    found = launch_of(SMALL, key(""), AMI, two)
    assert isinstance(found, Unready) and "subnet-1 (a), subnet-2 (b)" in found.reason
    assert made(build(subnet("subnet-1"), group("sg-0", "default"))).launch.subnet_id == "subnet-1"
    nowhere = launch_of(SMALL, key(""), AMI, Inventory())
    assert isinstance(nowhere, Unready) and "No subnet" in nowhere.reason
