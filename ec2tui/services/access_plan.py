"""How a connection would be made: its way, its user, its key, and OpenSSH's argument list."""

import asyncio

from ec2tui.core.access.host_keys import Stored
from ec2tui.core.access.route import SSH_PORT, TUNNELLED, Dial, Login, Route, Routes, Via
from ec2tui.core.access.ssh_command import (
    SHORT_KEY,
    Forwarding,
    Target,
    UnsafeWordError,
    endpoint_url,
    proxy_argv,
    relay_argv,
    ssh_argv,
)
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.services.access_host_keys import asked, vouched
from ec2tui.services.access_login import find_key, find_login
from ec2tui.services.access_routes import find_routes
from ec2tui.services.access_values import Lack, NoEntry, Planned, Reaching, Wish
from ec2tui.services.ports_access import HostKeyQuestion
from ec2tui.services.session import Session

SSH = "ssh"
"""OpenSSH's client, by its name on PATH."""

_WITHOUT_KEY = frozenset({Via.BASTION, Via.ENDPOINT, Via.SSM})
"""Ways on which a key for sixty seconds is sent where none is on this machine; `connect` always sends one."""


async def plan_ssh(
    session: Session, reaching: Reaching, instance: Instance, wish: Wish, blocked_too: bool = False
) -> Planned | NoEntry:
    """How a connection would be made; nothing is asked, sent or written.

    With `wish.via` a way that is blocked is planned all the same while there is something to dial; without,
    it is the way that `auto` takes, or NoEntry (`blocked_too`: the first with something to dial).
    """
    routes, login = await asyncio.gather(
        find_routes(session, reaching, instance, SSH_PORT, wish.key),
        find_login(session, reaching, instance, wish.user),
    )
    if isinstance(login, NoEntry):
        return login
    route = routes.by(wish.via) if wish.via else routes.chosen
    if route is None and blocked_too:
        route = next((way for way in routes.ways if way.dial is not None), None)
    if route is None:
        return NoEntry(Lack.BLOCKED, routes.why.removesuffix("."))
    if route.dial is None:
        return NoEntry(Lack.BLOCKED, f"{route.via}: {route.reason}".removesuffix("."))
    return await plan_way(session, reaching, instance, wish, routes, route, login)


async def plan_way(
    session: Session,
    reaching: Reaching,
    instance: Instance,
    wish: Wish,
    routes: Routes,
    route: Route,
    login: Login,
) -> Planned | NoEntry:
    """The same for one of the ways, whatever is said of it."""
    notes = [f"{route.via}: {route.reason}"] if route.usable is not True else []
    key = await find_key(session, reaching, instance, wish.key)
    if isinstance(key, NoEntry) and (wish.key or key.lack is Lack.FAILED):
        return key
    short = route.via is Via.CONNECT or (isinstance(key, NoEntry) and route.via in _WITHOUT_KEY)
    if isinstance(key, NoEntry) and not short:
        notes.append(f"No key is named to OpenSSH: {key.message}.")
    identity = SHORT_KEY if short else "" if isinstance(key, NoEntry) else key
    try:
        proxy = await proxy_of(session, reaching, route)
        if isinstance(proxy, NoEntry):
            return proxy
        argv = ssh_argv(
            SSH,
            Target(
                instance.id,
                dialled(route),
                login.user,
                reaching.hosts.path(instance.key),
                identity,
                proxy,
                reaching.agent_of(identity),
            ),
            wish.command,
            [Forwarding(one.local, one.host or "localhost", one.port) for one in wish.forwards],
            reaching.settings.ssh_config,
        )
    except UnsafeWordError as error:
        return NoEntry(Lack.INVALID, str(error))
    return Planned(route, routes, login, "" if short else identity, argv, short, tuple(notes))


def dialled(route: Route) -> Dial:
    """The destination that OpenSSH is given: the instance's id where a tunnel leads there."""
    assert route.dial is not None
    return Dial(route.instance.id, route.dial.port) if route.via in TUNNELLED else route.dial


async def proxy_of(
    session: Session, reaching: Reaching, route: Route, batch: bool = False
) -> tuple[str, ...] | NoEntry:
    """The argument list of the program that leads to an instance; none where it is dialled itself.

    `batch`: nothing is asked on the terminal. UnsafeWordError for a word that cannot be given to it.
    """
    assert route.dial is not None
    if route.via in TUNNELLED:
        return _tunnel(session, reaching, route)
    if route.bastion is None or route.bastion_dial is None:
        return ()
    bastion = session.store.inventory.instance(route.bastion)
    if isinstance(bastion, Missing):
        return NoEntry(Lack.BLOCKED, f"the bastion {route.bastion.id} is not known")
    login, key = await asyncio.gather(
        find_login(session, reaching, bastion), find_key(session, reaching, bastion)
    )
    if isinstance(login, NoEntry):
        return login
    if isinstance(key, NoEntry) and key.lack is Lack.FAILED:
        return key
    identity = "" if isinstance(key, NoEntry) else key
    target = Target(
        bastion.id,
        route.bastion_dial,
        login.user,
        reaching.hosts.path(bastion.key),
        identity,
        agent=reaching.agent_of(identity),
    )
    return relay_argv(SSH, target, route.dial, reaching.settings.ssh_config, batch)


def _tunnel(session: Session, reaching: Reaching, route: Route) -> tuple[str, ...]:
    assert route.dial is not None
    for before, word in zip(reaching.program, reaching.program[1:], strict=False):
        if before == "--endpoint-url":
            endpoint_url(word)
    return proxy_argv(
        reaching.program,
        route.instance.id,
        str(route.via),
        route.dial.port,
        route.instance.region,
        session.scope.profile,
    )


async def find_host_keys(
    session: Session, reaching: Reaching, route: Route, scan: bool = True
) -> Stored | HostKeyQuestion | NoEntry:
    """The host keys of the instance that a route leads to, stored in its known-hosts file.

    They come from that file or from console output; where nobody vouches for any the server is asked, by the
    same route, and the answer is a question for the user (see `trust`); without `scan` it is NoEntry.
    """
    found = await vouched(session, reaching, route.instance)
    if not isinstance(found, str):
        return found
    if not scan or route.dial is None:
        return NoEntry(
            Lack.HOST_KEY_UNKNOWN, f"nobody vouches for a host key of {route.instance.id}: {found}"
        )
    try:
        proxy = await proxy_of(session, reaching, route, batch=True)
    except UnsafeWordError as error:
        return NoEntry(Lack.INVALID, str(error))
    if isinstance(proxy, NoEntry):
        return proxy
    return await asked(reaching, route.instance, dialled(route), proxy, found)


def to_bastion(route: Route) -> Route | None:
    """The way to the bastion of a way; None for a way without one."""
    if route.bastion is None:
        return None
    key: Key = route.bastion
    return Route(Via.DIRECT, key, route.usable, route.reason, dial=route.bastion_dial)
