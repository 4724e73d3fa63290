"""What is past its end is found in every region that can be read, and ends by a reviewed plan."""

import msgspec
import pytest

from ec2tui.core.changes.schedules import Target
from ec2tui.core.changes.time_box import Boxing
from ec2tui.core.grammar.expiry import EXPIRES_AT, tag_value
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.model.record import RecordKind
from ec2tui.core.model.schedule import Schedule, schedule_name
from ec2tui.services.applied import Applied
from ec2tui.services.apply import apply
from ec2tui.services.review import review
from ec2tui.services.session import Scope, Session
from ec2tui.services.sweeping import LATENESS, find_overdue, sweep_steps
from tests.services.audit_fakes import MemoryAuditLog, QuickClock
from tests.services.fakes import REGION, FakeConnector, key, problem
from tests.services.group_fakes import Groups, groups_context

NOW = int(QuickClock().now())
HELD = Boxing("ann", "", Target("arn:aws:iam::123456789012:role/ec2tui-scheduler"))


def boxed(**ends: int) -> Groups:
    """A group with one rule for each name, which ends at that time; and a rule that stays."""
    lines = {f"sgr-{name}": f"tcp/{22 + at} from 10.0.0.7/32" for at, name in enumerate(ends)}
    aws = Groups(web={**lines, "sgr-stays": "https from anywhere"})
    for name, end in ends.items():
        rule = aws.rules[f"sgr-{name}"]
        aws.rules[f"sgr-{name}"] = msgspec.structs.replace(rule, tags=((EXPIRES_AT, tag_value(end)),))
    return aws


async def session_of(aws: Groups) -> Session:
    session = Session(FakeConnector(aws), QuickClock(), Scope(regions=(REGION,)))

    async def ask(_: str) -> str | None:
        return None

    await session.connect(ask)
    await session.identify()
    return session


async def test_only_what_has_an_end_and_is_past_it_is_found() -> None:
    aws = boxed(late=NOW - 1000, due=NOW - 1, later=NOW + 60)
    session = await session_of(aws)
    found = await find_overdue(session)
    assert [rule.key.id for rule in found.rules] == ["sgr-due", "sgr-late"] and not found.gaps
    assert [read.tag for read in aws.asked if read.kind is Kind.RULES] == [EXPIRES_AT]
    # A schedule may be a minute late: until then nothing is left behind.
    found = await find_overdue(session, LATENESS)
    assert [rule.key.id for rule in found.rules] == ["sgr-late"]


async def test_a_region_that_cannot_be_read_is_a_gap_and_nobody_is_asked_before_there_is_a_connection() -> (
    None
):
    aws = boxed(late=NOW - 1000)
    aws.failing[Kind.RULES] = problem(Outcome.DENIED)
    found = await find_overdue(await session_of(aws))
    assert found.rules == () and [gap.kind for gap in found.gaps] == [Kind.RULES]
    unconnected = Session(FakeConnector(aws), QuickClock(), Scope(regions=(REGION,)))
    assert (await find_overdue(unconnected)).rules == ()


@pytest.mark.parametrize("left", [True, False])
async def test_it_ends_by_a_plan_with_a_record_and_what_is_left_of_its_schedule(left: bool) -> None:
    aws = boxed(late=NOW - 1000)
    name = schedule_name("sgr-late")
    stuck = Schedule(key(name), NOW - 1000, "DISABLED", "sg-web", "sgr-late", HELD.target.role_arn)  # type: ignore[union-attr]
    aws.items[REGION, Kind.SCHEDULES] = {name: stuck} if left else {}
    session = await session_of(aws)
    found = await find_overdue(session)
    context = groups_context(aws)
    steps = sweep_steps(found.rules, session.store.inventory)
    reviewed = await review(context, steps)
    came = await apply(context, reviewed, reviewed.confirm)
    assert isinstance(came, Applied) and came.complete, came
    operations = [call.operation for call in aws.sent]
    assert operations == ["RevokeSecurityGroupIngress", *(["DeleteSchedule"] if left else [])]
    assert set(aws.rules) == {"sgr-stays"}
    assert isinstance(context.log, MemoryAuditLog)
    told = context.log.of(RecordKind.INTENT)
    assert told[0].inverse is not None and len(told) == len(operations)
