"""What a guardrail sees: one step of a plan, or the plan, with the inventory around it and the policy."""

from typing import NamedTuple, TypeVar

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.plan import Plan
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.origin import UNKNOWN_ORIGIN, Origin
from ec2tui.core.rules.policy import Policy

T = TypeVar("T")


class Case(NamedTuple):
    """One step: the inventory at the review, before this step and after it; `now` in epoch seconds.

    `origin` is where the user comes from.
    """

    plan: Plan
    step: int
    change: Change
    start: Inventory
    before: Inventory
    after: Inventory
    policy: Policy
    now: float
    origin: Origin = UNKNOWN_ORIGIN

    def instance(self) -> Instance | None:
        """The instance that the step changes, None when it changes none or the instance is missing."""
        item = self.before.instance(self.change.key)
        return None if isinstance(item, Missing) else item

    def says(
        self,
        rule: str,
        level: Level,
        reason: str,
        *,
        subject: Key | None = None,
        alternative: str = "",
        setting: str = "",
        unknown: bool = False,
    ) -> Judgement:
        """A verdict on the step's subject (or another), at the level that the policy gives the rule."""
        return verdict(
            self.policy, rule, level, reason, subject or self.change.key, alternative, setting, unknown
        )


class PlanCase(NamedTuple):
    """A whole plan with the inventory before and after; `now` in epoch seconds."""

    plan: Plan
    before: Inventory
    after: Inventory
    policy: Policy
    now: float


def verdict(
    policy: Policy,
    rule: str,
    level: Level,
    reason: str,
    subject: Key | None = None,
    alternative: str = "",
    setting: str = "",
    unknown: bool = False,
) -> Judgement:
    """A judgement at the policy's level for the rule, naming the setting that decides."""
    return Judgement(
        rule,
        policy.level(rule, level),
        reason,
        subject,
        policy.setting(setting or f"levels.{rule}"),
        alternative,
        unknown,
    )


WHY = {
    Missing.NOT_READ: "has not been read",
    Missing.LOADING: "is still being read",
    Missing.DENIED: "may not be read with these credentials",
    Missing.FAILED: "could not be read",
    Missing.GONE: "is not there any more",
}
"""Why a fact is unknown, as the end of a sentence."""
