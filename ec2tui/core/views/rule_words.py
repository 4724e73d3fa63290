"""A security group rule in words: what it lets through, with whom, and until when."""

from ec2tui.core.grammar.expiry import EXPIRES_AT, moment
from ec2tui.core.grammar.peers import format_peer
from ec2tui.core.grammar.services import service_name
from ec2tui.core.grammar.spec import spec_of
from ec2tui.core.grammar.traffic import format_traffic
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.views.tone import Tone

WORLD = frozenset({"0.0.0.0/0", "::/0"})
"""The peers that are everybody."""


def traffic(rule: SecurityGroupRule) -> str:
    """Protocol and ports, of ICMP type and code in words: `tcp/22`, `icmp/echo-request`, `all`."""
    spec = spec_of(rule)
    return format_traffic(spec.protocol, spec.first, spec.last)


def service(rule: SecurityGroupRule) -> str:
    """The name of the service on its port, empty without one."""
    spec = spec_of(rule)
    return service_name(spec.protocol, spec.first, spec.last) or ""


def direction(rule: SecurityGroupRule) -> str:
    """`in` or `out`."""
    return "out" if rule.egress else "in"


def peer(rule: SecurityGroupRule) -> str:
    """The other side as a rule line says it: a CIDR, an id."""
    return format_peer(spec_of(rule).peer)


def peer_name(rule: SecurityGroupRule, inventory: Inventory) -> str:
    """The name of the group or prefix list on the other side (untrusted), empty where none is known."""
    if rule.peer_group_id is not None:
        if rule.peer_group_id == rule.group_id:
            return ""
        item = inventory.table(Kind.SECURITY_GROUPS).get(rule.key._replace(id=rule.peer_group_id))
    elif rule.prefix_list_id is not None:
        item = inventory.table(Kind.PREFIX_LISTS).get(rule.key._replace(id=rule.prefix_list_id))
    else:
        return "anywhere" if (rule.cidr or rule.cidr6) in WORLD else ""
    return item.name if item is not None else ""


def expires(rule: SecurityGroupRule) -> int | None:
    """When it is to be revoked, in epoch seconds; None: it stays."""
    return moment(dict(rule.tags).get(EXPIRES_AT))


def peer_tone(rule: SecurityGroupRule) -> Tone:
    """Everybody stands out when they may come in."""
    everybody = (rule.cidr or rule.cidr6) in WORLD
    return Tone.WARN if everybody and not rule.egress else Tone.ACCENT
