"""`ec2tui sweep`: revokes the time-boxed rules that are past their end and still there."""

import asyncio

from ec2tui.cli.carrying_out import carry_out, changing_context, recording
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.reading import connected, report
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.security_group_rules import revoke
from ec2tui.core.changes.time_box import overdue
from ec2tui.core.model.kind import Kind
from ec2tui.services.groups import read_kinds
from ec2tui.services.review import review


def run(context: Context) -> ExitCode:
    """Looks at all regions of the session; the exit status tells what was not swept or not looked at."""
    return asyncio.run(_sweep(context))


async def _sweep(context: Context) -> ExitCode:
    async with connected(context) as session:
        changing = await changing_context(context, session)
        unread = report(await read_kinds(session, session.sources(), (Kind.RULES,)))
        rules = session.store.inventory.table(Kind.RULES).values()
        late = overdue(rules, int(context.clock.now()))
        if not late:
            say("no rule is past its end")
        with recording():
            made = await review(changing, [Step(revoke(rule)) for rule in late], context.options.reason)
            return await carry_out(context, changing, made) or unread
