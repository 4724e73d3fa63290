"""The way through a bastion: which host the configuration names, and whether it is let on to the instance."""

from collections.abc import Iterable

from ec2tui.core.access.addresses import INSTANCE_ID
from ec2tui.core.access.facts import Around
from ec2tui.core.access.route import Dial, Route, Via
from ec2tui.core.access.settings import Access
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.network.index import interfaces_of
from ec2tui.core.rules.routes.admission import admission
from ec2tui.core.rules.routes.direct import direct

TAG = "tag:"
NONE_NAMED = "No bastion is configured for its VPC ([access.bastions])."


def named(access: Access, vpc_id: str | None) -> str:
    """What the configuration says of the bastion for a VPC; empty when it says nothing."""
    return access.bastions.get(vpc_id or "", "") or access.bastions.get("*", "")


def bastions_of(inventory: Inventory, instance: Instance, access: Access) -> tuple[Instance, ...]:
    """The instances that the configuration may mean, running ones first, then by id."""
    word = named(access, instance.vpc_id)
    if not word:
        return ()
    if INSTANCE_ID.fullmatch(word):
        key = instance.key._replace(id=word)
        found = inventory.table(Kind.INSTANCES).get(key)
        return (found,) if found is not None else ()
    name, _, value = word.removeprefix(TAG).partition("=")
    near: Iterable[tuple[Key, Instance]] = inventory.table(Kind.INSTANCES).items()
    fits = [
        one
        for key, one in near
        if key[:2] == instance.key[:2] and one.vpc_id == instance.vpc_id and one.tag(name) == value
    ]
    return tuple(sorted(fits, key=lambda one: (one.state != "running", one.key)))


def through_bastion(
    inventory: Inventory, instance: Instance, around: Around, access: Access, port: int
) -> Route:
    """The way through the bastion that is best reached from here."""
    word = named(access, instance.vpc_id)
    if not word:
        return Route(Via.BASTION, instance.key, False, NONE_NAMED)
    found = [one for one in bastions_of(inventory, instance, access) if one.key != instance.key]
    if not found:
        if any(one.key == instance.key for one in bastions_of(inventory, instance, access)):
            return Route(Via.BASTION, instance.key, False, "It is the bastion of its VPC itself.")
        return Route(Via.BASTION, instance.key, False, f"The bastion {word} was not found beside it.")
    ways = [_through(inventory, instance, one, around, access, port) for one in found]
    return max(ways, key=lambda way: {True: 2, None: 1, False: 0}[way.usable])


def _through(
    inventory: Inventory, instance: Instance, bastion: Instance, around: Around, access: Access, port: int
) -> Route:
    to = Dial(instance.private_ip, port) if instance.private_ip else None
    first = direct(inventory, bastion, around, access, 22)
    usable, reason = _onward(inventory, instance, bastion, port)
    if bastion.state != "running":
        usable, reason = False, f"The bastion {bastion.id} is {bastion.state}."
    elif first.usable is not True and usable is not False:
        usable, reason = first.usable, f"The bastion {bastion.id}: {first.reason}"
    return Route(
        Via.BASTION,
        instance.key,
        usable,
        reason,
        dial=to if first.dial else None,
        bastion=bastion.key,
        bastion_dial=first.dial,
    )


def _onward(
    inventory: Inventory, instance: Instance, bastion: Instance, port: int
) -> tuple[bool | None, str]:
    """Whether the instance lets the bastion in, by its private addresses or its groups."""
    own = [ip for one in interfaces_of(inventory, bastion) for ip in one.private_ips]
    groups = {group.id for one in interfaces_of(inventory, bastion) for group in one.groups}
    hidden: dict[str, None] = {}
    for interface in interfaces_of(inventory, instance):
        let = admission(inventory, interface, 4, port)
        if let.groups & groups or any(let.admits(ip) for ip in own):
            return True, f"The bastion {bastion.id} is let in on port {port}."
        hidden.update(dict.fromkeys(let.hidden))
    if hidden:
        return None, " ".join(hidden)
    return False, f"No rule lets the bastion {bastion.id} in on port {port}."
