"""The instance metadata service: versions, hop limit, on or off; and detailed monitoring."""

from typing import Any, ClassVar, Literal

import msgspec

from ec2tui.core.changes.change import Change, Subject, ec2_call, edit, known
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.instance import MetadataOptions
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind

Switch = Literal["enabled", "disabled"]

_PARAMETERS = {
    "http_tokens": "HttpTokens",
    "http_endpoint": "HttpEndpoint",
    "hop_limit": "HttpPutResponseHopLimit",
    "ipv6": "HttpProtocolIpv6",
    "tags": "InstanceMetadataTags",
}


class SetMetadataOptions(Change, frozen=True, tag="instance.metadata"):
    """Sets options of the metadata service; None leaves one as it is. `hop_limit` is 1 to 64."""

    http_tokens: Literal["required", "optional"] | None = None
    http_endpoint: Switch | None = None
    hop_limit: int | None = None
    ipv6: Switch | None = None
    tags: Switch | None = None

    verb: ClassVar[str] = "set metadata options of"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifyInstanceMetadataOptions",)

    @property
    def wanted(self) -> dict[str, Any]:
        """The fields of MetadataOptions that are set."""
        values = {field: getattr(self, field) for field in _PARAMETERS}
        return {field: value for field, value in values.items() if value is not None}

    def call(self) -> ApiCall:
        """ec2:ModifyInstanceMetadataOptions with only what is set."""
        params = {_PARAMETERS[field]: value for field, value in self.wanted.items()}
        return ec2_call(self.key, "ModifyInstanceMetadataOptions", InstanceId=self.key.id, **params)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """Whether version 1 was used lately, where it is to be refused."""
        return (Subject(Kind.TOKENLESS, self.key),) if self.http_tokens == "required" else ()

    def effect(self, inventory: Inventory) -> Inventory:
        """The options are as asked."""
        instance = known(inventory.instance(self.key))
        if instance is None:
            return inventory
        options = msgspec.structs.replace(instance.metadata, **self.wanted)
        return edit(inventory, Kind.INSTANCES, self.key, metadata=options)

    def inverse(self, before: Inventory) -> Change | None:
        """The options as they were; None when AWS did not tell one of them."""
        instance = known(before.instance(self.key))
        if instance is None:
            return None
        old = {field: getattr(instance.metadata, field) for field in self.wanted}
        if any(value in ("", None) for value in old.values()):
            return None
        return msgspec.structs.replace(self, **old)

    def noop(self, inventory: Inventory) -> bool:
        """Whether all that is set is so already."""
        instance = known(inventory.instance(self.key))
        now = MetadataOptions() if instance is None else instance.metadata
        return instance is not None and all(getattr(now, f) == value for f, value in self.wanted.items())


class SetMonitoring(Change, frozen=True, tag="instance.monitoring"):
    """Turns detailed monitoring (a figure every minute, at a price) on, or off with `on` false."""

    on: bool = True

    verb: ClassVar[str] = "set monitoring of"
    asks: ClassVar[tuple[str, ...]] = ("ec2:MonitorInstances", "ec2:UnmonitorInstances")

    @property
    def word(self) -> str:
        """`monitor` or `unmonitor`."""
        return "monitor" if self.on else "unmonitor"

    def call(self) -> ApiCall:
        """ec2:MonitorInstances or ec2:UnmonitorInstances for this instance alone."""
        operation = "MonitorInstances" if self.on else "UnmonitorInstances"
        return ec2_call(self.key, operation, InstanceIds=[self.key.id])

    def effect(self, inventory: Inventory) -> Inventory:
        """Monitoring is as asked."""
        word = "enabled" if self.on else "disabled"
        return edit(inventory, Kind.INSTANCES, self.key, monitoring=word)

    def inverse(self, before: Inventory) -> Change | None:
        """Monitoring as it was."""
        instance = known(before.instance(self.key))
        if instance is None or instance.monitoring is None:
            return None
        return SetMonitoring(self.key, on=instance.monitoring in ("enabled", "pending"))

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is as asked, or about to be."""
        instance = known(inventory.instance(self.key))
        done = ("enabled", "pending") if self.on else ("disabled", "disabling")
        return instance is not None and instance.monitoring in done
