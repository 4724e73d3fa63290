"""Small networks in few words: rules, interfaces and lists, for the tests of what is open."""

from typing import Any

from ec2tui.core.model.instance import GroupRef, Instance, InstanceInterface
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.prefix_list import PrefixList, PrefixListEntry
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from tests.core.changes.worlds import build, key

WORLD4, WORLD6 = "0.0.0.0/0", "::/0"
KIND_OF: dict[type, Kind] = {
    SecurityGroup: Kind.SECURITY_GROUPS,
    SecurityGroupRule: Kind.RULES,
    NetworkInterface: Kind.INTERFACES,
    PrefixList: Kind.PREFIX_LISTS,
    Instance: Kind.INSTANCES,
}


def rule(
    id: str,
    peer: str = WORLD4,
    protocol: str = "tcp",
    first: int | None = 22,
    last: int | None = -2,
    group: str = "sg-1",
    egress: bool = False,
    **more: Any,
) -> SecurityGroupRule:
    """A rule; the peer is told apart by its looks, and `last` is `first` unless given."""
    where: dict[str, Any]
    if peer.startswith("sg-"):
        where = {"peer_group_id": peer, "peer_account": key("x").account}
    elif peer.startswith("pl-"):
        where = {"prefix_list_id": peer}
    else:
        where = {"cidr6" if ":" in peer else "cidr": peer}
    end = first if last == -2 else last
    return SecurityGroupRule(key(id), group, egress, protocol, first, end, **{**where, **more})


def everything(id: str, peer: str = WORLD4, group: str = "sg-1", egress: bool = False) -> SecurityGroupRule:
    return rule(id, peer, "-1", -1, -1, group, egress)


def group(id: str, name: str = "", **facts: Any) -> SecurityGroup:
    return SecurityGroup(key(id), name or id, "made for it", **{"vpc_id": "vpc-1", **facts})


def interface(id: str, *groups: str, instance: str | None = None, **facts: Any) -> NetworkInterface:
    refs = tuple(GroupRef(one, one) for one in groups)
    return NetworkInterface(
        key(id), instance_id=instance, groups=refs, **{"vpc_id": "vpc-1", "kind": "interface", **facts}
    )


def instance(id: str, *interfaces: InstanceInterface, **facts: Any) -> Instance:
    return Instance(key(id), **{"state": "running", "type": "t3.micro", "interfaces": interfaces, **facts})


def prefix_list(id: str, *cidrs: str, **facts: Any) -> PrefixList:
    facts = {"owner_id": key("x").account, "version": 1, "max_entries": 10, **facts}
    return PrefixList(key(id), id, entries=tuple(map(PrefixListEntry, cidrs)), **facts)


def network(*items: Any, unread: tuple[Kind, ...] = ()) -> Inventory:
    read = tuple(kind for kind in Kind if kind not in unread)
    return build(*((KIND_OF[type(item)], item) for item in items), read=read)
