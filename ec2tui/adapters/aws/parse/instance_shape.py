"""Where the fields of an instance stand among the texts of its elements.

Instances with the same elements in the same order have one shape, and an account has few shapes.
"""

from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from sys import intern
from typing import Any, cast

from ec2tui.adapters.aws.parse.fields import epoch_of_text

Texts = list[str | None]
"""The text after each tag of an instance, and at last an empty one and None."""

NOWHERE, EMPTY = -1, -2
"""Where the text of an element is that is not there, and of one written as `<name/>`."""

Pick = Callable[[Texts], tuple[Any, ...]]
"""From all texts to those of some elements."""

Convert = Callable[[str | None], Any]
"""From the text of an element (None: there is no such element) to the value of a field."""


class Branch:
    """An element of a shape: the index of its text, and its children by name."""

    __slots__ = ("at", "children")

    def __init__(self, at: int) -> None:
        self.at = at
        self.children: list[tuple[str, Branch]] = []

    def find(self, path: str) -> "Branch":
        """The first element at a path of names; one without children at NOWHERE when there is none."""
        found = self
        for wanted in path.split("/"):
            found = next((child for name, child in found.children if name == wanted), Branch(NOWHERE))
        return found

    def items(self, path: str) -> list["Branch"]:
        """The children of the element at a path."""
        return [child for _, child in self.find(path).children]

    def pick(self, *paths: str) -> Pick:
        """Picks the texts of these elements."""
        return picking([self.find(path).at for path in paths])


def picking(places: list[int]) -> Pick:
    """Picks the texts at these places."""
    if len(places) > 1:
        return cast(Pick, itemgetter(*places))
    return lambda texts: tuple([texts[at] for at in places])


def own(text: str | None) -> str | None:
    """A text that hardly ever repeats; an empty one is none."""
    return text or None


def own_word(text: str | None) -> str:
    """A text that hardly ever repeats."""
    return text or ""


@lru_cache(8192)
def shared(text: str | None) -> str | None:
    """A text that many instances have in common; an empty one is none."""
    return intern(text) if text else None


@lru_cache(8192)
def word(text: str | None) -> str:
    """A text that many instances have in common."""
    return intern(text) if text else ""


@lru_cache
def flag(text: str | None) -> bool | None:
    """A truth value; None when nothing is said."""
    return None if text is None else text == "true"


@lru_cache
def yes(text: str | None) -> bool:
    """A truth value that is false when nothing is said."""
    return text == "true"


@lru_cache
def number(text: str | None) -> int | None:
    """A whole number; an empty element is a number that was not told."""
    return int(text) if text else None


@lru_cache
def ordinal(text: str | None) -> int:
    """A whole number that is 0 when it was not told."""
    return int(text) if text else 0


@lru_cache(8192)
def moment(text: str | None) -> int | None:
    """A time in epoch seconds; None when it was not told."""
    return epoch_of_text(text)


@lru_cache(8192)
def launch(text: str | None) -> int:
    """A time in epoch seconds, 0 when it was not told."""
    return epoch_of_text(text) or 0


Table = dict[str, tuple[str, Convert]]
"""Field → the path of its element and how its text is read."""

INSTANCE: Table = {
    "state": ("instanceState/name", word),
    "type": ("instanceType", word),
    "az": ("placement/availabilityZone", word),
    "private_ip": ("privateIpAddress", own),
    "public_ip": ("ipAddress", own),
    "private_host": ("privateDnsName", own),
    "public_host": ("dnsName", own),
    "vpc_id": ("vpcId", shared),
    "subnet_id": ("subnetId", shared),
    "image_id": ("imageId", word),
    "key_name": ("keyName", shared),
    "profile_arn": ("iamInstanceProfile/arn", shared),
    "launch_time": ("launchTime", launch),
    "platform": ("platform", shared),
    "platform_details": ("platformDetails", shared),
    "architecture": ("architecture", shared),
    "lifecycle": ("instanceLifecycle", shared),
    "tenancy": ("placement/tenancy", shared),
    "monitoring": ("monitoring/state", shared),
    "state_reason": ("stateReason/message", shared),
    "state_transition": ("reason", shared),
    "root_device_name": ("rootDeviceName", shared),
    "root_device_type": ("rootDeviceType", shared),
    "boot_mode": ("bootMode", shared),
    "ena_support": ("enaSupport", flag),
    "source_dest_check": ("sourceDestCheck", flag),
    "hibernation": ("hibernationOptions/configured", flag),
    "placement_group": ("placement/groupName", shared),
}
"""The fields of an Instance that are one text each, in its order."""

