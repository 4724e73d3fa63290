"""Who may log in to a demo instance, what they get, and where their forwarded connections may go."""

import base64
import socket
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import asyncssh
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ec2tui.adapters.demo.ssh.hosts import Host, Hosts
from ec2tui.adapters.demo.ssh.relay import relay
from ec2tui.adapters.demo.ssh.shell import Place, run_shell

LOGIN_SECONDS = 30
"""How long somebody may take to log in."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Network(Protocol):
    """What a machine can reach: connections inside its VPC."""

    def connect(self, host: Host, port: int) -> socket.socket | None:
        """Our end of a connection to a port; None when nothing listens there."""


class Login(asyncssh.SSHServer):
    """One connection to one machine: only its key pair's key opens it, or one that was just pushed."""

    def __init__(self, hosts: Hosts, network: Network, host: Host) -> None:
        self._hosts = hosts
        self._network = network
        self._host = host

    def begin_auth(self, username: str) -> bool:
        """Nobody comes in without a key."""
        return True

    def public_key_auth_supported(self) -> bool:
        """Keys are the only way."""
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """The image's user has the key pair's key; Instance Connect pushes one for any user."""
        own = self._host.authorized if username == self._host.user else ()
        accepted = (*own, *self._hosts.pushed(self._host, username))
        return any(_wire(text) == key.public_data for text in accepted)

    def connection_requested(
        self, dest_host: str, dest_port: int, orig_host: str, orig_port: int
    ) -> Callable[[Any, Any], Awaitable[None]]:
        """Port forwarding: to this machine, and to those of its VPC by their private addresses."""
        other = self._host
        if dest_host not in LOOPBACK:
            found = self._hosts.by_private(_address(dest_host), self._host.vpc_id)
            if found is None:
                raise asyncssh.ChannelOpenError(asyncssh.OPEN_CONNECT_FAILED, "No route to host")
            other = found
        ours = self._network.connect(other, dest_port)
        if ours is None:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_CONNECT_FAILED, "Connection refused")
        return partial(relay, ours)


class Files(asyncssh.SFTPServer):
    """The home, for sftp and scp."""

    def exit(self) -> None:
        """Ends well, which scp waits to hear."""
        self.channel.exit(0)


async def serve_login(sock: socket.socket, hosts: Hosts, network: Network, host: Host, homes: Path) -> None:
    """Serves SSH on a connected socket until it ends."""
    home = homes / host.id
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not any(home.iterdir()):
        (home / "README").write_text("This home is a folder of the demo's own directory.\n")
    try:
        connection = await asyncssh.run_server(
            sock,
            server_factory=lambda: Login(hosts, network, host),
            server_host_keys=[_importable(key) for key in hosts.keys(host)],
            process_factory=lambda process: run_shell(process, _place(process, hosts, host, home)),
            sftp_factory=lambda channel: Files(channel, chroot=str(home).encode()),
            allow_scp=True,
            agent_forwarding=False,
            errors="surrogateescape",
            gss_host=None,
            login_timeout=LOGIN_SECONDS,
        )
    except (asyncssh.Error, OSError):
        sock.close()
        return
    await connection.wait_closed()


def _place(process: Any, hosts: Hosts, host: Host, home: Path) -> Place:
    return Place(hosts, host, str(process.get_extra_info("username")), home)


def _importable(key: Any) -> asyncssh.SSHKey:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return asyncssh.import_private_key(pem)


def _wire(text: str) -> bytes:
    """The key's wire form in an OpenSSH public key."""
    words = text.split()
    return base64.b64decode(words[1]) if len(words) > 1 else b""


def _address(host: str) -> str:
    """An address, of itself or from the private name that AWS's resolver knows (`ip-10-0-0-1.…`)."""
    name = host.partition(".")[0]
    return name.removeprefix("ip-").replace("-", ".") if name.startswith("ip-") else host
