"""Keeps some instance of the account in every passing state, as in any account that is used."""

from collections.abc import Iterator
from typing import Any

from moto.ec2.models.instances import Reservation, StateReason

from ec2tui.adapters.demo.chance import hexadecimal
from ec2tui.adapters.demo.lifecycle import BEAT, INTERRUPTION, PASSING, SHUTTING_DOWN
from ec2tui.adapters.demo.seed.fleet import clone
from ec2tui.adapters.demo.world import World

MACHINES = ("stage-preview", "stage-build-01", "stage-build-02", "stage-loadtest")
"""Staging's machines that run by turns, in the region where each is."""

MEMBERS = "us-east-1/instance/spark-worker-"
"""How the names of the Auto Scaling group begin whose Spot instances are interrupted and replaced."""


class Rota:
    """Starts and stops machines by turns, and replaces interrupted members of a group.

    Instances whose state a client has changed are left alone.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._next_beat = self._now() + BEAT
        self._next_interruption = self._now() + INTERRUPTION
        self._replaced = 0

    def tick(self) -> None:
        """Do what is due now."""
        if self._now() >= self._next_beat:
            self._next_beat = self._now() + BEAT
            machines = sorted(self._machines(), key=lambda one: float(getattr(one, "demo_settles_at", 0)))
            for state, act in (
                ("stopped", self._world.lifecycle.boot),
                ("running", self._world.lifecycle.stop),
            ):
                ready = [one for one in machines if one._state.name == state]
                if ready:
                    act(ready[0], PASSING)
        if self._now() >= self._next_interruption:
            self._next_interruption = self._now() + INTERRUPTION
            self._interrupt()

    def _now(self) -> float:
        return self._world.clock.now().timestamp()

    def _machines(self) -> Iterator[Any]:
        wanted = {
            key for key in self._world.names if "/instance/" in key and key.rpartition("/")[2] in MACHINES
        }
        yield from self._untouched(wanted)

    def _untouched(self, names: set[str]) -> Iterator[Any]:
        for name in sorted(names):
            region = name.partition("/")[0]
            found = self._world.ec2(region).get_instance_by_id(self._world.names[name])
            if found is not None and not getattr(found, "demo_touched", False):
                yield found

    def _interrupt(self) -> None:
        names = {key for key in self._world.names if key.startswith(MEMBERS)}
        members = [one for one in self._untouched(names) if one._state.name == "running"]
        if not members:
            return
        oldest = min(members, key=lambda one: (one.launch_time, one.id))
        self._replace(oldest)
        self._world.lifecycle.terminate(oldest, SHUTTING_DOWN)
        code = "Server.SpotInstanceTermination"
        oldest._reason = code
        oldest.state_reason = StateReason(f"{code}: Spot instance termination", code)

    def _replace(self, member: Any) -> None:
        backend = member.ec2_backend
        self._replaced += 1
        number = 1_000_000 + self._replaced
        tags = dict(backend.tags[member.id])
        made = clone(self._world, member, number, tags)
        reservation = Reservation(
            f"r-{hexadecimal(self._world.seed, 'replacement', number)}", self._world.account_id
        )
        reservation.instances.append(made)
        backend.reservations[reservation.id] = reservation
        made.demo_reservation = reservation.id
        backend.demo_index = None
        self._world.names[f"{backend.region_name}/instance/{tags['Name']}"] = made.id
        self._world.lifecycle.boot(made)
