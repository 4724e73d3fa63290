"""Everything that is known about who reaches an instance, worked out at one moment."""

import msgspec

from ec2tui.core.model.effective import Effective
from ec2tui.core.model.finding import Finding
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.reachability import Reachability

DECIDES = (
    Kind.INTERFACES,
    Kind.RULES,
    Kind.PREFIX_LISTS,
    Kind.SECURITY_GROUPS,
    Kind.SUBNETS,
    Kind.VPCS,
    Kind.ROUTE_TABLES,
    Kind.NETWORK_ACLS,
    Kind.BLOCK_PUBLIC_ACCESS,
    Kind.PUBLIC_ACCESS_EXCLUSIONS,
)
"""All kinds that a survey is made from, beside the instance itself."""


class Survey(msgspec.Struct, frozen=True):
    """The effective rules of an instance, what the internet reaches, and the findings about both.

    `effective` and `reachability` have one value for each interface, in the instance's order.
    """

    instance: Key
    effective: tuple[Effective, ...] = ()
    reachability: tuple[Reachability, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def reachable(self) -> bool | None:
        """Whether the internet reaches anything on any interface; None when that could not be read."""
        answers = {one.reachable for one in self.reachability}
        return True if True in answers else None if None in answers else False
