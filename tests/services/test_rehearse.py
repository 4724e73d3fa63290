"""A rehearsal asks and never acts: only where DryRun is honoured, and only AWS's own yes is a yes."""

import msgspec
import pytest

from ec2tui.core.changes.change import Change, Ref
from ec2tui.core.changes.instance_state import StopInstance
from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.changes.rehearsal import Verdict
from ec2tui.core.model.problem import Outcome
from ec2tui.services.rehearse import MOST, RehearsalPolicy, acted, rehearse
from tests.services.audit_fakes import AWS, account, failure
from tests.services.fakes import key


def plan(*ids: str) -> Plan:
    return Plan("p", tuple(Step(StopInstance(key(id_))) for id_ in ids))


async def test_dry_run_operation_means_allowed_and_nothing_happens() -> None:
    aws = account("i-1")
    (answer,) = await rehearse(aws, plan("i-1"), AWS)
    assert (answer.verdict, answer.action) == (Verdict.ALLOWED, "ec2:StopInstances")
    assert [call.params for call in aws.rehearsed] == [{"InstanceIds": ["i-1"], "DryRun": True}]
    assert aws.sent == [] and aws.state("i-1") == "running"


async def test_a_denial_names_the_action_that_is_missing() -> None:
    aws = account("i-1")
    said = "User: arn:aws:iam::1:user/a is not authorized to perform: ec2:CreateTags on resource: x"
    aws.dry = lambda call: failure(Outcome.DENIED, "UnauthorizedOperation", said)
    (answer,) = await rehearse(aws, plan("i-1"), AWS)
    assert (answer.verdict, answer.action) == (Verdict.DENIED, "ec2:CreateTags")
    aws.dry = lambda call: failure(Outcome.DENIED, "UnauthorizedOperation", "You are not authorized")
    (answer,) = await rehearse(aws, plan("i-1"), AWS)
    assert (answer.verdict, answer.action) == (Verdict.DENIED, "ec2:StopInstances")


@pytest.mark.parametrize("outcome", [o for o in Outcome if o not in (Outcome.OK, Outcome.DENIED)])
async def test_whatever_else_comes_is_never_allowed(outcome: Outcome) -> None:
    aws = account("i-1")
    aws.dry = lambda call: failure(outcome, "SomethingElse")
    (answer,) = await rehearse(aws, plan("i-1"), AWS)
    assert answer.verdict is Verdict.FAILED and "SomethingElse" in answer.detail and not acted(answer)


async def test_a_plain_success_is_no_yes_and_ends_the_rehearsing() -> None:
    aws = account("i-1", "i-2", "i-3")
    aws.dry = aws.act
    answers = await rehearse(aws, plan("i-1", "i-2", "i-3"), AWS)
    assert acted(answers[0]) and answers[0].verdict is Verdict.FAILED
    assert len(aws.rehearsed) == 1
    assert all(answer.verdict is not Verdict.ALLOWED for answer in answers)
    assert aws.state("i-2") == "running"


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://127.0.0.1:5000",
        "http://ec2.eu-west-1.amazonaws.com",
        "https://amazonaws.com.evil.example",
        "https://notamazonaws.com",
        "https://ec2.amazonaws.com@evil.example/",
        "https://evil.example/amazonaws.com",
        "https://[::1",
    ],
)
async def test_elsewhere_nothing_is_sent(endpoint: str) -> None:
    aws = account("i-1")
    (answer,) = await rehearse(aws, plan("i-1"), RehearsalPolicy(endpoint))
    assert answer.verdict is Verdict.NOT_HERE and answer.detail
    assert aws.rehearsed == [] and aws.sent == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://ec2.eu-west-1.amazonaws.com",
        "https://ec2.cn-north-1.amazonaws.com.cn",
        "https://ec2.eu-west-1.api.aws",
        "https://vpce-1-2.ec2.eu-west-1.vpce.amazonaws.com/",
    ],
)
def test_these_are_awss_own(endpoint: str) -> None:
    assert RehearsalPolicy(endpoint).refusal == ""


async def test_an_endpoint_that_is_said_to_honour_it_is_asked() -> None:
    aws = account("i-1")
    (answer,) = await rehearse(
        aws, plan("i-1"), RehearsalPolicy("http://127.0.0.1:5000", honours_dry_run=True)
    )
    assert answer.verdict is Verdict.ALLOWED


async def test_in_read_only_mode_nothing_is_sent() -> None:
    aws = account("i-1", read_only=True)
    (answer,) = await rehearse(aws, plan("i-1"), AWS)
    assert answer.verdict is Verdict.NOT_HERE and "read-only" in answer.detail
    assert aws.rehearsed == []


class NoDryRun(StopInstance, frozen=True, tag="test.no_dry_run"):
    rehearsable = False


class Takes(StopInstance, frozen=True, tag="test.takes"):
    other: str | Ref = ""


async def test_what_cannot_be_rehearsed_is_not() -> None:
    aws = account("i-1")
    steps: tuple[tuple[Change, tuple[int, ...], Verdict], ...] = (
        (NoDryRun(key("i-1")), (), Verdict.NO_DRY_RUN),
        (StopInstance(key("i-1")), (0,), Verdict.WAITS),
        (Takes(key("i-1"), other=Ref(0, "AllocationId")), (), Verdict.WAITS),
        (StopInstance(key("i-1")), (), Verdict.ALLOWED),
    )
    asked = Plan("p", tuple(Step(change, needs) for change, needs, _ in steps))
    answers = await rehearse(aws, asked, AWS)
    assert [answer.verdict for answer in answers] == [verdict for *_, verdict in steps]
    assert [answer.step for answer in answers] == [0, 1, 2, 3]
    assert len(aws.rehearsed) == 1


class Elsewhere(StopInstance, frozen=True, tag="test.elsewhere"):
    def call(self):  # type: ignore[no-untyped-def]
        return msgspec.structs.replace(super().call(), service="scheduler")


async def test_only_ec2_has_dry_run() -> None:
    aws = account("i-1")
    (answer,) = await rehearse(aws, Plan("p", (Step(Elsewhere(key("i-1"))),)), AWS)
    assert answer.verdict is Verdict.NO_DRY_RUN and aws.rehearsed == []


async def test_a_large_plan_is_rehearsed_in_part() -> None:
    ids = [f"i-{n}" for n in range(MOST + 5)]
    aws = account(*ids)
    answers = await rehearse(aws, plan(*ids), AWS)
    verdicts = [answer.verdict for answer in answers]
    assert verdicts == [Verdict.ALLOWED] * MOST + [Verdict.NOT_HERE] * 5


async def test_each_region_is_asked_where_its_calls_go(monkeypatch: pytest.MonkeyPatch) -> None:
    aws = account("i-1", "i-2")

    async def endpoint(region: str) -> str:
        return "http://localhost:5000" if region == "us-east-1" else f"https://ec2.{region}.amazonaws.com"

    monkeypatch.setattr(aws, "endpoint", endpoint)
    asked = Plan("p", (Step(StopInstance(key("i-1"))), Step(StopInstance(key("i-2", "us-east-1")))))
    answers = await rehearse(aws, asked, AWS)
    assert [answer.verdict for answer in answers] == [Verdict.ALLOWED, Verdict.NOT_HERE]
    assert [call.region for call in aws.rehearsed] == ["eu-west-1"]
