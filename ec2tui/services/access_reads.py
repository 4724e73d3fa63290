"""Reads what decides about the ways in to one instance, side by side and by need."""

import asyncio
from collections.abc import Iterable

from ec2tui.core.access.addresses import INSTANCE_ID
from ec2tui.core.access.facts import SsmAgent
from ec2tui.core.access.settings import Access
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.rules.routes.bastion import TAG, bastions_of, named
from ec2tui.core.rules.routes.endpoint import endpoints_of
from ec2tui.services.group_rules import read_group_rules
from ec2tui.services.ports import Read
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import Session
from ec2tui.services.surveying import read_survey

FRESH = 30.0
"""Seconds in which endpoints are not read again."""


async def read_ways(session: Session, instance: Instance, access: Access) -> None:
    """Reads rules, routes, endpoints and bastions into the store; what cannot be read is marked there."""
    source = session.source(instance.key.region)
    since = session.clock.now() - FRESH
    await asyncio.gather(
        read_survey(session, (instance,), since),
        _read_endpoints(session, source, instance, since),
        _read_bastions(session, source, instance, access, since),
    )


async def read_agent(session: Session, instance: Instance) -> tuple[SsmAgent | Missing, str]:
    """What Systems Manager knows of an instance's agent (GONE: nothing), and which permission is lacking."""
    assert session.gateway is not None
    params = {"Filters": [{"Key": "InstanceIds", "Values": [instance.id]}]}
    call = ApiCall("ssm", "DescribeInstanceInformation", instance.key.region, params)
    reply = await session.gateway.fetch(call)
    if reply.problem is not None:
        denied = reply.problem.outcome is Outcome.DENIED
        return (Missing.DENIED if denied else Missing.FAILED), call.action if denied else ""
    told = reply.body.get("InstanceInformationList", ())
    # Some endpoints ignore filters.
    found = next((one for one in told if one.get("InstanceId") == instance.id), None)
    if found is None:
        return Missing.GONE, ""
    return SsmAgent(str(found.get("PingStatus") or ""), str(found.get("AgentVersion") or "")), ""


async def _read_endpoints(session: Session, source: Source, instance: Instance, since: float) -> None:
    """The endpoints, and of those of the instance's VPC the interfaces and the groups' rules."""
    assert session.gateway is not None
    read_at = session.store.inventory.reading(source, Kind.CONNECT_ENDPOINTS).complete_at
    if read_at is None or read_at < since:
        await read_all(
            session.gateway, session.store, session.clock, source, Kind.CONNECT_ENDPOINTS, session.account
        )
    found = endpoints_of(session.store.inventory, instance)
    at = instance.key
    interfaces = [at._replace(id=id) for one in found for id in one.interface_ids]
    groups = dict.fromkeys(at._replace(id=id) for one in found for id in one.group_ids)
    await asyncio.gather(_some(session, source, Kind.INTERFACES, interfaces), _rules(session, source, groups))


async def _read_bastions(
    session: Session, source: Source, instance: Instance, access: Access, since: float
) -> None:
    """The instances that may be the bastion, and what decides about reaching them."""
    assert session.gateway is not None
    word = named(access, instance.vpc_id)
    if not word:
        return
    if INSTANCE_ID.fullmatch(word):
        await _some(session, source, Kind.INSTANCES, (instance.key._replace(id=word),))
    else:
        name = word.removeprefix(TAG).partition("=")[0]
        read = Read(Kind.INSTANCES, source, instance.key.account, tag=name)
        async for page in session.gateway.stream(read):
            if isinstance(page, Problem):
                break
            # Some endpoints ignore filters.
            fits = [one for one in page.items if one.tag(name) is not None]
            session.store.update(source, Kind.INSTANCES, (), fits)
    found = bastions_of(session.store.inventory, instance, access)
    await read_survey(session, found, since)


async def _some(session: Session, source: Source, kind: Kind, keys: Iterable[Key]) -> None:
    wanted = tuple(keys)
    if wanted and session.gateway is not None:
        await read_some(session.gateway, session.store, source, kind, wanted, settles=False)


async def _rules(session: Session, source: Source, groups: Iterable[Key]) -> None:
    wanted = tuple(groups)
    if wanted and session.gateway is not None:
        problem = await read_group_rules(session.gateway, session.store, source, wanted)
        if problem is not None:
            session.store.fail(source, Kind.RULES, problem)
