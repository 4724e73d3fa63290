"""What is said when AWS did not launch: the zones and types that may have it, else AWS's own words."""

from ec2tui.core.model.image import Image
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.offering import Offering
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.launch.failure import failure_words
from ec2tui.core.views.launch.place import Place
from tests.core.changes.worlds import build, key

A, B = "eu-west-1a", "eu-west-1b"


def kind(name: str, vcpus: int = 2, arch: str = "x86_64") -> tuple[Kind, InstanceType]:
    return Kind.INSTANCE_TYPES, InstanceType(key(name), vcpus, 8192, (arch,), boot_modes=("legacy-bios",))


WORLD = build(
    *((Kind.SUBNETS, Subnet(key(f"subnet-{n}"), vpc, az)) for n, (vpc, az) in enumerate(
        (("vpc-1", A), ("vpc-1", B), ("vpc-2", B), ("vpc-1", "eu-west-1c"))
    )),
    (Kind.IMAGES, Image(key("ami-1"), "golden", architecture="x86_64", ena_support=True)),
    *map(kind, ("m5.large", "m6i.large", "m7i.large")),
    kind("m5.xlarge", 4),
    kind("m6g.large", arch="arm64"),
    (Kind.OFFERINGS, Offering(key("m5.large"), (A, B))),
    (Kind.OFFERINGS, Offering(key("m6i.large"), (A,))),
    (Kind.OFFERINGS, Offering(key("m7i.large"), (B,))),
)  # fmt: skip
WISH = Wish(image="ami-1", type="m5.large", subnet="subnet-0")


def told(message: str, code: str = "InsufficientInstanceCapacity", hint: str = "") -> str:
    place = Place(Key(*key("")), WORLD, 0.0)
    return failure_words(Problem(Outcome.INVALID, "ec2:RunInstances", message, code, hint), WISH, place)


def test_other_zones_and_types_that_may_have_it_are_named() -> None:
    words = told("We do not have it in eu-west-1a; choose eu-west-1b.")
    assert "no m5.large in eu-west-1a now" in words
    assert "subnet subnet-1 (eu-west-1b)." in words, "of the same network, in the zone that AWS names"
    assert "As large, there: m6i.large." in words, "as large, fits the image, and is offered there"


def test_where_aws_names_no_zone_those_that_offer_it_are_meant() -> None:
    assert "subnet-1 (eu-west-1b)." in told("There is no capacity.")


def test_any_other_failure_is_in_aws_words_with_the_next_step() -> None:
    assert (
        told("You must accept terms.", "OptInRequired", "accept")
        == "Not launched: You must accept terms. (accept)"
    )
