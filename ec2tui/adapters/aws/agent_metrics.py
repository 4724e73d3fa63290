"""Which metrics the CloudWatch agent of an instance has sent in the last three hours."""

import msgspec

from ec2tui.adapters.aws.calls import Caller
from ec2tui.adapters.aws.paged import listed, page_of
from ec2tui.core.model import metric_call
from ec2tui.core.model.agent_metrics import AgentMetrics
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page, Read

ACTIONS = ("cloudwatch:ListMetrics",)
TOGETHER = 8
"""How many instances are asked about at a time."""

RECENT = {"RecentlyActive": "PT3H"}
"""An agent that ended sends no more, but its metrics are told for two weeks without this."""


async def page(caller: Caller, read: Read, ids: tuple[str, ...]) -> Page | Problem:
    """What the agents of these instances send; an instance without one sends nothing."""

    async def ask(id_: str) -> AgentMetrics | Problem:
        call = metric_call.agent_metrics(read.source.region, id_)
        found = await listed(
            caller, msgspec.structs.replace(call, params={**call.params, **RECENT}), "Metrics"
        )
        if isinstance(found, Problem):
            return found
        key = Key(read.account, read.source.region, id_)
        return AgentMetrics(key, metric_call.metrics_of({"Metrics": found}))

    return await page_of(ids, ask)
