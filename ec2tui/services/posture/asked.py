"""What checks need that AWS tells only by id: which ids, found in what has been read already."""

from collections.abc import Callable, Iterable

from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.quota import OF_VPC
from ec2tui.core.model.schedule import schedule_name
from ec2tui.core.rules.posture.check import Check

ENDED = ("terminated", "shutting-down")
"""The states of instances about which nothing is asked any more."""


def _of(inventory: Inventory, kind: Kind, region: str) -> Iterable[tuple[Key, object]]:
    return ((key, item) for key, item in inventory.table(kind).items() if key.region == region)


def _parameters(inventory: Inventory, account: str, region: str) -> Iterable[Key]:
    return (Key(account, region, name) for name in inventory.image_policy.parameters) if account else ()


def _images(inventory: Inventory, account: str, region: str) -> Iterable[Key]:
    """What instances run from, and what the public parameters resolve to."""
    own = inventory.table(Kind.OWN_IMAGES)
    for instance in inventory.table(Kind.INSTANCES).values():
        key = instance.key._replace(id=instance.image_id)
        if key.region == region and instance.image_id and instance.state not in ENDED and key not in own:
            yield key
    for key, one in inventory.table(Kind.PUBLIC_PARAMETERS).items():
        if key[:2] == (account, region):
            yield key._replace(id=one.image_id)


def _own_images(inventory: Inventory, _account: str, region: str) -> Iterable[Key]:
    table = inventory.table(Kind.OWN_IMAGES)
    return (key for key, image in table.items() if key.region == region and image.own)


def _living(inventory: Inventory, _account: str, region: str) -> Iterable[Key]:
    table = inventory.table(Kind.INSTANCES)
    return (key for key, one in table.items() if key.region == region and one.state not in ENDED)


def _profiles(inventory: Inventory, _account: str, region: str) -> Iterable[Key]:
    for key in _living(inventory, "", region):
        arn = inventory.table(Kind.INSTANCES)[key].profile_arn
        if arn:
            yield key._replace(id=arn)


def _types(inventory: Inventory, _account: str, region: str) -> Iterable[Key]:
    return (
        key._replace(id=inventory.table(Kind.INSTANCES)[key].type) for key in _living(inventory, "", region)
    )


def _schedules(inventory: Inventory, _account: str, region: str) -> Iterable[Key]:
    """The schedules of time-boxed rules."""
    for key, rule in inventory.table(Kind.RULES).items():
        if key.region == region and any(name == EXPIRES_AT for name, _ in rule.tags):
            yield key._replace(id=schedule_name(key.id))


def _lists(inventory: Inventory, _account: str, region: str) -> Iterable[Key]:
    """The prefix lists that rules and routes to internet gateways name."""
    for key, rule in inventory.table(Kind.RULES).items():
        if key.region == region and rule.prefix_list_id:
            yield key._replace(id=rule.prefix_list_id)
    for key, table in inventory.table(Kind.ROUTE_TABLES).items():
        for route in table.routes if key.region == region else ():
            if route.prefix_list_id and route.target.startswith("igw-"):
                yield key._replace(id=route.prefix_list_id)


def _groups(inventory: Inventory, _account: str, region: str) -> Iterable[Key]:
    return (key for key in inventory.table(Kind.SECURITY_GROUPS) if key.region == region)


def _vpcs(inventory: Inventory, _account: str, region: str) -> Iterable[Key]:
    """The VPCs that groups are in."""
    for key, group in inventory.table(Kind.SECURITY_GROUPS).items():
        if key.region == region and group.vpc_id:
            yield key._replace(id=group.vpc_id)


def _quotas(_inventory: Inventory, account: str, region: str) -> Iterable[Key]:
    """How many rules a group, and how many groups an interface may have."""
    return (Key(account, region, code) for code in sorted(OF_VPC)) if account else ()


ASKED: dict[Kind, Callable[[Inventory, str, str], Iterable[Key]]] = {
    Kind.PUBLIC_PARAMETERS: _parameters,
    Kind.IMAGES: _images,
    Kind.PREFIX_LISTS: _lists,
    Kind.SCHEDULES: _schedules,
    Kind.INSTANCE_TYPES: _types,
    Kind.INSTANCE_PROFILES: _profiles,
    Kind.ROLE_POLICIES: _profiles,
    Kind.IMAGE_SHARING: _own_images,
    Kind.ROLE_GRANTS: _profiles,
    Kind.QUOTAS: _quotas,
    Kind.STALE_RULES: _vpcs,
    Kind.GROUP_REFERENCES: _groups,
    Kind.PROTECTION: _living,
    Kind.USER_DATA: _living,
}
"""The keys to ask for of each kind, from the inventory, the account and the region; the cheapest first."""

PER_ITEM = frozenset({Kind.PROTECTION})
"""Kinds that cost a call or more for each instance: read up to a bound, beyond it only when asked for."""

OPT_IN = frozenset({Kind.USER_DATA})
"""Kinds that are read only when asked for: a call for each instance, and what it holds may be secret."""


def made(
    wanted: Iterable[Check], deep: bool, named: bool = False
) -> tuple[tuple[Check, ...], tuple[str, ...]]:
    """The checks that are made, and the ids of those that are not since they need what nobody asked for.

    `named`: they were asked for by their ids, and so was what they need.
    """
    every = tuple(wanted)
    if deep or named:
        return every, ()
    left = tuple(check.id for check in every if OPT_IN & frozenset(check.reads))
    return tuple(check for check in every if check.id not in left), left
