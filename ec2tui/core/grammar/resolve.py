"""From the names of a line to what AWS can be told: group names, prefix list names, `my-ip`, `self`."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any, NamedTuple

import msgspec

from ec2tui.core.grammar.completion import Vocabulary
from ec2tui.core.grammar.mistake import nearest
from ec2tui.core.grammar.spec import Peer, PeerKind, RuleSpec
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup

HOW_MY_IP = (
    "say it with --my-ip ADDRESS or [security_groups] my_ip in the configuration; nobody else is asked for it"
)


class Unresolved(NamedTuple):
    """Why a name means nothing that AWS can be told, as a sentence."""

    reason: str


def resolve(
    spec: RuleSpec, group: SecurityGroup, inventory: Inventory, my_ip: str = ""
) -> RuleSpec | Unresolved:
    """The spec with its peer as AWS takes it in a rule of this group; `self` stays `self`.

    Group names are those of the group's own VPC; a prefix list is named whole or by what follows its last
    dot. `my_ip` is the user's address as it is seen from outside.
    """
    found = _peer(spec.peer, group, inventory, my_ip)
    return found if isinstance(found, Unresolved) else msgspec.structs.replace(spec, peer=found)


def vocabulary(group: SecurityGroup, inventory: Inventory) -> Vocabulary:
    """The names that a line about this group may say: groups of its VPC and prefix lists, by name."""
    groups = [g for g in _beside(inventory, Kind.SECURITY_GROUPS, group.key) if g.vpc_id == group.vpc_id]
    lists = _beside(inventory, Kind.PREFIX_LISTS, group.key)
    named = [sorted((one.name, one.key.id) for one in some) for some in (groups, lists)]
    return Vocabulary(*(tuple((id_, name) for name, id_ in some) for some in named))


def _peer(peer: Peer, group: SecurityGroup, inventory: Inventory, my_ip: str) -> Peer | Unresolved:
    match peer.kind:
        case PeerKind.GROUP_NAME:
            return _own(_group(peer.value, group, inventory), group)
        case PeerKind.PREFIX_LIST_NAME:
            return _prefix_list(peer.value, group.key, inventory)
        case PeerKind.MY_IP:
            return address_peer(my_ip)
        case PeerKind.GROUP:
            return _own(peer, group)
        case _:
            return peer


def address_peer(my_ip: str) -> Peer | Unresolved:
    """The peer that is one address; a sentence when the text is none."""
    if not my_ip:
        return Unresolved(f"my-ip is not known: {HOW_MY_IP}")
    try:
        address = ip_address(my_ip.strip())
    except ValueError:
        return Unresolved(f"my-ip is {my_ip!r}, which is no address: {HOW_MY_IP}")
    kind, bits = (PeerKind.CIDR, 32) if address.version == 4 else (PeerKind.CIDR6, 128)
    return Peer(kind, f"{address}/{bits}")


def _own(peer: Peer | Unresolved, group: SecurityGroup) -> Peer | Unresolved:
    """The group itself is `self`, and the own account is not named."""
    if isinstance(peer, Unresolved):
        return peer
    account = "" if peer.account == group.key.account else peer.account
    return (
        Peer(PeerKind.SELF)
        if (peer.value, account) == (group.key.id, "")
        else Peer(peer.kind, peer.value, account)
    )


def _group(name: str, group: SecurityGroup, inventory: Inventory) -> Peer | Unresolved:
    here = [g for g in _beside(inventory, Kind.SECURITY_GROUPS, group.key) if g.vpc_id == group.vpc_id]
    found = [g for g in here if g.name == name]
    if len(found) == 1:
        return Peer(PeerKind.GROUP, found[0].key.id)
    if found:
        return Unresolved(f"{len(found)} groups are named {name!r}; name one by its id: {_ids(found)}")
    elsewhere = [g for g in _beside(inventory, Kind.SECURITY_GROUPS, group.key) if g.name == name]
    if elsewhere:
        return Unresolved(
            f"the group {name!r} is in another VPC; if that is meant, name it by id: {_ids(elsewhere)}"
        )
    return _unknown("group", name, (g.name for g in here), f"in {group.vpc_id or 'this VPC'}")


def _prefix_list(name: str, key: Key, inventory: Inventory) -> Peer | Unresolved:
    lists = _beside(inventory, Kind.PREFIX_LISTS, key)
    fits: tuple[Callable[[str], bool], ...] = (
        lambda full: full == name,
        lambda full: full.rsplit(".", 1)[-1] == name,
    )
    for fit in fits:
        found = [one for one in lists if fit(one.name)]
        if len(found) == 1:
            return Peer(PeerKind.PREFIX_LIST, found[0].key.id)
        if found:
            return Unresolved(
                f"{len(found)} prefix lists are named {name!r}; name one by its id: {_ids(found)}"
            )
    return _unknown("prefix list", name, (one.name for one in lists), f"in {key.region}")


def _beside(inventory: Inventory, kind: Kind, key: Key) -> list[Any]:
    return [item for item in inventory.table(kind).values() if item.key[:2] == key[:2]]


def _unknown(what: str, name: str, names: Iterable[str], where: str) -> Unresolved:
    near = nearest(name, {each.lower(): each for each in names}.values())
    return Unresolved(f"no {what} {name!r} {where}" + (f"; did you mean {near!r}?" if near else ""))


def _ids(found: Iterable[Any]) -> str:
    return ", ".join(sorted(item.key.id for item in found))
