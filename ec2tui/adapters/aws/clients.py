"""botocore's clients, one per service and region; they are made and used off the event loop."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from botocore.config import Config
from botocore.exceptions import ConnectionClosedError

from ec2tui import __version__
from ec2tui.adapters.aws import raw_reply
from ec2tui.adapters.aws.errors import GatewayClosedError
from ec2tui.adapters.aws.place import is_aws
from ec2tui.adapters.aws.service_models import WHOLE
from ec2tui.adapters.aws.tls import share_context
from ec2tui.adapters.aws.worker import on_thread

CONNECTIONS = 16
"""Open connections per client at most."""


class Timeouts:
    """Seconds until a connection must stand, and that AWS may be silent before and between bytes."""

    def __init__(self, connect: float = 5.0, read: float = 20.0) -> None:
        self.connect = connect
        self.read = read


class Clients:
    """The clients of one session; botocore itself never tries anything twice."""

    def __init__(self, session: Any, endpoint_url: str | None, timeouts: Timeouts) -> None:
        self._session = session
        self._endpoint_url = endpoint_url
        self._config = Config(
            connect_timeout=timeouts.connect,
            read_timeout=timeouts.read,
            max_pool_connections=CONNECTIONS,
            retries={"total_max_attempts": 1, "mode": "standard"},
            tcp_keepalive=True,
            user_agent_extra=f"ec2tui/{__version__}",
        )
        self._made: dict[tuple[str, str, bool], Any] = {}
        self._making = asyncio.Lock()
        self._slots: defaultdict[int, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(CONNECTIONS))
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether `aclose` was called."""
        return self._closed

    async def get(self, service: str, region: str, whole: bool = False) -> Any:
        """The client of a service in a region; of EC2 `whole` knows also operations that we do not use.

        Making one needs no network; a session is not safe for threads, so one is made at a time.
        """
        key = (service, region, whole)
        client = self._made.get(key)
        if client is not None:
            return client
        async with self._making:
            client = self._made.get(key)
            if client is None:
                client = self._made[key] = await on_thread(lambda: self._make(*key))
        return client

    async def run(self, client: Any, work: Callable[[], Any]) -> Any:
        """What a call on a client returns or raises, made on a thread.

        GatewayClosedError after `aclose`, ConnectionClosedError when that comes while it runs.
        """
        async with self._slots[id(client)]:
            if self._closed:
                raise GatewayClosedError("the connection was closed")
            task = asyncio.ensure_future(on_thread(work))
            self._running.add(task)
            try:
                return await task
            except asyncio.CancelledError:
                if task.cancelled() and self.closed:
                    raise ConnectionClosedError(endpoint_url=client.meta.endpoint_url) from None
                raise
            finally:
                self._running.discard(task)

    def _make(self, service: str, region: str, whole: bool) -> Any:
        WHOLE.set(whole)
        client = self._session.create_client(
            service, region_name=region, endpoint_url=self._endpoint_url, config=self._config
        )
        share_context(client)
        if service == "ec2":
            client.meta.events.register("before-parse.ec2", raw_reply.take_body)
        return client

    def address(self, service: str, region: str) -> str:
        """Where the calls of a client go when that is not AWS's own address; else empty."""
        client = self._made.get((service, region, False))
        url = str(client.meta.endpoint_url) if client is not None else self._endpoint_url or ""
        return "" if is_aws(url) else url

    async def aclose(self) -> None:
        """Closes all connections; running calls end with an error."""
        self._closed = True
        async with self._making:
            made, self._made = list(self._made.values()), {}
        for task in self._running:
            task.cancel()
        for client in made:
            client.close()
