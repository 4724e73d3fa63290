"""`ec2tui sg scheduler-role`: the role that revokes time-boxed rules, printed, or set up after a review."""

import asyncio
import shlex
from typing import NamedTuple

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure
from ec2tui.cli.problems import failure_of, problem_line
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.core.access.scheduler_role import permissions_policy, trust_policy
from ec2tui.core.changes.aws_command import aws_command
from ec2tui.core.changes.change import Subject, Unready
from ec2tui.core.changes.scheduler_role import set_up
from ec2tui.core.model.iam_role import document_text
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.schedule import SCHEDULE_GROUP
from ec2tui.services.boxing import OFF, ROLE
from ec2tui.services.review import review
from ec2tui.services.session import Session
from ec2tui.services.subjects import read_subjects


class Wanted(NamedTuple):
    """The role of an account with its two documents, and the groups of schedules of the session's regions."""

    role: Key
    trust: dict[str, object]
    policy: dict[str, object]
    groups: tuple[Key, ...]


def run(context: Context) -> ExitCode:
    """Prints the role and the `aws` commands that make it, or with `--set-up` makes it after a review."""
    return asyncio.run(_set_up(context) if context.options.set_up else _print(context))


async def _wanted(context: Context, session: Session) -> Wanted:
    await session.identify()
    who = session.identity
    if who is None:
        unknown = Problem(Outcome.DENIED, "sts:GetCallerIdentity", "it is not known which account this is")
        raise failure_of(session.problem or unknown)
    settings = context.settings.security_groups
    name = settings.scheduler_role.rsplit("/", 1)[-1]
    name = ROLE if name in ("", OFF) else name
    partition = who.arn.split(":")[1] if who.arn.startswith("arn:") else "aws"
    # IAM is the same in every region, so that a role held to the regions looked at now would lack the next.
    return Wanted(
        Key(who.account, session.regions[0], name),
        trust_policy(who.account, (), partition),
        permissions_policy(who.account, (), partition, settings.dead_letter_queue),
        tuple(Key(who.account, region, SCHEDULE_GROUP) for region in session.regions),
    )


async def _print(context: Context) -> ExitCode:
    async with connected(context) as session:
        role, trust, policy, groups = await _wanted(context, session)
        steps = set_up(role, document_text(trust), document_text(policy), groups, Inventory())
        assert not isinstance(steps, Unready)
        context.output.document(
            {
                "role_name": role.id,
                "trust_policy": trust,
                "permissions_policy": policy,
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
        role, trust, policy, groups = await _wanted(context, session)
        asked = (Subject(Kind.ROLES, role), *(Subject(Kind.SCHEDULE_GROUPS, group) for group in groups))
        for problem in await read_subjects(changing, asked):
            say(f"not read: {problem_line(problem)}")
        inventory = session.store.inventory
        steps = set_up(role, document_text(trust), document_text(policy), groups, inventory)
        if isinstance(steps, Unready):
            raise Failure(ExitCode.REFUSED, steps.reason)
        with recording():
            made = await review(changing, steps, context.options.reason)
            return await carry_out(context, changing, made)
