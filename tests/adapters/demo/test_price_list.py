"""The demo's price list, asked by an independent client and by our own gateway's reader."""

import json

from tests.adapters.demo.conftest import Account, error_code

FILTERS = {"regionCode": "eu-west-1", "operation": "RunInstances", "tenancy": "Shared"}


def products(account: Account, **given: object) -> list[dict[str, object]]:
    filters = [
        {"Type": "TERM_MATCH", "Field": field, "Value": value}
        for field, value in {**FILTERS, **given}.items()
    ]
    pages = (
        account.client("pricing", "us-east-1")
        .get_paginator("get_products")
        .paginate(ServiceCode="AmazonEC2", Filters=filters)
    )
    return [json.loads(text) for page in pages for text in page["PriceList"]]


def hourly(product: dict[str, object]) -> float:
    (offer,) = product["terms"]["OnDemand"].values()  # type: ignore[index]
    (dimension,) = offer["priceDimensions"].values()
    assert dimension["unit"] == "Hrs"
    return float(dimension["pricePerUnit"]["USD"])


def test_a_bigger_type_costs_more_and_so_does_windows(account: Account) -> None:
    (small,), (large,) = (products(account, instanceType=name) for name in ("m7i.large", "m7i.xlarge"))
    (windows,) = products(account, instanceType="m7i.large", operation="RunInstances:0002")
    assert 0 < hourly(small) < hourly(large) and hourly(small) < hourly(windows)


def test_a_regions_list_comes_in_pages_and_leaves_out_what_only_hosts_are_sold_of(account: Account) -> None:
    names = [one["product"]["attributes"]["instanceType"] for one in products(account)]  # type: ignore[index]
    assert len(names) == len(set(names)) > 500
    assert "t3.micro" in names and not any(name.startswith("mac") for name in names)


def test_a_gib_of_a_volume_costs_by_the_month(account: Account) -> None:
    filters = {"regionCode": "us-east-1", "productFamily": "Storage", "volumeApiName": "gp3"}
    asked = [{"Type": "TERM_MATCH", "Field": field, "Value": value} for field, value in filters.items()]
    reply = account.client("pricing", "us-east-1").get_products(ServiceCode="AmazonEC2", Filters=asked)
    (product,) = map(json.loads, reply["PriceList"])
    (offer,) = product["terms"]["OnDemand"].values()
    (dimension,) = offer["priceDimensions"].values()
    assert dimension["unit"] == "GB-Mo" and 0.05 < float(dimension["pricePerUnit"]["USD"]) < 0.1


def test_it_can_be_denied_as_aws_does(account: Account) -> None:
    account.control("deny?operation=GetProducts")
    try:
        pricing = account.client("pricing", "us-east-1")
        assert error_code(pricing.get_products, ServiceCode="AmazonEC2") == "AccessDeniedException"
    finally:
        account.control("clear")
