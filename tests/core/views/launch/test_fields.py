"""The form of a launch: what it begins with, what each field may be, and what is wrong with an answer."""

from typing import Any

import pytest

from ec2tui.core.grammar.spec import rule_of
from ec2tui.core.model.image import ALLOWED_ID, AllowedImages, Image, PublicParameter
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.launch.choices import groups, images, keys
from ec2tui.core.views.launch.detail import HELP, detail
from ec2tui.core.views.launch.fields import FIELDS, Field, needed, shown, usual
from ec2tui.core.views.launch.place import Place
from ec2tui.core.views.launch.typed import filled, typed
from ec2tui.core.views.tone import Tone
from tests.core.changes.worlds import build, key, spec

AT, NOW = key(""), 1_800_000_000.0
AMAZON = "137112412989"
ARN = f"arn:aws:iam::{AT.account}:instance-profile/root"
PARAMETER = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
FACTS = {"owner_id": AMAZON, "state": "available", "imds_support": "v2.0", "ena_support": True}


def image(id: str, name: str, **facts: Any) -> tuple[Kind, Image]:
    made = {"architecture": "x86_64", "creation_time": int(NOW) - 86_400, **FACTS, **facts}
    return Kind.IMAGES, Image(key(id), name, **made)


def subnet(id: str, vpc: str = "vpc-1", **facts: Any) -> tuple[Kind, Subnet]:
    return Kind.SUBNETS, Subnet(key(id), vpc, "eu-west-1a", **facts)


PLACE = build(
    image("ami-1", "al2023-ami-2023.9-kernel-6.1-x86_64", public_parameter=PARAMETER),
    (Kind.PUBLIC_PARAMETERS, PublicParameter(key(PARAMETER), "ami-1")),
    (Kind.ALLOWED_IMAGES, AllowedImages(key(ALLOWED_ID), "disabled")),
    subnet("subnet-1", free_addresses=250, public_ip_on_launch=True),
    subnet("subnet-2", free_addresses=20),
    subnet("subnet-3", "vpc-2", free_addresses=10),
    (Kind.SECURITY_GROUPS, SecurityGroup(key("sg-1"), "web", vpc_id="vpc-1")),
    (Kind.SECURITY_GROUPS, SecurityGroup(key("sg-2"), "web", vpc_id="vpc-2")),
)


def here(inventory: Inventory, **facts: Any) -> Place:
    return Place(AT, inventory, NOW, **facts)


def field(name: str) -> Field:
    return next(one for one in FIELDS if one.name == name)


def test_a_form_begins_with_a_vetted_image_a_small_type_and_a_private_subnet() -> None:
    begun = usual(Wish(), here(PLACE))
    assert (begun.image, begun.type, begun.subnet) == ("ami-1", "t3.micro", "subnet-2")
    asked = usual(Wish(image="ami-1", type="m7i.large", subnet="subnet-1"), here(PLACE))
    assert (asked.type, asked.subnet) == ("m7i.large", "subnet-1")


def test_where_nothing_is_known_what_is_needed_is_said() -> None:
    empty = build()
    assert usual(Wish(), here(empty)) == Wish()
    for name in ("image", "type", "subnet"):
        value, note = shown(field(name), Wish(), here(empty))
        assert value.text == "choose" and note.text.startswith("needed")


def test_only_groups_of_the_subnets_vpc_are_offered() -> None:
    assert [row[0] for row in groups(Wish(subnet="subnet-3"), here(PLACE))] == ["sg-2"]
    assert [row[0] for row in groups(Wish(subnet="subnet-1"), here(PLACE))] == ["sg-1"]


