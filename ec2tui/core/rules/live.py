"""The verdict on a line while it is typed: as the review would judge it, without asking AWS."""

from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.changes.security_group_rules import AuthorizeRule, RevokeRule
from ec2tui.core.grammar.spec import RuleSpec
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement
from ec2tui.core.model.key import Key
from ec2tui.core.model.origin import UNKNOWN_ORIGIN, Origin
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.engine import judge
from ec2tui.core.rules.policy import Policy

NO_POLICY = Policy()


def judge_line(
    inventory: Inventory,
    group: Key,
    *specs: RuleSpec,
    policy: Policy = NO_POLICY,
    now: float = 0.0,
    origin: Origin = UNKNOWN_ORIGIN,
    instead_of: tuple[SecurityGroupRule, ...] = (),
) -> tuple[Judgement, ...]:
    """The verdicts on rules added to a group (in place of some, when one is changed), the worst first.

    Peers must be resolved (`RuleSpec.resolved`), else ValueError. Costs what the edit touches: the index of
    an inventory is made once.
    """
    changes = [
        *(AuthorizeRule(group, spec) for spec in specs),
        *(RevokeRule(rule.key, rule.group_id, rule.egress) for rule in instead_of),
    ]
    plan = Plan("", tuple(Step(change) for change in changes))
    return judge(plan, inventory, inventory, policy, now, origin)
