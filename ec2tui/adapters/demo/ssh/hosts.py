"""The machines that the demo's SSH servers play: found by address, each with its keys and its user."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ec2tui.adapters.demo.console import CHANGED_HOST_KEY, host_keys
from ec2tui.adapters.demo.world import World

PUSHED_FOR = 60.0
"""Seconds for which a key that EC2 Instance Connect pushed is accepted (its API reference)."""

RUNNING = 16
"""The code of an instance that runs."""

_USERS = (("ubuntu", "ubuntu"), ("debian", "admin"))
"""(a word in the image's name, its user); all others are Amazon Linux's."""


@dataclass(frozen=True, slots=True)
class Host:
    """A running instance as it is now."""

    id: str
    name: str
    region: str
    vpc_id: str
    private_ip: str
    public_ip: str
    user: str
    authorized: tuple[str, ...]
    booted: datetime
    image: str
    windows: bool

    @property
    def hostname(self) -> str:
        """What the machine calls itself."""
        return f"ip-{self.private_ip.replace('.', '-')}"


class Hosts:
    """Looks the instances up in the account; safe to use from any thread."""

    def __init__(self, world: World) -> None:
        self._world = world

    def by_public(self, address: str) -> Host | None:
        """The machine that the internet finds at an address."""
        return self._found(lambda one: one.public_ip == address)

    def by_private(self, address: str, vpc_id: str) -> Host | None:
        """The machine with an address inside a VPC."""
        return self._found(lambda one: one.private_ip == address and one.vpc_id == vpc_id)

    def public(self) -> tuple[Host, ...]:
        """All machines that have a public address."""
        with self._world.lock:
            return tuple(self._host(one) for one in self._running() if one.public_ip)

    def keys(self, host: Host) -> tuple[Any, ...]:
        """The private host keys with which a machine shows who it is."""
        changed = self._world.is_planted(CHANGED_HOST_KEY, host.id)
        return host_keys(self._world.seed + changed, host.id)

    def pushed(self, host: Host, user: str) -> tuple[str, ...]:
        """The public keys that EC2 Instance Connect has for a user just now."""
        now = self._world.clock.now().timestamp()
        with self._world.lock:
            pushed = self._world.pushed_keys.get((host.id, user), ())
            return tuple(key for key, since in pushed if 0 <= now - since < PUSHED_FOR)

    def seconds_up(self, host: Host) -> float:
        """How long a machine has been running."""
        return float((self._world.clock.naive() - host.booted).total_seconds())

    def now(self) -> datetime:
        """The demo's time."""
        return self._world.clock.now()

    def _found(self, wanted: Any) -> Host | None:
        with self._world.lock:
            self._world.lifecycle.settle()
            return next((self._host(one) for one in self._running() if wanted(one)), None)

    def _running(self) -> Any:
        for region in self._world.regions:
            for one in self._world.instances(region):
                if one._state.code == RUNNING:
                    yield one

    def _host(self, one: Any) -> Host:
        backend = one.ec2_backend
        pair = backend.key_pairs.get(one.key_name)
        image = backend.amis.get(one.image_id)
        image_name = str(getattr(image, "name", "") or "")
        return Host(
            one.id,
            backend.tags.get(one.id, {}).get("Name", one.id),
            backend.region_name,
            one.vpc_id,
            one.private_ip,
            one.public_ip or "",
            next((user for word, user in _USERS if word in image_name.lower()), "ec2-user"),
            (_text(pair.material_public),) if pair is not None else (),
            one.launch_time.replace(tzinfo=None),
            image_name,
            one.platform == "windows",
        )


def _text(material: Any) -> str:
    return (material.decode() if isinstance(material, bytes) else str(material)).strip()
