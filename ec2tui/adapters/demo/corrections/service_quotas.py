"""The quotas of EC2: room for some more than the account has."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.errors import AwsError

NAMES = {
    "L-1216C47A": "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
    "L-34B43A08": "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
    "L-DB2E81BA": "Running On-Demand G and VT instances",
    "L-417A185B": "Running On-Demand P instances",
    "L-7295265B": "Running On-Demand X instances",
    "L-F7808C92": "Running On-Demand HPC instances",
    "L-1945791B": "Running On-Demand Inf instances",
}
"""The quotas that the demo account is told of, by their codes."""

OF_VPC = {
    "L-0EA8095F": ("Inbound or outbound rules per security group", 60.0),
    "L-2AFB9258": ("Security groups per network interface", 5.0),
}
"""The quotas of security groups, which nobody has had raised."""

VCPUS = 1920.0
"""What each allows; a larger account has been given more of the standard ones."""


def get_service_quota(call: Call) -> dict[str, Any]:
    """One quota as it applies."""
    code = str(call.param("QuotaCode", ""))
    service = call.param("ServiceCode")
    if service == "vpc" and code in OF_VPC:
        name, value = OF_VPC[code]
        return {"Quota": {"ServiceCode": "vpc", "QuotaCode": code, "QuotaName": name, "Value": value}}
    if service != "ec2" or code not in NAMES:
        message = "The request failed because the specified quota does not exist."
        raise AwsError("NoSuchResourceException", message)
    value = max(VCPUS, 16.0 * len(call.world.instances(call.region)))
    return {"Quota": {"ServiceCode": "ec2", "QuotaCode": code, "QuotaName": NAMES[code], "Value": value}}


CORRECTION = Correction(
    name="service-quotas",
    moto="knows the quotas of VPC only",
    aws="tells too how many vCPUs of each class may run",
    service="servicequotas",
    instead={"GetServiceQuota": get_service_quota},
)
