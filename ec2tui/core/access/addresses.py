"""`[access.map]`: where a way really dials instead of an instance's own address."""

import re
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from ec2tui.core.access.route import SSH_PORT, Dial

INSTANCE_ID = re.compile(r"i-[0-9a-f]{8}(?:[0-9a-f]{9})?")
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")
"""A host name that no program can take for an option, an address pattern or a command."""
MOST_HOST = 253
"""The longest host name (RFC 1035)."""


def dial(instance_id: str, address: str, entries: Mapping[str, str], port: int = SSH_PORT) -> Dial:
    """Where to dial for an address of an instance: its own entry counts first, then the narrowest network.

    An entry that does not name a host and port, and an address that is none, are a ValueError.
    """
    own = ip_address(address)
    if instance_id in entries:
        return _mapped(instance_id, entries[instance_id], own)
    found = max(
        ((key, net) for key, net in _networks(entries) if own.version == net.version and own in net),
        key=lambda one: one[1].prefixlen,
        default=None,
    )
    return _mapped(found[0], entries[found[0]], own) if found else Dial(str(own), port)


def _networks(entries: Mapping[str, str]) -> Iterator[tuple[str, IPv4Network | IPv6Network]]:
    for key in entries:
        if not INSTANCE_ID.fullmatch(key):
            yield key, ip_network(key, strict=False)


def _mapped(key: str, text: str, address: IPv4Address | IPv6Address) -> Dial:
    found = host_and_port(text, address)
    if found is None:
        raise ValueError(f"{text!r} is not host:port")
    return Dial(*found, mapped=key)


def host_and_port(text: str, address: IPv4Address | IPv6Address | None = None) -> tuple[str, int] | None:
    """The parts of `host:port` (an IPv6 address in brackets); None when it is neither.

    A network instead of the host stands for the address in it that ends as `address` does.
    """
    host, colon, port = text.rpartition(":")
    if not colon or not re.fullmatch(r"[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
        return None
    bracketed = host.startswith("[") and host.endswith("]")
    if bracketed:
        host = host[1:-1]
    if "/" in host:
        host = _moved(host, address)
    fits = _address(host, 6) if bracketed else ":" not in host and is_host(host)
    return (host, int(port)) if fits else None


def _moved(network: str, address: IPv4Address | IPv6Address | None) -> str:
    """The address of a network that ends as another one does; empty when there is none."""
    try:
        there = ip_network(network)
    except ValueError:
        return ""
    if address is None:
        return str(there.network_address)
    if there.version != address.version:
        return ""
    return str(there.network_address + (int(address) & int(there.hostmask)))


def is_host(text: str) -> bool:
    """Whether a text is an address or a host name and nothing else."""
    return _address(text) or (len(text) <= MOST_HOST and HOST.fullmatch(text) is not None)


def _address(text: str, version: int | None = None) -> bool:
    if "%" in text:  # the zone of an IPv6 address may hold anything
        return False
    try:
        found: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    return version in (None, found.version)


def mistake(key: str, text: str) -> str:
    """What is wrong with an entry of the configuration, as the rest of a sentence; empty when nothing is."""
    if not INSTANCE_ID.fullmatch(key):
        try:
            ip_network(key, strict=False)
        except ValueError:
            return "expected an instance id, an address or a network such as 10.0.0.0/8"
    return "" if host_and_port(text) else f"{text!r} is not host:port"