def test_an_image_is_offered_with_its_verdict() -> None:
    [(id, name, said)] = images(Wish(), here(PLACE))
    assert (id, name) == ("ami-1", "al2023-ami-2023.9-kernel-6.1-x86_64") and "vetted" in said


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("count", "3", 3),
        ("size", "", None),
        ("size", "20", 20),
        ("size", "type=io2 iops=4000 size=20", 20),
        ("volumes", "/dev/sdf size=9 keep, /dev/sdg size=3", ("/dev/sdf size=9 keep", "/dev/sdg size=3")),
        ("hop_limit", "2", 2),
        ("name", " web-1 ", "web-1"),
        ("tags", "env=test 'owner=ann lee'", {"env": "test", "owner": "ann lee"}),
        ("tags", "", {}),
    ],
)
def test_an_answer_is_taken(name: str, text: str, found: object) -> None:
    wish = filled(field(name), Wish(), text)
    assert isinstance(wish, Wish) and getattr(wish, name) == found
    assert filled(field(name), wish, typed(field(name), wish)) == wish, (
        "what stands in the line says the same"
    )


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("count", "0", "1 to 100"),
        ("count", "many", "whole number"),
        ("size", "-1", "no '-1' to set"),
        ("size", "sise=3", "did you mean size?"),
        ("volumes", "/dev/sdf", "needs a size"),
        ("tags", "a='b", "not closed"),
        ("tags", "env", "KEY=VALUE"),
        ("tags", "=x", "KEY=VALUE"),
    ],
)
def test_a_wrong_answer_is_told_with_what_is_valid(name: str, text: str, words: str) -> None:
    found = filled(field(name), Wish(), text)
    assert isinstance(found, str) and words in found


def test_every_field_of_the_form_is_one_of_the_wish_and_says_what_it_means() -> None:
    assert {one.name for one in FIELDS} <= set(Wish.__struct_fields__)
    for one in FIELDS:
        assert one.name in HELP or detail(one.name, Wish(image="ami-1", subnet="subnet-1"), here(PLACE))


OPEN = build(
    *((Kind.SUBNETS, one) for one in PLACE.table(Kind.SUBNETS).values()),
    (Kind.SECURITY_GROUPS, SecurityGroup(key("sg-1"), "web", vpc_id="vpc-1")),
    (Kind.RULES, rule_of(spec("tcp/22 from 0.0.0.0/0"), key("sg-1"), "sgr-1")),
    (Kind.KEY_PAIRS, KeyPair(key("ed"), "ed", "ed25519")),
    (Kind.IMAGES, Image(key("ami-w"), "win", architecture="x86_64", platform="windows")),
    (Kind.ROLE_POLICIES, RolePolicies(key(ARN), "root", ("arn:aws:iam::aws:policy/AdministratorAccess",))),
)


@pytest.mark.parametrize(
    ("name", "wish", "words", "tone"),
    [
        ("groups", Wish(subnet="subnet-1", groups=("sg-1",)), "1 opening  critical SG-01", Tone.BAD),
        ("key", Wish(image="ami-w", key="ed"), "a Windows password needs RSA", Tone.BAD),
        ("key", Wish(key="ed"), "not found here", Tone.WARN),
        ("key", Wish(image="ami-w"), "the password can never be read", Tone.WARN),
        ("role", Wish(role="root"), "far too much: AdministratorAccess", Tone.WARN),
        ("subnet", Wish(subnet="subnet-2", count=21), "full: 20 addresses are free, 21 are needed", Tone.BAD),
        ("tags", Wish(tags={"env": "x"}), "needed by policy: owner", Tone.WARN),
        ("spot", Wish(spot=True, protect=True), "no protection", Tone.BAD),
        ("encrypted", Wish(encrypted=False), "reads it", Tone.WARN),
    ],
)
def test_what_speaks_against_a_choice_is_said(name: str, wish: Wish, words: str, tone: Tone) -> None:
    _, said = shown(field(name), wish, here(OPEN, required_tags=("owner", "env"), keys={}))
    assert words in said.text and said.tone is tone


def test_a_required_tag_is_needed_and_the_groups_are_told_opening_by_opening() -> None:
    place, wish = here(OPEN, required_tags=("owner",)), Wish(subnet="subnet-1", groups=("sg-1",))
    assert "tags" in needed(wish, place) and "tags" not in needed(Wish(tags={"owner": "ann"}), place)
    told = "\n".join("".join(cell.text for cell in line) for line in detail("groups", wish, place))
    assert "tcp/22" in told and "100% of the internet" in told and "SG-01" in told


def test_the_private_half_of_a_pair_is_told_where_it_is() -> None:
    [(_, _, said), *_] = keys(Wish(), here(OPEN, keys={"ed": "~/.ssh/ed"}))
    assert said == "ed25519  private key ed"
