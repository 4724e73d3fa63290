"""Which types are of an earlier generation."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction

PREVIOUS = frozenset(
    ("a1", "c1", "c3", "c4", "cc2", "cg1", "cr1", "g2", "hi1", "hs1", "i2", "m1",
     "m2", "m3", "m4", "p2", "r3", "r4", "t1")
)  # fmt: skip
"""Families that AWS lists as previous generation (EC2 user guide, "Previous generation instances")."""


def generations(_call: Call, payload: Any) -> Any:
    """The types with the generation that their family has."""
    types = [
        {**one, "CurrentGeneration": str(one["InstanceType"]).partition(".")[0] not in PREVIOUS}
        for one in payload["InstanceTypes"]
    ]
    return {**payload, "InstanceTypes": types}


CORRECTION = Correction(
    name="type-generations",
    moto="takes m5, c5, r6i and others for types of an earlier generation",
    aws="calls those previous that its user guide lists",
    after={"DescribeInstanceTypes": generations},
)
