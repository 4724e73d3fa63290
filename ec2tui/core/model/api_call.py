"""A call to AWS as a value, so that it can be shown, rehearsed, recorded and sent."""

from typing import Any

import msgspec

from ec2tui.core.model.problem import Outcome, Problem

_PREFIXES = {
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "service-quotas": "servicequotas",
}
"""IAM's names of services whose id is another (Service Authorization Reference)."""


class ApiCall(msgspec.Struct, frozen=True):
    """One request: botocore's service id (`ec2`), AWS's operation name, region and parameters."""

    service: str
    operation: str
    region: str
    params: dict[str, Any] = {}

    @property
    def action(self) -> str:
        """The IAM-style name of the operation, `ec2:StopInstances`."""
        return f"{_PREFIXES.get(self.service, self.service)}:{self.operation}"


class Reply(msgspec.Struct, frozen=True):
    """What came back: AWS's document when it worked, the problem when it did not."""

    outcome: Outcome
    body: dict[str, Any] = {}
    problem: Problem | None = None
    request_id: str = ""


_READ_VERBS = ("Describe", "Get", "List", "Lookup", "Search", "Simulate", "Decode")


def is_read(operation: str) -> bool:
    """Whether an operation only reads, by the verb AWS gives it; everything else counts as a write."""
    return operation.startswith(_READ_VERBS)
