"""From a wish to a launch: names become ids, and what is left unsaid becomes the safe choice."""

from collections.abc import Iterable
from difflib import get_close_matches

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch import NEW, RunInstances
from ec2tui.core.changes.launch_volumes import volumes_of
from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.launch import Launch, UserData
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.subnet import Subnet
from ec2tui.core.model.volume import Volume
from ec2tui.core.model.wish import Wish

MOST = 100
"""Instances of one launch; more is a mistake sooner than a wish."""

_IMDS, _SHUTDOWN = ("required", "optional", "disabled"), ("stop", "terminate")
TENANCIES = ("", "default", "dedicated")
"""On a Dedicated Host an instance needs that host's id too, which a launch here does not name."""


def launch_of(
    wish: Wish, at: Key, image: Image, inventory: Inventory, user_data: UserData | None = None
) -> RunInstances | Unready:
    """The change that a wish means where `at` is (its id does not matter), or why it means none yet.

    `image` is what the wish's image was found to be.
    """
    wrong = _mistake(wish)
    if wrong:
        return Unready(wrong)
    subnet = subnet_of(wish.subnet, at, inventory)
    if isinstance(subnet, Unready):
        return subnet
    groups = groups_of(wish.groups, subnet, inventory)
    if isinstance(groups, Unready):
        return groups
    volumes = volumes_of(wish, image)
    if isinstance(volumes, Unready):
        return volumes
    launch = Launch(
        image.id,
        wish.type,
        wish.count,
        subnet.key.id,
        groups,
        wish.public,
        wish.key,
        wish.role,
        volumes,
        wish.protect,
        wish.protect_stop,
        wish.imds,
        wish.hop_limit,
        wish.shutdown,
        wish.monitoring,
        wish.spot,
        wish.placement_group,
        wish.tenancy,
        user_data,
    )
    named = {"Name": wish.name} if wish.name else {}
    return RunInstances(at._replace(id=NEW), launch, tuple({**wish.tags, **named}.items()))


def wish_like(instance: Instance, inventory: Inventory | None = None) -> Wish:
    """What would launch more like an instance; its name, addresses and data are its own.

    With an inventory, its volumes are wished as far as that knows them.
    """
    own = ("Name", "aws:", "ec2tui:")
    volumes = _volumes(instance, inventory) if inventory else {}
    root = volumes.pop(instance.root_device_name or "", None)
    return Wish(
        image=instance.image_id,
        type=instance.type,
        subnet=instance.subnet_id or "",
        groups=tuple(group.id for group in instance.security_groups),
        public=bool(instance.public_ip),
        key=instance.key_name or "",
        role=instance.profile_arn or "",
        size=root.size if root else None,
        volume_type=root.type if root else Wish().volume_type,
        iops=root.iops if root and root.type in PROVISIONED else None,
        keep=any(
            d.device == instance.root_device_name and not d.delete_on_termination
            for d in instance.block_devices
        ),
        volumes=tuple(_volume_words(device, volume, instance) for device, volume in volumes.items()),
        encrypted=all(one.encrypted is not False for one in (*volumes.values(), *([root] if root else ()))),
        imds="disabled" if instance.metadata.http_endpoint == "disabled" else "required",
        hop_limit=instance.metadata.hop_limit or 1,
        monitoring=instance.monitoring == "enabled",
        spot=instance.lifecycle == "spot",
        placement_group=instance.placement_group or "",
        tenancy=instance.tenancy if instance.tenancy == "dedicated" else "",
        tags={key: value for key, value in instance.tags if not key.startswith(own)},
    )


PROVISIONED = ("io1", "io2")
"""Volume types whose IOPS must be said; what gp3 has beyond its base is not told apart from it."""


def _volumes(instance: Instance, inventory: Inventory) -> dict[str, Volume]:
    """The known volumes of an instance, by device."""
    table = inventory.table(Kind.VOLUMES)
    found = (
        (one.device, table.get(instance.key._replace(id=one.volume_id))) for one in instance.block_devices
    )
    return {device: volume for device, volume in found if volume is not None}


def _volume_words(device: str, volume: Volume, instance: Instance) -> str:
    """A further volume in the words of a wish."""
    kept = any(one.device == device and one.delete_on_termination is False for one in instance.block_devices)
    iops = [f"iops={volume.iops}"] if volume.iops and volume.type in PROVISIONED else []
    return " ".join(
        (device, f"size={volume.size}", f"type={volume.type}", *iops, *(["keep"] if kept else []))
    )


def _mistake(wish: Wish) -> str:
    if not wish.type:
        return "A type is needed, such as t4g.micro or m7i.large."
    if not 1 <= wish.count <= MOST:
        return f"A launch is of 1 to {MOST} instances, not {wish.count}."
    if wish.imds not in _IMDS:
        return f"The metadata service is {', '.join(_IMDS)}, not {wish.imds}."
    if wish.shutdown not in _SHUTDOWN:
        return f"A shutdown from inside does {' or '.join(_SHUTDOWN)}, not {wish.shutdown}."
    if wish.tenancy not in TENANCIES:
        return f"The tenancy is default or dedicated, not {wish.tenancy}."
    return ""


def subnet_of(wanted: str, at: Key, inventory: Inventory) -> Subnet | Unready:
    """The subnet of this id or name; unsaid, the default one with the most room, else the only one."""
    here: list[Subnet] = sorted(
        (one for key, one in inventory.table(Kind.SUBNETS).items() if key[:2] == at[:2]),
        key=lambda one: (-(one.free_addresses or 0), one.key.id),
    )
    if wanted:
        found = [one for one in here if wanted in (one.key.id, _name(one))]
        if len(found) == 1:
            return found[0]
        if found:
            return Unready(f"Several subnets are called {wanted}: {_listed(found)}.")
        return Unready(f"There is no subnet {wanted} in {at.region}{_near(wanted, map(_name, here))}")
    usual = [one for one in here if one.default] or (here if len(here) == 1 else [])
    if usual:
        return usual[0]
    if not here:
        return Unready(f"No subnet of {at.region} is known.")
    return Unready(f"{at.region} has no default subnet; say which: {_listed(here)}.")


def groups_of(wanted: Iterable[str], subnet: Subnet, inventory: Inventory) -> tuple[str, ...] | Unready:
    """The ids of the groups with these ids or names, of the subnet's VPC; unsaid, its default group."""
    place = subnet.key[:2]
    table = inventory.table(Kind.SECURITY_GROUPS)
    here: list[SecurityGroup] = [
        one for key, one in table.items() if key[:2] == place and one.vpc_id == subnet.vpc_id
    ]
    ids: list[str] = []
    for word in tuple(wanted) or ("default",):
        if word.startswith("sg-"):
            ids.append(word)
            continue
        found = [one for one in here if one.name == word]
        if len(found) != 1:
            near = _near(word, (one.name for one in here))
            return Unready(f"There is no security group {word} in {subnet.vpc_id}{near}")
        ids.append(found[0].key.id)
    return tuple(dict.fromkeys(ids))


def _name(subnet: Subnet) -> str:
    return dict(subnet.tags).get("Name", "")


def _listed(subnets: Iterable[Subnet]) -> str:
    return ", ".join(f"{one.key.id} ({_name(one) or one.az})" for one in subnets)


def _near(word: str, names: Iterable[str]) -> str:
    close = get_close_matches(word, [name for name in names if name], 1)
    return f"; did you mean {close[0]}?" if close else "."
