"""ModifyInstanceAttribute and its kin change what they name, and nothing else."""

import base64
from typing import Any

from moto.core.types import Base64EncodedString

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.speed import instance_index
from ec2tui.adapters.demo.errors import AwsError, invalid_value

Reply = dict[str, Any]

FLAGS = {
    "DisableApiTermination": "disable_api_termination",
    "DisableApiStop": "disable_api_stop",
    "EbsOptimized": "ebs_optimized",
    "SourceDestCheck": "source_dest_check",
}
"""Attributes that are on or off, and where moto keeps them."""

WHEN_STOPPED = ("InstanceType", "UserData", "EbsOptimized", "EnaSupport", "Kernel", "Ramdisk")
"""Attributes that AWS changes only while the instance is stopped."""


def check_attribute(call: Call) -> None:
    """Refuse what the instance's state or the account's groups do not allow."""
    instance = _instance(call)
    name, value = _asked(call)
    if name in WHEN_STOPPED and instance._state.code != 80:
        message = f"The instance '{instance.id}' is not in the 'stopped' state."
        raise AwsError("IncorrectInstanceState", message)
    if name == "Groups":
        _groups(call, [str(one) for one in value])
    if name == "InstanceInitiatedShutdownBehavior" and value not in ("stop", "terminate"):
        raise invalid_value(f"Value ({value}) for parameter value is invalid.")
    if name == "DisableApiTermination" and _true(value) and instance.lifecycle == "spot":
        raise AwsError("UnsupportedOperation", "Termination protection is not available for Spot Instances.")


def modify_attribute(call: Call) -> Reply:
    """Change the one attribute that the request names."""
    instance = _instance(call)
    name, value = _asked(call)
    if name in FLAGS:
        setattr(instance, FLAGS[name], _true(value))
        if name == "SourceDestCheck" and 0 in instance.nics:
            instance.nics[0].source_dest_check = _true(value)
    elif name == "Groups":
        set_groups(instance, 0, _groups(call, [str(one) for one in value]))
    elif name == "InstanceInitiatedShutdownBehavior":
        instance.instance_initiated_shutdown_behavior = value
    elif name == "InstanceType":
        instance.instance_type = value
    elif name == "UserData":
        instance.user_data = _user_data(value)
    elif name == "BlockDeviceMappings":
        _keep_or_delete(instance, value)
    return {}


def set_groups(instance: Any, device_index: int, groups: list[Any]) -> None:
    """Replace the groups of one interface; the first interface's groups are the instance's."""
    instance.nics[device_index]._group_set = list(groups)
    if device_index == 0:
        instance.security_groups = list(groups)


def modify_interface(call: Call) -> Reply:
    """Change an interface's groups, source check, description or deletion, and let its instance follow."""
    nic = call.backend.get_network_interface(call.param("NetworkInterfaceId"))
    wanted = [str(one) for one in call.param("Groups", [])]
    if wanted:
        nic._group_set = _groups(call, wanted)
        if nic.instance is not None and nic.device_index == 0:
            nic.instance.security_groups = list(nic._group_set)
    if call.param("SourceDestCheck") is not None:
        nic.source_dest_check = _true(call.param("SourceDestCheck.Value"))
        if nic.instance is not None and nic.device_index == 0:
            nic.instance.source_dest_check = nic.source_dest_check
    if call.param("Description") is not None:
        nic.description = call.param("Description.Value")
    if call.param("Attachment.DeleteOnTermination") is not None:
        nic.delete_on_termination = _true(call.param("Attachment.DeleteOnTermination"))
    return {}


def check_interface(call: Call) -> None:
    """Refuse interfaces and groups that do not exist."""
    nic_id = call.param("NetworkInterfaceId")
    if nic_id not in call.backend.enis:
        message = f"The networkInterface ID '{nic_id}' does not exist"
        raise AwsError("InvalidNetworkInterfaceID.NotFound", message)
    _groups(call, [str(one) for one in call.param("Groups", [])])


