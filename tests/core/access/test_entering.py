"""Whom to log in as, and where an address is really dialled."""

import pytest

from ec2tui.core.access.addresses import dial, mistake
from ec2tui.core.access.login import login_of
from ec2tui.core.access.route import Dial, Login
from ec2tui.core.access.settings import Access
from ec2tui.core.model.image import Image
from tests.services.fakes import instance, key

MAP = {
    "10.0.0.0/8": "gateway.example:2200",
    "10.1.0.0/16": "[fd00::1]:22",
    "i-0123456789abcdef0": "127.0.0.1:5",
    "54.0.0.0/8": "127.0.0.0/8:99",
}


@pytest.mark.parametrize(
    ("id_", "address", "found"),
    [
        ("i-1", "192.0.2.1", Dial("192.0.2.1", 22)),
        ("i-1", "10.9.0.1", Dial("gateway.example", 2200, "10.0.0.0/8")),
        ("i-1", "10.1.0.1", Dial("fd00::1", 22, "10.1.0.0/16")),
        ("i-0123456789abcdef0", "10.1.0.1", Dial("127.0.0.1", 5, "i-0123456789abcdef0")),
        ("i-1", "54.1.2.3", Dial("127.1.2.3", 99, "54.0.0.0/8")),
        ("i-1", "2001:db8::1", Dial("2001:db8::1", 22)),
    ],
)
def test_the_narrowest_entry_says_where_to_dial(id_: str, address: str, found: Dial) -> None:
    assert dial(id_, address, MAP) == found


@pytest.mark.parametrize(
    ("at", "to"),
    [
        ("10.0.0.0/8", "host"), ("10.0.0.0/8", "host:0"), ("10.0.0.0/8", "host:70000"), ("web", "host:22"),
        ("10.0.0.1", "-oProxyCommand=x:22"), ("10.0.0.1", "a b:22"), ("10.0.0.1", "fd00::1:22"),
        ("i-1", "host:22"), ("10.0.0.1", "[fe80::1%x;y]:22"), ("10.0.0.1", "a..b:22"), ("10.0.0.1", ":22"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_dialled_is_a_mistake(at: str, to: str) -> None:
    assert mistake(at, to)
    assert not any(mistake(at, to) for at, to in MAP.items())


def image(owner: str = "", name: str = "") -> Image:
    return Image(key("ami-1"), name=name, owner_id=owner)


OWN = "123456789012"


@pytest.mark.parametrize(
    ("image", "user", "how"),
    [
        (image("137112412989", "al2023-ami"), "ec2-user", "Amazon Linux"),
        (image("099720109477", "ubuntu/images/hvm-ssd/x"), "ubuntu", "Ubuntu"),
        (image("136693071363", "debian-12-amd64"), "admin", "Debian"),
        (image("792107900819", "Rocky-9"), "rocky", "Rocky"),
        (image("125523088429", "Fedora-Cloud-Base-40"), "fedora", "Fedora"),
        (image("125523088429", "CentOS Stream 9 x86_64"), "ec2-user", "CentOS Stream"),
        (image(OWN, "golden-ubuntu-24.04"), "ubuntu", "by its name"),
        (image(OWN, "golden"), "ec2-user", "usual"),
        (None, "ec2-user", "usual"),
    ],
)
def test_the_image_tells_the_user(image: Image | None, user: str, how: str) -> None:
    found = login_of(instance("i-1", name="ubuntu debian"), image, Access())
    assert isinstance(found, Login) and found.user == user and how in found.how


def test_the_user_who_is_asked_for_counts_most_and_then_the_tag_and_the_configuration() -> None:
    plain, golden = instance("i-1"), image(OWN, "golden-ubuntu")
    tagged = instance("i-1", tags=(("ec2tui:user", "deploy"),), image_id="ami-1")
    access = Access(user="all", users={"golden-*": "glob", OWN: "owner"})
    assert login_of(tagged, golden, access, "me") == Login("me", "as asked for")
    assert login_of(tagged, golden, access) == Login("deploy", "the tag ec2tui:user")
    assert login_of(plain, golden, access) == Login("owner", "the configuration")
    assert login_of(plain, image("1" * 12, "golden-x"), access) == Login("glob", "the configuration")
    assert login_of(plain, None, access) == Login("all", "the configuration")


@pytest.mark.parametrize("name", ["-oProxyCommand=x", "a b", "x\ny", "$(x)", "", "a" * 40])
def test_a_tag_that_is_no_user_is_never_used(name: str) -> None:
    found = login_of(instance("i-1", tags=(("ec2tui:user", name),)), None, Access())
    assert isinstance(found, str) if name else isinstance(found, Login)
