"""The parameters of ec2:RunInstances for a launch."""

from typing import Any

import msgspec

from ec2tui.core.changes.change import tag_specification
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.launch import Launch, LaunchVolume

USER_DATA = "(user data)"
"""What stands for user data in the call until it is sent: plans and records do not hold it."""


def parameters(it: Launch, tags: Tags) -> dict[str, Any]:
    """Everything that is said of the instances; what nothing is said of is left to AWS."""
    return {
        "ImageId": it.image_id,
        "InstanceType": it.type,
        "MinCount": it.count,
        "MaxCount": it.count,
        "NetworkInterfaces": [_interface(it)],
        "MetadataOptions": _metadata(it),
        "InstanceInitiatedShutdownBehavior": it.shutdown,
        "DisableApiTermination": it.protect,
        "DisableApiStop": it.protect_stop,
        "Monitoring": {"Enabled": it.monitoring},
        **_optional(it),
        **_tags(tags),
    }


def with_user_data(call: ApiCall, text: str) -> ApiCall:
    """The call with its user data (base64) in the place of `USER_DATA`."""
    if call.params.get("UserData") != USER_DATA:
        return call
    return msgspec.structs.replace(call, params={**call.params, "UserData": text})


def _interface(it: Launch) -> dict[str, Any]:
    found: dict[str, Any] = {
        "DeviceIndex": 0,
        "AssociatePublicIpAddress": it.public_address,
        "DeleteOnTermination": True,
    }
    if it.subnet_id:
        found["SubnetId"] = it.subnet_id
    if it.groups:
        found["Groups"] = list(it.groups)
    return found


def _metadata(it: Launch) -> dict[str, Any]:
    if it.tokens == "disabled":
        return {"HttpEndpoint": "disabled"}
    return {"HttpTokens": it.tokens, "HttpEndpoint": "enabled", "HttpPutResponseHopLimit": it.hop_limit}


def _optional(it: Launch) -> dict[str, Any]:
    """The parameters that are left out where nothing is said."""
    found: dict[str, Any] = {}
    if it.key_name:
        found["KeyName"] = it.key_name
    if it.profile:
        found["IamInstanceProfile"] = {"Arn" if it.profile.startswith("arn:") else "Name": it.profile}
    if it.volumes:
        found["BlockDeviceMappings"] = [_mapping(volume) for volume in it.volumes]
    if it.spot:
        once = {"SpotInstanceType": "one-time", "InstanceInterruptionBehavior": "terminate"}
        found["InstanceMarketOptions"] = {"MarketType": "spot", "SpotOptions": once}
    placement = {"GroupName": it.placement_group, "Tenancy": it.tenancy}
    if any(placement.values()):
        found["Placement"] = {name: value for name, value in placement.items() if value}
    if it.user_data:
        found["UserData"] = USER_DATA
    return found


def _mapping(volume: LaunchVolume) -> dict[str, Any]:
    values = {
        "VolumeSize": volume.size,
        "VolumeType": volume.type,
        "Iops": volume.iops,
        "Throughput": volume.throughput,
        "SnapshotId": volume.snapshot_id or None,
        "KmsKeyId": volume.kms_key_id or None,
        "Encrypted": volume.encrypted,
        "DeleteOnTermination": not volume.keep,
    }
    ebs = {name: value for name, value in values.items() if value is not None}
    return {"DeviceName": volume.device, "Ebs": ebs}


def _tags(tags: Tags) -> dict[str, Any]:
    """The instance and its volumes are tagged alike."""
    both = [*tag_specification("instance", tags).values(), *tag_specification("volume", tags).values()]
    return {"TagSpecifications": [one for specification in both for one in specification]} if both else {}
