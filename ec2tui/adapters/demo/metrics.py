"""CloudWatch metrics made on demand: a pure function of seed, instance, metric and time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ec2tui.adapters.demo.chance import chance, digest, mix
from ec2tui.adapters.demo.world import World

KEPT_SECONDS = 3 * 86400
"""How far back the demo has data."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a metric moves: its unit, its level and daily swing, and how much of it is noise."""

    unit: str
    low: float
    high: float
    swing: float = 0.35
    noise: float = 0.2


SHAPES: dict[str, Shape] = {
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

AGENT: dict[str, Shape] = {
    "mem_used_percent": Shape("Percent", 25, 75, noise=0.05),
    "disk_used_percent": Shape("Percent", 30, 80, swing=0.02, noise=0.01),
}
"""CWAgent's, on instances whose role lets the agent write."""


def metrics_of(instance: Any) -> dict[tuple[str, str], Shape]:
    """All metrics of an instance by namespace and name."""
    found = {("AWS/EC2", name): shape for name, shape in SHAPES.items()}
    if instance.instance_type.startswith("t"):
        found.update({("AWS/EC2", name): shape for name, shape in BURSTABLE.items()})
    if digest(0, "agent", instance.id) % 3 == 0:
        found.update({("CWAgent", name): shape for name, shape in AGENT.items()})
    return found


@dataclass(frozen=True, slots=True)
class Series:
    """One metric of one instance, ready to be asked for points."""

    world: World
    instance: Any
    name: str
    shape: Shape

    @property
    def step(self) -> int:
        """Seconds between samples: a minute with detailed monitoring and for status checks, else five."""
        detailed = self.instance.monitoring_state == "enabled" or self.name.startswith("StatusCheck")
        return 60 if detailed else 300

    def points(self, start: datetime, end: datetime, period: int) -> list[tuple[datetime, list[float]]]:
        """Samples by period, oldest first; periods without data are left out."""
        now = self.world.clock.now().timestamp()
        first = max(start.timestamp(), now - KEPT_SECONDS, _stamp(self.instance.launch_time))
        last = min(end.timestamp(), now - self.step * 0.2)
        if self.instance._state.code not in (16, 0, 64, 32):
            return []
        by_period: dict[int, list[float]] = {}
        gap = self._gap(now)
        base = digest(self.world.seed, self.instance.id, self.name)
        for index in range(math.ceil(first / self.step), math.ceil(last / self.step)):
            at = index * self.step
            if gap is None or not gap[0] <= at < gap[1]:
                by_period.setdefault(at - at % period, []).append(self._value(base, index, at))
        return [(datetime.fromtimestamp(at, UTC), values) for at, values in sorted(by_period.items())]

    def _gap(self, now: float) -> tuple[float, float] | None:
        random = chance(self.world.seed, "gap", self.instance.id)
        if random.random() > 0.15 or self.name.startswith("StatusCheck"):
            return None
        day = now - now % 86400
        start = day - random.uniform(0.3, 1.8) * 86400
        return start, start + random.uniform(1, 6) * 3600

    def _value(self, base: int, index: int, at: float) -> float:
        if self.name.startswith("StatusCheck"):
            return self._failed()
        if self.name == "MetadataNoToken":
            optional = self.instance.metadata_options.http_tokens == "optional"
            return float(int(mix(base, index) * 9)) if optional else 0.0
        shape = self.shape
        level = mix(base, -1) * 0.6 + 0.1
        day = 0.5 + 0.5 * math.sin(2 * math.pi * (at / 86400 - 0.3 + 0.1 * mix(base, -2)))
        noise = mix(base, index) - 0.5
        share = min(1.0, max(0.0, level + shape.swing * (day - 0.5) + shape.noise * noise))
        value = shape.low + (shape.high - shape.low) * share
        if self.name == "CPUUtilization":
            value = min(100.0, value + self._burst(at))
        return round(value, 4 if shape.unit == "Percent" else 2)

    def _failed(self) -> float:
        failing = getattr(self.instance, "demo_failing_check", None)
        mine = {"Instance": "instance", "System": "system", "AttachedEBS": "ebs"}
        which = mine.get(self.name.partition("_")[2])
        return float(failing is not None and which in (None, failing))

    def _burst(self, at: float) -> float:
        return sum(
            extra
            for instance_id, start, end, extra in self.world.cpu_bursts
            if instance_id == self.instance.id and start <= at + self.step and at < end
        )


def statistic(name: str, values: list[float]) -> float:
    """AWS's statistics of the samples in a period, percentiles too."""
    if name == "Sum":
        return round(sum(values), 6)
    if name == "Minimum":
        return min(values)
    if name == "Maximum":
        return max(values)
    if name == "SampleCount":
        return float(len(values))
    if name.startswith("p"):
        ordered = sorted(values)
        place = float(name[1:]) / 100 * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 6)
    return round(sum(values) / len(values), 6)


def _stamp(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