HARDWARE: Table = {
    "virtualization": ("virtualizationType", shared),
    "hypervisor": ("hypervisor", shared),
    "ebs_optimized": ("ebsOptimized", flag),
    "enclave": ("enclaveOptions/enabled", flag),
    "cores": ("cpuOptions/coreCount", number),
    "threads_per_core": ("cpuOptions/threadsPerCore", number),
}
"""All fields of a Hardware, in its order."""

DEVICE: Table = {
    "device": ("deviceName", word),
    "volume_id": ("ebs/volumeId", own_word),
    "delete_on_termination": ("ebs/deleteOnTermination", yes),
    "status": ("ebs/status", word),
    "attach_time": ("ebs/attachTime", moment),
}
"""All fields of a BlockDevice, in its order."""

METADATA = (
    "httpTokens",
    "httpEndpoint",
    "httpPutResponseHopLimit",
    "httpProtocolIpv6",
    "instanceMetadataTags",
)
"""The elements of MetadataOptions, in its order."""

INTERFACE: Table = {
    "id": ("networkInterfaceId", own_word),
    "subnet_id": ("subnetId", word),
    "vpc_id": ("vpcId", word),
    "status": ("status", word),
    "mac": ("macAddress", own_word),
    "device_index": ("attachment/deviceIndex", ordinal),
    "source_dest_check": ("sourceDestCheck", flag),
    "interface_type": ("interfaceType", word),
    "delete_on_termination": ("attachment/deleteOnTermination", flag),
}
"""The fields of an InstanceInterface that are one text each, in its order."""


def converters(table: Table) -> tuple[Convert, ...]:
    """How the texts of a table of fields are read, in its order."""
    return tuple(convert for _, convert in table.values())


def _fields(branch: Branch, table: Table) -> Pick:
    return branch.pick(*(path for path, _ in table.values()))


class InterfaceShape:
    """Where a network interface of an instance stands: single texts, addresses and groups."""

    __slots__ = ("fields", "groups", "ipv6", "private", "public")

    def __init__(self, interface: Branch) -> None:
        listed = interface.items("privateIpAddressesSet") or [interface]
        self.fields = _fields(interface, INTERFACE)
        self.private = picking([item.find("privateIpAddress").at for item in listed])
        self.public = picking([item.find("association/publicIp").at for item in listed])
        self.ipv6 = picking([item.find("ipv6Address").at for item in interface.items("ipv6AddressesSet")])
        self.groups = _groups(interface)


class InstanceShape:
    """Where all of an instance stands."""

    __slots__ = (
        "devices",
        "fields",
        "groups",
        "hardware",
        "id",
        "interfaces",
        "ipv6",
        "metadata",
        "tag_keys",
        "tag_values",
    )

    def __init__(self, instance: Branch) -> None:
        self.id, self.ipv6 = instance.find("instanceId").at, instance.find("ipv6Address").at
        self.fields = _fields(instance, INSTANCE)
        self.groups = _groups(instance)
        self.hardware = _fields(instance, HARDWARE)
        self.metadata = instance.find("metadataOptions").pick(*METADATA)
        mappings = instance.items("blockDeviceMapping")
        self.devices = tuple(_fields(m, DEVICE) for m in mappings if m.find("ebs").at != NOWHERE)
        self.interfaces = tuple(InterfaceShape(item) for item in instance.items("networkInterfaceSet"))
        tags = instance.items("tagSet")
        self.tag_keys = picking([tag.find("key").at for tag in tags])
        self.tag_values = picking([tag.find("value").at for tag in tags])


def _groups(branch: Branch) -> Pick:
    """Picks the id and the name of each security group, one after the other."""
    items = branch.items("groupSet")
    return picking([item.find(name).at for item in items for name in ("groupId", "groupName")])
