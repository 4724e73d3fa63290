"""Starts the demo endpoint as a child process whose port is known at once, and ends it."""

import asyncio
import contextlib
import errno
import json
import os
import secrets
import shutil
import signal
import socket
import string
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType

from ec2tui.adapters.demo.configuration import NAME, write_configuration
from ec2tui.adapters.demo.environment import ACCOUNT_ID
from ec2tui.adapters.demo.ssh.addresses import every_address, map_of_blocks

REGIONS = ("eu-west-1", "us-east-1")
"""The regions that the demo account uses; the first is the default one."""

VARIABLE = "EC2TUI_CONFIG"
"""The variable that names ec2tui's configuration file."""

KEY_HEADER = "X-Demo-Key"
"""The header that opens the demo's control path to those who have its access key."""


class DemoError(RuntimeError):
    """The endpoint's process ended before it was ready; the text is its last words."""


@dataclass(slots=True)
class Demo:
    """A running endpoint: requests sent before it is ready wait in the socket's backlog.

    `ssh_port` is where its machines answer on all of loopback's addresses; 0 when each has a port of its own,
    which is known once the endpoint is ready.
    """

    endpoint_url: str
    access_key: str
    secret_key: str
    directory: Path
    process: "subprocess.Popen[bytes]"
    temporary: bool
    arguments: tuple[str, ...] = ()
    regions: tuple[str, ...] = REGIONS
    account_id: str = ACCOUNT_ID
    ssh_port: int = 0
    own_ports: dict[str, str] = field(default_factory=dict)

    @property
    def access_map(self) -> dict[str, str]:
        """Where the public addresses of the machines really are: CIDR → CIDR:port, or address → host:port."""
        return map_of_blocks(self.ssh_port) if self.ssh_port else dict(self.own_ports)

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which any AWS client finds the demo."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": self.regions[0],
            "AWS_DEFAULT_REGION": self.regions[0],  # the only one of the two that boto3 reads
        }

    @property
    def keys_directory(self) -> Path:
        """Where the private halves of the demo's key pairs are."""
        return self.directory / "keys"

    @property
    def configuration(self) -> Path:
        """The configuration file for ec2tui: it says where the machines' SSH servers are."""
        return self.directory / NAME

    @property
    def ended(self) -> bool:
        """Whether the process is gone, and with it the account."""
        return self.process.poll() is not None

    def restart(self) -> None:
        """Start the same account anew at the same address; OSError when somebody else has taken that."""
        port = int(self.endpoint_url.rpartition(":")[2])
        with _listening(port) as listener, _ssh(self.ssh_port) if self.ssh_port else nullcontext() as ssh:
            self._close_pipes()
            self.process = _started((listener, ssh), self.arguments, self.access_key, self.secret_key)

    def _close_pipes(self) -> None:
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def wait_ready(self) -> None:
        """Block until the account is seeded; raises DemoError when the process ended instead."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        told = json.loads(line) if line else {}
        if not told.get("ready"):
            errors = self.process.stderr.read() if self.process.stderr is not None else b""
            last = errors.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
            self.close()
            raise DemoError(f"the demo endpoint did not start: {last[0]}")
        self.own_ports = told.get("ssh", {})
        if self.own_ports:
            write_configuration(self.directory, self.access_map)

    async def ready(self) -> None:
        """Wait until the account is seeded, without blocking the loop."""
        await asyncio.to_thread(self.wait_ready)

    def close(self) -> None:
        """End the process and remove the directory if it was ours to make; may be called twice."""
        self._close_pipes()
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.temporary:
            shutil.rmtree(self.directory, ignore_errors=True)

    async def aclose(self) -> None:
        """End the process without blocking the loop."""
        await asyncio.to_thread(self.close)

    async def __aenter__(self) -> "Demo":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def launch(
    instances: int = 60,
    seed: int = 7,
    port: int = 0,
    directory: Path | None = None,
    standing_at: datetime | None = None,
) -> Demo:
    """Start the process and return at once: the endpoint's URL is valid, its account not yet seeded.

    Without a directory a temporary one is made, and removed in the end. With `standing_at` the demo's
    clock moves only when told to, so that everything is the same each time.
    """
    temporary = directory is None
    place = directory or Path(tempfile.gettempdir()) / f"ec2tui-demo-{secrets.token_hex(8)}"
    if directory is not None:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    key, secret = _credentials()
    arguments = ["--instances", str(instances), "--seed", str(seed), "--dir", str(place)]
    arguments += ["--temporary"] if temporary else []
    arguments += ["--standing-at", standing_at.isoformat()] if standing_at else []
    with _listening(port) as listener, every_address() or nullcontext() as ssh:
        number, ssh_port = listener.getsockname()[1], ssh.getsockname()[1] if ssh else 0
        process = _started((listener, ssh), arguments, key, secret)
    place.mkdir(mode=0o700, exist_ok=True)  # only now, when there is a process that removes it
    url = f"http://127.0.0.1:{number}"
    demo = Demo(url, key, secret, place, process, temporary, tuple(arguments), ssh_port=ssh_port)
    write_configuration(place, demo.access_map)
    return demo


async def start_demo(
    instances: int = 60,
    seed: int = 7,
    port: int = 0,
    directory: Path | None = None,
    standing_at: datetime | None = None,
) -> Demo:
    """`launch` for a running event loop; await the result's `ready()` to know that it is seeded."""
    return await asyncio.to_thread(launch, instances, seed, port, directory, standing_at)


