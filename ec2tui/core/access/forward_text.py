"""A port to forward as it is written: `443`, `8443:443`, or `5432:db.internal:5432` for a host behind."""

import re

from ec2tui.core.access.addresses import is_host

_SPEC = re.compile(
    r"(?:(?P<local>\d{1,5}):)?(?:(?P<host>\[[^\]]+\]|[^:\[\]]*[^:\[\]\d][^:\[\]]*):)?(?P<port>\d{1,5})"
)

EXAMPLES = "443, 8443:443, or 5432:db.internal:5432 for a host behind it"


def parse_forward(text: str) -> tuple[int, str, int] | str:
    """(local port, host, port) of a line; port 0 is any free one, no host the instance. Else what is wrong,
    as a sentence.
    """
    match = _SPEC.fullmatch(text.strip())
    host = (match["host"] or "").strip("[]") if match else ""
    if match is None or (host and not is_host(host)):
        return f"Write a port: {EXAMPLES}."
    local, port = int(match["local"] or 0), int(match["port"])
    if local > 65535 or not 1 <= port <= 65535:
        return "Ports go from 1 to 65535."
    return local, host, port
