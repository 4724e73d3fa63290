"""Which rules, users and referring groups each security group has, found without looking at every rule."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory, Table
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.views.made_once import made_once

Rules = Mapping[Key, SecurityGroupRule]
Interfaces = Mapping[Key, NetworkInterface]

_NOTHING: Mapping[Key, Any] = {}


def _rules(table: Table) -> dict[Key, dict[Key, SecurityGroupRule]]:
    found: dict[Key, dict[Key, SecurityGroupRule]] = {}
    for key, rule in table.items():
        found.setdefault(key._replace(id=rule.group_id), {})[key] = rule
    return found


def _references(table: Table) -> dict[Key, dict[str, None]]:
    """The ids of the groups that name a group in a rule; a group of another account has no key here."""
    found: dict[Key, dict[str, None]] = {}
    for key, rule in table.items():
        if rule.peer_group_id is not None:
            found.setdefault(key._replace(id=rule.peer_group_id), {})[rule.group_id] = None
    return found


def _users(table: Table) -> dict[Key, dict[Key, NetworkInterface]]:
    found: dict[Key, dict[Key, NetworkInterface]] = {}
    for key, interface in table.items():
        for group in interface.groups:
            found.setdefault(key._replace(id=group.id), {})[key] = interface
    return found


def rules_of(group: Key, inventory: Inventory) -> Rules:
    """The rules of a group by key, as far as they are known."""
    return made_once(inventory.table(Kind.RULES), _rules).get(group, _NOTHING)


def users_of(group: Key, inventory: Inventory) -> Interfaces:
    """The network interfaces that are in a group by key, as far as they are known."""
    return made_once(inventory.table(Kind.INTERFACES), _users).get(group, _NOTHING)


def referring(group: Key, inventory: Inventory) -> tuple[str, ...]:
    """The ids of the groups, this one too, that name a group in a rule, as far as they are known."""
    return tuple(made_once(inventory.table(Kind.RULES), _references).get(group, ()))


def unread(kind: Kind, key: Key, inventory: Inventory) -> Missing | None:
    """Why not all items of a kind are known where a resource lives; None: they are."""
    if inventory.reading_of(kind, key).complete_at is not None:
        return None
    missing = inventory.missing(kind, key._replace(id=""))
    return Missing.NOT_READ if missing is Missing.GONE else missing


_KINDS = {
    "lambda": "Lambda",
    "network_load_balancer": "load balancer",
    "gateway_load_balancer": "load balancer",
    "load_balancer": "load balancer",
    "vpc_endpoint": "endpoint",
    "ec2_instance_connect_endpoint": "endpoint",
    "nat_gateway": "NAT gateway",
    "transit_gateway": "transit gateway",
    "efa": "interface",
}
"""What AWS's InterfaceType means."""

_REQUESTERS = {
    "amazon-elb": "load balancer",
    "amazon-rds": "database",
    "amazon-elasticache": "cache",
    "amazon-redshift": "database",
}
"""Who asks for interfaces of type `interface` (their RequesterId)."""

_DESCRIPTIONS = (
    ("ELB ", "load balancer"),
    ("RDSNetworkInterface", "database"),
    ("AWS Lambda VPC ENI", "Lambda"),
    ("EFS mount target", "file system"),
    ("ElastiCache ", "cache"),
    ("VPC Endpoint Interface", "endpoint"),
    ("EC2 Instance Connect Endpoint", "endpoint"),
)
"""How the descriptions begin that AWS gives to interfaces it makes."""


def user_kind(interface: NetworkInterface) -> str:
    """What uses an interface, in a word: instance, load balancer, Lambda, database, endpoint, interface."""
    if interface.instance_id:
        return "instance"
    known = _KINDS.get(interface.kind) or _REQUESTERS.get(interface.requester_id)
    if known is not None:
        return known
    return next(
        (word for start, word in _DESCRIPTIONS if interface.description.startswith(start)), "interface"
    )


def kinds_of(users: Interfaces) -> tuple[tuple[str, int], ...]:
    """How many of each kind they are, the most frequent first."""
    counts = Counter(user_kind(interface) for interface in users.values())
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def users_word(users: Interfaces) -> str:
    """Who they are by kind, the most frequent first: `2 instances, 1 load balancer`."""
    return ", ".join(
        f"{count} {kind}{'s' * (count > 1 and kind != 'Lambda')}" for kind, count in kinds_of(users)
    )
