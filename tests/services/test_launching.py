"""Without knowing whose account it is, nothing is planned in it: no read would be of anything."""

from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.wish import Wish
from ec2tui.services.launching import make_launch
from ec2tui.services.session import Scope, Session
from tests.services.audit_fakes import QuickClock, account, context_of
from tests.services.fakes import REGION, FakeConnector, problem


async def test_an_account_that_is_not_known_is_said() -> None:
    aws = account()
    aws.identity = problem(Outcome.UNREACHABLE, "sts:GetCallerIdentity")
    session = Session(FakeConnector(aws), QuickClock(), Scope(regions=(REGION,)))
    await session.connect(lambda question: None)  # type: ignore[arg-type, return-value]
    told = await make_launch(context_of(aws), session, Wish(image="ami-1", type="t3.nano"), REGION)
    assert isinstance(told, Problem) and told.operation == "sts:GetCallerIdentity"
    assert aws.asked == []
