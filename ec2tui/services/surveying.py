"""Who may reach an instance: reads what decides about that, by need and in bulk, and works it out."""

import asyncio
from collections.abc import Iterable, Sequence

from ec2tui.core.model.block_public_access import OPTIONS_ID
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.survey import Survey
from ec2tui.core.rules.network.effective import effective_of_instance
from ec2tui.core.rules.network.index import interfaces_of, rules_alone, rules_of
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.network.reachability import reachability_of_instance
from ec2tui.core.rules.posture.assess import findings_of_groups_of
from ec2tui.core.rules.posture.network import reachable_guarded_port
from ec2tui.services.group_rules import read_group_rules
from ec2tui.services.listing import Gap
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import Session

AROUND = (Kind.ROUTE_TABLES, Kind.NETWORK_ACLS)
"""What is read whole: which table and ACL a subnet has can only be found by looking at all."""

FRESH, REGION_FRESH = 60.0, 300.0
"""Seconds in which what was read for an instance, and what belongs to the region, is not read again."""


def survey(inventory: Inventory, key: Key, limits: NetworkLimits, now: float) -> Survey | Missing:
    """Everything about who reaches an instance, or why it is not known; `now` in epoch seconds."""
    effective, reachability = effective_of_instance(inventory, key), reachability_of_instance(inventory, key)
    if isinstance(effective, Missing):
        return effective
    if isinstance(reachability, Missing):
        return reachability
    reached = reachable_guarded_port(inventory, key, limits)
    findings = [] if reached is None else [reached]
    instance = inventory.instance(key)
    alike: set[tuple[str, ...]] = set()
    for one in interfaces_of(inventory, instance) if not isinstance(instance, Missing) else ():
        groups = tuple(sorted(group.id for group in one.groups))
        if groups not in alike:
            findings += findings_of_groups_of(inventory, one, limits, now)
        alike.add(groups)
    return Survey(key, effective, reachability, tuple(findings))


class Surveyor:
    """Surveys instances while someone looks: what was read within FRESH seconds is not read again.

    A read goes on when whoever waited for it looks elsewhere, and is waited for by all who want it.
    """

    def __init__(self, session: Session, limits: NetworkLimits) -> None:
        self._session = session
        self._limits = limits
        self._since = float("-inf")
        self._read_at: dict[Key, float] = {}
        self._reads: dict[Key, asyncio.Task[object]] = {}

    def due(self, instance: Instance) -> bool:
        """Whether something that an instance needs is to be read (again), and can be."""
        since, inventory = self._fresh_since(FRESH), self._session.store.inventory
        groups = _groups((instance,))
        named = (*groups, *((instance.key,) if _may_be_reached(instance) else ()))
        old = any(self._read_at.get(key, since) <= since for key in named)
        lost = any(key not in inventory.groups_read for key in groups)
        failed = inventory.reading_of(Kind.RULES, instance.key).problem is not None
        return self._session.gateway is not None and (old or (lost and not failed))

    def forget(self) -> None:
        """Everything is to be read again."""
        self._since = self._session.clock.now()
        self._read_at.clear()

    async def read(self, instance: Instance) -> None:
        """Reads what an instance needs; what cannot be read is marked in the store."""
        key = instance.key
        if key not in self._reads and self.due(instance):
            self._reads[key] = asyncio.create_task(self._read(instance), name=f"survey {key.id}")
            self._reads[key].add_done_callback(lambda _: self._reads.pop(key))
        if key in self._reads:
            await asyncio.shield(self._reads[key])

    async def look(self, key: Key) -> tuple[Survey | Missing, Inventory]:
        """The survey of an instance, worked out beside the loop, and the inventory it is of."""
        inventory, now = self._session.store.inventory, self._session.clock.now()
        return await asyncio.to_thread(survey, inventory, key, self._limits, now), inventory

    async def _read(self, instance: Instance) -> None:
        now = self._session.clock.now()
        await read_survey(self._session, (instance,), self._fresh_since(REGION_FRESH))
        self._read_at.update(dict.fromkeys((*_groups((instance,)), instance.key), now))

    def _fresh_since(self, age: float) -> float:
        return max(self._since, self._session.clock.now() - age)


async def read_survey(session: Session, instances: Sequence[Instance], since: float = 0.0) -> tuple[Gap, ...]:
    """Reads what surveys of instances of one region are made from, together; what could not be read.

    What surrounds them decides only about what has a public address, and belongs to the region: it is read
    when it has not been since that time (epoch seconds).
    """
    if not instances or session.gateway is None:
        return ()
    source = session.source(instances[0].key.region)
    public = [one for one in instances if _may_be_reached(one)]
    first = await asyncio.gather(
        _read_rules(session, source, instances),
        _read_places(session, source, public, since),
        *(_whole(session, source, kind, since) for kind in AROUND if public),
    )
    second = await _read_named(session, source, instances)
    return tuple(gap for found in (*first, second) for gap in found)


