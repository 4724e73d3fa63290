"""The role that lets schedules revoke time-boxed rules, set up from the screen after a review."""

from typing import TYPE_CHECKING

from ec2tui.core.changes.change import Unready
from ec2tui.core.model.problem import Problem
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.review import review
from ec2tui.services.scheduler_role import role_steps, wanted_role
from ec2tui.tui.flows.changing import show_review
from ec2tui.tui.screens.review import Offer

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


async def set_up_role(screen: "MainScreen") -> None:
    """The review of the role, its policy and the groups of schedules; what is there already drops out."""
    own = screen.around.security_groups

    async def make(context: ChangeContext) -> Offer | str:
        wanted = await wanted_role(screen.session, own.scheduler_role, own.dead_letter_queue)
        if isinstance(wanted, Problem):
            return wanted.hint or wanted.message
        steps, problems = await role_steps(context, wanted)
        if isinstance(steps, Unready):
            return steps.reason
        unread = "; ".join(f"not read: {one.operation}: {one.hint or one.message}" for one in problems)
        return Offer(await review(context, steps), unread)

    await show_review(screen, "Set up the role that ends time-boxed rules", make)
