"""Ports to forward as they are written on the command line: LOCAL:REMOTE or LOCAL:HOST:PORT."""

import re
from collections.abc import Iterable

from ec2tui.cli.failure import usage
from ec2tui.core.access.addresses import is_host
from ec2tui.core.views.text import clean
from ec2tui.services.access_values import Forward

_SPEC = re.compile(r"(?P<local>\d{1,5}):(?:(?P<host>\[[^\]]+\]|[^:\[\]]+):)?(?P<port>\d{1,5})")


def forwards_of(words: Iterable[str]) -> tuple[Forward, ...]:
    """What the words say; a failure that names the first that says nothing. No two may listen on one port."""
    found = tuple(_forward(word) for word in words)
    local = [one.local for one in found if one.local]
    twice = next((port for port in local if local.count(port) > 1), None)
    if twice is not None:
        raise usage(f"tunnel: port {twice} can listen for one only")
    return found


def _forward(word: str) -> Forward:
    match = _SPEC.fullmatch(word)
    host = (match["host"] or "").strip("[]") if match else ""
    if match is None or (host and not is_host(host)):
        raise usage(f"tunnel: {clean(word)!r} is neither LOCAL:REMOTE nor LOCAL:HOST:PORT, such as 8443:443")
    local, port = int(match["local"]), int(match["port"])
    if local > 65535 or not 1 <= port <= 65535:
        raise usage(f"tunnel: {clean(word)!r} names a port that does not exist; they go to 65535")
    return Forward(local, host, port)
