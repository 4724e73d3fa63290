"""Every rule that a line can say, for the laws of the grammar."""

import hypothesis.strategies as st

from ec2tui.core.grammar.expiry import LONGEST, MINUTE
from ec2tui.core.grammar.spec import Peer, PeerKind, RuleSpec

_PORTS = st.integers(0, 65535)
_RANGES = st.tuples(_PORTS, _PORTS).map(lambda pair: (min(pair), max(pair)))
_TYPES = st.tuples(st.integers(0, 255), st.integers(-1, 255)) | st.just((-1, -1))
_NUMBERS = st.integers(0, 255).filter(lambda n: n not in (1, 6, 17, 58)).map(str)

TRAFFIC = st.one_of(
    st.tuples(st.sampled_from(("tcp", "udp")), _RANGES),
    st.tuples(st.sampled_from(("icmp", "icmpv6")), _TYPES),
    st.tuples(st.just("-1") | _NUMBERS, st.just((None, None))),
)

_NAMES = st.text(min_size=1, max_size=12)
_HEX = st.text("0123456789abcdef", min_size=1, max_size=17)


def _networks(bits: int) -> st.SearchStrategy[str]:
    from ipaddress import ip_network

    base = "0.0.0.0" if bits == 32 else "::"
    size = st.integers(0, bits)
    numbers = st.integers(0, 2**bits - 1)
    return st.tuples(numbers, size).map(
        lambda pair: str(
            ip_network((pair[0] >> (bits - pair[1]) << (bits - pair[1]), pair[1]))
            if pair[1]
            else ip_network(f"{base}/0")
        )
    )


PEERS = st.one_of(
    _networks(32).map(lambda text: Peer(PeerKind.CIDR, text)),
    _networks(128).filter(lambda text: ":" in text).map(lambda text: Peer(PeerKind.CIDR6, text)),
    st.tuples(_HEX, st.sampled_from(("", "999988887777"))).map(
        lambda pair: Peer(PeerKind.GROUP, f"sg-{pair[0]}", pair[1])
    ),
    _HEX.map(lambda text: Peer(PeerKind.PREFIX_LIST, f"pl-{text}")),
    st.one_of(
        _NAMES, st.sampled_from(("sg-1", "pl-1", "list", "for", "until", "self", "my app", '"', "#1"))
    ).map(lambda text: Peer(PeerKind.GROUP_NAME, text)),
    st.one_of(_NAMES, st.sampled_from(("pl-1", "list", "a\nb"))).map(
        lambda text: Peer(PeerKind.PREFIX_LIST_NAME, text)
    ),
    st.sampled_from((Peer(PeerKind.SELF), Peer(PeerKind.MY_IP))),
)

DESCRIPTIONS = (
    st.none() | st.text("abcXYZ019 ._-:/()#,@[]+=;{}!$*", min_size=1, max_size=40) | st.just("x" * 255)
)

EXPIRIES = st.one_of(
    st.just((None, None)),
    st.tuples(st.integers(MINUTE, LONGEST), st.none()),
    st.tuples(st.none(), st.integers(0, 4_000_000_000)),
)

SPECS = st.builds(
    lambda egress, traffic, peer, description, expiry: RuleSpec(
        egress, traffic[0], *traffic[1], peer, description, *expiry
    ),
    st.booleans(),
    TRAFFIC,
    PEERS,
    DESCRIPTIONS,
    EXPIRIES,
)
"""Specs in normal form, of every protocol and kind of peer."""
