"""What guardrails would say of taking a plan back: told before it is applied, since undo is judged too."""

from typing import NamedTuple

from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.origin import UNKNOWN_ORIGIN, Origin
from ec2tui.core.rules.guardrails import STEP_GUARDRAILS
from ec2tui.core.rules.guardrails.case import Case
from ec2tui.core.rules.policy import Policy


class Barred(NamedTuple):
    """A step that undo would not be let take back: why, and the setting that decides."""

    step: int
    reason: str
    setting: str


def barred(
    plan: Plan,
    before: Inventory,
    policy: Policy,
    now: float,
    origin: Origin = UNKNOWN_ORIGIN,
    but: frozenset[str] = frozenset(),
) -> tuple[Barred, ...]:
    """The steps whose inverse a guardrail blocks when the plan is taken back as a whole, the last step first.

    What is not known does not count, nor do the rules of `but`, which block the plan itself.
    """
    inverses: list[tuple[int, Step]] = []
    state = before
    for index, change in enumerate(plan.changes):
        inverse = change.inverse(state)
        if inverse is not None:
            inverses.insert(0, (index, Step(inverse)))
        state = change.effect(state)
    back = Plan("", tuple(step for _, step in inverses))
    done, found = state, []
    for at, (index, step) in enumerate(inverses):
        then = step.change.effect(state)
        case = Case(back, at, step.change, done, state, then, policy, now, origin)
        said = next((one for one in _verdicts(case) if _counts(one) and one.rule not in but), None)
        if said is not None:
            found.append(Barred(index, said.reason, said.setting))
        state = then
    return tuple(found)


def _verdicts(case: Case) -> list[Judgement]:
    return [judgement for guardrail in STEP_GUARDRAILS for judgement in guardrail(case)]


def _counts(judgement: Judgement) -> bool:
    return judgement.level is Level.BLOCK and not judgement.unknown
