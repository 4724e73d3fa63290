"""Whom news concern: which subjects of checks something says that was read of another kind."""

from collections.abc import Callable, Iterable
from typing import Any

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.network.index import index_of

Concerns = Callable[[Key, Any, Inventory], Iterable[Key]]
"""The subjects that an item with this key says something about."""


def _group_of(key: Key, rule: Any, _inventory: Inventory) -> Iterable[Key]:
    """The rule's group, and the one that it refers to: who is referred to is used."""
    return (key._replace(id=id) for id in (rule.group_id, rule.peer_group_id) if id)


def _groups_of_interface(key: Key, held: Any, _inventory: Inventory) -> Iterable[Key]:
    return (key._replace(id=group.id) for group in held.groups)


def _groups_of(key: Key, instance: Instance, _inventory: Inventory) -> Iterable[Key]:
    return (key._replace(id=group.id) for one in instance.interfaces for group in one.groups)


def _holders(key: Key, volume: Any, _inventory: Inventory) -> Iterable[Key]:
    return (key._replace(id=held.instance_id) for held in volume.attachments)


def _instance_of(key: Key, interface: Any, _inventory: Inventory) -> Iterable[Key]:
    return (key._replace(id=interface.instance_id),) if interface.instance_id else ()


def _members(key: Key, rule: Any, inventory: Inventory) -> Iterable[Key]:
    """The instances whose interfaces are in a rule's group."""
    index = index_of(inventory)
    interfaces = inventory.table(Kind.INTERFACES)
    for place in index.members.get(key._replace(id=rule.group_id), ()):
        owner = index.borrowed.get(place)
        if owner is not None:
            yield owner
        elif (one := interfaces.get(place)) is not None and one.instance_id:
            yield place._replace(id=one.instance_id)


def _held(key: Key, instance: Instance, _inventory: Inventory) -> Iterable[Key]:
    return (key._replace(id=device.volume_id) for device in instance.block_devices)


def _nobody(_key: Key, _item: Any, _inventory: Inventory) -> Iterable[Key]:
    return ()


CONCERNS: dict[tuple[Kind, Kind], Concerns] = {
    (Kind.SECURITY_GROUPS, Kind.RULES): _group_of,
    (Kind.SECURITY_GROUPS, Kind.INTERFACES): _groups_of_interface,
    (Kind.SECURITY_GROUPS, Kind.INSTANCES): _groups_of,
    (Kind.INSTANCES, Kind.VOLUMES): _holders,
    (Kind.INSTANCES, Kind.INTERFACES): _instance_of,
    (Kind.INSTANCES, Kind.RULES): _members,
    (Kind.VOLUMES, Kind.INSTANCES): _held,
    (Kind.VOLUMES, Kind.INTERFACES): _nobody,
    (Kind.VOLUMES, Kind.SECURITY_GROUPS): _nobody,
    (Kind.INTERFACES, Kind.INSTANCES): _nobody,
    (Kind.INTERFACES, Kind.VOLUMES): _nobody,
    (Kind.INTERFACES, Kind.SECURITY_GROUPS): _nobody,
    (Kind.SECURITY_GROUPS, Kind.VOLUMES): _nobody,
}
"""Whom an item of another kind says something about, by both kinds.

INS-10 names kinds that it judges one by one, each by its own tags: they concern nobody else. What stands in
no row concerns all subjects of its region.
"""

OWN_KEY = frozenset(
    {Kind.STATUSES, Kind.PROTECTION, Kind.IMAGE_SHARING, Kind.SHARING, Kind.LAST_SNAPSHOTS, Kind.SCALING}
)
"""Kinds whose items have the keys of the subjects that they are about."""
