"""What a line says: a rule as it is meant, apart from any group, and the way from and to AWS's rows."""

from enum import StrEnum
from ipaddress import ip_network

import msgspec

from ec2tui.core.grammar import protocols
from ec2tui.core.grammar.expiry import EXPIRES_AT, moment
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.security_group import SecurityGroupRule

NEW_RULE = "(new rule)"
"""The id of a rule until AWS gives it one."""


class PeerKind(StrEnum):
    """How the other side of a rule is named."""

    CIDR = "cidr"
    CIDR6 = "cidr6"
    GROUP = "group"
    GROUP_NAME = "group name"
    PREFIX_LIST = "prefix list"
    PREFIX_LIST_NAME = "prefix list name"
    SELF = "self"
    MY_IP = "my-ip"
    NONE = "none"


UNRESOLVED = frozenset({PeerKind.GROUP_NAME, PeerKind.PREFIX_LIST_NAME, PeerKind.SELF, PeerKind.MY_IP})
"""Peers that must become an id or a CIDR before AWS can be told."""


class Peer(msgspec.Struct, frozen=True):
    """The other side: a canonical CIDR, an id or a name; `account` is that of a group of another account."""

    kind: PeerKind
    value: str = ""
    account: str = ""


class RuleSpec(msgspec.Struct, frozen=True):
    """A rule as a line says it.

    `protocol` is in normal form (`-1`, `tcp`, `47`). `first` and `last` are ports (0 to 65535), or ICMP type
    and code (-1: all), and None for every other protocol, of which AWS lets everything through. It ends after
    `lasts` seconds or at `until` (epoch seconds); neither: it stays.
    """

    egress: bool
    protocol: str
    first: int | None
    last: int | None
    peer: Peer
    description: str | None = None
    lasts: int | None = None
    until: int | None = None

    @property
    def identity(self) -> tuple[bool, str, int | None, int | None, Peer]:
        """What AWS tells rules of one group apart by: everything but description and expiry."""
        return (self.egress, self.protocol, self.first, self.last, self.peer)

    @property
    def resolved(self) -> bool:
        """Whether its peer is one that AWS can be told."""
        return self.peer.kind not in UNRESOLVED


def spec_of(rule: SecurityGroupRule) -> RuleSpec:
    """What a row of AWS says, in normal form; its expiry is that of its tag."""
    protocol = protocols.normal(rule.protocol)
    first, last = _traffic(protocol, rule.from_port, rule.to_port)
    return RuleSpec(
        rule.egress,
        protocol,
        first,
        last,
        _peer(rule),
        rule.description or None,
        until=moment(dict(rule.tags).get(EXPIRES_AT)),
    )


def rule_of(
    spec: RuleSpec,
    group: Key,
    id: str = NEW_RULE,
    tags: Tags = (),
    description: str | None = None,
) -> SecurityGroupRule:
    """The row that AWS would tell of a resolved spec in a group; ValueError for a peer without id or CIDR."""
    peer = spec.peer
    if peer.kind is PeerKind.SELF:
        peer = Peer(PeerKind.GROUP, group.id)
    if peer.kind in UNRESOLVED or peer.kind is PeerKind.NONE:
        raise ValueError(f"the peer {peer.kind} {peer.value} is not resolved")
    value = {peer.kind: peer.value}
    account = (peer.account or group.account) if peer.kind is PeerKind.GROUP else None
    return SecurityGroupRule(
        group._replace(id=id),
        group.id,
        spec.egress,
        spec.protocol,
        -1 if spec.first is None else spec.first,
        -1 if spec.last is None else spec.last,
        cidr=value.get(PeerKind.CIDR),
        cidr6=value.get(PeerKind.CIDR6),
        prefix_list_id=value.get(PeerKind.PREFIX_LIST),
        peer_group_id=value.get(PeerKind.GROUP),
        peer_account=account,
        description=spec.description if description is None else description,
        tags=tags,
    )


def canonical(cidr: str) -> str:
    """A CIDR as AWS keeps it: without host bits, IPv6 shortened; the text itself where it is none."""
    try:
        return str(ip_network(cidr.strip(), strict=False))
    except ValueError:
        return cidr


def _traffic(protocol: str, first: int | None, last: int | None) -> tuple[int | None, int | None]:
    if protocol in protocols.PORTED:
        everything = first in (None, -1) or last in (None, -1)
        return (0, protocols.LAST_PORT) if everything else (first, last)
    if protocol in protocols.ICMP:
        kind = -1 if first is None else first
        return kind, -1 if last is None or kind == -1 else last
    return None, None


def _peer(rule: SecurityGroupRule) -> Peer:
    if rule.cidr is not None:
        return Peer(PeerKind.CIDR, canonical(rule.cidr))
    if rule.cidr6 is not None:
        return Peer(PeerKind.CIDR6, canonical(rule.cidr6))
    if rule.prefix_list_id is not None:
        return Peer(PeerKind.PREFIX_LIST, rule.prefix_list_id)
    if rule.peer_group_id is None:
        return Peer(PeerKind.NONE)
    if rule.peer_group_id == rule.group_id:
        return Peer(PeerKind.SELF)
    foreign = rule.peer_account not in (None, "", rule.key.account)
    return Peer(PeerKind.GROUP, rule.peer_group_id, rule.peer_account or "" if foreign else "")
