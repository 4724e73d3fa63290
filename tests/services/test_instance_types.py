"""Reading what a type is chosen from: each fact once, and what fails is told and asked for again."""

import msgspec

from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.offering import Offering
from ec2tui.core.model.price import Price
from ec2tui.core.model.problem import Outcome
from ec2tui.core.views.type_choice import choice_for_instances
from ec2tui.services.instance_types import read_types
from ec2tui.services.ports import Page
from ec2tui.services.store import Store
from tests.services.audit_fakes import Account
from tests.services.fakes import REGION, FixedClock, instance, key, problem

NAMES = ("t3.micro", "t3.large", "mac2.metal")
CHOICE = choice_for_instances((instance("i-1", platform_details="Linux/UNIX"),))


def region(aws: Account) -> Account:
    """The account with types, of which the Mac has no price."""
    types = {name: InstanceType(key(name), 2, 8192, ("x86_64",)) for name in NAMES}
    aws.pages[REGION, Kind.INSTANCE_TYPES] = [Page((one,)) for one in types.values()]
    aws.items[REGION, Kind.INSTANCE_TYPES] = dict(types)
    aws.items[REGION, Kind.OFFERINGS] = {name: Offering(key(name), ("eu-west-1a",)) for name in NAMES}
    prices = [Price(key(f"{name} RunInstances Shared"), 0.1 * at) for at, name in enumerate(NAMES[:2], 1)]
    aws.items[REGION, Kind.PRICES] = {one.key.id: one for one in prices}
    return aws


async def test_everything_is_read_once() -> None:
    aws, store = region(Account()), Store()
    assert await read_types(aws, store, FixedClock(), CHOICE) == ()
    inventory = store.inventory
    assert {one.id for one in inventory.table(Kind.INSTANCE_TYPES)} == set(NAMES)
    assert len(inventory.table(Kind.OFFERINGS)) == 3 and len(inventory.table(Kind.PRICES)) == 2
    asked = len(aws.asked)
    assert await read_types(aws, store, FixedClock(), CHOICE) == ()
    assert len(aws.asked) == asked == 3


async def test_other_software_has_prices_of_its_own() -> None:
    aws, store = region(Account()), Store()
    await read_types(aws, store, FixedClock(), CHOICE)
    windows = msgspec.structs.replace(CHOICE, platform="Windows")
    await read_types(aws, store, FixedClock(), windows)
    assert [read.kind for read in aws.asked[3:]] == [Kind.PRICES]
    assert all("RunInstances:0002" in id_ for id_ in aws.asked[3].ids)


async def test_prices_that_are_denied_leave_the_types_and_are_asked_for_again() -> None:
    aws, store = region(Account()), Store()
    aws.failing[Kind.PRICES] = problem(Outcome.DENIED, "pricing:GetProducts")
    (met,) = await read_types(aws, store, FixedClock(), CHOICE)
    assert met.outcome is Outcome.DENIED
    assert len(store.inventory.table(Kind.OFFERINGS)) == 3
    aws.failing.clear()
    assert await read_types(aws, store, FixedClock(), CHOICE) == ()
    assert len(store.inventory.table(Kind.PRICES)) == 2
