"""What is wrong with `[access]`, so that no connection finds out."""

from collections.abc import Iterator
from ipaddress import ip_network

from ec2tui.core.access.addresses import INSTANCE_ID, mistake
from ec2tui.core.access.login import is_user
from ec2tui.core.access.settings import Access

Found = tuple[tuple[str, ...], str]
"""The path below `access`, and what is wrong there."""


def access_mistakes(access: Access) -> Iterator[Found]:
    """Every value of `[access]` that cannot be used."""
    for key, text in access.map.items():
        if wrong := mistake(key, text):
            yield ("map", key), wrong
    if access.user and not is_user(access.user):
        yield ("user",), f"{access.user!r} is no user's name"
    for image, user in access.users.items():
        if not is_user(user):
            yield ("users", image), f"{user!r} is no user's name"
    for vpc, word in access.bastions.items():
        if vpc != "*" and not vpc.startswith("vpc-"):
            yield ("bastions", vpc), "expected the id of a VPC, or '*'"
        if not INSTANCE_ID.fullmatch(word) and not _is_tag(word):
            yield ("bastions", vpc), f"{word!r} is no instance id and not tag:KEY=VALUE"
    for text in access.private_networks:
        try:
            ip_network(text, strict=False)
        except ValueError:
            yield ("private_networks",), f"{text!r} is no network such as 10.0.0.0/8"


def _is_tag(word: str) -> bool:
    name, equals, _ = word.removeprefix("tag:").partition("=")
    return word.startswith("tag:") and bool(name) and bool(equals)
