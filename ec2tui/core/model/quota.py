"""Quotas of an account: how much of something it may have in a region."""

import re

import msgspec

from ec2tui.core.model.key import Key


class Quota(msgspec.Struct, frozen=True, gc=False):
    """One quota of EC2 or VPC as servicequotas:GetServiceQuota tells it; the key's id is its code."""

    key: Key
    value: float
    name: str = ""


RULES_PER_GROUP, GROUPS_PER_INTERFACE = "L-0EA8095F", "L-2AFB9258"
"""The codes of VPC's quotas of the rules of a security group, each way, and of an interface's groups."""

OF_VPC = frozenset({RULES_PER_GROUP, GROUPS_PER_INTERFACE})
"""The codes of quotas that are VPC's; all others are EC2's."""

_FAMILY = re.compile(r"^(u-|hpc|inf|trn|dl|vt|[a-z])")

ON_DEMAND = {
    "f": "L-74FC7D96",
    "g": "L-DB2E81BA",
    "vt": "L-DB2E81BA",
    "hpc": "L-F7808C92",
    "u-": "L-43DA4232",
    "inf": "L-1945791B",
    "p": "L-417A185B",
    "trn": "L-2C3B7624",
    "x": "L-7295265B",
    "dl": "L-6E869C2A",
    **dict.fromkeys("acdhimrtz", "L-1216C47A"),
}
SPOT = {
    "f": "L-88CF9481",
    "g": "L-3819A6DF",
    "vt": "L-3819A6DF",
    "inf": "L-B5D1601B",
    "p": "L-7212CCBC",
    "trn": "L-6B0D517C",
    "x": "L-E3A00192",
    "dl": "L-85EED4F7",
    **dict.fromkeys("acdhimrtz", "L-34B43A08"),
}
"""By the beginning of a type's name, the code of the quota that counts its vCPUs (EC2 User Guide, quotas)."""


def vcpu_quota(type_name: str, spot: bool = False) -> str:
    """The code of the quota that counts the vCPUs of this type; empty where we know of none."""
    found = _FAMILY.match(type_name)
    return (SPOT if spot else ON_DEMAND).get(found.group(1), "") if found else ""
