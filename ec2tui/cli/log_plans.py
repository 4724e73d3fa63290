"""`ec2tui log --go-on | --take-back | --leave PLAN`: ends a plan whose program was cut off in its middle."""

import asyncio

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.results import SHORT
from ec2tui.core.views.text import clean
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.settle import Interrupted, Unsettled, go_on, leave, settle, take_back, unsettled
from ec2tui.services.undo import SHORTEST, NoUndo, Undoing


def wanted(context: Context) -> str:
    """The plan that is to be ended, by what was asked; empty when nothing was."""
    options = context.options
    return options.go_on or options.take_back or options.leave or ""


def run(context: Context) -> ExitCode:
    """Asks AWS about steps that are unknown, and then reviews the rest of the plan, or what takes it back."""
    return asyncio.run(_run(context))


async def _run(context: Context) -> ExitCode:
    async with connected(context) as session:
        changing = await changing_context(context, session)
        with recording():
            await settle(changing)
            cut = _named(await unsettled(changing), wanted(context))
            if context.options.leave:
                await leave(changing, cut)
                say(f"plan {cut.plan.id[:SHORT]} is left as it is: {words(cut)}")
                return ExitCode.DONE
            return await _carry_out(context, changing, cut)


async def _carry_out(context: Context, changing: ChangeContext, cut: Interrupted) -> ExitCode:
    ask = go_on if context.options.go_on else take_back
    found = await ask(changing, cut, context.options.reason)
    if isinstance(found, NoUndo):
        raise Failure(ExitCode.DONE if found.nothing else ExitCode.REFUSED, found.reason)
    if not isinstance(found, Undoing):
        return await carry_out(context, changing, found)
    for sentence in found.left:
        say(f"stays as it is: {sentence}")
    return await carry_out(context, changing, found.review)


def _named(rest: Unsettled, id_: str) -> Interrupted:
    """The interrupted plan whose id is or begins so."""
    near = [cut for cut in rest.interrupted if len(id_) >= SHORTEST and cut.plan.id.startswith(id_)]
    if len(near) > 1:
        raise usage(f"several interrupted plans begin with {id_!r}: {_listed(near)}")
    if not near:
        known = f"; there are: {_listed(rest.interrupted)}" if rest.interrupted else "; there is none"
        raise Failure(ExitCode.FINDINGS, f"no interrupted plan {id_!r}{known}; see `ec2tui log --settle`")
    return near[0]


def _listed(cuts: tuple[Interrupted, ...] | list[Interrupted]) -> str:
    return ", ".join(cut.plan.id[:SHORT] for cut in cuts)


def words(cut: Interrupted) -> str:
    """How far an interrupted plan came."""
    unknown = f", {len(cut.unknown)} unknown" if cut.unknown else ""
    return clean(f"{cut.what}: {len(cut.done)} of {len(cut.plan.steps)} steps done{unknown}", 400)
