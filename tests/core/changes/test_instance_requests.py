"""What is asked of an instance with words: which changes it becomes, or why none."""

import pytest

from ec2tui.core.changes.addresses import DisassociateAddress, ReleaseAddress
from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.instance_metadata import SetMetadataOptions
from ec2tui.core.changes.instance_requests import METADATA_WORDS, metadata, take_address
from ec2tui.core.changes.plan import Step
from ec2tui.core.model.address import Address
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.reading import Reading
from tests.services.fakes import ACCOUNT, REGION, SOURCE, key

WEB = key("i-1")
MINE = Address(key("eipalloc-1"), "192.0.2.1", "eipassoc-1", "i-1", "eni-1", "10.0.0.1")
FREE = Address(key("eipalloc-2"), "192.0.2.2")
NATS = Address(key("eipalloc-3"), "192.0.2.3", "eipassoc-3", None, "eni-3")


def inventory() -> Inventory:
    items = {one.key: one for one in (MINE, FREE, NATS)}
    return Inventory(
        tables={Kind.ADDRESSES: items},
        sources={(ACCOUNT, REGION): SOURCE},
        readings={(SOURCE, Kind.ADDRESSES): Reading(complete_at=1.0)},
    )


def test_options_that_are_not_named_stay() -> None:
    assert metadata(WEB, Inventory(), "hop-limit=2 service=off") == (
        SetMetadataOptions(WEB, http_endpoint="disabled", hop_limit=2),
    )
    assert metadata(WEB, Inventory(), METADATA_WORDS) == (
        SetMetadataOptions(
            WEB, http_tokens="required", http_endpoint="enabled", hop_limit=1, tags="disabled"
        ),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "tokens=required"),
        ("tokens=always", "required or optional"),
        ("hop-limit=two", "a number"),
        ("hops=2", "hop-limit"),
    ],
)
def test_a_mistake_says_what_would_do(text: str, said: str) -> None:
    found = metadata(WEB, Inventory(), text)
    assert isinstance(found, Unready) and said in found.reason


def off(released: bool) -> DisassociateAddress:
    return DisassociateAddress(WEB, "eipassoc-1", "eipalloc-1", "192.0.2.1", "eni-1", "10.0.0.1", released)


def test_addresses_are_taken_and_given_back() -> None:
    give = ReleaseAddress(MINE.key, "192.0.2.1")
    assert take_address(False)(WEB, inventory(), "") == [Step(off(False))]
    for text in ("", "192.0.2.1", "eipalloc-1"):
        assert take_address(True)(WEB, inventory(), text) == [Step(off(True)), Step(give, (0,))]
    assert take_address(True)(MINE.key, inventory(), "") == (Step(off(True)), Step(give, (0,)))
    assert take_address(True)(FREE.key, inventory(), "") == (ReleaseAddress(FREE.key, "192.0.2.2"),)


@pytest.mark.parametrize(
    ("id_", "text", "said"),
    [
        ("i-1", "192.0.2.9", "no Elastic IP 192.0.2.9"),
        ("i-2", "", "no Elastic IP."),
        ("eipalloc-3", "", "eni-3 holds eipalloc-3"),
        ("eipalloc-9", "", "gone"),
    ],
)
def test_what_cannot_be_taken_says_why(id_: str, text: str, said: str) -> None:
    found = take_address(True)(key(id_), inventory(), text)
    assert isinstance(found, Unready) and said in found.reason


def test_addresses_that_were_not_read_are_not_taken() -> None:
    found = take_address(False)(WEB, Inventory(), "")
    assert isinstance(found, Unready) and "has not been read" in found.reason


def test_an_address_that_is_released_next_does_not_come_back() -> None:
    assert off(False).inverse(inventory()) is not None and not off(False).irreversible(inventory())
    assert off(True).inverse(inventory()) is None and "released" in off(True).irreversible(inventory())
