"""CloudWatch metrics made on demand: a pure function of seed, instance, metric and time."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ec2tui.adapters.demo.chance import chance, digest, mix
from ec2tui.adapters.demo.metric_shapes import AGENT, Shape, metrics_of
from ec2tui.adapters.demo.world import World

__all__ = ["Series", "Shape", "metrics_of", "statistic"]

HOUR, DAY = 3600, 86_400

KEPT = ((15 * DAY, 60), (63 * DAY, 300), (455 * DAY, HOUR))
"""(age in seconds, what a period must be a multiple of for data up to that age); older data is gone."""

COARSE = 6 * HOUR
"""Periods from which on a sample in each twenty-fourth part stands for all of that part."""

GAP_EVERY = 2 * DAY
"""In each such time an instance with gaps has one."""

DEAD_EVERY, DEAD_FROM = 3 * DAY, 1.8 * DAY
"""An agent that dies does so in each such time, from then to its end."""

_STOPPED = re.compile(r"\((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)")
_RUNNING = (16, 0, 64, 32)


@dataclass(frozen=True, slots=True)
class Series:
    """One metric of one instance, ready to be asked for points."""

    world: World
    instance: Any
    name: str
    shape: Shape

    @property
    def step(self) -> int:
        """Seconds between samples: a minute with detailed monitoring, of checks and the agent, else five."""
        detailed = self.instance.monitoring_state == "enabled" or self.name.startswith("StatusCheck")
        return 60 if detailed or self.name in AGENT else 300

    def points(self, start: datetime, end: datetime, period: int) -> list[tuple[datetime, list[float]]]:
        """Samples by period, oldest first; periods without data are left out."""
        now = self.world.clock.now().timestamp()
        first = max(start.timestamp(), now - _kept(period), _stamp(self.instance.launch_time))
        last = min(end.timestamp(), now - self.step * 0.2, self._stopped())
        grain = self.step * max(1, period // 24 // self.step) if period >= COARSE else self.step
        weight = grain // self.step
        by_period: dict[int, list[float]] = {}
        gap, value_at = self._gap(), self._values()
        for index in range(math.ceil(first / grain), math.ceil(last / grain)):
            at = index * grain
            if not gap.holds(at):
                by_period.setdefault(at - at % period, []).extend([value_at(at)] * weight)
        return [(datetime.fromtimestamp(at, UTC), values) for at, values in sorted(by_period.items())]

    def _stopped(self) -> float:
        """When the instance stopped, for ever when it has not; a stop whose time is not told was long ago."""
        if self.instance._state.code in _RUNNING:
            return math.inf
        told = _STOPPED.search(self.instance._reason or "")
        return _stamp(datetime.fromisoformat(told[1])) if told else -math.inf

    def _gap(self) -> Gap:
        if self.name in AGENT and digest(0, "agent dies", self.instance.id) % 3 == 0:
            return Gap(DEAD_EVERY, DEAD_FROM, DEAD_EVERY)
        random = chance(self.world.seed, "gap", self.instance.id)
        detailed = self.instance.monitoring_state == "enabled"
        if random.random() > 0.2 or detailed or self.name.startswith("StatusCheck"):
            return Gap(GAP_EVERY, 0, 0)
        start = random.uniform(0, GAP_EVERY * 0.8)
        return Gap(GAP_EVERY, start, start + random.uniform(1, 6) * HOUR)

    def _values(self) -> Callable[[float], float]:
        """The value at a time; what is the same at all times is worked out once."""
        if self.name.startswith("StatusCheck"):
            failed = self._failed()
            return lambda at: failed
        step, shape, base = self.step, self.shape, digest(self.world.seed, self.instance.id, self.name)
        if self.name == "MetadataNoToken":
            optional = self.instance.metadata_options.http_tokens == "optional"
            return lambda at: float(int(mix(base, int(at // step)) * 9)) if optional else 0.0
        load = digest(self.world.seed, self.instance.id, "load")
        level, phase = mix(base, -1) * 0.5 + 0.12, 0.1 * mix(load, -2) - 0.3
        percent, cpu, span = shape.unit == "Percent", self.name == "CPUUtilization", shape.high - shape.low

        def value(at: float) -> float:
            noise = shape.noise * (mix(base, int(at // step)) - 0.5)
            share = level + shape.swing * _day(phase, at) + noise
            found = shape.low + span * min(1.0, max(0.0, share))
            if cpu:
                found = min(100.0, found + _spike(load, at) + self._burst(at))
            return round(found, 4 if percent else 2)

        return value

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


@dataclass(frozen=True, slots=True)
class Gap:
    """In each `every` seconds there is no data from `start` to `end`."""

    every: float
    start: float
    end: float

    def holds(self, at: float) -> bool:
        """Whether there is no data at this time."""
        return self.start <= at % self.every < self.end


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


def _kept(period: int) -> int:
    """How far back there is data of a period, in seconds."""
    return max((age for age, multiple in KEPT if period % multiple == 0), default=3 * HOUR)


def _day(phase: float, at: float) -> float:
    """Where in its day and week the load is, from -0.5 to 0.5; weekends are quiet."""
    wave = 0.5 * math.sin(2 * math.pi * (at / DAY + phase))
    weekend = int(at // DAY + 4) % 7 in (0, 6)
    return wave * 0.4 - 0.15 if weekend else wave


def _spike(load: int, at: float) -> float:
    """Now and then a job runs for twenty minutes."""
    slot = int(at // 1200)
    return 25 * mix(load, slot * 7 + 3) if mix(load, slot) < 0.03 else 0.0


def _stamp(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
