"""What a launch template asks for, as a wish: names and ids as the template has them."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ec2tui.core.model.wish import Wish

ROOTS = ("/dev/xvda", "/dev/sda1")
"""The device names of root volumes (EC2 User Guide, device names): a template does not say which it is."""

PARAMETER = "resolve:ssm:"
"""How a template names an image by a parameter."""

TAKEN = frozenset(
    {
        "ImageId", "InstanceType", "KeyName", "IamInstanceProfile", "SecurityGroupIds", "SecurityGroups",
        "NetworkInterfaces", "BlockDeviceMappings", "Monitoring", "Placement", "DisableApiTermination",
        "DisableApiStop", "InstanceInitiatedShutdownBehavior", "UserData", "MetadataOptions",
        "InstanceMarketOptions", "TagSpecifications", "EbsOptimized",
    }
)  # fmt: skip
"""What of a template becomes a part of the wish (ec2:DescribeLaunchTemplateVersions)."""


class Taken(NamedTuple):
    """A template as a wish; `user_data` is its text, and `left` names what a launch here cannot say."""

    wish: Wish
    user_data: bytes | None
    left: tuple[str, ...]


def taken(data: Mapping[str, Any]) -> Taken:
    """The wish that a version's LaunchTemplateData means."""
    interface: Mapping[str, Any] = next(iter(data.get("NetworkInterfaces", ())), {})
    metadata, placement = data.get("MetadataOptions", {}), data.get("Placement", {})
    profile = data.get("IamInstanceProfile", {})
    off = metadata.get("HttpEndpoint") == "disabled"
    root: Mapping[str, Any] = next(
        (m.get("Ebs", {}) for m in _mappings(data) if m["DeviceName"] in ROOTS), {}
    )
    tags = dict(_tags(data))
    wish = Wish(
        image=str(data.get("ImageId", "")).removeprefix(PARAMETER),
        type=data.get("InstanceType", ""),
        name=tags.pop("Name", ""),
        subnet=interface.get("SubnetId", ""),
        groups=tuple(
            interface.get("Groups") or data.get("SecurityGroupIds") or data.get("SecurityGroups") or ()
        ),
        public=bool(interface.get("AssociatePublicIpAddress")),
        key=data.get("KeyName", ""),
        role=profile.get("Name", "") or profile.get("Arn", ""),
        size=root.get("VolumeSize"),
        volume_type=root.get("VolumeType", "gp3"),
        iops=root.get("Iops"),
        throughput=root.get("Throughput"),
        keep=root.get("DeleteOnTermination") is False,
        volumes=tuple(_volume(m) for m in _mappings(data) if m["DeviceName"] not in ROOTS),
        protect=bool(data.get("DisableApiTermination")),
        protect_stop=bool(data.get("DisableApiStop")),
        imds="disabled" if off else metadata.get("HttpTokens", "required"),
        hop_limit=metadata.get("HttpPutResponseHopLimit", 1),
        shutdown=data.get("InstanceInitiatedShutdownBehavior", "stop"),
        monitoring=bool(data.get("Monitoring", {}).get("Enabled")),
        spot=data.get("InstanceMarketOptions", {}).get("MarketType") == "spot",
        placement_group=placement.get("GroupName", ""),
        tenancy=placement.get("Tenancy", ""),
        tags=tags,
    )
    return Taken(wish, _user_data(data), tuple(sorted(set(data) - TAKEN)))


def _mappings(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The EBS volumes that a template names."""
    for mapping in data.get("BlockDeviceMappings", ()):
        if mapping.get("DeviceName") and mapping.get("Ebs"):
            yield mapping


def _volume(mapping: Mapping[str, Any]) -> str:
    """A volume in the words of a wish."""
    ebs = mapping["Ebs"]
    names = (
        ("size", "VolumeSize"),
        ("type", "VolumeType"),
        ("iops", "Iops"),
        ("throughput", "Throughput"),
        ("snapshot", "SnapshotId"),
        ("kms", "KmsKeyId"),
    )
    words = [f"{name}={ebs[key]}" for name, key in names if ebs.get(key)]
    keep = ["keep"] if ebs.get("DeleteOnTermination") is False else []
    return " ".join((mapping["DeviceName"], *words, *keep))


def _tags(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The tags of instances; AWS's own are left out."""
    for specification in data.get("TagSpecifications", ()):
        if specification.get("ResourceType") == "instance":
            for tag in specification.get("Tags", ()):
                if not str(tag.get("Key", "")).startswith("aws:"):
                    yield tag["Key"], tag.get("Value", "")


def _user_data(data: Mapping[str, Any]) -> bytes | None:
    try:
        return base64.b64decode(data.get("UserData") or "", validate=False) or None
    except binascii.Error:
        return None
