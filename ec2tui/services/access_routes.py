"""Every way to an instance, from what AWS and this machine tell about it now."""

import asyncio

from ec2tui.core.access.facts import Around
from ec2tui.core.access.route import SSH_PORT, Routes
from ec2tui.core.model.instance import Instance
from ec2tui.core.rules.routes import routes_to
from ec2tui.core.rules.routes.agent import PLUGIN
from ec2tui.services.access_reads import read_agent, read_ways
from ec2tui.services.access_values import Reaching
from ec2tui.services.private_keys import Found, match
from ec2tui.services.session import Session


async def find_routes(
    session: Session, reaching: Reaching, instance: Instance, port: int = SSH_PORT, key: str = ""
) -> Routes:
    """Every way to a TCP port of an instance, each usable or with what blocks it, and the one to take.

    Reads what decides about that (rules, routes, endpoints, the agent); what cannot be read makes a way
    unknown, never blocked or usable. `key` is the private key's file when the user names one.
    """
    (_, (agent, needs), has_key) = await asyncio.gather(
        read_ways(session, instance, reaching.settings),
        read_agent(session, instance),
        _has_key(session, reaching, instance, key),
    )
    around = Around(
        own=reaching.own,
        agent=agent,
        agent_needs=needs,
        plugin=reaching.ssh.find(PLUGIN) is not None,
        has_key=has_key,
        read_only=session.gateway is not None and session.gateway.read_only,
    )
    inventory = session.store.inventory
    return await asyncio.to_thread(routes_to, inventory, instance, around, reaching.settings, port)


async def _has_key(session: Session, reaching: Reaching, instance: Instance, key: str) -> bool | None:
    """Whether a private key of the instance is here; None where that is not known."""
    if key:
        return True
    found = await match(session, reaching.keys, instance)
    if found.found is Found.MATCHED:
        return True
    return None if found.found in (Found.LOCKED, Found.PAIR_UNKNOWN) else False
