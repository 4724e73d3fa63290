"""The network of the demo: a thread with a loop in which its machines answer on their ports."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from ec2tui.adapters.demo.ssh.addresses import public_addresses
from ec2tui.adapters.demo.ssh.hosts import Host, Hosts
from ec2tui.adapters.demo.ssh.relay import CHUNK

SSH, HTTP, RDP = 22, 80, 3389
"""The ports on which machines listen: SSH and a page on those with Linux, RDP on those with Windows."""


class Machines:
    """Every running instance's ports, reached from the internet by loopback addresses."""

    def __init__(self, hosts: Hosts, homes: Path) -> None:
        self.hosts = hosts
        self._homes = homes
        self._loop = asyncio.new_event_loop()
        self._running: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Starts the loop's thread, which ends with the process."""
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def listen(self, listener: socket.socket, address: str = "") -> None:
        """Answers on a listening socket: for the machine of one public address, or of the address dialled."""
        listener.setblocking(False)
        self._begin(self._accept(listener, address))

    def connect(self, host: Host, port: int) -> socket.socket | None:
        """Our end of a connection to a port; None when nothing listens there. Safe from any thread."""
        if port not in ((RDP,) if host.windows else (SSH, HTTP)):
            return None
        ours, theirs = socket.socketpair()
        self._begin(self._serve(theirs, host, port))
        return ours

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs something in the loop, and waits for its end; not to be called there."""
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._loop.call_soon_threadsafe(self._keep, work)

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _accept(self, listener: socket.socket, address: str) -> None:
        while True:
            sock, _ = await self._loop.sock_accept(listener)
            named = (address,) if address else public_addresses(sock.getsockname()[0])
            found = (self.hosts.by_public(one) for one in named)
            host = next((one for one in found if one is not None and not one.windows), None)
            if host is None:
                sock.close()
            else:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._keep(self._serve(sock, host, SSH))

    async def _serve(self, sock: socket.socket, host: Host, port: int) -> None:
        sock.setblocking(False)
        if port == SSH:
            from ec2tui.adapters.demo.ssh.login import serve_login

            await serve_login(sock, self.hosts, self, host, self._homes)
            return
        with contextlib.suppress(OSError):
            if port == HTTP:
                await self._page(sock, host)
            else:
                while await self._loop.sock_recv(sock, CHUNK):
                    pass
        sock.close()

    async def _page(self, sock: socket.socket, host: Host) -> None:
        await self._loop.sock_recv(sock, CHUNK)
        body = f"{host.hostname} ({host.id}) of ec2tui's demo account\n".encode()
        head = f"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
        await self._loop.sock_sendall(sock, head.encode() + body)
