"""ICMP and ICMPv6 types and codes by number and by name: IANA's, the EC2 console's and common words."""

ANY = -1
"""AWS's number for every type, and for every code."""

Names = tuple[tuple[int, tuple[str, ...]], ...]

_TYPES_4: Names = (
    (0, ("echo-reply", "pong")),
    (3, ("destination-unreachable", "unreachable")),
    (4, ("source-quench",)),
    (5, ("redirect", "redirect-message")),
    (6, ("alternate-host-address",)),
    (8, ("echo-request", "echo", "ping")),
    (9, ("router-advertisement",)),
    (10, ("router-solicitation", "router-selection")),
    (11, ("time-exceeded", "ttl-exceeded")),
    (12, ("parameter-problem", "parameter-problem-bad-ip-header")),
    (13, ("timestamp", "timestamp-request")),
    (14, ("timestamp-reply",)),
    (15, ("information-request",)),
    (16, ("information-reply",)),
    (17, ("address-mask-request",)),
    (18, ("address-mask-reply",)),
    (30, ("traceroute",)),
    (31, ("datagram-conversion-error",)),
    (32, ("mobile-host-redirect",)),
    (33, ("where-are-you",)),
    (34, ("here-i-am",)),
    (35, ("mobile-registration-request",)),
    (36, ("mobile-registration-reply",)),
    (37, ("domain-name-request",)),
    (38, ("domain-name-reply",)),
    (39, ("skip", "skip-algorithm-discovery-protocol")),
    (40, ("photuris", "photuris-security-failures")),
    (42, ("extended-echo-request",)),
    (43, ("extended-echo-reply",)),
)
_TYPES_6: Names = (
    (1, ("destination-unreachable", "unreachable")),
    (2, ("packet-too-big",)),
    (3, ("time-exceeded",)),
    (4, ("parameter-problem",)),
    (128, ("echo-request", "echo", "ping")),
    (129, ("echo-reply", "pong")),
    (130, ("multicast-listener-query",)),
    (131, ("multicast-listener-report",)),
    (132, ("multicast-listener-done",)),
    (133, ("router-solicitation",)),
    (134, ("router-advertisement",)),
    (135, ("neighbor-solicitation", "neighbour-solicitation")),
    (136, ("neighbor-advertisement", "neighbour-advertisement")),
    (137, ("redirect", "redirect-message")),
    (143, ("multicast-listener-report-v2", "version-2-multicast-listener-report")),
)
_CODES: dict[tuple[str, int], Names] = {
    ("icmp", 3): (
        (0, ("net-unreachable", "destination-network-unreachable")),
        (1, ("host-unreachable", "destination-host-unreachable")),
        (2, ("protocol-unreachable", "destination-protocol-unreachable")),
        (3, ("port-unreachable", "destination-port-unreachable")),
        (4, ("fragmentation-needed", "fragmentation-required", "fragmentation-required-and-df-flag-set")),
        (5, ("source-route-failed",)),
        (6, ("destination-network-unknown",)),
        (7, ("destination-host-unknown",)),
        (9, ("network-administratively-prohibited",)),
        (10, ("host-administratively-prohibited",)),
        (13, ("communication-administratively-prohibited",)),
    ),
    ("icmp", 11): (
        (0, ("ttl-expired-transit", "ttl-exceeded-in-transit")),
        (1, ("fragment-reassembly-time-exceeded",)),
    ),
    ("icmpv6", 1): (
        (0, ("no-route-to-destination", "no-route")),
        (1, ("communication-administratively-prohibited",)),
        (2, ("beyond-scope-of-source-address",)),
        (3, ("address-unreachable",)),
        (4, ("port-unreachable",)),
    ),
    ("icmpv6", 3): (
        (0, ("hop-limit-exceeded",)),
        (1, ("fragment-reassembly-time-exceeded",)),
    ),
}

_TYPES = {"icmp": _TYPES_4, "icmpv6": _TYPES_6}


def type_name(protocol: str, number: int) -> str | None:
    """The first name of a type, None when it has none."""
    return _first(_TYPES[protocol], number)


def code_name(protocol: str, type_: int, number: int) -> str | None:
    """The first name of a code of a type, None when it has none."""
    return _first(_CODES.get((protocol, type_), ()), number)


def type_number(protocol: str, name: str) -> int | None:
    """The type that a name means, None when it means none."""
    return _number(_TYPES[protocol], name)


def code_number(protocol: str, type_: int, name: str) -> int | None:
    """The code of a type that a name means, None when it means none."""
    return _number(_CODES.get((protocol, type_), ()), name)


def type_of_code(protocol: str, name: str) -> tuple[int, int] | None:
    """The type and code that the name of a code alone means, None when that is no or several types."""
    found = [
        (type_, code)
        for (of, type_), names in _CODES.items()
        if of == protocol and (code := _number(names, name)) is not None
    ]
    return found[0] if len(found) == 1 else None


def type_names(protocol: str) -> tuple[str, ...]:
    """All names of types, the first of each type before its others."""
    return tuple(name for _, names in _TYPES[protocol] for name in names)


def code_names(protocol: str, type_: int) -> tuple[str, ...]:
    """All names of the codes of a type."""
    return tuple(name for _, names in _CODES.get((protocol, type_), ()) for name in names)


def _first(names: Names, number: int) -> str | None:
    return next((words[0] for known, words in names if known == number), None)


def _number(names: Names, word: str) -> int | None:
    lowered = word.lower().replace("_", "-")
    return next((known for known, words in names if lowered in words), None)