def serve(instances: int = 60, seed: int = 7, port: int = 0, directory: Path | None = None) -> int:
    """Run the endpoint in the foreground; prints the export lines and nothing else, and gives the exit code.

    130 after SIGINT, 0 after SIGTERM, 5 when the endpoint ended by itself.
    """
    code = 0

    def stop(number: int, frame: object) -> None:
        raise _StoppedError(130 if number == signal.SIGINT else 0)

    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    demo: Demo | None = None
    try:
        demo = launch(instances, seed, port, directory)
        demo.wait_ready()
        sys.stdout.write("".join(f"export {key}={value}\n" for key, value in demo.environment.items()))
        sys.stdout.flush()
        sys.stderr.write(f"private keys: {demo.keys_directory} (--key, or [access] key_folders)\n")
        sys.stderr.write(f"for ssh and tunnels: export {VARIABLE}={demo.configuration}\n")
        demo.process.wait()
        code = 5
    except _StoppedError as stopped:
        code = stopped.code
    finally:
        for number in previous:
            signal.signal(number, signal.SIG_IGN)
        if demo is not None:
            demo.close()
        for number, handler in previous.items():
            signal.signal(number, handler)
    return code


class _StoppedError(Exception):
    """A signal asked the foreground endpoint to end."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    if os.name == "posix":
        listener.listen(128)
    return listener


def _ssh(port: int) -> socket.socket:
    listener = every_address(port)
    if listener is None:
        raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
    return listener


Listeners = tuple[socket.socket, socket.socket | None]
"""Of the endpoint, and of SSH where one stands for all machines."""


def _started(
    listeners: Listeners, arguments: Sequence[str], access_key: str, secret_key: str
) -> "subprocess.Popen[bytes]":
    """The process on a listening socket, told which keys it accepts."""
    process = _spawn(listeners, arguments)
    assert process.stdin is not None
    process.stdin.write(json.dumps({"access_key": access_key, "secret_key": secret_key}).encode() + b"\n")
    process.stdin.flush()
    return process


def _spawn(listeners: Listeners, arguments: Sequence[str]) -> "subprocess.Popen[bytes]":
    listener, ssh = listeners
    command = [sys.executable, "-m", "ec2tui.adapters.demo.server"]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    inherited: tuple[int, ...] = ()
    if os.name == "posix":
        inherited = (listener.fileno(),)
        command += ["--fd", str(listener.fileno())]
    else:  # sockets are not inherited there: the child takes the port that was just free
        command += ["--port", str(listener.getsockname()[1])]
        listener.close()
    if ssh is not None:
        inherited = (*inherited, ssh.fileno())
        command += ["--ssh-fd", str(ssh.fileno())]
    return subprocess.Popen(
        [*command, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=inherited,
        start_new_session=True,  # ctrl+c in the terminal is the UI's to handle
        env=environment,
    )


def _credentials() -> tuple[str, str]:
    letters = string.ascii_uppercase + "234567"
    key = "AKIA" + "".join(secrets.choice(letters) for _ in range(16))
    return key, secrets.token_urlsafe(30)
