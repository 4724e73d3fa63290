"""On-demand prices of instance types, from the price list."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from typing import cast

import msgspec

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed, side_by_side
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Key
from ec2tui.core.model.price import A_MONTH, HOURS_A_MONTH, STORAGE, Price, PriceId, storage_id
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import Page, Read

ACTION = "pricing:GetProducts"

TOGETHER = 5000
"""How many prices are asked for at a time: more than a region has types."""

ONE_BY_ONE = 6
"""Up to so many types are asked for one by one; of more the region's whole list is read."""

SECONDS = 8.0
SECONDS_OF_A_LIST = 40.0
"""How long is waited for a few prices, which hold up a review, and for a whole list."""

PAGE = 100
"""The most products of one page (pricing:GetProducts, MaxResults)."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """The prices of these ids (`PriceId.text`); what the price list does not name is left out."""
    region = read.source.region
    lists: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for id_ in ids:
        asked = PriceId(*id_.split(" "))
        lists[asked.operation, asked.tenancy].append(asked.type)
    asked_for = [
        (operation, tenancy, type_name)
        for (operation, tenancy), types in lists.items()
        for type_name in (types if len(types) <= ONE_BY_ONE or operation == STORAGE else [""])
    ]
    calls = [_call(region, *one) for one in asked_for]
    whole = any(not type_name for _, _, type_name in asked_for)
    products = await _products(caller, calls, SECONDS_OF_A_LIST if whole else SECONDS)
    if isinstance(products, Problem):
        return products
    try:
        return Page(tuple(_dearest(products, read.account, region, frozenset(ids))))
    except (msgspec.MsgspecError, ValueError) as error:
        return Problem(Outcome.UNKNOWN, ACTION, f"the price list cannot be read: {error}")


async def _products(caller: Caller, calls: list[ApiCall], seconds: float) -> list[str] | Problem:
    """The documents of all products; a problem when AWS does not answer in time."""

    async def ask(place: str) -> list[str] | Problem:
        return cast(list[str] | Problem, await listed(caller, calls[int(place)], "PriceList"))

    try:
        async with asyncio.timeout(seconds):
            found = await side_by_side(tuple(map(str, range(len(calls)))), ask)
    except TimeoutError:
        return Problem(
            Outcome.UNREACHABLE,
            ACTION,
            f"no answer within {seconds:.0f} s",
            hint="prices come from us-east-1, whichever region is looked at",
        )
    return found if isinstance(found, Problem) else [one for products in found for one in products]


def _call(region: str, operation: str, tenancy: str, type_name: str) -> ApiCall:
    """Prices are told by few regions only; China's partition has a list of its own."""
    if operation == STORAGE:
        wanted = {"regionCode": region, "productFamily": "Storage", "volumeApiName": type_name}
    else:
        wanted = {"regionCode": region, "operation": operation, "tenancy": tenancy, "capacitystatus": "Used"}
        wanted |= {"instanceType": type_name} if type_name else {}
    filters = [{"Type": "TERM_MATCH", "Field": field, "Value": value} for field, value in wanted.items()]
    home = "cn-northwest-1" if region.startswith("cn-") else "us-east-1"
    params = {"ServiceCode": "AmazonEC2", "Filters": filters, "FormatVersion": "aws_v1", "MaxResults": PAGE}
    return ApiCall("pricing", "GetProducts", home, params)


def _dearest(products: list[str], account: str, region: str, wanted: frozenset[str]) -> Iterator[Price]:
    """One price for each id: where the list names several, the dearest, so that none is played down."""
    found: dict[str, Price] = {}
    for product in products:
        document = _DECODER.decode(product)
        is_of = document.product.attributes
        asked = PriceId(is_of.instance_type, is_of.operation, is_of.tenancy)
        if is_of.volume_api_name:
            asked = storage_id(is_of.volume_api_name)
        if asked.text not in wanted:
            continue
        for currency, hourly in _hourly(document):
            price = Price(Key(account, region, asked.text), hourly, currency)
            found[asked.text] = max(found.get(asked.text, price), price, key=lambda one: one.hourly)
    yield from found.values()


def _hourly(document: "_Document") -> Iterator[tuple[str, float]]:
    """The on-demand prices of an hour, by currency; those of nothing are of what is not sold so."""
    for offer in document.terms.on_demand.values():
        for dimension in offer.price_dimensions.values():
            hours = _UNITS.get(dimension.unit)
            for currency, amount in dimension.price_per_unit.items() if hours else ():
                if float(amount) > 0:
                    yield currency, float(amount) / (hours or 1)


_UNITS = {"Hrs": 1, A_MONTH: HOURS_A_MONTH}
"""How many hours the price list's units are of."""


class _Attributes(msgspec.Struct, rename="camel"):
    instance_type: str = ""
    volume_api_name: str = ""
    operation: str = ""
    tenancy: str = ""


class _Product(msgspec.Struct):
    attributes: _Attributes = msgspec.field(default_factory=_Attributes)


class _Dimension(msgspec.Struct, rename="camel"):
    unit: str = ""
    price_per_unit: dict[str, str] = {}


class _Offer(msgspec.Struct, rename="camel"):
    price_dimensions: dict[str, _Dimension] = {}


class _Terms(msgspec.Struct, rename="pascal"):
    on_demand: dict[str, _Offer] = {}


class _Document(msgspec.Struct):
    """What is read of a product; its terms of reservation, most of the text, are skipped."""

    product: _Product = msgspec.field(default_factory=_Product)
    terms: _Terms = msgspec.field(default_factory=_Terms)


_DECODER = msgspec.json.Decoder(_Document)
