"""`ec2tui rdp`: a remote desktop on a Windows instance, through a tunnel where one is needed."""

import asyncio
import sys

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure
from ec2tui.cli.no_entry import failure_of_entry
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.ssh import agree_of, confirm_of
from ec2tui.cli.targets import the_one
from ec2tui.core.access.route import Via
from ec2tui.core.views.text import clean
from ec2tui.services.access_values import NoEntry
from ec2tui.services.open_forwards import OpenForwards
from ec2tui.services.remote_desktop import run_desktop


def run(context: Context) -> ExitCode:
    """Returns when the program has ended; a failure that says why none was started."""
    return asyncio.run(_rdp(context))


async def _rdp(context: Context) -> ExitCode:
    via = None if context.options.via == "auto" else Via(context.options.via)
    async with connected(context) as session:
        instance = await the_one(session, context.options.target)
        await session.identify()
        forwards = OpenForwards()
        try:
            with recording():
                ended = await run_desktop(
                    session,
                    context.reaching(),
                    context.changing(),
                    instance,
                    forwards,
                    context.desktops(),
                    lambda client: context.terminal(),
                    via,
                    (confirm_of(context), agree_of(context)),
                    _tell if sys.stderr.isatty() else lambda text: None,
                )
        finally:
            await forwards.aclose()
    if isinstance(ended, NoEntry):
        raise failure_of_entry(ended)
    if ended.code:
        raise Failure(ExitCode.FAILED, f"{instance.id}: {ended.program} ended with {ended.code}")
    return ExitCode.DONE


def _tell(text: str) -> None:
    say(clean(text, limit=500))
