"""EC2 Instance Connect keeps a pushed public key for sixty seconds, and says what is wrong with a push."""

import base64
import binascii
import re
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.speed import instance_index
from ec2tui.adapters.demo.errors import AwsError

SERVICE = "ec2-instance-connect"

_USER = re.compile(r"[A-Za-z_][A-Za-z0-9@._-]{0,30}[A-Za-z0-9$_-]?")
"""The names of users that the API takes (its model)."""


def send_key(call: Call) -> dict[str, Any]:
    """The key is accepted from that user on that machine, from now on for a minute."""
    instance = _instance(call)
    user, key = str(call.param("InstanceOSUser", "")), str(call.param("SSHPublicKey", "")).strip()
    if not _USER.fullmatch(user) or not _is_key(key):
        raise AwsError("InvalidArgsException", "The public key or the user name is not valid.")
    now = call.world.clock.now().timestamp()
    kept = call.world.pushed_keys.setdefault((instance.id, user), [])
    kept[:] = [one for one in kept if now - one[1] < 60]
    kept.append((key, now))
    return {"RequestId": f"demo-{len(kept)}", "Success": True}


def _instance(call: Call) -> Any:
    wanted = str(call.param("InstanceId", ""))
    instance = instance_index(call.world.ec2(call.region)).get(wanted)
    if instance is None:
        raise AwsError("EC2InstanceNotFoundException", "Instance not found.")
    zone = str(call.param("AvailabilityZone", ""))
    if zone and zone != instance._placement.zone:
        raise AwsError("EC2InstanceNotFoundException", f"Instance not found in {zone}.")
    if instance._state.name != "running":
        raise AwsError("EC2InstanceStateInvalidException", "Instance is not in a running state.")
    return instance


def _is_key(text: str) -> bool:
    words = text.split()
    if len(words) < 2 or not words[0].startswith(("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-")):
        return False
    try:
        wire = base64.b64decode(words[1], validate=True)
    except binascii.Error:
        return False
    return wire[4 : 4 + len(words[0])].decode(errors="replace") == words[0]


CORRECTION = Correction(
    name="instance-connect",
    moto="says that it pushed a key to any instance, also to one that does not exist",
    aws="refuses instances that do not exist or run, and has the instance accept the key for 60 seconds",
    service=SERVICE,
    instead={"SendSSHPublicKey": send_key},
)
