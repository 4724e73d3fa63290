"""What a review says about the cost of a launch: its instances, their volumes, and never a made-up number."""

from typing import Any

from ec2tui.core.changes.launch import NEW, RunInstances
from ec2tui.core.changes.plan import Plan, draft
from ec2tui.core.model.image import Image
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch import Launch, LaunchVolume
from ec2tui.core.model.price import Price, storage_id
from ec2tui.core.views.plan import Shown, plan_document
from ec2tui.core.views.plan_cost import cost_lines
from tests.core.changes.worlds import build, key

TYPE, GIB = Price(key("t3.micro RunInstances Shared"), 0.01), Price(key(storage_id("gp3").text), 0.08 / 730)
IMAGE = Image(key("ami-1"), "golden", platform_details="Linux/UNIX")
VOLUMES = (LaunchVolume("/dev/xvda", 8), LaunchVolume("/dev/sdf", 92))


def world(*prices: Price, listed: bool = True) -> Inventory:
    kinds = tuple(kind for kind in Kind if listed or kind is not Kind.PRICES)
    return build((Kind.IMAGES, IMAGE), *((Kind.PRICES, one) for one in prices), read=kinds)


def plan(inventory: Inventory, **facts: Any) -> Plan:
    launch = Launch("ami-1", "t3.micro", **{"count": 2, "volumes": VOLUMES, **facts})
    return draft([RunInstances(key(NEW), launch)], inventory, "p")


def told(inventory: Inventory, **facts: Any) -> str:
    lines = cost_lines(plan(inventory, **facts), inventory)
    return "\n".join("".join(cell.text for cell in line).strip() for line in lines)


def test_a_month_of_all_instances_with_their_volumes() -> None:
    lines = told(world(TYPE, GIB)).split("\n")
    assert lines[:3] == [
        "2 × t3.micro: 0.0200 USD an hour, 14.60 a month",
        "2 × 8 GiB gp3, 92 GiB gp3: 16.00 a month",
        "together: 30.60 USD a month",
    ]


def test_what_is_not_known_is_said_and_has_no_sum() -> None:
    assert "2 × t3.micro: not known: the price list was not read" in told(world(listed=False))
    half = told(world(TYPE))
    assert "gp3: not known: no on-demand price is listed" in half and "together" not in half
    assert "Spot price" in told(world(TYPE, GIB), spot=True)


def test_the_document_has_the_price_too_and_the_review_reads_what_it_needs() -> None:
    inventory = world(TYPE, GIB)
    made = plan(inventory)
    [change] = plan_document(Shown(made, inventory, made.after(inventory)))["changes"]
    assert change["cost"]["monthly_after"] == 30.6 and change["cost"]["hourly_after"] == 0.02
    asked = {key for kind, key in made.changes[0].facts(inventory) if kind is Kind.PRICES}
    assert asked == {TYPE.key, GIB.key}
