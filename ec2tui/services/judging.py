"""Judges security groups while someone looks: only those that are wanted, and again only where it matters."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ec2tui.core.grammar.expiry import EXPIRES_AT, moment
from ec2tui.core.model.finding import Findings
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import schedule_name
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.network.index import Index, index_of, rules_of, sets_of
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.network.readings import rules_unread
from ec2tui.core.rules.posture import group_upkeep, security_groups
from ec2tui.core.rules.posture.assess import findings_of_group, findings_together
from ec2tui.core.rules.posture.check import Check
from ec2tui.services.session import Session

DECIDE = (Kind.SECURITY_GROUPS, Kind.RULES, Kind.INTERFACES, Kind.PREFIX_LISTS, Kind.SCHEDULES)
"""What findings of groups are made from."""

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            check
            for check in (*security_groups.CHECKS, *group_upkeep.CHECKS)
            if {*check.reads} <= {*DECIDE, Kind.QUOTAS}
        ),
        key=lambda check: check.id,
    )
)
"""The checks that nothing else decides; the others are made with all that `check` reads."""

SLICE = 40
"""Groups that are judged between two chances for those that are wanted more."""

SETTLE = 0.1
"""Seconds in which pages that arrive together are waited for."""


class Grounds(NamedTuple):
    """All that decides about a group: when it is the same, so are its findings.

    `beside` are the rules of the groups that its interfaces are in too, since they add up; `past` are the ids
    of rules past their end.
    """

    group: object
    rules: tuple[SecurityGroupRule, ...]
    members: int
    beside: tuple[object, ...]
    lists: tuple[object, ...]
    schedules: tuple[object, ...]
    past: tuple[str, ...]
    unread: tuple[object, ...]


class _Tables:
    """Tables that are the same when they are identical: comparing them costs as much as judging."""

    def __init__(self, tables: tuple[Any, ...]) -> None:
        self._tables = tables

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Tables) and all(
            a is b for a, b in zip(self._tables, other._tables, strict=True)
        )

    __hash__ = object.__hash__


class GroupJudge:
    """Keeps the findings of groups in the store, worked out beside the loop, those wanted most first.

    `want` names the groups that show; `look` says that something may have changed.
    """

    def __init__(self, session: Session, limits: NetworkLimits) -> None:
        self._session = session
        self._limits = limits
        self._wanted: tuple[Key, ...] = ()
        self._grounds: dict[Key, Grounds] = {}
        self._seen: tuple[Any, ...] = ()
        self._due = float("inf")
        self._task: asyncio.Task[None] | None = None
        self.on_defect: Callable[[BaseException], object] = _raise

    def want(self, keys: Iterable[Key]) -> None:
        """The groups whose findings are looked at now, those wanted most first."""
        self._wanted = tuple(keys)
        self.look()

    def look(self) -> None:
        """Judges what is wanted when anything that decides is not what it was."""
        idle = self._task is None or self._task.done()
        if idle and self._wanted and self._session.regions and self._state() != self._seen:
            self._task = asyncio.create_task(self._run(), name="judge groups")
            self._task.add_done_callback(self._ended)

    async def judged(self) -> None:
        """Waits until nothing is being judged."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    def _state(self) -> tuple[Any, ...]:
        """What a run is about."""
        inventory = self._session.store.inventory
        tables = _Tables(tuple(inventory.tables.get(kind) for kind in DECIDE))
        readings = tuple(
            (reading.known, reading.problem)
            for source in self._session.sources()
            for kind in DECIDE
            if (reading := inventory.reading(source, kind))
        )
        return self._wanted, tables, readings, self._session.clock.now() >= self._due

    async def _run(self) -> None:
        while (state := self._state()) != self._seen:
            await asyncio.sleep(SETTLE)
            state, wanted = self._state(), self._wanted
            inventory, now = self._session.store.inventory, self._session.clock.now()
            for start in range(0, len(wanted), SLICE):
                part = wanted[start : start + SLICE]
                self._keep(await asyncio.to_thread(self._judge, inventory, part, now))
                if self._wanted != wanted:
                    break
            else:
                self._seen = (*state[:-1], False)
                self._due = min((at for at in map(self._end, wanted) if at > now), default=float("inf"))

    def _judge(self, inventory: Inventory, keys: Iterable[Key], now: float) -> list[Findings]:
        """The findings of those groups that stand on other grounds than when they were judged last."""
        found = []
        for key in keys:
            grounds = self._grounds_of(inventory, key, now)
            if self._grounds.get(key) != grounds or key not in inventory.table(Kind.FINDINGS):
                self._grounds[key] = grounds
                alone = findings_of_group(inventory, key, self._limits, now, CHECKS)
                more = findings_together(inventory, key, self._limits, now)
                found.append(Findings(key, (*alone, *more)))
        return found

    def _grounds_of(self, inventory: Inventory, key: Key, now: float) -> Grounds:
        index = index_of(inventory)
        rules = rules_of(inventory, index, key)
        lists, schedules = inventory.table(Kind.PREFIX_LISTS), inventory.table(Kind.SCHEDULES)
        boxed = [rule for rule in rules if EXPIRES_AT in dict(rule.tags)]
        names = [key._replace(id=schedule_name(rule.key.id)) for rule in boxed]
        named = [key._replace(id=rule.prefix_list_id) for rule in rules if rule.prefix_list_id]
        return Grounds(
            inventory.table(Kind.SECURITY_GROUPS).get(key),
            rules,
            len(index.members.get(key, ())),
            tuple(_beside(inventory, index, key)),
            tuple(lists.get(one, inventory.missing(Kind.PREFIX_LISTS, one)) for one in named),
            tuple(schedules.get(one, inventory.missing(Kind.SCHEDULES, one)) for one in names),
            tuple(rule.key.id for rule in boxed if _end_of(rule) <= now),
            (*rules_unread(inventory, (key,)), inventory.reading_of(Kind.INTERFACES, key).known),
        )

    def _keep(self, found: list[Findings]) -> None:
        for region in {one.key.region for one in found}:
            here = [one for one in found if one.key.region == region]
            self._session.store.update(self._session.source(region), Kind.FINDINGS, (), here)

    def _end(self, key: Key) -> float:
        """When the next time-boxed rule of a group is past its end, in epoch seconds."""
        grounds, now = self._grounds.get(key), self._session.clock.now()
        ends = map(_end_of, grounds.rules) if grounds else ()
        return min((at for at in ends if at > now), default=float("inf"))

    def _ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.on_defect(error)


def _beside(inventory: Inventory, index: Index, group: Key) -> Iterator[tuple[SecurityGroupRule, ...]]:
    """The rules of each other group that something in a group is in too."""
    others = dict.fromkeys(name for names in sets_of(inventory, index, group) for name in names)
    for name in others:
        if name != group.id:
            yield rules_of(inventory, index, group._replace(id=name))


def _end_of(rule: SecurityGroupRule) -> float:
    """When a rule is to be revoked; never for one that stays, at once for an end that cannot be read."""
    text = dict(rule.tags).get(EXPIRES_AT)
    return float("inf") if text is None else moment(text) or 0.0


def _raise(error: BaseException) -> None:
    raise error
