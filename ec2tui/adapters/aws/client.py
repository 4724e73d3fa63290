"""The connector: from a profile's name to a gateway. Importing it loads nothing of AWS's libraries."""

import asyncio
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ec2tui.adapters.aws.profiles import profile_names
from ec2tui.adapters.aws.whose import configured_endpoint
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.ports import AskSecret

if TYPE_CHECKING:
    from ec2tui.adapters.aws.gateway import AwsGateway


_ENDPOINTS = "AWS_ENDPOINT_URL"
"""How the environment's variables for addresses begin; those of one service have its name behind it."""


class AwsConnector:
    """Connects to AWS, or to what speaks its protocol at `endpoint_url`.

    `max_attempts` is how often a read is tried. Timeouts are in seconds; `read_timeout` is the
    longest silence.
    """

    def __init__(
        self,
        endpoint_url: str | None = None,
        read_only: bool = False,
        region_hint: str | None = None,
        max_attempts: int = 3,
        connect_timeout: float = 5.0,
        read_timeout: float = 20.0,
    ) -> None:
        self.endpoint_url = endpoint_url
        self.read_only = read_only
        self.region_hint = region_hint
        self.max_attempts = max_attempts
        self.connect_timeout = connect_timeout
        self.read_timeout = read_timeout

    async def connect(
        self, profile: str | None, ask: AskSecret, read_only: bool = False
    ) -> "AwsGateway | Problem":
        """A gateway with freshly resolved credentials, or why there is none."""
        for source, address in self._addresses(profile):
            if address and not _is_url(address):
                message = f"{address} is not an http(s) address"
                return Problem(Outcome.INVALID, "configuration", message, hint=f"mend {source}")
        await asyncio.to_thread(load)
        from ec2tui.adapters.aws import clients, credentials, gateway

        login = await credentials.log_in(profile, ask, self.region_hint)
        if isinstance(login, Problem):
            return login
        timeouts = clients.Timeouts(self.connect_timeout, self.read_timeout)
        refuse = self.read_only or read_only
        return gateway.AwsGateway(login, self.endpoint_url, refuse, self.max_attempts, timeouts)

    def _addresses(self, profile: str | None) -> Iterator[tuple[str, str]]:
        """What may say where calls go, and the address that it says."""
        yield "--endpoint-url", self.endpoint_url or ""
        if not self.endpoint_url:
            yield from ((name, value) for name, value in os.environ.items() if name.startswith(_ENDPOINTS))
            yield "endpoint_url in the shared configuration", configured_endpoint(profile)

    def endpoint_of(self, profile: str | None) -> str:
        """The address that the shared configuration names for EC2; empty when it names none."""
        return configured_endpoint(profile)

    def profiles(self) -> tuple[str, ...]:
        """The profiles that the shared configuration names."""
        return profile_names()


def load() -> None:
    """Imports AWS's libraries; takes some 0.3 s, so it runs on a thread, and may run ahead of `connect`."""
    from ec2tui.adapters.aws import gateway

    assert gateway


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
