"""Moves instances through pending, stopping and shutting-down on the demo's clock."""

import heapq
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ec2tui.adapters.demo.chance import chance
from ec2tui.adapters.demo.clock import Clock

STATES = {
    "pending": 0,
    "running": 16,
    "shutting-down": 32,
    "terminated": 48,
    "stopping": 64,
    "stopped": 80,
}
"""EC2's instance states with their codes."""

SECONDS = {"pending": (6, 14), "stopping": (8, 25), "shutting-down": (12, 30)}
"""How long an instance stays in each passing state."""

CHECKS_SECONDS = (80, 160)
"""How long status checks are initializing after an instance runs."""

TERMINATED_SHOWS = timedelta(hours=1)
"""How long a terminated instance is still described."""


class Lifecycle:
    """What is going to happen to instances, in the order of time."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self._clock = clock
        self._chance = chance(seed, "lifecycle")
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something when the clock has moved on by this many seconds."""
        self._order += 1
        heapq.heappush(self._due, (self._clock.now().timestamp() + seconds, self._order, action))

    def settle(self) -> None:
        """Do all that is due by now."""
        now = self._clock.now().timestamp()
        while self._due and self._due[0][0] <= now:
            heapq.heappop(self._due)[2]()

    def boot(self, instance: Any) -> None:
        """Pending now, running soon."""
        instance.launch_time = self._clock.naive()
        self._enter(instance, "pending", lambda: self._run(instance))

    def stop(self, instance: Any) -> None:
        """Stopping now, stopped soon."""
        self._enter(instance, "stopping", instance.stop)
        self._because_of_user(instance)

    def terminate(self, instance: Any) -> None:
        """Shutting down now, terminated soon, forgotten after an hour."""
        self._enter(instance, "shutting-down", lambda: self._end(instance))
        self._because_of_user(instance)

    def checks_at(self, instance: Any) -> float:
        """When the status checks of an instance have their first result, in seconds since the epoch."""
        return float(getattr(instance, "demo_checks_at", 0.0))

    def _enter(self, instance: Any, state: str, finish: Callable[[], None]) -> None:
        instance._state.name, instance._state.code = state, STATES[state]

        def act() -> None:
            if instance._state.name == state:
                finish()

        self.later(self._chance.uniform(*SECONDS[state]), act)

    def _because_of_user(self, instance: Any) -> None:
        from moto.ec2.models.instances import StateReason

        instance._reason = f"User initiated ({self._clock.now():%Y-%m-%d %H:%M:%S} GMT)"
        code = "Client.UserInitiatedShutdown"
        instance.state_reason = StateReason(f"{code}: User initiated shutdown", code)

    def _run(self, instance: Any) -> None:
        instance.start()
        instance.demo_checks_at = self._clock.now().timestamp() + self._chance.uniform(*CHECKS_SECONDS)

    def _end(self, instance: Any) -> None:
        instance.terminate()
        self.later(TERMINATED_SHOWS.total_seconds(), lambda: _forget(instance))


def _forget(instance: Any) -> None:
    for reservation_id, reservation in list(instance.ec2_backend.reservations.items()):
        if instance in reservation.instances:
            reservation.instances.remove(instance)
            if not reservation.instances:
                del instance.ec2_backend.reservations[reservation_id]
