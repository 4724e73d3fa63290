"""ec2:DescribeInstances straight from XML, only the fields of the model: the hot path.

botocore's parser needs several times as long for a page, all of it with the interpreter's lock held.
Elements come in any order; unknown ones are passed over; of a repeated one the first counts.
"""

from sys import intern
from typing import Any

from ec2tui.adapters.aws.parse import xml_text
from ec2tui.adapters.aws.parse.fields import epoch_of_text, tag_name
from ec2tui.adapters.aws.parse.instance import NO_METADATA
from ec2tui.core.model.instance import (
    BlockDevice,
    GroupRef,
    Instance,
    InstanceInterface,
    MetadataOptions,
    Tags,
)
from ec2tui.core.model.key import Key

Element = Any

INSTANCE_TEXT = {
    "instanceType": ("type", ""),
    "privateIpAddress": ("private_ip", None),
    "ipAddress": ("public_ip", None),
    "ipv6Address": ("ipv6", None),
    "privateDnsName": ("private_dns", None),
    "dnsName": ("public_dns", None),
    "vpcId": ("vpc_id", None),
    "subnetId": ("subnet_id", None),
    "imageId": ("image_id", ""),
    "keyName": ("key_name", None),
    "platform": ("platform", None),
    "platformDetails": ("platform_details", None),
    "architecture": ("architecture", None),
    "instanceLifecycle": ("lifecycle", None),
    "reason": ("state_transition", None),
    "rootDeviceName": ("root_device_name", None),
    "rootDeviceType": ("root_device_type", None),
    "virtualizationType": ("virtualization", None),
    "hypervisor": ("hypervisor", None),
    "bootMode": ("boot_mode", None),
}
"""Element → (field, value of an empty element) for the plain strings of an instance."""

INSTANCE_FLAGS = {
    "ebsOptimized": "ebs_optimized",
    "enaSupport": "ena_support",
    "sourceDestCheck": "source_dest_check",
}

INTERFACE_TEXT = {
    "networkInterfaceId": "id",
    "subnetId": "subnet_id",
    "vpcId": "vpc_id",
    "status": "status",
    "macAddress": "mac",
    "interfaceType": "interface_type",
}

METADATA_TEXT = {
    "httpTokens": "http_tokens",
    "httpEndpoint": "http_endpoint",
    "httpProtocolIpv6": "ipv6",
    "instanceMetadataTags": "tags",
}


class _Names(dict[Any, str]):
    """Tag with namespace → local name, learnt once per tag; an entity has none."""

    def __missing__(self, tag: Any) -> str:
        name = self[tag] = intern(tag.rpartition("}")[2]) if isinstance(tag, str) else ""
        return name


