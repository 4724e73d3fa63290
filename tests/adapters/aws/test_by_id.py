"""Facts that reviews read: each reader asks in bounds, and a denial is a problem, never an empty answer."""

import pytest

from ec2tui.adapters.aws.by_id import BY_ID
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.services.subjects import ASIDE
from tests.adapters.aws.endpoint import Endpoint, collect, connect, error, read_of, reply_xml, xml


@pytest.mark.parametrize("kind", BY_ID)
async def test_denied_is_a_problem(kind):
    async with Endpoint(error("AccessDenied", status=403)) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, read_of(kind, "x-1"))
        await gateway.aclose()
    assert items == [] and problem is not None and problem.outcome is Outcome.DENIED
    assert problem.operation in BY_ID[kind].actions


async def test_the_last_snapshot_is_the_newest_complete_one():
    rows = "".join(
        f"<item><snapshotId>{id}</snapshotId><volumeId>vol-1</volumeId><status>{state}</status>"
        f"<startTime>2026-01-0{day}T00:00:00.000Z</startTime></item>"
        for id, state, day in (
            ("snap-1", "completed", 1),
            ("snap-2", "completed", 2),
            ("snap-3", "pending", 3),
        )
    )
    answer = xml(reply_xml("DescribeSnapshots", f"<snapshotSet>{rows}</snapshotSet>"))
    async with Endpoint(answer) as endpoint:
        gateway = await connect(endpoint.url)
        items, problem = await collect(gateway, read_of(Kind.LAST_SNAPSHOTS, "vol-1", "vol-2"))
        await gateway.aclose()
    assert problem is None
    assert [(item.key.id, item.snapshot_id) for item in items] == [("vol-1", "snap-2"), ("vol-2", "")]


async def test_what_is_told_aside_never_forbids_a_change():
    for kind in (Kind.TARGETS, Kind.SCALING, Kind.ROLE_POLICIES, Kind.OFFERINGS):
        assert all(action.startswith(ASIDE) for action in BY_ID[kind].actions)
