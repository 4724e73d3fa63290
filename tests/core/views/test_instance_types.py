"""The table of types to choose from: purposes, prices, order, queries, and why a type does not do."""

import msgspec
import pytest

from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.offering import Offering
from ec2tui.core.model.price import Price
from ec2tui.core.views.column import ordered
from ec2tui.core.views.instance_types import compared, gib, instance_types
from ec2tui.core.views.query import Query, parse
from ec2tui.core.views.type_choice import choice_for_image, choice_for_instances
from ec2tui.core.views.type_purpose import purpose
from tests.core.changes.worlds import build, key

ZONES, FAR = ("eu-west-1a", "eu-west-1b"), ("eu-west-1c",)
BOTH = ("legacy-bios", "uefi")


def offer(name: str, vcpus: int = 2, memory: int = 8192, **fields: object) -> InstanceType:
    fields = {"architectures": ("x86_64",), "boot_modes": BOTH, **fields}
    return InstanceType(key(name), vcpus, memory, **fields)  # type: ignore[arg-type]


def web(**fields: object) -> Instance:
    base: dict[str, object] = {
        "az": "eu-west-1a",
        "architecture": "x86_64",
        "ena_support": True,
        "platform_details": "Linux/UNIX",
    }
    return Instance(key("i-1"), "running", "m5.large", **{**base, **fields})  # type: ignore[arg-type]


TYPES = (
    offer("m5.large"),
    offer("m5.xlarge", 4, 16384),
    offer("m10.large"),
    offer("m7g.large", architectures=("arm64",)),
    offer("c7i.large", ena="required"),
    offer("far.large"),
    offer("uefi.large", boot_modes=("uefi",)),
)


def price(name: str, hourly: float, software: str = "RunInstances") -> Price:
    return Price(key(f"{name} {software} Shared"), hourly)


WORLD: Inventory = build(
    *((Kind.INSTANCE_TYPES, one) for one in TYPES),
    *((Kind.OFFERINGS, Offering(one.key, FAR if one.key.id == "far.large" else ZONES)) for one in TYPES),
    (Kind.PRICES, price("m5.large", 0.1)),
    (Kind.PRICES, price("m5.xlarge", 0.2)),
    (Kind.PRICES, price("m10.large", 0.05)),
    (Kind.PRICES, price("m5.large", 0.3, "RunInstances:0002")),
    read=(Kind.INSTANCE_TYPES, Kind.OFFERINGS),
)


def cells(instance: Instance, name: str) -> dict[str, str]:
    table = instance_types(choice_for_instances((instance,)))
    item = WORLD.table(Kind.INSTANCE_TYPES)[key(name)]
    return {column.id: column.cell(item, WORLD, 0.0).text for column in table.columns}


@pytest.mark.parametrize(
    ("name", "instance", "why"),
    [
        ("m5.large", web(), "now"),
        ("m5.xlarge", web(), "yes"),
        ("m7g.large", web(), "is arm64"),
        ("c7i.large", web(), "yes"),
        ("c7i.large", web(ena_support=False), "needs ENA"),
        ("far.large", web(), "not in eu-west-1a"),
        ("uefi.large", web(boot_mode="uefi-preferred"), "yes"),
        ("uefi.large", web(boot_mode="legacy-bios"), "boots by uefi"),
        ("m7g.large", web(architecture=None), "yes"),
    ],
)
def test_a_type_that_does_not_do_says_why(name: str, instance: Instance, why: str) -> None:
    assert cells(instance, name)["fits"] == why


def test_prices_are_those_of_the_software_and_unknown_ones_say_so() -> None:
    assert cells(web(), "m5.large")["hour"] == "0.1000" and cells(web(), "m5.large")["month"] == "73.00"
    assert cells(web(platform_details="Windows"), "m5.large")["hour"] == "0.3000"
    assert cells(web(), "c7i.large")["hour"] == "·"
    for nothing in (
        web(platform_details=None),
        web(lifecycle="spot"),
        web(tenancy="host"),
        web(platform_details="Plan 9"),
    ):
        assert cells(nothing, "m5.large")["hour"] == "-"


def test_what_several_cost_is_told_only_where_they_run_the_same() -> None:
    same = choice_for_instances((web(), web(az="eu-west-1b")))
    other = choice_for_instances((web(), web(platform_details="Windows")))
    assert same.price_key("m5.large") == key("m5.large RunInstances Shared")
    assert other.price_key("m5.large") is None


def test_a_type_must_do_for_all_of_several() -> None:
    choice = choice_for_instances((web(), web(az="eu-west-1c")))
    table = WORLD.table(Kind.INSTANCE_TYPES)
    assert choice.misfit(table[key("m5.xlarge")], WORLD) == "not in eu-west-1c"
    assert choice.misfit(table[key("far.large")], WORLD) == "not in eu-west-1a"


