"""The one demo account that a process holds: its clock, its seed, and where things are kept."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ec2tui.adapters.demo.clock import Clock
from ec2tui.adapters.demo.environment import ACCOUNT_ID
from ec2tui.adapters.demo.faults import Faults
from ec2tui.adapters.demo.lifecycle import Lifecycle

REGIONS = ("eu-west-1", "us-east-1")
"""The regions that the demo account uses."""


@dataclass(slots=True)
class World:
    """What corrections, seeding and weather share."""

    seed: int
    directory: Path
    clock: Clock
    lifecycle: Lifecycle
    faults: Faults = field(default_factory=Faults)
    lock: threading.RLock = field(default_factory=threading.RLock)
    account_id: str = ACCOUNT_ID
    regions: tuple[str, ...] = REGIONS
    cpu_bursts: list[tuple[str, float, float, float]] = field(default_factory=list)
    """(instance id, from, until, extra per cent), times in seconds since the epoch."""
    launch_tokens: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Ids by the names that seeding gives to things, `region/kind/name`."""
    pushed_keys: dict[tuple[str, str], list[tuple[str, float]]] = field(default_factory=dict)
    """(public key, when in seconds since the epoch) that Instance Connect pushed, by (instance id, user)."""

    sessions: dict[str, str] = field(default_factory=dict)
    """Instance ids by the ids of Systems Manager's open sessions."""

    def ec2(self, region: str) -> Any:
        """Moto's EC2 of a region."""
        from moto.ec2.models import ec2_backends

        return ec2_backends[self.account_id][region]

    def cloudwatch(self, region: str) -> Any:
        """Moto's CloudWatch of a region."""
        from moto.cloudwatch.models import cloudwatch_backends

        return cloudwatch_backends[self.account_id][region]

    def schedulers(self) -> list[tuple[str, Any]]:
        """Moto's EventBridge Scheduler of each region where it was ever spoken to."""
        from moto.scheduler.models import scheduler_backends

        return list(scheduler_backends[self.account_id].items())

    def scheduler(self, region: str) -> Any:
        """Moto's EventBridge Scheduler of a region."""
        from moto.scheduler.models import scheduler_backends

        return scheduler_backends[self.account_id][region]

    def iam(self) -> Any:
        """Moto's IAM, which is global."""
        from moto.iam.models import iam_backends

        return iam_backends[self.account_id]["aws"]

    def is_planted(self, where: tuple[str, str], instance_id: str) -> bool:
        """Whether an instance is the one that seeding made with this (region, name)."""
        return self.names.get(f"{where[0]}/instance/{where[1]}") == instance_id

    def instances(self, region: str) -> list[Any]:
        """All instances of a region, oldest first."""
        return [i for r in self.ec2(region).reservations.values() for i in r.instances]

    def cpu_options(self, instance_type: str) -> tuple[int, int]:
        """Cores and threads per core of an instance type."""
        from moto.ec2.models.instance_types import INSTANCE_TYPES

        facts = INSTANCE_TYPES.get(instance_type, {}).get("VCpuInfo", {})
        return int(facts.get("DefaultCores", 1)), int(facts.get("DefaultThreadsPerCore", 1))
