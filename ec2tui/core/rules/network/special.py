"""Networks that are not what they seem: reserved, for documentation, or written with host bits."""

from ipaddress import ip_network

from ec2tui.core.rules.network.intervals import Intervals, covers, intersect, merge, network

_SPECIAL: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "no host has such an address as its source (RFC 1122); 0.0.0.0/0 is everybody"),
    ("127.0.0.0/8", "these addresses never leave a host"),
    ("169.254.0.0/16", "link-local addresses never come from elsewhere; AWS keeps them for itself"),
    ("192.0.2.0/24", "it is set aside for documentation (RFC 5737)"),
    ("198.51.100.0/24", "it is set aside for documentation (RFC 5737)"),
    ("203.0.113.0/24", "it is set aside for documentation (RFC 5737)"),
    ("198.18.0.0/15", "it is set aside for measuring devices (RFC 2544)"),
    ("224.0.0.0/4", "multicast addresses are never a source"),
    ("240.0.0.0/4", "it is reserved and never routed (RFC 1112)"),
    ("::ffff:0:0/96", "no packet carries an IPv4 address written as IPv6; give it as IPv4"),
    ("64:ff9b::/96", "it stands for IPv4 addresses in NAT64, not for IPv4 itself"),
    ("2001:db8::/32", "it is set aside for documentation (RFC 3849)"),
    ("fe80::/10", "link-local addresses never come from elsewhere"),
    ("ff00::/8", "multicast addresses are never a source"),
)

_BLOCKS = tuple((network(text), text, why) for text, why in _SPECIAL)

PRIVATE: dict[int, Intervals] = {
    4: merge(network(text)[1] for text in ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")),
    6: merge((network("fc00::/7")[1],)),
}
"""Addresses of private networks (RFC 1918, RFC 6598, RFC 4193)."""


def odd(cidr: str) -> str:
    """Why a network is not what it seems, as a sentence; empty when it is."""
    try:
        family, interval = network(cidr)
        plain = ip_network(cidr, strict=False)
    except ValueError:
        return f"{cidr} is no network."
    for (block_family, block), text, why in _BLOCKS:
        if family == block_family and covers((block,), (interval,)):
            return f"{cidr} lies in {text}: {why}."
    if (
        str(plain) != cidr.lower()
        and "/" in cidr
        and int(ip_network(cidr.split("/")[0]).network_address) != (int(plain.network_address))
    ):
        return f"{cidr} has host bits: AWS takes it as {plain}."
    return ""


def is_private(cidr: str) -> bool:
    """Whether a network lies among those of private networks."""
    try:
        family, interval = network(cidr)
    except ValueError:
        return False
    return covers(PRIVATE[family], (interval,))


def private_outside(cidr: str, reachable: tuple[str, ...]) -> bool:
    """Whether a network is private and none of the networks that a VPC reaches has a part in it."""
    if not is_private(cidr):
        return False
    family, interval = network(cidr)
    near = [found for found in map(network, reachable) if found[0] == family]
    return not any(intersect(((interval),), (other,)) for _, other in near)
