"""Reads where a launch is chosen: what there is in the region, and what decides about what was chosen."""

from collections.abc import Iterable

from ec2tui.core.changes.change import Unready
from ec2tui.core.changes.launch import profile_arn
from ec2tui.core.changes.launch_wish import groups_of, subnet_of
from ec2tui.core.model.image import Image
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.type_choice import choice_for_image
from ec2tui.services.group_rules import read_group_rules
from ec2tui.services.images import read_catalogue
from ec2tui.services.listing import Gap
from ec2tui.services.ports_keys import KeyFile, PrivateKeys
from ec2tui.services.private_keys import Found, of_pair
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import Session

PLACE = (Kind.SUBNETS, Kind.SECURITY_GROUPS)
"""What is read of a region before names of it are understood."""


async def read_place(session: Session, region: str) -> list[Gap]:
    """Reads what a launch in a region is chosen from; what could not be read."""
    source = session.source(region)
    if session.gateway is None:
        return []
    if not session.account:
        await session.identify()
    gaps = await read_catalogue(session, source)
    for kind in (*PLACE, Kind.KEY_PAIRS, Kind.OWN_IMAGES, Kind.ALLOWED_IMAGES):
        problem = await read_all(session.gateway, session.store, session.clock, source, kind, session.account)
        gaps += [Gap(source, kind, problem)] if problem is not None else []
    return gaps + await _some(session, source, Kind.INSTANCE_PROFILES, ("",))


async def read_chosen(session: Session, region: str, wish: Wish) -> list[Gap]:
    """Reads what decides about a wish and is not known: its image, type, price, role and groups' rules."""
    source, at = session.source(region), Key(session.account, region, "")
    if session.gateway is None or not session.account:
        return []
    gaps = []
    if wish.image.startswith("ami-"):
        gaps += await _some(session, source, Kind.IMAGES, (wish.image,))
    for kind in (Kind.INSTANCE_TYPES, Kind.OFFERINGS) if wish.type else ():
        gaps += await _some(session, source, kind, (wish.type,))
    image = session.store.inventory.image(at._replace(id=wish.image))
    if isinstance(image, Image) and wish.type and not wish.spot:
        price = choice_for_image(image, tenancy=wish.tenancy or None).price_key(wish.type)
        gaps += await _some(session, source, Kind.PRICES, (price.id,) if price else ())
    if wish.role:
        gaps += await _some(session, source, Kind.ROLE_POLICIES, (profile_arn(wish.role, at),))
    return gaps + await _read_rules(session, source, wish)


async def _read_rules(session: Session, source: Source, wish: Wish) -> list[Gap]:
    assert session.gateway is not None
    inventory, at = session.store.inventory, Key(session.account, source.region, "")
    subnet = subnet_of(wish.subnet, at, inventory)
    groups = subnet if isinstance(subnet, Unready) else groups_of(wish.groups, subnet, inventory)
    if isinstance(groups, Unready):
        return []
    keys = [key for key in (at._replace(id=id) for id in groups) if key not in inventory.groups_read]
    problem = await read_group_rules(session.gateway, session.store, source, keys) if keys else None
    return [Gap(source, Kind.RULES, problem)] if problem is not None else []


async def _some(session: Session, source: Source, kind: Kind, ids: Iterable[str]) -> list[Gap]:
    """Reads those that are not known, and not known to be absent."""
    assert session.gateway is not None
    inventory = session.store.inventory
    keys = [Key(session.account, source.region, id) for id in ids]
    unknown = [
        key for key in keys if key not in inventory.table(kind) and (kind, key) not in inventory.absent
    ]
    if not unknown:
        return []
    problem = await read_some(session.gateway, session.store, source, kind, unknown)
    lost = problem is not None and problem.outcome is not Outcome.NOT_FOUND
    return [Gap(source, kind, problem)] if problem is not None and lost else []


async def keys_here(session: Session, region: str, keys: PrivateKeys) -> dict[str, str]:
    """By the name of each key pair of a region, where its private half is here (empty: nowhere)."""
    at = (session.account, region)
    table = session.store.inventory.table(Kind.KEY_PAIRS)
    candidates = await keys.candidates()
    return {pair.name: _where(pair, candidates) for key, pair in table.items() if key[:2] == at}


def _where(pair: KeyPair, candidates: tuple[KeyFile, ...]) -> str:
    found, files = of_pair(pair, candidates)
    if found is Found.MATCHED:
        return files[0].path
    return f"{files[0].path}, perhaps" if found is Found.LOCKED else ""
