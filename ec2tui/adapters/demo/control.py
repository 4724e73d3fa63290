"""What one may ask of a running demo beside AWS's operations."""

from typing import Any

from ec2tui.adapters.demo.planted import PLANTED
from ec2tui.adapters.demo.weather import Weather
from ec2tui.adapters.demo.world import World


class Control:
    """Moves the clock, plants faults in the transport, and tells what was built."""

    def __init__(self, world: World, weather: Weather) -> None:
        self._world = world
        self._weather = weather

    def run(self, command: str, query: dict[str, str]) -> dict[str, Any]:
        """Carry out one command and answer with a JSON object; an unknown one raises KeyError."""
        commands = {
            "advance": self._advance,
            "calls": lambda _: {"calls": dict(self._world.faults.calls)},
            "clear": self._clear,
            "delay": self._delay,
            "deny": self._deny,
            "names": lambda _: {"names": dict(self._world.names)},
            "planted": lambda _: {"planted": [self._planted(one) for one in PLANTED]},
            "rehearsed": lambda _: {"rehearsed": dict(self._world.faults.rehearsed)},
            "throttle": self._throttle,
        }
        with self._world.lock:
            return commands[command](query)

    def _advance(self, query: dict[str, str]) -> dict[str, Any]:
        self._weather.advance(float(query["seconds"]))
        return {"now": self._world.clock.now().isoformat()}

    def _clear(self, query: dict[str, str]) -> dict[str, Any]:
        self._world.faults.clear()
        return {}

    def _deny(self, query: dict[str, str]) -> dict[str, Any]:
        self._world.faults.denied.update(query["operation"].split(","))
        return {"denied": sorted(self._world.faults.denied)}

    def _delay(self, query: dict[str, str]) -> dict[str, Any]:
        self._world.faults.delays[query["operation"]] = float(query["seconds"])
        return {}

    def _throttle(self, query: dict[str, str]) -> dict[str, Any]:
        self._world.faults.throttled[query["operation"]] += int(query.get("times", "1"))
        return {}

    def _planted(self, one: Any) -> dict[str, Any]:
        resource = self._world.names.get(f"{one.region}/{one.kind}/{one.name}")
        return {"check": one.check, "region": one.region, "name": one.name, "resource": resource}
