"""The form of a launch: what it begins with, what each field may be, and what is wrong with an answer."""

from typing import Any

import pytest

from ec2tui.core.model.image import ALLOWED_ID, AllowedImages, Image, PublicParameter
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.launch_fields import FIELDS, Field, filled, groups, images, shown, usual
from tests.core.changes.worlds import build, key

AT, NOW = key(""), 1_800_000_000.0
AMAZON = "137112412989"
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


def field(name: str) -> Field:
    return next(one for one in FIELDS if one.name == name)


def test_a_form_begins_with_a_vetted_image_a_small_type_and_a_private_subnet() -> None:
    begun = usual(Wish(), AT, PLACE, NOW)
    assert (begun.image, begun.type, begun.subnet) == ("ami-1", "t3.micro", "subnet-2")
    asked = usual(Wish(image="ami-1", type="m7i.large", subnet="subnet-1"), AT, PLACE, NOW)
    assert (asked.type, asked.subnet) == ("m7i.large", "subnet-1")


def test_where_nothing_is_known_what_is_needed_is_said() -> None:
    empty = build()
    assert usual(Wish(), AT, empty, NOW) == Wish()
    for name in ("image", "type", "subnet"):
        value, note = shown(field(name), Wish(), AT, empty, NOW)
        assert value.text == "choose" and note.text.startswith("needed")


def test_only_groups_of_the_subnets_vpc_are_offered() -> None:
    assert [row[0] for row in groups(Wish(subnet="subnet-3"), AT, PLACE, NOW)] == ["sg-2"]
    assert [row[0] for row in groups(Wish(subnet="subnet-1"), AT, PLACE, NOW)] == ["sg-1"]


def test_an_image_is_offered_with_its_verdict() -> None:
    [(id, name, said)] = images(Wish(), AT, PLACE, NOW)
    assert (id, name) == ("ami-1", "al2023-ami-2023.9-kernel-6.1-x86_64") and "vetted" in said


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("count", "3", 3),
        ("size", "", None),
        ("size", "20", 20),
        ("name", " web-1 ", "web-1"),
        ("tags", "env=test owner=ann", {"env": "test", "owner": "ann"}),
        ("tags", "", {}),
    ],
)
def test_an_answer_is_taken(name: str, text: str, found: object) -> None:
    wish = filled(field(name), Wish(), text)
    assert isinstance(wish, Wish) and getattr(wish, name) == found


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("count", "0", "1 to 100"),
        ("count", "many", "whole number"),
        ("size", "-1", "1 to 65536"),
        ("tags", "env", "KEY=VALUE"),
        ("tags", "=x", "KEY=VALUE"),
    ],
)
def test_a_wrong_answer_is_told_with_what_is_valid(name: str, text: str, words: str) -> None:
    found = filled(field(name), Wish(), text)
    assert isinstance(found, str) and words in found


def test_every_field_of_the_form_is_one_of_the_wish() -> None:
    assert {one.name for one in FIELDS} <= set(Wish.__struct_fields__)