def _may_be_reached(instance: Instance) -> bool:
    return instance.state == "running" and any(one.public_ips or one.ipv6 for one in instance.interfaces)


async def _read_rules(session: Session, source: Source, instances: Iterable[Instance]) -> tuple[Gap, ...]:
    """All rules of the groups of the instances' interfaces, in one request."""
    assert session.gateway is not None
    problem = await read_group_rules(session.gateway, session.store, source, _groups(instances))
    if problem is not None:
        session.store.fail(source, Kind.RULES, problem)
    return _gaps(source, Kind.RULES, problem)


async def _read_places(
    session: Session, source: Source, instances: Sequence[Instance], since: float
) -> tuple[Gap, ...]:
    """Subnets and VPCs by id; the region's switch against the internet where they do not tell of it."""
    places: dict[Kind, dict[Key, None]] = {Kind.SUBNETS: {}, Kind.VPCS: {}}
    if not instances:
        return ()
    for instance in instances:
        for one in instance.interfaces:
            for kind, id_ in ((Kind.SUBNETS, one.subnet_id), (Kind.VPCS, one.vpc_id)):
                if id_:
                    places[kind][instance.key._replace(id=id_)] = None
    answers = await asyncio.gather(*(_some(session, source, kind, keys) for kind, keys in places.items()))
    gaps = tuple(gap for found in answers for gap in found)
    inventory = session.store.inventory
    known = (inventory.table(kind).get(key) for kind, keys in places.items() for key in keys)
    if any(place is not None and place.internet_block is not None for place in known):
        return gaps
    gaps += await _whole(session, source, Kind.BLOCK_PUBLIC_ACCESS, since)
    at = instances[0].key._replace(id=OPTIONS_ID)
    options = session.store.inventory.table(Kind.BLOCK_PUBLIC_ACCESS).get(at)
    if options is not None and options.mode.startswith("block-"):
        gaps += await _whole(session, source, Kind.PUBLIC_ACCESS_EXCLUSIONS, since)
    return gaps


async def _read_named(session: Session, source: Source, instances: Sequence[Instance]) -> tuple[Gap, ...]:
    """The prefix lists that rules and routes name, with their entries, and the groups, for their names."""
    inventory = session.store.inventory
    wanted = await asyncio.to_thread(_named, inventory, source.region, _groups(instances))
    answers = await asyncio.gather(
        *(
            _some(session, source, kind, [key for key in keys if key not in inventory.table(kind)])
            for kind, keys in wanted.items()
        )
    )
    return tuple(gap for found in answers for gap in found)


def _named(inventory: Inventory, region: str, groups: tuple[Key, ...]) -> dict[Kind, dict[Key, None]]:
    """What groups, their rules, and routes to internet gateways name; looked for beside the loop."""
    lists: dict[Key, None] = {}
    names = dict.fromkeys(groups)
    index = rules_alone(inventory)
    for rule in (rule for group in groups for rule in rules_of(inventory, index, group)):
        if rule.prefix_list_id:
            lists[rule.key._replace(id=rule.prefix_list_id)] = None
        if rule.peer_group_id and rule.peer_account in (None, rule.key.account):
            names[rule.key._replace(id=rule.peer_group_id)] = None
    for table in inventory.table(Kind.ROUTE_TABLES).values():
        for route in table.routes if table.key.region == region else ():
            if route.prefix_list_id and route.target.startswith("igw-"):
                lists[table.key._replace(id=route.prefix_list_id)] = None
    return {Kind.PREFIX_LISTS: lists, Kind.SECURITY_GROUPS: names}


def _groups(instances: Iterable[Instance]) -> tuple[Key, ...]:
    """The groups that the interfaces of instances are in, each once."""
    return tuple(
        dict.fromkeys(
            instance.key._replace(id=group.id)
            for instance in instances
            for one in instance.interfaces
            for group in one.groups
        )
    )


async def _whole(session: Session, source: Source, kind: Kind, since: float) -> tuple[Gap, ...]:
    assert session.gateway is not None
    read_at = session.store.inventory.reading(source, kind).complete_at
    if read_at is not None and read_at >= since:
        return ()
    problem = await read_all(session.gateway, session.store, session.clock, source, kind, session.account)
    return _gaps(source, kind, problem)


async def _some(session: Session, source: Source, kind: Kind, keys: Iterable[Key]) -> tuple[Gap, ...]:
    wanted = tuple(keys)
    if not wanted:
        return ()
    assert session.gateway is not None
    problem = await read_some(session.gateway, session.store, source, kind, wanted, settles=False)
    if problem is not None and problem.outcome is not Outcome.NOT_FOUND:
        session.store.fail(source, kind, problem)
    return _gaps(source, kind, problem)


def _gaps(source: Source, kind: Kind, problem: Problem | None) -> tuple[Gap, ...]:
    missing = problem is None or problem.outcome is Outcome.NOT_FOUND
    return () if missing or problem is None else (Gap(source, kind, problem),)
