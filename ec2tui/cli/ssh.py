"""`ec2tui ssh`: the real OpenSSH on an instance, by the way in that is open, or the command for it."""

import asyncio
import os
import sys
from typing import TYPE_CHECKING

from ec2tui.cli.context import Context
from ec2tui.cli.endings import end_in_order
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.no_entry import failure_of_entry
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.targets import the_one
from ec2tui.core.access.route import Via
from ec2tui.core.access.ssh_command import printed
from ec2tui.core.model.instance import Instance
from ec2tui.core.views.text import clean
from ec2tui.services.access import find_host_keys, plan_ssh, run_ssh
from ec2tui.services.access_plan import to_bastion
from ec2tui.services.access_ssh import Agree
from ec2tui.services.access_values import NoEntry, Planned, Reaching, Wish
from ec2tui.services.ports import AskSecret
from ec2tui.services.ports_access import ConfirmHostKey, HostKeyQuestion
from ec2tui.services.session import Session

if TYPE_CHECKING:
    from ec2tui.services.review import Review


def run(context: Context) -> int:
    """The exit status of what ran there; a failure that says why nothing did."""
    try:
        return asyncio.run(_ssh(context))
    except asyncio.CancelledError:
        return ExitCode.INTERRUPTED


async def _ssh(context: Context) -> int:
    end_in_order()
    async with connected(context) as session:
        instance = await the_one(session, context.options.target)
        reaching, wish = context.reaching(), _wish(context)
        if context.options.print:
            await _print(context, session, reaching, instance, wish)
            return ExitCode.DONE
        await session.identify()
        with recording():
            ended = await run_ssh(
                session,
                reaching,
                context.changing(),
                instance,
                wish,
                context.terminal(),
                confirm_of(context),
                _tell if sys.stderr.isatty() else lambda text: None,
                agree_of(context),
                passphrase_of(context),
            )
        if isinstance(ended, NoEntry):
            raise failure_of_entry(ended)
        for note in ended.notes:
            _tell(note)
        return ended.code


def _wish(context: Context) -> Wish:
    options = context.options
    via = None if options.via == "auto" else Via(options.via)
    key = os.path.abspath(os.path.expanduser(options.key)) if options.key else ""  # noqa: PTH100, PTH111 - no links are followed
    return Wish(via, options.user, key, tuple(options.command))


async def _print(
    context: Context, session: Session, reaching: Reaching, instance: Instance, wish: Wish
) -> None:
    """Writes the command; what is known of host keys is stored for it, and nothing is asked."""
    planned = await plan_ssh(session, reaching, instance, wish, blocked_too=True)
    if isinstance(planned, NoEntry):
        raise failure_of_entry(planned)
    for note in planned.notes:
        _tell(note)
    first = to_bastion(planned.route)
    for route in (first, planned.route) if first else (planned.route,):
        known = await find_host_keys(session, reaching, route, scan=False)
        if isinstance(known, NoEntry):
            _tell(f"{known.message}; OpenSSH will refuse it until `ec2tui ssh {instance.id}` has asked you")
    if planned.short:
        _tell("A key for sixty seconds is made and sent as this runs.")
        context.output.line(printed(_again(session, reaching, planned, wish)))
    else:
        context.output.line(printed(planned.argv))


def _again(session: Session, reaching: Reaching, planned: Planned, wish: Wish) -> tuple[str, ...]:
    """The command of this program, where OpenSSH's alone would lack a key."""
    profile, instance = session.scope.profile, planned.route.instance
    where = (*(("--profile", profile) if profile else ()), "--region", instance.region)
    how = ("ssh", instance.id, "--via", str(planned.route.via), "--user", planned.login.user)
    return (*reaching.program, *where, *how, *(("--", *wish.command) if wish.command else ()))


def _tell(text: str) -> None:
    say(clean(text, limit=1000))


def confirm_of(context: Context) -> ConfirmHostKey | None:
    """What asks about a host key on the terminal; None without one."""
    answer = context.answer
    if answer is None:
        return None

    async def ask(question: HostKeyQuestion) -> bool:
        say(f"the host key of {question.instance.id} cannot be verified: {clean(question.why, limit=500)}")
        typed = await answer(f"Is {question.key.fingerprint} ({question.key.type}) right? [yes/N] ")
        return (typed or "").strip().lower() == "yes"

    return ask


def passphrase_of(context: Context) -> AskSecret | None:
    """What asks for a passphrase on the terminal; None where OpenSSH may find one to ask on."""
    return context.ask if context.answer is not None else None


def agree_of(context: Context) -> Agree | None:
    """What has a change confirmed on the terminal; None without one."""
    answer = context.answer
    if answer is None:
        return None

    async def ask(review: "Review") -> str | None:
        for judgement in review.judgements[:1]:
            say(judgement.reason)
        return (await answer(f"Type {review.confirm} to send a key: ") or "").strip() or None

    return ask