def test_zones_of_another_region_are_not_looked_for_here() -> None:
    far = msgspec.structs.replace(web(az="us-east-1a"), key=Key("111122223333", "us-east-1", "i-2"))
    choice = choice_for_instances((web(), far))
    table = WORLD.table(Kind.INSTANCE_TYPES)
    assert choice.misfit(table[key("m5.xlarge")], WORLD) == ""
    assert choice.misfit(table[key("far.large")], WORLD) == "not in eu-west-1a"
    assert choice.price_key("m5.large") is None


def test_an_image_asks_for_its_architecture_and_any_zone() -> None:
    image = Image(key("ami-1"), architecture="arm64", ena_support=True, platform_details="Linux/UNIX")
    table = WORLD.table(Kind.INSTANCE_TYPES)
    choice = choice_for_image(image)
    assert choice.misfit(table[key("m7g.large")], WORLD) == ""
    assert choice.misfit(table[key("m5.large")], WORLD) == "is x86_64"
    assert choice_for_image(image, "eu-west-1c").misfit(table[key("m7g.large")], WORLD) == "not in eu-west-1c"


@pytest.mark.parametrize("reverse", [False, True])
def test_what_does_not_do_is_last_in_either_order(reverse: bool) -> None:
    table = instance_types(choice_for_instances((web(),)))
    hour = table.column("hour")
    assert hour is not None
    names = [one.key.id for one in ordered(TYPES, hour, WORLD, 0.0, reverse=reverse)]
    cheap_first = ["m10.large", "m5.large", "m5.xlarge"]
    assert names[:3] == (cheap_first[::-1] if reverse else cheap_first)
    assert {"m7g.large", "far.large"} <= set(names[3:])


def test_families_are_ordered_as_people_count() -> None:
    table = instance_types(choice_for_instances((web(),)))
    by_type = table.column("type")
    assert by_type is not None
    names = [one.key.id for one in ordered(TYPES, by_type, WORLD, 0.0)]
    assert names.index("m5.large") < names.index("m5.xlarge") < names.index("m10.large")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("m5", {"m5.large", "m5.xlarge"}),
        ("vcpu>=4", {"m5.xlarge"}),
        ("memory>=16", {"m5.xlarge"}),
        ("price<0.15", {"m5.large", "m10.large"}),
        ("arch:arm64", {"m7g.large"}),
        ("purpose:compute", {"c7i.large"}),
        ("family:m7g", {"m7g.large"}),
        ("not fits", {"m7g.large", "far.large"}),
    ],
)
def test_queries(text: str, found: set[str]) -> None:
    query = parse(text, instance_types(choice_for_instances((web(),))).words)
    assert isinstance(query, Query)
    assert {one.key.id for one in TYPES if query.matches(one, WORLD, 0.0)} == found


@pytest.mark.parametrize(
    ("name", "gpus", "word"),
    [
        ("t3.micro", 0, "general"),
        ("hpc7g.4xlarge", 0, "compute"),
        ("u-6tb1.metal", 0, "memory"),
        ("im4gn.large", 0, "storage"),
        ("is4gen.large", 0, "storage"),
        ("inf2.xlarge", 0, "accelerated"),
        ("mac2.metal", 0, "general"),
        ("gr6.4xlarge", 1, "accelerated"),
        ("new9.large", 8, "accelerated"),
        ("7.large", 0, "general"),
    ],
)
def test_purposes(name: str, gpus: int, word: str) -> None:
    assert purpose(offer(name, gpus=gpus)) == word


def test_the_difference_to_the_present_type_is_told_by_hour_and_month() -> None:
    choice = choice_for_instances((web(),))
    table = WORLD.table(Kind.INSTANCE_TYPES)
    more = "+0.1000 USD/h, +73.00/month to m5.large"
    assert compared(choice, table[key("m5.xlarge")], WORLD) == more
    assert compared(choice, table[key("m10.large")], WORLD) == "-0.0500 USD/h, -36.50/month to m5.large"
    for unknown in ("m5.large", "c7i.large"):
        assert compared(choice, table[key(unknown)], WORLD) == ""


def test_memory_is_told_in_few_figures() -> None:
    assert [gib(512), gib(1740), gib(8192), gib(1572864)] == ["0.5", "1.7", "8", "1,536"]


def test_china_pays_in_its_own_money() -> None:
    place = Key("111122223333", "cn-north-1", "i-1")
    table = instance_types(choice_for_instances((msgspec.structs.replace(web(), key=place),)))
    assert [c.title for c in table.columns if c.id == "hour"] == ["CNY/h"]
