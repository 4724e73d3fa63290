"""A write whose answer gets lost, or that AWS refuses, leaves once and is told as it ended."""

from dataclasses import replace

import pytest

from ec2tui.adapters.aws import calls
from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.changes.plan import Step
from ec2tui.services.applied import Applied, StepState
from ec2tui.services.apply import apply
from ec2tui.services.review import review
from tests.adapters.aws.endpoint import REGION, Endpoint, connect, error, instances_xml, xml
from tests.services.audit_fakes import Judge, QuickClock, account, context_of
from tests.services.fakes import key


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(calls, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr("ec2tui.services.review.judge", Judge())


STOP = Step(StopInstance(key("i-1", REGION)))


async def stop(answer, then):
    """One stop, whose call ends in `answer`, after which the instance is `then`."""
    state = ["running"]

    async def respond(request):
        form = await request.post()
        if form["Action"] == "StopInstances" and "DryRun" not in form:
            state[0] = then
            return await answer(request)
        if form["Action"] == "DescribeInstances":
            body = instances_xml("i-1").replace("<name>running<", f"<name>{state[0]}<")
            return await xml(body)(request)
        return await error("UnauthorizedOperation", status=403)(request)

    async with Endpoint(respond) as endpoint:
        gateway = await connect(endpoint.url)
        context = replace(context_of(account()), gateway=gateway, clock=QuickClock())
        done = await apply(context, await review(context, [STOP]))
        await gateway.aclose()
    assert isinstance(done, Applied), done
    return done, endpoint.actions, context.log.outcomes


async def reset(request):
    request.transport.abort()
    return await error("Never")(request)


@pytest.mark.parametrize(
    ("answer", "then", "state", "outcome"),
    [
        (reset, "stopping", StepState.DONE, "ok"),
        (reset, "running", StepState.UNKNOWN, "unknown"),
        (error("InternalError", status=500), "stopping", StepState.DONE, "ok"),
        (error("RequestExpired"), "running", StepState.FAILED, "expired"),
        (error("ExpiredToken", status=403), "running", StepState.FAILED, "expired"),
        (error("UnauthorizedOperation", status=403), "running", StepState.FAILED, "denied"),
        (error("InvalidInstanceID.NotFound"), "running", StepState.FAILED, "not found"),
        (error("IncorrectInstanceState"), "running", StepState.FAILED, "in use"),
    ],
)
async def test_a_write_leaves_once_and_is_told_as_it_ended(answer, then, state, outcome):
    done, actions, outcomes = await stop(answer, then)
    assert (done.results[0].state, outcomes) == (state, [outcome])
    assert actions.count("StopInstances") == 1
