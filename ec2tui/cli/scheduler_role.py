"""`ec2tui sg scheduler-role`: the role that revokes time-boxed rules, printed, or set up after a review."""

import asyncio
import shlex

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure
from ec2tui.cli.problems import failure_of, problem_line
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.core.changes.aws_command import aws_command
from ec2tui.core.changes.change import Unready
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.schedule import SCHEDULE_GROUP
from ec2tui.services.review import review
from ec2tui.services.scheduler_role import WantedRole, role_steps, wanted_role
from ec2tui.services.session import Session


def run(context: Context) -> ExitCode:
    """Prints the role and the `aws` commands that make it, or with `--set-up` makes it after a review."""
    return asyncio.run(_set_up(context) if context.options.set_up else _print(context))


async def _wanted(context: Context, session: Session) -> WantedRole:
    settings = context.settings.security_groups
    found = await wanted_role(session, settings.scheduler_role, settings.dead_letter_queue)
    if isinstance(found, Problem):
        raise failure_of(found)
    return found


async def _print(context: Context) -> ExitCode:
    async with connected(context) as session:
        wanted = await _wanted(context, session)
        steps = wanted.steps(Inventory())
        assert not isinstance(steps, Unready)
        context.output.document(
            {
                "role_name": wanted.role.id,
                "trust_policy": wanted.trust,
                "permissions_policy": wanted.policy,
                "schedule_group": SCHEDULE_GROUP,
                "commands": [shlex.join(aws_command(step.change.call())) for step in steps],
            }
        )
        say(
            "nothing was sent: whoever may make roles runs the commands, or the same with --set-up, once for"
            " each account"
        )
        return ExitCode.DONE


async def _set_up(context: Context) -> ExitCode:
    async with connected(context) as session:
        changing = await changing_context(context, session)
        steps, problems = await role_steps(changing, await _wanted(context, session))
        for problem in problems:
            say(f"not read: {problem_line(problem)}")
        if isinstance(steps, Unready):
            raise Failure(ExitCode.REFUSED, steps.reason)
        with recording():
            made = await review(changing, steps, context.options.reason)
            return await carry_out(context, changing, made)
