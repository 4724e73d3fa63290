"""Who may not, is told UnauthorizedOperation; who asks too fast, RequestLimitExceeded."""

import time
from typing import Any

from moto.core.exceptions import _RESTError
from moto.iam.access_control import IAMRequest

from ec2tui.adapters.demo.correction import EVERY, Call, Correction
from ec2tui.adapters.demo.errors import AwsError, denied
from ec2tui.adapters.demo.world import World


class _UnauthorizedError(_RESTError):
    code = 403

    def __init__(self) -> None:
        super().__init__("UnauthorizedOperation", "You are not authorized to perform this operation.")


def refuse_as_ec2_does(world: World) -> None:
    """Make moto's IAM speak EC2's code when a policy denies an EC2 operation."""
    request_class: Any = IAMRequest
    original = request_class._raise_access_denied

    def raise_denied(request: Any) -> None:
        if request._service == "ec2":
            raise _UnauthorizedError
        original(request)

    request_class._raise_access_denied = raise_denied


def apply_faults(call: Call) -> None:
    """Count the call, and deny, throttle or delay it when the demo was told to."""
    faults = call.world.faults
    faults.calls[call.operation] += 1
    if str(call.param("DryRun")).lower() == "true":
        faults.rehearsed[call.operation] += 1
    if seconds := faults.delays.get(call.operation):
        time.sleep(seconds)
    if faults.throttle_once(call.operation):
        code = "RequestLimitExceeded" if call.service == "ec2" else "ThrottlingException"
        raise AwsError(code, "Request limit exceeded.", 503)
    if call.operation in faults.denied:
        raise denied(call.service, call.operation)


CORRECTION = Correction(
    name="ec2-says-unauthorized-operation",
    moto="answers AccessDenied to EC2 operations that a policy denies, and never throttles",
    aws="answers UnauthorizedOperation (403) before anything else, also to a DryRun",
    before={EVERY: apply_faults},
    install=refuse_as_ec2_does,
)

FAULTS_ELSEWHERE = tuple(
    Correction(
        name=f"faults-of-{service}",
        moto="has no way to make a call fail",
        aws="denies and throttles",
        service=service,
        before={EVERY: apply_faults},
    )
    for service in (
        "cloudwatch",
        "ec2-instance-connect",
        "iam",
        "pricing",
        "scheduler",
        "servicequotas",
        "ssm",
        "sts",
    )
)
"""The same for the other services, which have codes of their own for it."""
