"""`ec2tui sg scheduler-role`: the role that revokes time-boxed rules, for whoever may make roles."""

import asyncio
import shlex

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.output import json_text
from ec2tui.cli.problems import failure_of
from ec2tui.cli.reading import connected
from ec2tui.core.access.scheduler_role import permissions_policy, trust_policy
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.schedule import SCHEDULE_GROUP
from ec2tui.services.boxing import OFF, ROLE


def run(context: Context) -> ExitCode:
    """Prints the role and its policies with the `aws` commands that make them; nothing is sent."""
    return asyncio.run(_print(context))


async def _print(context: Context) -> ExitCode:
    async with connected(context) as session:
        await session.identify()
        who = session.identity
        if who is None:
            unknown = Problem(
                Outcome.DENIED, "sts:GetCallerIdentity", "it is not known which account this is"
            )
            raise failure_of(session.problem or unknown)
        wanted = context.settings.security_groups
        name = wanted.scheduler_role.rsplit("/", 1)[-1]
        name = ROLE if name in ("", OFF) else name
        partition = who.arn.split(":")[1] if who.arn.startswith("arn:") else "aws"
        trust = trust_policy(who.account, session.regions, partition)
        policy = permissions_policy(who.account, session.regions, partition, wanted.dead_letter_queue)
        words = [
            ("iam", "create-role", "--role-name", name, "--assume-role-policy-document", json_text(trust)),
            (
                *("iam", "put-role-policy", "--role-name", name, "--policy-name", name),
                *("--policy-document", json_text(policy)),
            ),
            *(
                ("scheduler", "create-schedule-group", "--region", region, "--name", SCHEDULE_GROUP)
                for region in session.regions
            ),
        ]
        context.output.document(
            {
                "role_name": name,
                "trust_policy": trust,
                "permissions_policy": policy,
                "schedule_group": SCHEDULE_GROUP,
                "commands": [shlex.join(("aws", *each)) for each in words],
            }
        )
        say("nothing was sent: whoever may make roles runs the commands, once for each account")
        return ExitCode.DONE
