"""What a configuration for OpenSSH says of many instances: read in bulk, each by the way that `ssh` takes."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from ec2tui.core.access.facts import Around, SsmAgent
from ec2tui.core.access.login import login_of
from ec2tui.core.access.route import TUNNELLED, Dial, Route, Routes, Via
from ec2tui.core.access.settings import Access
from ec2tui.core.access.ssh_command import Target, UnsafeWordError, relay_argv, ssh_argv
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.routes import routes_to
from ec2tui.core.rules.routes.agent import PLUGIN
from ec2tui.core.rules.routes.bastion import bastions_of
from ec2tui.core.views.ssh_config import Block
from ec2tui.services.access_host_keys import vouched
from ec2tui.services.access_plan import SSH, dialled, proxy_of
from ec2tui.services.access_reads import read_ways
from ec2tui.services.access_values import NoEntry, Reaching
from ec2tui.services.ports_keys import KeyFile
from ec2tui.services.private_keys import Found, of_pair
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import Session
from ec2tui.services.surveying import read_survey

AT_ONCE = 8
"""Console outputs that are asked for side by side."""

MOST_CONSOLES = 500
"""How many instances have their host keys looked for in one run."""

TOO_MANY = f"host keys of more than {MOST_CONSOLES} are not looked for at once, narrow the query"

HOST_KEYS = "--host-keys"
"""What tells `proxy` to have the host keys vouched for before OpenSSH looks for them."""


class Left(msgspec.Struct, frozen=True):
    """An instance that is left out, or cannot be connected to as it is: why, without a full stop."""

    instance: Key
    why: str


class Configured(msgspec.Struct, frozen=True):
    """The instances that can be reached, those that cannot, and those whose host keys nobody vouches for."""

    blocks: tuple[Block, ...]
    left: tuple[Left, ...] = ()
    unverified: tuple[Left, ...] = ()


async def configure(session: Session, reaching: Reaching, instances: Sequence[Instance]) -> Configured:
    """How each of these instances is reached; nothing is asked, and host keys come from the console alone."""
    by_region: defaultdict[str, list[Instance]] = defaultdict(list)
    for one in instances:
        by_region[one.key.region].append(one)
    await asyncio.gather(*(_read(session, reaching, region, of) for region, of in by_region.items()))
    candidates = await reaching.keys.candidates()
    found = await asyncio.to_thread(_all_routes, session, reaching, instances, candidates)
    blocks: list[Block] = []
    left: list[Left] = []
    plain: dict[Key, None] = {}
    for one, routes in zip(instances, found, strict=True):
        route = chosen(routes)
        made = await _block(session, reaching, one, route, candidates) if route else _no_way(routes)
        if route is None or isinstance(made, str):
            left.append(Left(one.key, str(made)))
            continue
        blocks.append(made)
        plain.update(dict.fromkeys(_asked_now(route)))
    unverified = await _vouch(session, reaching, plain)
    return Configured(tuple(blocks), tuple(left), unverified)


def chosen(routes: Routes) -> Route | None:
    """The way that a file can say: not the one whose key is made as the connection is."""
    ways = [way for way in routes.ways if way.via is not Via.CONNECT and way.dial is not None]
    usable = next((way for way in ways if way.usable), None)
    return usable or next((way for way in ways if way.usable is None), None)


def _no_way(routes: Routes) -> str:
    reasons = dict.fromkeys(way.reason for way in routes.ways if way.via is not Via.CONNECT)
    if len(reasons) == 1:
        return next(iter(reasons)).removesuffix(".")
    return "no way in is open that a file can say; `ec2tui ssh` tells of each"


def _asked_now(route: Route) -> Iterable[Key]:
    """The hosts that OpenSSH reaches without `proxy`, which would have their host keys vouched for."""
    if route.bastion is not None:
        yield route.bastion
    if route.via in (Via.DIRECT, Via.BASTION):
        yield route.instance


async def _read(session: Session, reaching: Reaching, region: str, instances: Sequence[Instance]) -> None:
    """Reads what decides about the ways of a region's instances, whom to log in as, and with which keys."""
    gateway, source = session.gateway, session.source(region)
    assert gateway is not None
    at = instances[0].key
    images = dict.fromkeys(at._replace(id=one.image_id) for one in instances if one.image_id)
    networks = {one.vpc_id: one for one in instances}
    plugin = reaching.ssh.find(PLUGIN) is not None

    async def whole(kind: Kind) -> None:
        await read_all(gateway, session.store, session.clock, source, kind, session.account)

    await asyncio.gather(
        read_survey(session, instances, session.clock.now()),
        read_some(gateway, session.store, source, Kind.IMAGES, images),
        whole(Kind.KEY_PAIRS),
        *((whole(Kind.MANAGED_NODES),) if plugin else ()),
    )
    for one in networks.values():
        await read_ways(session, one, reaching.settings)


