"""Judges a plan: every guardrail on every step, in the state that the steps before it leave."""

from ec2tui.core.changes.plan import Plan
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.origin import UNKNOWN_ORIGIN, Origin
from ec2tui.core.rules.guardrails import PLAN_GUARDRAILS, STEP_GUARDRAILS
from ec2tui.core.rules.guardrails.case import Case, PlanCase
from ec2tui.core.rules.policy import Policy


def judge(
    plan: Plan,
    before: Inventory,
    after: Inventory,
    policy: Policy,
    now: float,
    origin: Origin = UNKNOWN_ORIGIN,
) -> tuple[Judgement, ...]:
    """All verdicts on a plan, the worst first; `now` in epoch seconds. What passes is not listed.

    `origin` is where the user comes from, for what locks one out.
    """
    found: list[Judgement] = []
    state = before
    for index, step in enumerate(plan.steps):
        then = step.change.effect(state)
        case = Case(plan, index, step.change, before, state, then, policy, now, origin)
        for guardrail in STEP_GUARDRAILS:
            found.extend(guardrail(case))
        state = then
    whole = PlanCase(plan, before, after, policy, now)
    for rule in PLAN_GUARDRAILS:
        found.extend(rule(whole))
    said = dict.fromkeys(judgement for judgement in found if judgement.level is not Level.OK)
    return tuple(sorted(said, key=lambda judgement: -judgement.level.rank))
