"""Which CloudWatch metrics an instance of the demo has, and how each of them moves."""

from dataclasses import dataclass
from typing import Any

from ec2tui.adapters.demo.chance import digest

Dimensions = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a metric moves: its unit, its range, how far the load drives it, and how much is noise."""

    unit: str
    low: float
    high: float
    swing: float = 0.35
    noise: float = 0.2


EC2: dict[str, Shape] = {
    "CPUUtilization": Shape("Percent", 4, 46),
    "NetworkIn": Shape("Bytes", 4e5, 9e7),
    "NetworkOut": Shape("Bytes", 3e5, 1.4e8),
    "NetworkPacketsIn": Shape("Count", 900, 60_000),
    "NetworkPacketsOut": Shape("Count", 800, 70_000),
    "EBSReadBytes": Shape("Bytes", 0, 4e7, noise=0.6),
    "EBSWriteBytes": Shape("Bytes", 2e5, 6e7, noise=0.4),
    "EBSReadOps": Shape("Count", 0, 1500, noise=0.6),
    "EBSWriteOps": Shape("Count", 20, 2600, noise=0.4),
    "MetadataNoToken": Shape("Count", 0, 0),
    "StatusCheckFailed": Shape("Count", 0, 0),
    "StatusCheckFailed_Instance": Shape("Count", 0, 0),
    "StatusCheckFailed_System": Shape("Count", 0, 0),
    "StatusCheckFailed_AttachedEBS": Shape("Count", 0, 0),
}
"""The metrics of AWS/EC2 that every instance has."""

BURSTABLE: dict[str, Shape] = {
    "CPUCreditUsage": Shape("Count", 0.2, 1.5),
    "CPUCreditBalance": Shape("Count", 120, 280, noise=0.02),
}
"""Those of burstable instances besides."""

STORE: dict[str, Shape] = {
    "DiskReadBytes": Shape("Bytes", 0, 9e7, noise=0.6),
    "DiskWriteBytes": Shape("Bytes", 0, 1.1e8, noise=0.5),
    "DiskReadOps": Shape("Count", 0, 9000, noise=0.6),
    "DiskWriteOps": Shape("Count", 0, 12_000, noise=0.5),
}
"""Those of instances with an instance store besides."""

STORE_FAMILIES = ("d3.", "g4dn.", "g5.", "i4i.", "m3.", "x2idn.")
"""What the types of the demo with an instance store begin with."""

AGENT: dict[str, Shape] = {
    "mem_used_percent": Shape("Percent", 25, 75, noise=0.05),
    "disk_used_percent": Shape("Percent", 30, 80, swing=0.02, noise=0.01),
}
"""The CloudWatch agent's, on every third instance."""

ROOT_DISK: Dimensions = (("path", "/"), ("device", "nvme0n1p1"), ("fstype", "xfs"))
"""What the agent says of a disk besides the instance; it also adds up by the instance alone."""


def metrics_of(instance: Any) -> dict[tuple[str, str], Shape]:
    """All metrics of an instance by namespace and name."""
    own = dict(EC2)
    if instance.instance_type.startswith("t"):
        own.update(BURSTABLE)
    if instance.instance_type.startswith(STORE_FAMILIES):
        own.update(STORE)
    found = {("AWS/EC2", name): shape for name, shape in own.items()}
    if digest(0, "agent", instance.id) % 3 == 0:
        found.update({("CWAgent", name): shape for name, shape in AGENT.items()})
    return found


def dimensions_of(instance_id: str, name: str) -> tuple[Dimensions, ...]:
    """The sets of dimensions under which a metric of an instance is kept."""
    alone: Dimensions = (("InstanceId", instance_id),)
    return (alone, (*alone, *ROOT_DISK)) if name == "disk_used_percent" else (alone,)
