"""Facts that reviews read: each reader asks in bounds, and a denial is a problem, never an empty answer."""

import json

import pytest

from ec2tui.adapters.aws import tokenless
from ec2tui.adapters.aws.by_id import BY_ID
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.price import PriceId, storage_id
from ec2tui.core.model.problem import Outcome
from ec2tui.services.subjects import ASIDE
from tests.adapters.aws.endpoint import Endpoint, collect, connect, error, json_reply, read_of, reply_xml, xml


@pytest.mark.parametrize("kind", BY_ID)
async def test_denied_is_a_problem(kind):
    async with Endpoint(error("AccessDenied", status=403)) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, read_of(kind, "x-1"))
        await gateway.aclose()
    assert items == [] and problem is not None and problem.outcome is Outcome.DENIED
    assert problem.operation in BY_ID[kind].actions


async def test_the_last_snapshot_is_the_newest_complete_one():
    rows = "".join(
        f"<item><snapshotId>{id}</snapshotId><volumeId>vol-1</volumeId><status>{state}</status>"
        f"<startTime>2026-01-0{day}T00:00:00.000Z</startTime></item>"
        for id, state, day in (
            ("snap-1", "completed", 1),
            ("snap-2", "completed", 2),
            ("snap-3", "pending", 3),
        )
    )
    answer = xml(reply_xml("DescribeSnapshots", f"<snapshotSet>{rows}</snapshotSet>"))
    async with Endpoint(answer) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, read_of(Kind.LAST_SNAPSHOTS, "vol-1", "vol-2"))
        await gateway.aclose()
    assert problem is None
    assert [(item.key.id, item.snapshot_id) for item in items] == [("vol-1", "snap-2"), ("vol-2", "")]


async def test_what_is_told_aside_never_forbids_a_change():
    for kind in (
        Kind.TARGETS,
        Kind.SCALING,
        Kind.TOKENLESS,
        Kind.ROLE_POLICIES,
        Kind.OFFERINGS,
        Kind.PRICES,
        Kind.SPOT_REQUESTS,
        Kind.QUOTAS,
    ):
        assert all(action.startswith(ASIDE) for action in BY_ID[kind].actions)


def product(type_name: str, *hourly: str, operation: str = "RunInstances", unit: str = "Hrs") -> str:
    """A product as the price list writes it, with an offer for each price and one of nothing."""
    offers = {
        f"sku.{n}": {"priceDimensions": {"dim": {"unit": unit, "pricePerUnit": {"USD": price}}}}
        for n, price in enumerate((*hourly, "0.0000000000"))
    }
    attributes = {"instanceType": type_name, "operation": operation, "tenancy": "Shared", "vcpu": "2"}
    reserved = {"r": {"priceDimensions": {"d": {"unit": "Hrs", "pricePerUnit": {"USD": "0.01"}}}}}
    return json.dumps(
        {"product": {"attributes": attributes}, "terms": {"OnDemand": offers, "Reserved": reserved}}
    )


async def test_prices_are_those_asked_for_the_dearest_of_several_and_none_of_reservations():
    listed = [product("t3.micro", "0.0114", "0.0120"), product("m7i.large"), product("z9.large", "1.0")]
    async with Endpoint(json_reply({"PriceList": listed})) as endpoint:
        gateway = await connect(endpoint.url)
        asked = [PriceId(name).text for name in ("t3.micro", "m7i.large")]
        items, problem = await collect(gateway, read_of(Kind.PRICES, *asked))
        await gateway.aclose()
    assert problem is None and len(endpoint.forms) == 2
    assert {(item.key.id, item.hourly, item.currency) for item in items} == {(asked[0], 0.012, "USD")}


async def test_a_gib_of_a_volume_is_priced_by_the_month():
    volume = json.loads(product("", "0.0876", unit="GB-Mo"))
    volume["product"]["attributes"] = {"volumeApiName": "gp3", "regionCode": "eu-west-1"}
    async with Endpoint(json_reply({"PriceList": [json.dumps(volume)]})) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, read_of(Kind.PRICES, storage_id("gp3").text))
        await gateway.aclose()
    assert problem is None and [(one.key.id, round(one.monthly, 4)) for one in items] == [
        ("gp3 storage GB-Mo", 0.0876)
    ]


async def test_a_price_list_that_makes_no_sense_is_a_problem():
    async with Endpoint(json_reply({"PriceList": ["{", product("t3.micro", "0.0114")]})) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, read_of(Kind.PRICES, PriceId("t3.micro").text))
        await gateway.aclose()
    assert items == [] and problem is not None and problem.operation == "pricing:GetProducts"


async def test_many_prices_are_read_as_the_regions_list_page_by_page():
    first = json_reply({"PriceList": [product(f"m7i.x{n}", "0.5") for n in range(5)], "NextToken": "more"})
    second = json_reply({"PriceList": [product(f"m7i.x{n}", "0.5") for n in range(5, 9)]})
    async with Endpoint(first, second) as endpoint:
        gateway = await connect(endpoint.url)
        asked = [PriceId(f"m7i.x{n}").text for n in range(9)]
        items, problem = await collect(gateway, read_of(Kind.PRICES, *asked))
        await gateway.aclose()
    assert problem is None and len(items) == 9 and len(endpoint.forms) == 2


class Caller:
    """Answers with one document, and keeps what was asked."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    async def read(self, call):
        self.asked.append(call)
        return self.answer


async def test_calls_without_a_token_are_summed_over_days_and_no_figure_is_not_none():
    results = [{"Id": "m0", "Values": [2.0, 3.0]}, {"Id": "m1", "Values": [0.0]}, {"Id": "m2", "Values": []}]
    caller = Caller({"MetricDataResults": results})
    page = await tokenless.page(caller, read_of(Kind.TOKENLESS), ("i-1", "i-2", "i-3"))
    assert [(one.key.id, one.calls, one.days) for one in page.items] == [
        ("i-1", 5, 14), ("i-2", 0, 14), ("i-3", None, 14),
    ]  # fmt: skip
    (call,) = caller.asked
    assert (call.action, len(call.params["MetricDataQueries"])) == ("cloudwatch:GetMetricData", 3)
    assert (call.params["EndTime"] - call.params["StartTime"]).days == 14