def modify_metadata_options(call: Call) -> Reply:
    """Change only the options that the request names."""
    options = _instance(call).metadata_options
    for name, field in (
        ("HttpTokens", "http_tokens"),
        ("HttpEndpoint", "http_endpoint"),
        ("HttpProtocolIpv6", "http_protocol_ipv6"),
        ("InstanceMetadataTags", "instance_metadata_tags"),
        ("HttpPutResponseHopLimit", "http_put_response_hop_limit"),
    ):
        if call.param(name) is not None:
            setattr(options, field, call.param(name))
    return {
        "InstanceId": call.param("InstanceId"),
        "InstanceMetadataOptions": {
            "State": "pending",
            "HttpTokens": options.http_tokens,
            "HttpPutResponseHopLimit": options.http_put_response_hop_limit,
            "HttpEndpoint": options.http_endpoint,
            "HttpProtocolIpv6": options.http_protocol_ipv6,
            "InstanceMetadataTags": options.instance_metadata_tags,
        },
    }


def monitor(call: Call) -> Reply:
    """Detailed monitoring on."""
    return _monitoring(call, "enabled", "pending")


def unmonitor(call: Call) -> Reply:
    """Detailed monitoring off."""
    return _monitoring(call, "disabled", "disabling")


def _monitoring(call: Call, state: str, said: str) -> Reply:
    index = instance_index(call.backend)
    ids = [str(one) for one in call.param("InstanceIds", [])]
    for one in ids:
        index[one].monitoring_state = state
    return {"InstanceMonitorings": [{"InstanceId": one, "Monitoring": {"State": said}} for one in ids]}


def _instance(call: Call) -> Any:
    return instance_index(call.backend)[str(call.param("InstanceId"))]


def _asked(call: Call) -> tuple[str, Any]:
    attribute = call.param("Attribute")
    if attribute:
        return str(attribute[0].upper() + attribute[1:]), call.param("Value")
    if call.param("Groups"):
        return "Groups", call.param("Groups")
    if call.param("BlockDeviceMappings"):
        return "BlockDeviceMappings", call.param("BlockDeviceMappings")
    for name in (*FLAGS, "InstanceType", "UserData", "InstanceInitiatedShutdownBehavior", "EnaSupport"):
        value = call.param(f"{name}.Value")
        if value is not None:
            return name, value
    raise AwsError("MissingParameter", "An attribute must be specified")


def _groups(call: Call, group_ids: list[str]) -> list[Any]:
    found = [call.backend.get_security_group_from_id(one) for one in group_ids]
    for one, group in zip(group_ids, found, strict=True):
        if group is None:
            raise AwsError("InvalidGroup.NotFound", f"The security group '{one}' does not exist")
    return found


def _user_data(value: Any) -> Base64EncodedString:
    raw = value if isinstance(value, bytes) else str(value).encode()
    try:
        base64.b64decode(raw, validate=True)
        return Base64EncodedString(raw.decode())
    except ValueError:
        return Base64EncodedString(base64.b64encode(raw).decode())


def _keep_or_delete(instance: Any, mappings: Any) -> None:
    for mapping in mappings:
        device = mapping.get("DeviceName")
        if device not in instance.block_device_mapping:
            raise AwsError("InvalidInstanceAttributeValue", f"No device is currently mapped at {device}")
        keep = mapping.get("Ebs", {}).get("DeleteOnTermination")
        if keep is not None:
            instance.block_device_mapping[device].delete_on_termination = _true(keep)


def _true(value: Any) -> bool:
    return str(value).lower() == "true"


CORRECTION = Correction(
    name="modify-instance",
    moto="leaves an interface with old and new groups together, removes all groups for attributes it does "
    "not know, resets metadata options that were not named, resizes running instances, and lacks "
    "MonitorInstances",
    aws="changes exactly what is named, on the interface and the instance alike, and only in a state "
    "that allows it",
    before={
        "ModifyInstanceAttribute": check_attribute,
        "ModifyNetworkInterfaceAttribute": check_interface,
    },
    instead={
        "ModifyInstanceAttribute": modify_attribute,
        "ModifyNetworkInterfaceAttribute": modify_interface,
        "ModifyInstanceMetadataOptions": modify_metadata_options,
        "MonitorInstances": monitor,
        "UnmonitorInstances": unmonitor,
    },
)
