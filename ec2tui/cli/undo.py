"""`ec2tui undo`: takes back a record or a plan, else the last that can be, reviewed like any other change."""

import asyncio

from ec2tui.cli import results
from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.services.undo import NoUndo, undo


def run(context: Context) -> ExitCode:
    """Takes it back; FINDINGS when there is no such record, REFUSED when it cannot be taken back."""
    return asyncio.run(_undo(context))


async def _undo(context: Context) -> ExitCode:
    options = context.options
    async with connected(context) as session:
        changing = await changing_context(context, session)
        with recording():
            found = await undo(changing, options.id, options.reason)
            if isinstance(found, NoUndo):
                return _nothing(context, found)
            for sentence in found.left:
                say(f"stays as it is: {sentence}")
            return await carry_out(context, changing, found.review)


def _nothing(context: Context, why: NoUndo) -> ExitCode:
    if not why.nothing:
        code = ExitCode.REFUSED if why.found else ExitCode.FINDINGS
        raise Failure(code, f"not taken back: {why.reason} See `ec2tui log`")
    if context.options.output == "json":
        context.output.document(results.NOTHING_DONE)
    say(f"nothing to do: {why.reason}")
    return ExitCode.DONE
