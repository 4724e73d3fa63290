"""What an earlier run left open is told at the start, settled, and offered: go on, take back, or leave."""

import asyncio
from collections.abc import Callable

from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.record import ENDED
from ec2tui.core.rules.policy import Policy
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.changing import Changing
from ec2tui.services.evidence import QUIET
from ec2tui.services.ports import Page
from ec2tui.tui.flows import settling
from ec2tui.tui.screens.main import MainScreen
from tests.services.audit_fakes import Account, MemoryAuditLog, account, context_of
from tests.services.fakes import REGION, key
from tests.services.test_settle import cut_short, left_open
from tests.tui.desk import Desk, desk


async def earlier() -> tuple[Account, ChangeContext, MemoryAuditLog]:
    """An account of two instances, and an earlier run's record, at a time when AWS no longer lags."""
    aws, log = account("i-1", "i-2"), MemoryAuditLog()
    context = context_of(aws, log)
    context.clock.time = 1_000_000 - 2 * QUIET  # type: ignore[attr-defined]
    return aws, context, log


def opened(aws: Account, log: MemoryAuditLog):
    aws.pages[REGION, Kind.INSTANCES] = [Page(tuple(aws.items[REGION, Kind.INSTANCES].values()))]

    def prepare(it: Desk) -> None:
        it.around.changing = Changing(log, Policy())

    return desk(aws, prepare=prepare)


async def test_nothing_is_said_when_everything_ended() -> None:
    aws, _, log = await earlier()
    async with opened(aws, log) as it:
        await it.rest()
        assert it.said() == [] and "Interrupted" not in it.text()
        await it.press("U")
        assert any("No plan was interrupted" in words for words in it.said())


async def test_what_is_unknown_is_said_and_settled_by_asking_aws() -> None:
    aws, context, log = await earlier()
    await left_open(context, StopInstance(key("i-1")))
    aws.set("i-1", state="stopped")
    async with opened(aws, log) as it:
        await it.rest()
        assert any("it was unknown whether it was done; AWS shows: 1 done" in words for words in it.said())
        assert log.outcomes == ["ok"] and aws.sent == []


async def test_an_interrupted_plan_is_offered_and_gone_on_with_after_a_review() -> None:
    aws, context, log = await earlier()
    await cut_short(context, aws, done=1, begun=False)
    aws.sent.clear()
    async with opened(aws, log) as it:
        await it.rest()
        text = it.text()
        assert "Interrupted, 1 of 3 steps done: " in text
        assert "go on" in text and "take back" in text and "leave" in text
        await it.press("enter")
        await it.rest()
        assert aws.sent == [] and "Go on: " in it.text()
        await it.press("enter")
        await it.rest()
        assert [call.operation for call in aws.sent] == ["ModifyInstanceAttribute", "StopInstances"]
        await it.press("escape")
        await it.press("U")
        assert any("No plan was interrupted" in words for words in it.said())


async def test_it_can_be_taken_back_or_left() -> None:
    aws, context, log = await earlier()
    await cut_short(context, aws, done=1, begun=False)
    aws.sent.clear()
    async with opened(aws, log) as it:
        await it.rest()
        await it.press("escape")
        assert "Interrupted, " not in it.text()
        await it.press("U", "down", "enter")
        await it.rest()
        assert "Take back: " in it.text() and "start" in it.text()
        await it.press("escape")
        await it.press("U", "down", "down", "enter")
        await it.rest()
        assert aws.sent == [] and log.kept[-1].outcome == ENDED


async def test_it_is_only_said_to_someone_who_is_typing() -> None:
    aws, context, log = await earlier()
    await cut_short(context, aws, done=1, begun=False)
    known, identify = asyncio.Event(), aws.identify

    async def late():
        await known.wait()
        return await identify()

    aws.identify = late
    async with opened(aws, log) as it:
        await it.press("slash", "w")
        known.set()
        for _ in range(20):
            await asyncio.sleep(0.01)
            await it.rest()
        assert "Interrupted, " not in it.text()
        assert any("A plan was interrupted. U offers" in words for words in it.said())


async def test_what_aws_cannot_tell_yet_is_asked_once_more_and_opens_nothing(monkeypatch) -> None:
    later: list[Callable[[], object]] = []
    set_timer = MainScreen.set_timer

    def timer(screen, delay, callback=None, **more):
        at_once = delay != settling.LATER
        return set_timer(screen, delay, callback, **more) if at_once else later.append(callback)

    monkeypatch.setattr(MainScreen, "set_timer", timer)
    aws, context, log = await earlier()
    context.clock.time = 1_000_000 - 5  # type: ignore[attr-defined]
    await cut_short(context, aws, done=0, begun=True)
    async with opened(aws, log) as it:
        await it.rest()
        assert "Interrupted, 0 of 3 steps done, 1 unknown" in it.text()
        await it.press("escape")
        aws.set("i-1", state="stopped")
        assert not log.outcomes
        (ask,) = later
        it.screen.call_later(ask)
        async with asyncio.timeout(30):
            while not log.outcomes:
                await it.rest()
        await it.rest()
        assert log.outcomes == ["ok"] and "Interrupted, " not in it.text()
        assert any("A plan was interrupted. U offers" in words for words in it.said())