class InstancesReply:
    """One page: `instances` in AWS's order and the token of the next page, None when it is the last.

    Raises xml_text.DamagedReplyError for a body that is no such reply, ValueError for a malformed number.
    """

    def __init__(self, body: bytes, account: str, region: str) -> None:
        self.region = region
        self.instances: list[Instance] = []
        self.next_token: str | None = None
        self._names = _Names()
        self._groups: dict[tuple[str, str], GroupRef] = {}
        self._group_lists: dict[tuple[GroupRef, ...], tuple[GroupRef, ...]] = {}
        self._metadata: dict[MetadataOptions, MetadataOptions] = {}
        self._times: dict[str, int | None] = {}
        parts = self._first(xml_text.parse(body))
        self.next_token = self._text(parts, "nextToken") or None
        for reservation in parts.get("reservationSet", ()):
            self._reservation(self._first(reservation), account)

    def _first(self, element: Element) -> dict[str, Element]:
        """The children by local name, the first of each name."""
        names = self._names
        children: dict[str, Element] = {}
        for child in element:
            children.setdefault(names[child.tag], child)
        return children

    @staticmethod
    def _text(parts: dict[str, Element], name: str) -> str:
        element = parts.get(name)
        return "" if element is None else intern(element.text or "")

    def _inner(self, parts: dict[str, Element], outer: str, inner: str) -> str:
        element = parts.get(outer)
        return "" if element is None else self._child_text(element, inner)

    def _child_text(self, element: Element, name: str) -> str:
        names = self._names
        for child in element:
            if names[child.tag] == name:
                return intern(child.text or "")
        return ""

    def _flag(self, element: Element, name: str) -> bool | None:
        names = self._names
        for child in element:
            if names[child.tag] == name:
                return bool(child.text == "true")
        return None

    def _time(self, text: str) -> int | None:
        times = self._times
        if text not in times:
            times[text] = epoch_of_text(text)
        return times[text]

    def _reservation(self, parts: dict[str, Element], account: str) -> None:
        owner = self._text(parts, "ownerId") or account
        reservation_id = self._text(parts, "reservationId") or None
        for element in parts.get("instancesSet", ()):
            self.instances.append(self._instance(element, owner, reservation_id))

    def _instance(self, element: Element, owner: str, reservation_id: str | None) -> Instance:
        names = self._names
        fields: dict[str, Any] = {}
        parts: dict[str, Element] = {}
        for child in element:
            name = names[child.tag]
            plain = INSTANCE_TEXT.get(name)
            if plain is None:
                parts.setdefault(name, child)
                continue
            field, empty = plain
            if field not in fields:
                text = child.text
                fields[field] = intern(text) if text else empty
        fields.setdefault("type", "")
        for name, field in INSTANCE_FLAGS.items():
            if name in parts:
                fields[field] = parts[name].text == "true"
        instance_id = parts["instanceId"].text if "instanceId" in parts else None
        if not instance_id:
            raise xml_text.DamagedReplyError("the reply holds an instance without an id")
        fields["key"] = Key(owner, self.region, instance_id)
        fields["reservation_id"] = reservation_id
        fields["launch_time"] = self._time(self._text(parts, "launchTime")) or 0
        self._structures(parts, fields)
        return Instance(**fields)

    def _structures(self, parts: dict[str, Element], fields: dict[str, Any]) -> None:
        fields["state"] = self._inner(parts, "instanceState", "name")
        fields["monitoring"] = self._inner(parts, "monitoring", "state") or None
        fields["profile_arn"] = self._inner(parts, "iamInstanceProfile", "arn") or None
        fields["state_reason"] = self._inner(parts, "stateReason", "message") or None
        if "placement" in parts:
            placement = self._first(parts["placement"])
            fields["az"] = self._text(placement, "availabilityZone")
            fields["tenancy"] = self._text(placement, "tenancy") or None
            fields["placement_group"] = self._text(placement, "groupName") or None
        if "cpuOptions" in parts:
            cpu = self._first(parts["cpuOptions"])
            fields["cores"] = _number(self._text(cpu, "coreCount"))
            fields["threads_per_core"] = _number(self._text(cpu, "threadsPerCore"))
        if "hibernationOptions" in parts:
            fields["hibernation"] = self._flag(parts["hibernationOptions"], "configured")
        if "enclaveOptions" in parts:
            fields["enclave"] = self._flag(parts["enclaveOptions"], "enabled")
        if "metadataOptions" in parts:
            fields["metadata"] = self._metadata_options(parts["metadataOptions"])
        if "groupSet" in parts:
            fields["security_groups"] = self._group_refs(parts["groupSet"])
        if "blockDeviceMapping" in parts:
            fields["block_devices"] = self._block_devices(parts["blockDeviceMapping"])
        if "networkInterfaceSet" in parts:
            interfaces = tuple(map(self._interface, parts["networkInterfaceSet"]))
            fields["interfaces"] = interfaces
            if not fields.get("ipv6"):
                fields["ipv6"] = next((item.ipv6[0] for item in interfaces if item.ipv6), None)
        if "tagSet" in parts:
            tags = self._tags(parts["tagSet"])
            fields["tags"] = tags
            fields["name"] = tag_name(tags)

    def _tags(self, element: Element) -> Tags:
        names = self._names
        tags: list[tuple[str, str]] = []
        for item in element:
            key = value = None
            for child in item:
                name = names[child.tag]
                if name == "key" and key is None:
                    key = intern(child.text or "")
                elif name == "value" and value is None:
                    value = intern(child.text or "")
            tags.append((key or "", value or ""))
        return tuple(tags)

    def _group_refs(self, element: Element) -> tuple[GroupRef, ...]:
        known = self._groups
        refs: list[GroupRef] = []
        for item in element:
            parts = self._first(item)
            pair = (self._text(parts, "groupId"), self._text(parts, "groupName"))
            ref = known.get(pair)
            if ref is None:
                ref = known[pair] = GroupRef(*pair)
            refs.append(ref)
        groups = tuple(refs)
        return self._group_lists.setdefault(groups, groups)

    def _metadata_options(self, element: Element) -> MetadataOptions:
        parts = self._first(element)
        texts = {field: self._text(parts, name) for name, field in METADATA_TEXT.items()}
        options = MetadataOptions(hop_limit=_number(self._text(parts, "httpPutResponseHopLimit")), **texts)
        return NO_METADATA if options == NO_METADATA else self._metadata.setdefault(options, options)

    def _block_devices(self, element: Element) -> tuple[BlockDevice, ...]:
        devices: list[BlockDevice] = []
        for mapping in element:
            outer = self._first(mapping)
            if "ebs" not in outer:
                continue
            ebs = self._first(outer["ebs"])
            devices.append(
                BlockDevice(
                    self._text(outer, "deviceName"),
                    _own(ebs, "volumeId"),
                    _own(ebs, "deleteOnTermination") == "true",
                    self._text(ebs, "status"),
                    self._time(_own(ebs, "attachTime")),
                )
            )
        return tuple(devices)

    def _interface(self, element: Element) -> InstanceInterface:
        parts = self._first(element)
        fields: dict[str, Any] = {field: self._text(parts, name) for name, field in INTERFACE_TEXT.items()}
        if "attachment" in parts:
            attachment = self._first(parts["attachment"])
            fields["device_index"] = _number(_own(attachment, "deviceIndex")) or 0
            if "deleteOnTermination" in attachment:
                fields["delete_on_termination"] = attachment["deleteOnTermination"].text == "true"
        if "sourceDestCheck" in parts:
            fields["source_dest_check"] = parts["sourceDestCheck"].text == "true"
        if "groupSet" in parts:
            fields["groups"] = self._group_refs(parts["groupSet"])
        self._addresses(parts, fields)
        return InstanceInterface(**fields)

    def _addresses(self, parts: dict[str, Element], fields: dict[str, Any]) -> None:
        listed = [self._first(item) for item in parts.get("privateIpAddressesSet", ())] or [parts]
        private = [self._text(item, "privateIpAddress") for item in listed]
        public = [self._inner(item, "association", "publicIp") for item in listed]
        fields["private_ips"] = tuple(filter(None, private))
        fields["public_ips"] = tuple(filter(None, public))
        ipv6 = [self._child_text(item, "ipv6Address") for item in parts.get("ipv6AddressesSet", ())]
        fields["ipv6"] = tuple(filter(None, ipv6))


def _own(parts: dict[str, Element], name: str) -> str:
    """The text of a child, not interned: a value that hardly ever repeats."""
    element = parts.get(name)
    return "" if element is None else element.text or ""


def _number(text: str) -> int | None:
    """A whole number; an empty element is a number that was not told."""
    return int(text) if text else None
