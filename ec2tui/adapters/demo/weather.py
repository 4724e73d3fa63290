"""Things that happen in the demo account while one watches, on the seeded clock."""

from ec2tui.adapters.demo.alarms import Alarms
from ec2tui.adapters.demo.chance import chance
from ec2tui.adapters.demo.rota import Rota
from ec2tui.adapters.demo.schedules import Schedules
from ec2tui.adapters.demo.world import World

TICK = 10.0
"""Seconds of demo time between two looks at the sky."""

BURST = (88.0, 99.0)
"""How many per cent a CPU rises in a burst."""


class Weather:
    """Makes instances come and go, CPUs rise, alarms follow their metrics, and schedules fire."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = chance(world.seed, "weather")
        self._next_burst = self._now() + self._chance.uniform(60, 120)
        self._rota = Rota(world)
        self._schedules = Schedules(world)
        self._alarms = Alarms(world)
        self._alarms.begin()

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
            self._alarms.settle()

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
