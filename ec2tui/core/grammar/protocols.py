"""Protocols by AWS's word, by name and by number."""

ALL = "-1"
"""AWS's word for every protocol."""

LAST_PORT = 65_535

PORTED = frozenset({"tcp", "udp"})
"""Protocols whose rules have ports."""

ICMP = frozenset({"icmp", "icmpv6"})
"""Protocols whose rules have a type and a code."""

ANY_WORDS = frozenset({"all", "any", "*", "-1"})

_AWS_WORDS = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6"}
"""Numbers that AWS says as a word."""

_NUMBERS: tuple[tuple[int, str], ...] = (
    (2, "igmp"),
    (4, "ipip"),
    (41, "ipv6"),
    (46, "rsvp"),
    (47, "gre"),
    (50, "esp"),
    (51, "ah"),
    (88, "eigrp"),
    (89, "ospf"),
    (94, "ipip-old"),
    (103, "pim"),
    (108, "ipcomp"),
    (112, "vrrp"),
    (115, "l2tp"),
    (132, "sctp"),
    (136, "udplite"),
    (137, "mpls-in-ip"),
)
"""Other protocols by IANA's Assigned Internet Protocol Numbers; AWS takes and shows them as numbers.

A rule for one of them lets all of it through: AWS looks at no port.
"""

_NAMES = dict(_NUMBERS) | _AWS_WORDS
_BY_NAME = {name: str(number) for number, name in _NUMBERS} | {
    "tcp": "tcp",
    "udp": "udp",
    "icmp": "icmp",
    "icmpv4": "icmp",
    "icmpv6": "icmpv6",
    "icmp6": "icmpv6",
    "ipv6-icmp": "icmpv6",
}
NAMES: tuple[str, ...] = ("all", *_BY_NAME)
"""Every word that names a protocol."""


def normal(protocol: str) -> str:
    """AWS's word for a protocol that AWS or a user may have said in another way; unknown ones as they are."""
    word = protocol.strip().lower()
    if word in ANY_WORDS:
        return ALL
    if word.isascii() and word.isdigit():
        return _AWS_WORDS.get(int(word), str(int(word)))
    return _BY_NAME.get(word, word)


def known(word: str) -> str | None:
    """The normal form of a word that names a protocol, or of a number to 255; None for anything else."""
    lowered = word.lower()
    if lowered in ANY_WORDS or lowered in _BY_NAME:
        return normal(lowered)
    if lowered.isascii() and lowered.isdigit() and len(lowered) <= 3 and int(lowered) <= 255:
        return normal(lowered)
    return None


def name(protocol: str) -> str:
    """The word for a protocol in normal form: `all`, `tcp`, `gre`, or its number."""
    if protocol == ALL:
        return "all"
    return _NAMES.get(int(protocol), protocol) if protocol.isascii() and protocol.isdigit() else protocol
