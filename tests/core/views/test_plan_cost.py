"""What a review says about cost: before and after, their sum, and never a number that is not known."""

from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.changes.instance_type import resize
from ec2tui.core.changes.plan import Plan, Step, draft
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.price import Price
from ec2tui.core.views.plan import Shown, plan_document, plan_lines
from ec2tui.core.views.plan_cost import cost_lines, costs
from tests.core.changes.worlds import build, key


def server(id: str, **fields: object) -> Instance:
    base: dict[str, object] = {"platform_details": "Linux/UNIX", "tenancy": "default"}
    return Instance(key(id), "running", "m5.large", **{**base, **fields})  # type: ignore[arg-type]


def price(name: str, hourly: float, software: str = "RunInstances", tenancy: str = "Shared") -> Price:
    return Price(key(f"{name} {software} {tenancy}"), hourly)


PRICES = (price("m5.large", 0.1), price("m5.xlarge", 0.2), price("t3.micro", 0.0104))


def world(*instances: Instance, prices: tuple[Price, ...] = PRICES, listed: bool = True) -> Inventory:
    kinds = tuple(Kind) if listed else tuple(kind for kind in Kind if kind is not Kind.PRICES)
    items = [(Kind.INSTANCES, one) for one in instances] + [(Kind.PRICES, one) for one in prices]
    return build(*items, read=kinds)


def plan(inventory: Inventory, wanted: dict[str, str]) -> Plan:
    steps: list[Step] = []
    for id, name in wanted.items():
        made = resize(key(id), name, inventory)
        assert isinstance(made, tuple)
        steps += [Step(one.change) for one in made]
    return draft(steps, inventory, "p")


def told(inventory: Inventory, **wanted: str) -> str:
    lines = cost_lines(
        plan(inventory, {id.replace("_", "-"): name for id, name in wanted.items()}), inventory
    )
    return "\n".join("".join(cell.text for cell in line) for line in lines)


def test_an_hour_and_a_month_before_and_after() -> None:
    assert "i-1: 0.1000 → 0.2000 USD an hour (+0.1000), 73.00 → 146.00 a month" in told(
        world(server("i-1")), i_1="m5.xlarge"
    )
    assert "(-0.0896), 73.00 → 7.59 a month" in told(world(server("i-1")), i_1="t3.micro")


def test_several_have_a_sum() -> None:
    both = told(world(server("i-1"), server("i-2")), i_1="m5.xlarge", i_2="t3.micro")
    assert "all 2: 0.2000 → 0.2104 USD an hour (+0.0104)" in both


def test_a_sum_says_of_how_many_it_is() -> None:
    three = world(server("i-1"), server("i-2"), server("i-3", platform_details="Windows"))
    said = told(three, i_1="m5.xlarge", i_2="m5.xlarge", i_3="m5.xlarge")
    assert "i-3: not known: m5.large, no on-demand price is listed for it" in said
    assert "the 2 that are known: 0.2000 → 0.4000" in said


def test_what_is_not_known_has_no_number() -> None:
    unread = told(world(server("i-1"), prices=PRICES[:1], listed=False), i_1="m5.xlarge")
    assert "not known: m5.xlarge, the price list was not read" in unread and "an hour" not in unread
    for one in (server("i-1", lifecycle="spot"), server("i-1", tenancy="host")):
        assert "no on-demand price is listed" in told(world(one), i_1="m5.xlarge")


def test_what_does_not_change_the_type_has_no_cost() -> None:
    inventory = world(server("i-1"))
    stop = draft([StopInstance(key("i-1"))], inventory, "p")
    assert costs(stop, inventory) == () and list(cost_lines(stop, inventory)) == []
    document = plan_document(Shown(stop, inventory, stop.after(inventory)))
    assert document["changes"][0]["cost"] is None


def test_the_document_has_numbers_or_null() -> None:
    inventory = world(server("i-1"))
    made = plan(inventory, {"i-1": "m5.xlarge"})
    view = Shown(made, inventory, made.after(inventory))
    (cost,) = [change["cost"] for change in plan_document(view)["changes"] if change["cost"]]
    assert cost == {
        "hourly_before": 0.1,
        "hourly_after": 0.2,
        "monthly_before": 73.0,
        "monthly_after": 146.0,
        "currency": "USD",
    }
    gone = plan(inventory, {"i-1": "x9.huge"})
    (cost,) = [c["cost"] for c in plan_document(Shown(gone, inventory, inventory))["changes"] if c["cost"]]
    assert (cost["hourly_before"], cost["hourly_after"], cost["currency"]) == (0.1, None, "USD")


def test_the_review_has_a_section_for_it() -> None:
    inventory = world(server("i-1"))
    made = plan(inventory, {"i-1": "m5.xlarge"})
    titles = [line[0].text for line in plan_lines(Shown(made, inventory, made.after(inventory))) if line]
    assert titles.index("Cost") < titles.index("Permissions")


def test_prices_belong_to_the_facts_of_the_change() -> None:
    inventory = world(server("i-1"), prices=(), listed=False)
    (change,) = [
        one for one in plan(inventory, {"i-1": "m5.xlarge"}).changes if one.action == "instance.type"
    ]
    asked = {subject.key for subject in change.facts(inventory) if subject.kind is Kind.PRICES}
    assert asked == {Key(*key("")[:2], f"{name} RunInstances Shared") for name in ("m5.large", "m5.xlarge")}
    assert inventory.price(next(iter(asked))) is Missing.NOT_READ
