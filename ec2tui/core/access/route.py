"""The ways to an instance as values: what each would dial, and whether it is usable or what blocks it."""

from enum import StrEnum

import msgspec

from ec2tui.core.model.key import Key

SSH_PORT = 22


class Via(StrEnum):
    """The ways in, by the words of `--via`; `connect` is the direct way with a key of sixty seconds."""

    DIRECT = "direct"
    BASTION = "bastion"
    CONNECT = "connect"
    ENDPOINT = "endpoint"
    SSM = "ssm"


TUNNELLED = frozenset({Via.ENDPOINT, Via.SSM})
"""The ways that `ec2tui proxy` carries: AWS is asked for a tunnel, and no address is dialled."""


class Dial(msgspec.Struct, frozen=True):
    """Where a connection goes: an address or host name and a TCP port.

    `mapped` is the entry of `[access.map]` that says so instead of the instance's own address (empty: none).
    """

    host: str
    port: int = SSH_PORT
    mapped: str = ""

    @property
    def text(self) -> str:
        """`host:port`, an IPv6 address in brackets."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class Route(msgspec.Struct, frozen=True):
    """One way to an instance.

    `usable` is None when something that decides could not be read. `reason` says in a sentence what makes it
    usable, what is not known, or what blocks it; `notes` are sentences beside that. `dial` is what OpenSSH
    or the tunnel dials (None: there is nothing to dial, so that not even `--via` can take this way): for
    BASTION the instance's private address as the bastion sees it, for ENDPOINT its private address.
    `bastion` is the instance to go through and `bastion_dial` where that is dialled; `endpoint` is the EC2
    Instance Connect endpoint.
    """

    via: Via
    instance: Key
    usable: bool | None
    reason: str
    notes: tuple[str, ...] = ()
    dial: Dial | None = None
    bastion: Key | None = None
    bastion_dial: Dial | None = None
    endpoint: Key | None = None


class Routes(msgspec.Struct, frozen=True):
    """Every way to one instance, in the order in which `auto` prefers them, and the one that it takes.

    `chosen` is None when no way is usable; `why` explains the choice, or why there is none, in a sentence.
    """

    instance: Key
    ways: tuple[Route, ...]
    chosen: Route | None
    why: str

    def by(self, via: Via) -> Route:
        """The way of this name."""
        return next(way for way in self.ways if way.via is via)


class Login(msgspec.Struct, frozen=True):
    """Whom to log in as, and by what that is known (a phrase such as `the image is Ubuntu's`)."""

    user: str
    how: str
