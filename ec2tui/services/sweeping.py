"""Finds the rules that were opened for a time and are still there after it, and plans their end."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from ec2tui.core.changes.plan import Step, shifted
from ec2tui.core.changes.time_box import end_of, ended, overdue
from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.schedule import schedule_name
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.listing import Gap
from ec2tui.services.ports import Read
from ec2tui.services.refresh import read_some
from ec2tui.services.session import Session

LATENESS = 120
"""Seconds that a schedule may be late (its precision is a minute) before its rule counts as left behind."""


class Overdue(msgspec.Struct, frozen=True):
    """The rules past their end, by key, and what could not be read while looking for them."""

    rules: tuple[SecurityGroupRule, ...]
    gaps: tuple[Gap, ...] = ()


async def find_overdue(session: Session, lateness: int = 0) -> Overdue:
    """Asks every region of the session for rules with an end; those more than `lateness` seconds past it.

    Their schedules are read too, so that what is left of them goes with the rules.
    """
    if session.gateway is None:
        return Overdue(())
    found = await asyncio.gather(*(_boxed(session, source) for source in session.sources()))
    gaps = [gap for _, gap in found if gap is not None]
    late = overdue((rule for rules, _ in found for rule in rules), int(session.clock.now()) - lateness)
    return Overdue(late, (*gaps, *await _schedules(session, late)))


def sweep_steps(rules: Sequence[SecurityGroupRule], inventory: Inventory) -> tuple[Step, ...]:
    """Revokes these rules; the schedule of one goes with it where there still is one."""
    steps: list[Step] = []
    for rule in rules:
        steps += [shifted(step, len(steps)) for step in ended(rule, inventory)]
    return tuple(steps)


async def _boxed(session: Session, source: Source) -> tuple[list[SecurityGroupRule], Gap | None]:
    """The rules of a region that have an end; what else is known of its rules stays as it is."""
    assert session.gateway is not None
    found: list[SecurityGroupRule] = []
    async for page in session.gateway.stream(Read(Kind.RULES, source, session.account, tag=EXPIRES_AT)):
        if isinstance(page, Problem):
            return found, Gap(source, Kind.RULES, page)
        # Some endpoints ignore filters.
        found += [rule for rule in page.items if end_of(rule) is not None]
    session.store.update(source, Kind.RULES, (), found)
    return found, None


async def _schedules(session: Session, rules: Sequence[SecurityGroupRule]) -> tuple[Gap, ...]:
    """Reads what is left of the schedules of these rules; what could not be read."""
    assert session.gateway is not None
    by_region: defaultdict[str, list[Key]] = defaultdict(list)
    for rule in rules:
        by_region[rule.key.region].append(rule.key._replace(id=schedule_name(rule.key.id)))
    gaps = []
    for region, names in by_region.items():
        source = session.source(region)
        problem = await read_some(session.gateway, session.store, source, Kind.SCHEDULES, names)
        gaps += [Gap(source, Kind.SCHEDULES, problem)] if problem is not None else []
    return tuple(gaps)
