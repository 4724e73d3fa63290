"""Security groups and their rules for programs: AWS's words, and null for what is not known."""

from collections import Counter
from typing import Any, NamedTuple

from ec2tui.core.grammar.expiry import EXPIRES_AT, moment
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.views.durations import iso


class Census(NamedTuple):
    """How many rules and interfaces each group has, by the group's key."""

    inbound: Counter[Key]
    outbound: Counter[Key]
    interfaces: Counter[Key]


def census(inventory: Inventory) -> Census:
    """Counts the known rules and interfaces of all groups."""
    found = Census(Counter(), Counter(), Counter())
    for rule in inventory.table(Kind.RULES).values():
        (found.outbound if rule.egress else found.inbound)[rule.key._replace(id=rule.group_id)] += 1
    for interface in inventory.table(Kind.INTERFACES).values():
        found.interfaces.update(interface.key._replace(id=group.id) for group in interface.groups)
    return found


def counts_of(
    group: SecurityGroup, inventory: Inventory, counted: Census
) -> tuple[int | None, int | None, int | None]:
    """Inbound rules, outbound rules and interfaces of a group, each None when its kind was not read whole."""
    key = group.key
    rules, used = (
        inventory.reading_of(kind, key).complete_at is not None for kind in (Kind.RULES, Kind.INTERFACES)
    )
    return (
        counted.inbound[key] if rules else None,
        counted.outbound[key] if rules else None,
        counted.interfaces[key] if used else None,
    )


def group_json(group: SecurityGroup, inventory: Inventory, counted: Census) -> dict[str, Any]:
    """A group with the numbers of its rules and of the interfaces that are in it."""
    inbound, outbound, interfaces = counts_of(group, inventory, counted)
    return {
        "id": group.key.id,
        "name": group.name,
        "description": group.description,
        "vpc_id": group.vpc_id,
        "account": group.key.account,
        "region": group.key.region,
        "owner_id": group.owner_id or None,
        "inbound_rules": inbound,
        "outbound_rules": outbound,
        "interfaces": interfaces,
        "tags": dict(group.tags),
    }


def rule_json(rule: SecurityGroupRule, inventory: Inventory) -> dict[str, Any]:
    """A rule by its id, with the line that says it."""
    peer = inventory.table(Kind.SECURITY_GROUPS).get(rule.key._replace(id=rule.peer_group_id or ""))
    listed = inventory.table(Kind.PREFIX_LISTS).get(rule.key._replace(id=rule.prefix_list_id or ""))
    return {
        "id": rule.key.id,
        "group_id": rule.group_id,
        "direction": "egress" if rule.egress else "ingress",
        "protocol": rule.protocol,
        "from_port": rule.from_port,
        "to_port": rule.to_port,
        "cidr": rule.cidr,
        "cidr6": rule.cidr6,
        "prefix_list_id": rule.prefix_list_id,
        "prefix_list_name": listed.name if listed else None,
        "peer_group_id": rule.peer_group_id,
        "peer_group_name": peer.name if peer else None,
        "peer_account": rule.peer_account,
        "description": rule.description,
        "expires_at": iso(moment(dict(rule.tags).get(EXPIRES_AT))),
        "line": format_rule(rule),
        "tags": dict(rule.tags),
    }
