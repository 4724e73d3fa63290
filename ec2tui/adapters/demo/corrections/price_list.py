"""The price list of EC2: on-demand prices of the demo's own reckoning, near AWS's."""

import json
from collections.abc import Iterator
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.errors import AwsError

Reply = dict[str, Any]

SOFTWARE = {
    "RunInstances": ("Linux", 0.0),
    "RunInstances:0002": ("Windows", 0.046),
    "RunInstances:0010": ("RHEL", 0.0144),
    "RunInstances:000g": ("SUSE", 0.01),
    "RunInstances:0g00": ("Ubuntu Pro", 0.0018),
    "RunInstances:0006": ("Windows", 0.286),
}
"""By usage operation: the operating system, and what it adds for each vCPU, in USD an hour."""

TENANCIES = {"Shared": 1.0, "Dedicated": 1.1}
"""By tenancy: the factor on the price."""

CHEAPER_REGIONS = {"us-east-1": 0.9, "us-west-2": 0.9}
"""The factor on the price where it is not 1."""

VOLUMES = {
    "gp2": 0.11,
    "gp3": 0.088,
    "io1": 0.138,
    "io2": 0.138,
    "st1": 0.05,
    "sc1": 0.0168,
    "standard": 0.055,
}
"""By volume type: USD for a GiB and month."""

_PER_MEMORY = {"t1": 0.0126, "t2": 0.0126, "t3": 0.0114, "t3a": 0.0102, "t4g": 0.0092}
"""Burstable types cost by their memory: USD an hour for each GiB."""

_MADE_BY = {"Amazon": 0.82, "AWS": 0.82, "AMD": 0.9}
"""The factor by whose processor it is, where it is not 1."""


def get_products(call: Call) -> Reply:
    """The products that match all filters, a page at a time."""
    if call.param("ServiceCode") != "AmazonEC2":
        raise AwsError("InvalidParameterException", "Invalid ServiceCode")
    wanted = {one["Field"]: one["Value"] for one in call.param("Filters", [])}
    try:
        start = int(call.param("NextToken") or 0)
    except ValueError as error:
        raise AwsError("InvalidNextTokenException", "Invalid NextToken") from error
    end = start + int(call.param("MaxResults") or 100)
    found = list(_products(wanted))
    following = {"NextToken": str(end)} if end < len(found) else {}
    return {"FormatVersion": "aws_v1", "PriceList": found[start:end], **following}


def _products(wanted: dict[str, str]) -> Iterator[str]:
    """The matching products of a region as the price list writes them: JSON in strings."""
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    region = wanted.get("regionCode", "us-east-1")
    if wanted.get("productFamily") == "Storage":
        yield from _storage(wanted, region)
        return
    only = wanted.get("instanceType")
    for name in [only] if only else sorted(INSTANCE_TYPES):
        facts = INSTANCE_TYPES.get(name)
        if facts is None or name.startswith("mac"):  # Macs are sold as Dedicated Hosts only
            continue
        for operation, (system, per_cpu) in SOFTWARE.items():
            for tenancy, factor in TENANCIES.items():
                attributes = {
                    "instanceType": name,
                    "operation": operation,
                    "operatingSystem": system,
                    "tenancy": tenancy,
                    "regionCode": region,
                    "capacitystatus": "Used",
                }
                if wanted.items() <= attributes.items():
                    hourly = (_hourly(facts) + per_cpu * _cpus(facts)) * factor
                    yield _product(attributes, hourly * CHEAPER_REGIONS.get(region, 1.0))


def _storage(wanted: dict[str, str], region: str) -> Iterator[str]:
    """The volumes of a region: a GiB for a month."""
    for name, monthly in VOLUMES.items():
        attributes = {"volumeApiName": name, "regionCode": region, "productFamily": "Storage"}
        if wanted.items() <= attributes.items():
            amount = monthly * CHEAPER_REGIONS.get(region, 1.0)
            yield _document(f"storage-{name}", "Storage", attributes, "GB-Mo", amount)


def _product(attributes: dict[str, str], hourly: float) -> str:
    sku = f"{attributes['instanceType']}-{attributes['operation']}-{attributes['tenancy']}"
    return _document(sku, "Compute Instance", attributes, "Hrs", hourly)


def _document(sku: str, family: str, attributes: dict[str, str], unit: str, amount: float) -> str:
    dimension = {"unit": unit, "pricePerUnit": {"USD": f"{amount:.10f}"}}
    return json.dumps(
        {
            "product": {"productFamily": family, "sku": sku, "attributes": attributes},
            "serviceCode": "AmazonEC2",
            "terms": {"OnDemand": {f"{sku}.JRTC": {"priceDimensions": {f"{sku}.JRTC.6YS6": dimension}}}},
        }
    )


def _hourly(facts: Any) -> float:
    """The price of an hour with Linux, from processors, memory, graphics and disks; four decimals."""
    family = str(facts["InstanceType"]).partition(".")[0]
    memory = facts["MemoryInfo"]["SizeInMiB"] / 1024
    if family in _PER_MEMORY:
        return round(float(memory) * _PER_MEMORY[family], 4)
    made_by = facts["ProcessorInfo"].get("Manufacturer", "")
    price = (0.0375 * _cpus(facts) + 0.0042 * memory) * _MADE_BY.get(made_by, 1.0)
    graphics = facts.get("GpuInfo", {}).get("TotalGpuMemoryInMiB", 0) / 1024
    price += graphics * (0.05 if family.startswith("p") else 0.018)
    price += facts.get("InstanceStorageInfo", {}).get("TotalSizeInGB", 0) * 0.00008
    return round(float(price), 4)


def _cpus(facts: Any) -> int:
    return int(facts["VCpuInfo"]["DefaultVCpus"])


CORRECTION = Correction(
    name="price-list",
    moto="has no Price List API",
    aws="tells the prices of every region from us-east-1, eu-central-1 and ap-south-1",
    service="pricing",
    instead={"GetProducts": get_products},
)
