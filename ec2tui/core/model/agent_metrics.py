"""What the CloudWatch agent of an instance has sent lately."""

import msgspec

from ec2tui.core.model.key import Key
from ec2tui.core.model.metric import Metric


class AgentMetrics(msgspec.Struct, frozen=True):
    """The metrics of the last three hours (cloudwatch:ListMetrics); the key is the instance's."""

    key: Key
    metrics: tuple[Metric, ...] = ()
