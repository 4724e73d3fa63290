"""A gateway that answers for CloudWatch and counts what it was asked."""

from collections import Counter
from datetime import UTC, datetime

from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.problem import Outcome
from ec2tui.services.session import Scope, Session
from tests.services.fakes import FakeConnector, FakeGateway, FixedClock, no_secret, problem

NOW = 1_000_200


async def session_of(gateway: FakeGateway) -> Session:
    """A connected session of two regions on a clock that stands at NOW."""
    made = Session(FakeConnector(gateway), FixedClock(NOW), Scope(regions=("eu-west-1", "us-east-1")))
    await made.connect(no_secret)
    return made


class CloudWatch(FakeGateway):
    """Answers GetMetricData with a point for each period, in pages of `page` series."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[ApiCall] = []
        self.page = 1000
        self.outcome = Outcome.OK
        self.agent: tuple[str, ...] = ()

    async def fetch(self, call: ApiCall) -> Reply:
        self.calls.append(call)
        if self.outcome is not Outcome.OK:
            return Reply(self.outcome, problem=problem(self.outcome, call.action))
        if call.operation == "ListMetrics":
            dimensions = call.params["Dimensions"]
            named = [{"Namespace": "CWAgent", "MetricName": n, "Dimensions": dimensions} for n in self.agent]
            return Reply(Outcome.OK, body={"Metrics": named})
        first = int(call.params.get("NextToken") or 0)
        results = [self._result(call, query) for query in call.params["MetricDataQueries"]]
        rest = first + self.page < len(results)
        body = {"MetricDataResults": results[first : first + self.page]}
        return Reply(Outcome.OK, body=body | ({"NextToken": str(first + self.page)} if rest else {}))

    def _result(self, call: ApiCall, query: dict) -> dict:
        period = query["MetricStat"]["Period"]
        start, end = (int(call.params[name].timestamp()) for name in ("StartTime", "EndTime"))
        at = [datetime.fromtimestamp(one, UTC) for one in range(start, end, period)]
        return {"Id": query["Id"], "Timestamps": at, "Values": [1.0] * len(at), "StatusCode": "Complete"}

    @property
    def operations(self) -> Counter[str]:
        """How often each operation was called."""
        return Counter(call.operation for call in self.calls)
