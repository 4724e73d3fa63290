"""From a TARGET, as a user names an instance, a volume, a snapshot or an image, to what it means."""

import asyncio
import ipaddress
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from ec2tui.core.model.image import Image
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.views.instance_facts import ipv6_addresses, private_ips, public_ips
from ec2tui.services.listing import Gap, Listing
from ec2tui.services.refresh import read_some
from ec2tui.services.session import Session

IDS = {
    Kind.INSTANCES: re.compile(r"i-[0-9a-f]{8}(?:[0-9a-f]{9})?"),
    Kind.VOLUMES: re.compile(r"vol-[0-9a-f]{8}(?:[0-9a-f]{9})?"),
    Kind.SNAPSHOTS: re.compile(r"snap-[0-9a-f]{8}(?:[0-9a-f]{9})?"),
    Kind.OWN_IMAGES: re.compile(r"ami-[0-9a-f]{8}(?:[0-9a-f]{9})?"),
}
"""The ids of what can be named; they are asked for without looking at all the others."""


class Targets(msgspec.Struct, frozen=True):
    """The items that a target means, and what could not be read while looking for them."""

    matches: tuple[Any, ...]
    gaps: tuple[Gap, ...] = ()


def named(target: str, item: Any) -> bool:
    """Whether a target is the id or the exact Name of an item; an image has a name that is no tag too."""
    own = item.name if isinstance(item, Image) else ""
    return bool(target) and target in (item.key.id, dict(item.tags).get("Name"), own)


def means(target: str, instance: Instance) -> bool:
    """Whether a target names this instance: by id, by exact Name, or by one of its addresses."""
    if named(target, instance):
        return True
    try:
        address = ipaddress.ip_address(target)
    except ValueError:
        return False
    known = (*private_ips(instance), *public_ips(instance), *ipv6_addresses(instance))
    return str(address) in known or target in known


async def find(session: Session, target: str) -> Targets:
    """The instances of all regions of the session that a target means; an id is asked for alone."""
    return (await find_all(session, (target,)))[target]


async def find_all(
    session: Session, targets: Iterable[str], kind: Kind = Kind.INSTANCES
) -> dict[str, Targets]:
    """What each target means: ids are asked for together, all others are looked for in one listing."""
    wanted = dict.fromkeys(targets)
    ids = [target for target in wanted if IDS[kind].fullmatch(target)]
    found = await _find_ids(session, ids, kind)
    others = [target for target in wanted if target not in found]
    if others:
        listing = Listing(session, of=kind)
        seen = [one async for page in listing.pages() for one in page]
        fits = means if kind is Kind.INSTANCES else named
        for target in others:
            matches = sorted((one for one in seen if fits(target, one)), key=lambda one: one.key)
            found[target] = Targets(tuple(matches), tuple(listing.gaps))
    return {target: found[target] for target in wanted}


async def _find_ids(session: Session, ids: Sequence[str], kind: Kind) -> dict[str, Targets]:
    async def ask(source: Source) -> Gap | None:
        assert session.gateway is not None
        keys = [Key(session.account, source.region, one) for one in ids]
        problem = await read_some(session.gateway, session.store, source, kind, keys, settles=False)
        return Gap(source, kind, problem) if problem else None

    answers = await asyncio.gather(*(ask(source) for source in session.sources() if ids))
    gaps = tuple(gap for gap in answers if gap and gap.problem.outcome is not Outcome.NOT_FOUND)
    table = session.store.inventory.table(kind)
    known: dict[str, list[Any]] = {}
    for key, item in table.items() if ids else ():
        known.setdefault(key.id, []).append(item)
    return {one: Targets(tuple(known.get(one, ())), gaps) for one in ids}


async def read_around(session: Session, instance: Instance) -> tuple[Gap, ...]:
    """Reads everything that belongs to an instance, side by side; what could not be read."""
    source = session.source(instance.key.region)

    async def read(kind: Kind, keys: Iterable[Key]) -> Gap | None:
        assert session.gateway is not None
        problem = await read_some(session.gateway, session.store, source, kind, keys)
        return Gap(source, kind, problem) if problem else None

    answers = await asyncio.gather(*(read(kind, keys) for kind, keys in _around(instance) if keys))
    return tuple(gap for gap in answers if gap and gap.problem.outcome is not Outcome.NOT_FOUND)


def _around(instance: Instance) -> tuple[tuple[Kind, list[Key]], ...]:
    """What belongs to an instance, by kind."""
    account, region, _ = instance.key
    volumes = [Key(account, region, device.volume_id) for device in instance.block_devices]
    images = [Key(account, region, instance.image_id)] if instance.image_id else []
    return (
        (Kind.STATUSES, [instance.key]),
        (Kind.PROTECTION, [instance.key]),
        (Kind.VOLUMES, volumes),
        (Kind.INSTANCE_TYPES, [Key(account, region, instance.type)]),
        (Kind.IMAGES, images),
    )
