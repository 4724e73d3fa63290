"""Where the demo's public addresses really are: on loopback, since the machines' own are not ours.

On Linux all of 127.0.0.0/8 is loopback's, so that one listening socket stands for every machine, also for one
that is launched later: 54.1.2.3 is 127.1.2.3. Elsewhere each machine of the start has a port of its own.
"""

import ipaddress
import socket
import sys

BLOCKS = (52, 54)
"""The first numbers of the demo's public addresses."""


def every_address(port: int = 0) -> socket.socket | None:
    """A socket that listens on all of loopback's addresses and on no other; None where there is no such."""
    if sys.platform != "linux":
        return None
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo\0")
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("0.0.0.0", port))  # noqa: S104 (of the loopback device alone)
        listener.listen(128)
    except OSError:
        listener.close()
        return None
    return listener


def one_address() -> socket.socket:
    """A socket that listens on a port of its own."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(16)
    return listener


def public_addresses(local: str) -> tuple[str, ...]:
    """The public addresses for which a loopback address may stand."""
    rest = int(ipaddress.IPv4Address(local)) & 0xFFFFFF
    return tuple(str(ipaddress.IPv4Address((block << 24) | rest)) for block in BLOCKS)


def map_of_blocks(port: int) -> dict[str, str]:
    """The access map to `every_address`: the numbers of an address that its block leaves open are kept."""
    return {f"{block}.0.0.0/8": f"127.0.0.0/8:{port}" for block in BLOCKS}
