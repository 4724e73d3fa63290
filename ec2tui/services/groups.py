"""From a GROUP, as a user names it, to the group with its rules; and all that its lines may name."""

import asyncio
import re
from collections.abc import Iterable, Sequence

import msgspec

from ec2tui.core.changes.security_group_rules import rules_in
from ec2tui.core.changes.time_box import end_of
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.schedule import schedule_name
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.services.group_rules import read_group_rules
from ec2tui.services.listing import Gap
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import Session

GROUP_ID = re.compile(r"sg-[0-9a-f]{8}(?:[0-9a-f]{9})?")
RULE_ID = re.compile(r"sgr-[0-9a-f]{8}(?:[0-9a-f]{9})?")
"""The ids of groups and rules: a thing of that id is asked for alone."""

NAMES = (Kind.SECURITY_GROUPS, Kind.PREFIX_LISTS)
"""The kinds whose names a line may say."""


class Found(msgspec.Struct, frozen=True):
    """The groups that a name means, and what could not be read while looking for them."""

    matches: tuple[SecurityGroup, ...]
    gaps: tuple[Gap, ...] = ()


async def find_groups(session: Session, target: str) -> Found:
    """The groups of all regions of the session with this id or exact name; an id is asked for alone."""
    gaps: tuple[Gap, ...]
    if GROUP_ID.fullmatch(target):
        gaps = await _ask_all(session, Kind.SECURITY_GROUPS, target)
    else:
        gaps = await read_kinds(session, session.sources(), (Kind.SECURITY_GROUPS,))
    table = session.store.inventory.table(Kind.SECURITY_GROUPS).values()
    found = [group for group in table if target in (group.key.id, group.name)]
    return Found(tuple(sorted(found, key=lambda group: group.key)), gaps)


async def find_rules(
    session: Session, ids: Sequence[str]
) -> tuple[dict[str, SecurityGroupRule], tuple[Gap, ...]]:
    """The rules with these ids in all regions of the session, with all others of their groups."""
    gaps = await _ask_all(session, Kind.RULES, *ids)
    table = session.store.inventory.table(Kind.RULES).values()
    found = {rule.key.id: rule for rule in table if rule.key.id in ids}
    groups = {rule.key._replace(id=rule.group_id) for rule in found.values()}
    more = [await read_group(session, group) for group in sorted(groups)]
    return found, (*gaps, *(gap for each in more for gap in each))


async def read_group(session: Session, group: Key) -> tuple[Gap, ...]:
    """Reads the group, all its rules, and the schedules of those that have an end; what could not be read."""
    assert session.gateway is not None
    source = session.source(group.region)
    problems = [
        (
            Kind.SECURITY_GROUPS,
            await read_some(session.gateway, session.store, source, Kind.SECURITY_GROUPS, [group], False),
        ),
        (Kind.RULES, await read_group_rules(session.gateway, session.store, source, [group])),
        (Kind.SCHEDULES, await _read_schedules(session, source, rules_in(session.store.inventory, group))),
    ]
    return tuple(Gap(source, kind, problem) for kind, problem in problems if problem is not None)


async def read_kinds(session: Session, sources: Iterable[Source], kinds: Sequence[Kind]) -> tuple[Gap, ...]:
    """Reads whole kinds from these sources, side by side; what could not be read."""

    async def read(source: Source, kind: Kind) -> Gap | None:
        assert session.gateway is not None
        problem = await read_all(session.gateway, session.store, session.clock, source, kind, session.account)
        return Gap(source, kind, problem) if problem is not None else None

    answers = await asyncio.gather(*(read(source, kind) for source in sources for kind in kinds))
    return tuple(gap for gap in answers if gap is not None)


async def _read_schedules(
    session: Session, source: Source, rules: Iterable[SecurityGroupRule]
) -> Problem | None:
    boxed = [rule.key._replace(id=schedule_name(rule.key.id)) for rule in rules if end_of(rule) is not None]
    if not boxed:
        return None
    assert session.gateway is not None
    return await read_some(session.gateway, session.store, source, Kind.SCHEDULES, boxed)


async def _ask_all(session: Session, kind: Kind, *ids: str) -> tuple[Gap, ...]:
    """Asks every region for some ids; that one does not know them is no gap."""

    async def ask(source: Source) -> Gap | None:
        assert session.gateway is not None
        keys = [Key(session.account, source.region, one) for one in ids]
        problem = await read_some(session.gateway, session.store, source, kind, keys, settles=False)
        return Gap(source, kind, problem) if problem else None

    answers = await asyncio.gather(*(ask(source) for source in session.sources()))
    return tuple(gap for gap in answers if gap and gap.problem.outcome is not Outcome.NOT_FOUND)
