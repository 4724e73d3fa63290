"""Things that happen in the demo account while one watches, on the seeded clock."""

from typing import Any

from ec2tui.adapters.demo.chance import chance
from ec2tui.adapters.demo.metrics import Series, metrics_of, statistic
from ec2tui.adapters.demo.rota import Rota
from ec2tui.adapters.demo.schedules import Schedules
from ec2tui.adapters.demo.world import World

TICK = 10.0
"""Seconds of demo time between two looks at the sky."""

BURST = (88.0, 99.0)
"""How many per cent a CPU rises in a burst."""

COMPARISONS = {
    "GreaterThanThreshold": lambda value, limit: value > limit,
    "GreaterThanOrEqualToThreshold": lambda value, limit: value >= limit,
    "LessThanThreshold": lambda value, limit: value < limit,
    "LessThanOrEqualToThreshold": lambda value, limit: value <= limit,
}
"""How an alarm's value is compared with its threshold."""


class Weather:
    """Makes instances come and go, CPUs rise, alarms follow their metrics, and schedules fire."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = chance(world.seed, "weather")
        self._next_burst = self._now() + self._chance.uniform(60, 120)
        self._rota = Rota(world)
        self._schedules = Schedules(world)
        self.settle_alarms()

    def advance(self, seconds: float) -> None:
        """Let so much demo time pass, and do what falls due on the way."""
        left = seconds
        while left > 0:
            step = min(TICK, left)
            with self._world.lock:
                self._world.clock.advance(step)
                self.tick()
            left -= step

    def tick(self) -> None:
        """Do what is due now; a thread calls this by the wall's clock, `advance` by the demo's."""
        with self._world.lock:
            self._world.lifecycle.settle()
            now = self._now()
            if now >= self._next_burst:
                self._burst(now)
                self._next_burst = now + self._chance.uniform(900, 1800)
            self._rota.tick()
            self._schedules.tick()
            self.settle_alarms()

    def settle_alarms(self) -> None:
        """Give every alarm on an instance the state that its metric calls for."""
        for region in self._world.regions:
            for alarm in self._world.cloudwatch(region).alarms.values():
                if alarm.namespace == "AWS/EC2" and alarm.rule is None:
                    self._judge(region, alarm)

    def _now(self) -> float:
        return self._world.clock.now().timestamp()

    def _burst(self, now: float) -> None:
        watched = [
            alarm.dimensions[0].value
            for region in self._world.regions
            for alarm in self._world.cloudwatch(region).alarms.values()
            if alarm.metric_name == "CPUUtilization" and alarm.state_value == "OK"
            if alarm.comparison_operator == "GreaterThanThreshold" and alarm.dimensions
        ]
        if watched:
            lasts = self._chance.uniform(660, 1100)
            extra = self._chance.uniform(*BURST)
            self._world.cpu_bursts.append((self._chance.choice(watched), now, now + lasts, extra))
            self._world.cpu_bursts[:] = self._world.cpu_bursts[-64:]

    def _instance(self, region: str, instance_id: str | None) -> Any:
        return self._world.ec2(region).get_instance_by_id(instance_id) if instance_id else None

    def _judge(self, region: str, alarm: Any) -> None:
        values = self._latest(region, alarm)
        if not values:
            self._set(alarm, "INSUFFICIENT_DATA", "Insufficient Data: no datapoints were received")
            return
        compare = COMPARISONS.get(alarm.comparison_operator)
        if compare is None:
            return
        wanted = int(alarm.datapoints_to_alarm or alarm.evaluation_periods)
        breaching = sum(compare(value, float(alarm.threshold)) for value in values)
        shown = ", ".join(f"{value:.2f}" for value in values)
        if breaching >= min(wanted, len(values)):
            reason = f"Threshold Crossed: {breaching} datapoints [{shown}] breached {alarm.threshold}"
            self._set(alarm, "ALARM", reason)
        else:
            self._set(alarm, "OK", f"Threshold not crossed: datapoints [{shown}], limit {alarm.threshold}")

    def _latest(self, region: str, alarm: Any) -> list[float]:
        dimensions = {one.name: one.value for one in alarm.dimensions}
        instance = self._instance(region, dimensions.get("InstanceId"))
        shape = metrics_of(instance).get((alarm.namespace, alarm.metric_name)) if instance else None
        if shape is None:
            return []
        period, count = int(alarm.period), int(alarm.evaluation_periods)
        end = self._world.clock.now()
        start = end.fromtimestamp(end.timestamp() // period * period - period * count, end.tzinfo)
        points = Series(self._world, instance, alarm.metric_name, shape).points(start, end, period)
        return [statistic(alarm.statistic or "Average", values) for _, values in points][:count]

    def _set(self, alarm: Any, state: str, reason: str) -> None:
        if alarm.state_value != state:
            alarm.update_state(reason, "{}", state)
