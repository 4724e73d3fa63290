"""Malformed and unknown instance ids are told apart, and before anything is done."""

import re

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.speed import instance_index
from ec2tui.adapters.demo.errors import AwsError, no_such_instance

_WELL_FORMED = re.compile(r"i-([0-9a-f]{8}|[0-9a-f]{17})").fullmatch

SEVERAL = (
    "DescribeInstances",
    "DescribeInstanceStatus",
    "StartInstances",
    "StopInstances",
    "RebootInstances",
    "TerminateInstances",
    "MonitorInstances",
    "UnmonitorInstances",
    "DescribeInstanceCreditSpecifications",
)
ONE = (
    "DescribeInstanceAttribute",
    "ModifyInstanceAttribute",
    "ModifyInstanceMetadataOptions",
    "GetConsoleOutput",
    "GetPasswordData",
    "AssociateIamInstanceProfile",
    "CreateImage",
)


def check_instance_ids(call: Call) -> None:
    """Refuse the whole call when one of its instance ids is malformed or unknown."""
    ids = [str(one) for one in call.param("InstanceIds", [])]
    if call.param("InstanceId"):
        ids.append(str(call.param("InstanceId")))
    for one in ids:
        if not _WELL_FORMED(one):
            raise AwsError("InvalidInstanceID.Malformed", f'Invalid id: "{one}"')
    index = instance_index(call.backend)
    missing = [one for one in ids if one not in index]
    if missing:
        raise no_such_instance(missing)


CORRECTION = Correction(
    name="instance-ids-are-checked-first",
    moto="says NotFound for malformed ids, and says a DryRun would succeed for unknown ones",
    aws="says InvalidInstanceID.Malformed or .NotFound, whole call refused, DryRun or not",
    before=dict.fromkeys((*SEVERAL, *ONE), check_instance_ids),
)