def _identity(session: Session, instance: Instance, candidates: Sequence[KeyFile]) -> str:
    """The file of the instance's private key; empty when none that OpenSSH can read is known to be here."""
    pairs = session.store.inventory.table(Kind.KEY_PAIRS)
    pair: KeyPair | None = pairs.get(instance.key._replace(id=instance.key_name or ""))
    if pair is None:
        return ""
    found, files = of_pair(pair, candidates)
    readable = (file.path for file in files if not file.foreign)
    return next(readable, "") if found is Found.MATCHED else ""


def _all_routes(
    session: Session, reaching: Reaching, instances: Sequence[Instance], candidates: Sequence[KeyFile]
) -> list[Routes]:
    """The ways to each instance, worked out together."""
    inventory, access = session.store.inventory, _by_id(session, reaching, instances)
    plugin = reaching.ssh.find(PLUGIN) is not None
    read_only = session.gateway is not None and session.gateway.read_only
    found = []
    for one in instances:
        has_key = bool(_identity(session, one, candidates))
        around = Around(reaching.own, _agent(session, one), "", plugin, has_key, read_only)
        found.append(routes_to(inventory, one, around, access))
    return found


def _by_id(session: Session, reaching: Reaching, instances: Sequence[Instance]) -> Access:
    """The settings with bastions by their ids: looking for a tag among all hosts, for each, takes long."""
    inventory, settings = session.store.inventory, reaching.settings
    named = dict(settings.bastions)
    for one in {instance.vpc_id: instance for instance in instances}.values():
        hosts = bastions_of(inventory, one, settings)
        if len(hosts) == 1 and one.vpc_id:
            named[one.vpc_id] = hosts[0].id
    return msgspec.structs.replace(settings, bastions=named)


def _agent(session: Session, instance: Instance) -> SsmAgent | Missing:
    inventory = session.store.inventory
    node = inventory.table(Kind.MANAGED_NODES).get(instance.key)
    if node is not None:
        return SsmAgent(node.ping, node.agent)
    source = Source(session.profile, instance.key.region)
    read = inventory.reading(source, Kind.MANAGED_NODES).complete_at is not None
    return Missing.GONE if read else Missing.NOT_READ


async def _block(
    session: Session, reaching: Reaching, instance: Instance, route: Route, candidates: Sequence[KeyFile]
) -> Block | str:
    """The block of an instance, or why it cannot be written."""
    try:
        target = _target(session, reaching, instance, dialled(route), candidates)
        if isinstance(target, str):
            return target
        proxy = await _proxy(session, reaching, route, candidates)
        if isinstance(proxy, str):
            return proxy
        argv = ssh_argv(SSH, msgspec.structs.replace(target, proxy=proxy), own_config=True)
    except UnsafeWordError as error:
        return str(error)
    return Block(instance.id, instance.name, argv)


async def _proxy(
    session: Session, reaching: Reaching, route: Route, candidates: Sequence[KeyFile]
) -> tuple[str, ...] | str:
    """The program that leads to an instance; none where it is dialled itself."""
    if route.via in TUNNELLED:
        proxy = await proxy_of(session, reaching, route)
        if isinstance(proxy, NoEntry):
            return proxy.message
        return (*proxy, HOST_KEYS) if route.via is Via.ENDPOINT else proxy
    if route.bastion is None or route.bastion_dial is None or route.dial is None:
        return ()
    bastion = session.store.inventory.instance(route.bastion)
    if isinstance(bastion, Missing):
        return f"the bastion {route.bastion.id} is not known"
    target = _target(session, reaching, bastion, route.bastion_dial, candidates)
    if isinstance(target, str):
        return target
    return relay_argv(SSH, target, route.dial, reaching.settings.ssh_config)


def _target(
    session: Session, reaching: Reaching, instance: Instance, dial: Dial, candidates: Sequence[KeyFile]
) -> Target | str:
    """An instance to log in to; why that cannot be told."""
    known = session.store.inventory.image(instance.key._replace(id=instance.image_id or ""))
    login = login_of(instance, None if isinstance(known, Missing) else known, reaching.settings)
    if isinstance(login, str):
        return login
    identity = _identity(session, instance, candidates)
    return Target(instance.id, dial, login.user, reaching.hosts.path(instance.key), identity)


async def _vouch(session: Session, reaching: Reaching, keys: Iterable[Key]) -> tuple[Left, ...]:
    """Has the host keys of instances stored; those for which nobody vouches."""
    slots, known = asyncio.Semaphore(AT_ONCE), list(keys)

    async def one(key: Key) -> Left | None:
        async with slots:
            found = await vouched(session, reaching, key)
        if isinstance(found, NoEntry):
            return Left(key, found.message)
        return Left(key, found) if isinstance(found, str) else None

    answers = await asyncio.gather(*(one(key) for key in known[:MOST_CONSOLES]))
    late = [Left(key, TOO_MANY) for key in known[MOST_CONSOLES:]]
    return (*(answer for answer in answers if answer is not None), *late)
