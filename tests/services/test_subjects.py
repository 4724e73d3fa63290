"""What is read before a change is judged: enough for every guardrail that looks at rules and interfaces."""

from collections.abc import AsyncIterator
from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ec2tui.core.changes.change import Change, put
from ec2tui.core.changes.codec import CHANGES
from ec2tui.core.changes.plan import draft
from ec2tui.core.changes.security_group_edits import DescribeRule
from ec2tui.core.changes.tags import RemoveTag, SetTag
from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.grammar.spec import rule_of
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.rules.engine import judge
from ec2tui.core.rules.network.edit import TOUCHING
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.ports import Page, Read
from ec2tui.services.store import Store
from ec2tui.services.subjects import read_for
from tests.core.changes.worlds import ACCOUNT, CHANGES_OF, account, inventories, key, spec
from tests.services.audit_fakes import AWS, Account, MemoryAuditLog, Policy, QuickClock

ENDS = "2027-02-01T10:00:00Z"
RETOLD = (
    DescribeRule(key("sgr-0"), "sg-0", False, "good"),
    SetTag(key("sgr-0"), "owner", "ann", Kind.RULES),
    RemoveTag(key("sgr-0"), "owner", None, Kind.RULES),
)
RETIMED = (
    SetTag(key("sgr-0"), EXPIRES_AT, ENDS, Kind.RULES),
    RemoveTag(key("sgr-0"), EXPIRES_AT, None, Kind.RULES),
)


class World(Account):
    """An account in which everything that an inventory holds can be read, and nothing has been."""

    def __init__(self, world: Inventory) -> None:
        super().__init__()
        self.world = world

    async def stream(self, read: Read) -> AsyncIterator[Page | Problem]:
        self.asked.append(read)
        found = [item for item in self.world.table(read.kind).values() if self._meant(item, read)]
        yield Page(tuple(found))

    def _meant(self, item: object, read: Read) -> bool:
        groups = {getattr(item, "group_id", "")} | {one.id for one in getattr(item, "groups", ())}
        named = item.key.id in read.ids if read.ids else True  # type: ignore[attr-defined]
        return named and (not read.groups or bool(groups & set(read.groups)))


def context(gateway: World) -> ChangeContext:
    made = ChangeContext(gateway, Store(), QuickClock(), MemoryAuditLog(), Policy(), AWS)
    return replace(made, identity=Identity(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/ann"))


async def judged(change: Change, world: Inventory) -> tuple[World, tuple[Judgement, ...]]:
    """What is said of a change by somebody who has read nothing but what is read for it."""
    aws = World(world)
    now = context(aws)
    assert await read_for(now, (change,)) == ()
    inventory = now.store.inventory
    plan = draft((change,), inventory, "p")
    said = judge(plan, inventory, plan.after(inventory), now.policy, now.clock.now())
    return aws, said


def blind(said: tuple[Judgement, ...]) -> list[str]:
    """The judgements for which rules or interfaces should have been read and were not."""
    kinds = [f"The {kind} have not been read" for kind in TOUCHING]
    return [one.reason for one in said if any(words in one.reason for words in kinds)]


@pytest.mark.parametrize("kind", CHANGES, ids=lambda kind: kind.__struct_config__.tag)
async def test_no_change_is_judged_blindly_where_everything_can_be_read(kind: type[Change]) -> None:
    drawn: list[tuple[Change, Inventory]] = []

    @settings(
        max_examples=4,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(inventories(), CHANGES_OF[kind])
    def draw(world: Inventory, change: Change) -> None:
        drawn.append((change, world))

    draw()
    for change, world in drawn:
        _, said = await judged(change, world)
        assert blind(said) == [], change


@pytest.mark.parametrize("change", (*RETOLD, *RETIMED), ids=lambda change: change.action)
async def test_what_is_said_of_a_rule_and_its_end_are_not_judged_blindly(change: Change) -> None:
    _, said = await judged(change, WORLD)
    assert [one for one in said if one.unknown] == []


@pytest.mark.parametrize("change", RETOLD, ids=lambda change: change.action)
async def test_for_words_about_a_rule_no_region_is_read(change: Change) -> None:
    aws, _ = await judged(change, WORLD)
    whole = {read.kind for read in aws.asked if not read.ids and not read.groups}
    assert not whole & TOUCHING


WORLD = put(
    account(1),
    Kind.RULES,
    msgspec.structs.replace(
        rule_of(spec("tcp/22 from 203.0.113.7/32"), key("sg-0"), "sgr-0"),
        tags=(("owner", "bob"), (EXPIRES_AT, "2027-02-01T09:00:00Z")),
    ),
)
