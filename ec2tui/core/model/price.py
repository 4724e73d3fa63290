"""What an hour of an instance type costs on demand."""

from typing import NamedTuple

import msgspec

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key

HOURS_A_MONTH = 730
"""How many hours AWS's own calculator counts for a month."""

OPERATIONS: dict[str, str] = {
    "Linux/UNIX": "RunInstances",
    "Red Hat BYOL Linux": "RunInstances:00g0",
    "Red Hat Enterprise Linux": "RunInstances:0010",
    "Red Hat Enterprise Linux with HA": "RunInstances:1010",
    "Red Hat Enterprise Linux with SQL Server Standard and HA": "RunInstances:1014",
    "Red Hat Enterprise Linux with SQL Server Enterprise and HA": "RunInstances:1110",
    "Red Hat Enterprise Linux with SQL Server Standard": "RunInstances:0014",
    "Red Hat Enterprise Linux with SQL Server Web": "RunInstances:0210",
    "Red Hat Enterprise Linux with SQL Server Enterprise": "RunInstances:0110",
    "SQL Server Enterprise": "RunInstances:0100",
    "SQL Server Standard": "RunInstances:0004",
    "SQL Server Web": "RunInstances:0200",
    "SUSE Linux": "RunInstances:000g",
    "Ubuntu Pro": "RunInstances:0g00",
    "Windows": "RunInstances:0002",
    "Windows BYOL": "RunInstances:0800",
    "Windows with SQL Server Enterprise": "RunInstances:0102",
    "Windows with SQL Server Standard": "RunInstances:0006",
    "Windows with SQL Server Web": "RunInstances:0202",
}
"""Platform details to the usage operation that is billed (EC2 User Guide, "AMI billing information")."""

_TENANCIES = {"default": "Shared", "dedicated": "Dedicated"}
"""EC2's tenancies in the words of the price list; on a Dedicated Host the host is paid, not the instance."""


class PriceId(NamedTuple):
    """What has one price in a region: a type, the usage operation and the price list's tenancy."""

    type: str
    operation: str = "RunInstances"
    tenancy: str = "Shared"

    @property
    def text(self) -> str:
        """The id of the price in its key."""
        return " ".join(self)


class Price(msgspec.Struct, frozen=True):
    """The on-demand price of an hour; `key.id` is `PriceId.text`, `hourly` in units of `currency`."""

    key: Key
    hourly: float
    currency: str = "USD"

    @property
    def monthly(self) -> float:
        """The price of a month that it runs throughout."""
        return self.hourly * HOURS_A_MONTH


STORAGE, A_MONTH = "storage", "GB-Mo"
"""What stands for operation and tenancy in the id of the price of a GiB of a volume, which is of a month."""


def storage_id(volume_type: str) -> PriceId:
    """The id of the price of a GiB of a volume of this type; its month is that of a Price."""
    return PriceId(volume_type, STORAGE, A_MONTH)


def price_id(type_name: str, platform_details: str | None, tenancy: str | None = None) -> PriceId | None:
    """What is paid for such an instance by the hour; None where that is not an on-demand price we know of."""
    operation = OPERATIONS.get(platform_details or "")
    place = _TENANCIES.get(tenancy or "default")
    return PriceId(type_name, operation, place) if operation and place else None


def price_key(instance: Instance, type_name: str) -> Key | None:
    """The key of what an instance would cost as that type; None for Spot and where no price is known of."""
    found = None if instance.lifecycle else price_id(type_name, instance.platform_details, instance.tenancy)
    return instance.key._replace(id=found.text) if found else None
