"""`ec2tui sweep`: revokes the time-boxed rules that are past their end and still there."""

import asyncio

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.reading import connected, report
from ec2tui.cli.recorded import recording
from ec2tui.cli.sg_lines import coming_from
from ec2tui.core.model.kind import Kind
from ec2tui.services.review import review
from ec2tui.services.sweeping import find_overdue, sweep_steps


def run(context: Context) -> ExitCode:
    """Looks at all regions of the session; the exit status tells what was not swept or not looked at."""
    return asyncio.run(_sweep(context))


async def _sweep(context: Context) -> ExitCode:
    async with connected(context) as session:
        changing = await changing_context(context, session)
        found = await find_overdue(session)
        # Without its schedules a rule is swept all the same, so that is told but no failure.
        report(gap for gap in found.gaps if gap.kind is Kind.SCHEDULES)
        unread = report(gap for gap in found.gaps if gap.kind is Kind.RULES)
        if not found.rules:
            say("no rule is past its end")
        steps = sweep_steps(found.rules, session.store.inventory)
        with recording():
            made = await review(coming_from(context, changing), steps, context.options.reason)
            return await carry_out(context, changing, made) or unread
