"""What a tunnel through an EC2 Instance Connect endpoint is to the use cases."""

from typing import Protocol

import msgspec

ENDPOINT_PORTS = (22, 3389)
"""The only remote ports of the endpoint (EC2 user guide, considerations of the endpoint)."""

RUNNING = "running"
"""The only state in which an instance answers."""

LONGEST_TUNNEL = 3600
"""Seconds that a connection through the endpoint lasts at most (the same page)."""


class EndpointTarget(msgspec.Struct, frozen=True):
    """A TCP port of a private address, as an endpoint reaches it.

    `dns_name` is where AWS answers for the endpoint, `seconds` how long the tunnel may last.
    """

    endpoint_id: str
    dns_name: str
    address: str
    port: int = 22
    seconds: int = LONGEST_TUNNEL


class Tunnel(Protocol):
    """An open tunnel: bytes either way. It has no half: who ends it ends both ways."""

    @property
    def ending(self) -> str:
        """Why the other side ended it, as a sentence; empty when nothing is wrong."""

    async def read(self) -> bytes:
        """The next bytes of the machine, nothing when there will be no more."""

    async def write(self, content: bytes) -> None:
        """Sends bytes, and waits while the way is full; ConnectionError when the tunnel has ended."""

    async def aclose(self) -> None:
        """Ends the tunnel."""
