"""Takes back at once what a plan opened when the step that was to guard it was not done."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.plan import Plan, Step
from ec2tui.services.applied import OnFailure, StepResult, StepState
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.sending import Sending, needs_of

BECAUSE = "taken back at once, since what was to guard it was not done"


async def take_back(
    context: ChangeContext, plan: Plan, results: Sequence[StepResult]
) -> tuple[StepResult, ...]:
    """The results of taking back what unguarded steps left open; none when every guard is in its place.

    A guard of which it is unknown whether it was done counts as missing: it does no harm later.
    """
    inverses: dict[int, Change] = {}
    for result in results:
        if not result.change.guards or result.state is StepState.DONE:
            continue
        for need in needs_of(plan, result.step):
            inverse = results[need].inverse
            if results[need].state is StepState.DONE and inverse is not None:
                inverses[need] = inverse
    if not inverses:
        return ()
    steps = tuple(Step(inverses[at]) for at in sorted(inverses, reverse=True))
    back = Plan(uuid4().hex, steps, BECAUSE, undoes=plan.id)
    return await Sending(context, back, OnFailure.GO_ON, None, asyncio.Event()).run()
