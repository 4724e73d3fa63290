"""Names that pass for others, and families."""

import pytest

from ec2tui.core.rules.images.family import family_of_name
from ec2tui.core.rules.images.lookalike import looks_like, misspelt, skeleton, strange_letters


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("ubuntu-n\u043eble", "ubuntu-noble"),
        ("\uff55buntu", "ubuntu"),
        ("ub\u200buntu", "ubuntu"),
        ("Windows", "W1ndows"),
        ("amaz0n", "amazon"),
        ("de\u0301bian", "debian"),
        ("\u0412ottlerocket", "bottlerocket"),
        ("arnzn2", "amzn2"),
    ],
)
def test_texts_that_look_the_same_have_one_skeleton(name: str, same: str) -> None:
    assert skeleton(name) == skeleton(same)


def test_different_names_stay_different() -> None:
    assert skeleton("ubuntu-noble") != skeleton("ubuntu-jammy")


def test_a_name_that_an_eye_takes_for_a_publishers_is_found() -> None:
    assert looks_like("ubuntu/images/hvm/ubuntu-n\u043eble", "ubuntu/images/*")
    assert looks_like("W\u0456ndows_Server-2022", "Windows_Server-*")
    assert not looks_like("acme-ubuntu/images/x", "ubuntu/images/*")


def test_the_strange_letters_are_named() -> None:
    assert strange_letters("n\u043eble") == ("U+043E, which looks like o",)
    assert strange_letters("no\u200bble") == ("U+200B, which cannot be seen",)
    assert strange_letters("\u043e\u0431\u0440\u0430\u0437") == ()
    assert strange_letters("plain") == ()


@pytest.mark.parametrize(
    ("name", "publisher", "found"),
    [
        ("ubumtu-24.04", "Ubuntu", True),
        ("debain-12", "Debian", True),
        ("ubuntu-hardened", "Ubuntu", False),
        ("web-servers-7", "Windows Server", False),
    ],
)
def test_a_misspelt_publisher_is_found(name: str, publisher: str, found: bool) -> None:
    assert bool(misspelt(name, publisher)) is found


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("al2023-ami-2023.9.20260910.0-kernel-6.1-x86_64", "al2023-ami-*-kernel-6.1-x86_64"),
        ("amzn2-ami-kernel-5.10-hvm-2.0.20230612.0-x86_64-gp2", "amzn2-ami-kernel-5.10-hvm-*-x86_64-gp2"),
        ("ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260901",
         "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"),
        ("debian-12-amd64-20260824-2213", "debian-12-amd64-*"),
        ("Windows_Server-2022-English-Full-Base-2026.09.10", "Windows_Server-2022-English-Full-Base-*"),
        ("acme-golden-al2023-2026.09", "acme-golden-al2023-*"),
        ("bottlerocket-aws-ecs-2-x86_64-v1.20.3-5d9ac849", "bottlerocket-aws-ecs-2-x86_64-*"),
        ("partner-fw-appliance-7.2", "partner-fw-appliance-*"),
    ],
)  # fmt: skip
def test_a_family_is_a_name_without_its_build(name: str, family: str) -> None:
    assert family_of_name(name) == family
