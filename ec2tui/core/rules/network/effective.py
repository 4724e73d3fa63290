"""The effective rules of an interface and of an instance: all groups added up, each opening traced."""

from collections import defaultdict
from collections.abc import Iterable

from ec2tui.core.grammar.spec import canonical
from ec2tui.core.model.effective import Effective, Grant
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.network.coverage import coverage
from ec2tui.core.rules.network.index import (
    group_keys,
    index_of,
    interface_of,
    interfaces_of,
    rules_alone,
    rules_of,
)
from ec2tui.core.rules.network.intervals import FAMILIES, share
from ec2tui.core.rules.network.openings import Opening, lists_of, opened, openings, space
from ec2tui.core.rules.network.readings import list_unread, rules_unread
from ec2tui.core.rules.network.segments import exposures, traffic_text


def effective_of_instance(inventory: Inventory, key: Key) -> tuple[Effective, ...] | Missing:
    """The effective rules of each interface of an instance, in their order; or why there are none."""
    instance = inventory.instance(key)
    if isinstance(instance, Missing):
        return instance
    return tuple(_effective(inventory, interface) for interface in interfaces_of(inventory, instance))


def effective_of_interface(inventory: Inventory, key: Key) -> Effective | Missing:
    """The effective rules of one interface, or why there are none."""
    interface = interface_of(inventory, index_of(inventory), key)
    return _effective(inventory, interface) if interface else inventory.missing(Kind.INTERFACES, key)


def rules_of_interface(inventory: Inventory, interface: NetworkInterface) -> tuple[SecurityGroupRule, ...]:
    """The known rules of all groups of an interface."""
    index = rules_alone(inventory)
    return tuple(rule for group in group_keys(interface) for rule in rules_of(inventory, index, group))


def _effective(inventory: Inventory, interface: NetworkInterface) -> Effective:
    rules = rules_of_interface(inventory, interface)
    inward, outward = (opened(rules, inventory, egress) for egress in (False, True))
    lists = unknown_lists(inventory, rules, (*inward, *outward))
    return Effective(
        interface.key,
        tuple(group.id for group in interface.groups),
        grants(rules, inventory),
        (*exposures(inward), *exposures(outward, egress=True)),
        coverage(rules, inventory),
        (*rules_unread(inventory, group_keys(interface)), *lists),
    )


def unknown_lists(
    inventory: Inventory, rules: Iterable[SecurityGroupRule], found: Iterable[Opening]
) -> tuple[str, ...]:
    """A sentence for each prefix list of openings whose entries are not known."""
    beside = next((rule.key for rule in rules), None)
    names = dict.fromkeys(opening.unknown for opening in found if opening.unknown)
    return tuple(list_unread(inventory, beside._replace(id=name)) for name in names) if beside else ()


def grants(rules: Iterable[SecurityGroupRule], inventory: Inventory) -> tuple[Grant, ...]:
    """Who may reach what: rules that say the same as one line, ingress first, then by traffic and peer."""
    same: defaultdict[tuple[bool, str, int, int, str], list[SecurityGroupRule]] = defaultdict(list)
    for rule in rules:
        same[(rule.egress, *space(rule.protocol, rule.from_port, rule.to_port), peer_text(rule))].append(rule)
    return tuple(
        Grant(
            egress,
            traffic_text(protocol, low, high),
            protocol,
            low,
            high,
            peer,
            *_width(found[0], inventory),
            tuple(rule.key.id for rule in found),
            tuple(dict.fromkeys(rule.group_id for rule in found)),
        )
        for (egress, protocol, low, high, peer), found in sorted(same.items(), key=lambda item: item[0])
    )


def peer_text(rule: SecurityGroupRule) -> str:
    """The other side of a rule: its canonical CIDR, or the id of the group or prefix list."""
    cidr = rule.cidr or rule.cidr6
    return canonical(cidr) if cidr else rule.prefix_list_id or rule.peer_group_id or ""


def _width(rule: SecurityGroupRule, inventory: Inventory) -> tuple[tuple[int, ...], float | None]:
    """The families of a rule's peer, and the larger share of the public internet that it covers."""
    found = tuple(openings(rule, lists_of(inventory, rule.key)))
    families = tuple(family for family in FAMILIES if any(o.family == family for o in found))
    if any(o.unknown for o in found):
        return families, None
    return families, max((share(o.sources, o.family) for o in found), default=0.0)
