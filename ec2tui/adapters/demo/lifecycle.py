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

Span = tuple[float, float]
"""The least and the greatest number of seconds that something lasts."""

SECONDS: dict[str, Span] = {"pending": (6, 14), "stopping": (8, 25), "shutting-down": (12, 30)}
"""How long an instance stays in each passing state."""

BEAT = 150.0
"""Seconds of demo time after which the next machine of the rota starts and the next one stops."""

PASSING: Span = (165, 200)
"""How long these take to start or stop: longer than a beat, so that one is always on its way."""

FIRST_STOP: Span = (310, 340)
"""How long the one that stops at first takes: until another one runs that can be stopped."""

INTERRUPTION = 600.0
"""Seconds of demo time from one interruption of a Spot instance to the next."""

SHUTTING_DOWN: Span = (620, 700)
"""How long an interrupted one takes to end: longer than until the next interruption."""

CHECKS_SECONDS = (80, 160)
"""How long status checks are initializing after an instance runs."""

TERMINATED_SHOWS = timedelta(hours=1)
"""How long a terminated instance is still described."""


class Lifecycle:
    """What is going to happen to instances, in the order of time; spans are for those that are slow."""

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

    def boot(self, instance: Any, seconds: Span | None = None) -> None:
        """Pending now, running soon."""
        instance.launch_time = self._clock.naive()
        self._enter(instance, "pending", seconds, lambda: self._run(instance))

    def stop(self, instance: Any, seconds: Span | None = None) -> None:
        """Stopping now, stopped soon."""
        self._enter(instance, "stopping", seconds, instance.stop)
        self._because_of_user(instance)

    def terminate(self, instance: Any, seconds: Span | None = None) -> None:
        """Shutting down now, terminated soon, forgotten after an hour."""
        self._enter(instance, "shutting-down", seconds, lambda: self._end(instance))
        self._because_of_user(instance)

    def checks_at(self, instance: Any) -> float:
        """When the status checks of an instance have their first result, in seconds since the epoch."""
        return float(getattr(instance, "demo_checks_at", 0.0))

    def _enter(self, instance: Any, state: str, seconds: Span | None, finish: Callable[[], None]) -> None:
        instance._state.name, instance._state.code = state, STATES[state]

        lasts = self._chance.uniform(*(seconds or SECONDS[state]))
        due = instance.demo_settles_at = self._clock.now().timestamp() + lasts

        def act() -> None:
            if instance._state.name == state and instance.demo_settles_at == due:
                finish()

        self.later(lasts, act)

    def _because_of_user(self, instance: Any) -> None:
        from moto.ec2.models.instances import StateReason

        instance._reason = f"User initiated ({self._clock.now():%Y-%m-%d %H:%M:%S} GMT)"
        code = "Client.UserInitiatedShutdown"
        instance.state_reason = StateReason(f"{code}: User initiated shutdown", code)

    def _run(self, instance: Any) -> None:
        instance.start()
        instance.demo_checks_at = self._clock.now().timestamp() + self._chance.uniform(*CHECKS_SECONDS)

    def _end(self, instance: Any) -> None:
        why = instance._reason, instance.state_reason
        instance.terminate()
        instance._reason, instance.state_reason = why  # moto always blames the user
        self.later(TERMINATED_SHOWS.total_seconds(), lambda: _forget(instance))


def _forget(instance: Any) -> None:
    for reservation_id, reservation in list(instance.ec2_backend.reservations.items()):
        if instance in reservation.instances:
            reservation.instances.remove(instance)
            instance.ec2_backend.demo_index = None
            if not reservation.instances:
                del instance.ec2_backend.reservations[reservation_id]
