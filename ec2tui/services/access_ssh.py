"""Connects: host keys verified, a key for sixty seconds sent where one is needed, the terminal lent out."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from ec2tui.core.access.host_keys import Stored
from ec2tui.core.access.route import Via
from ec2tui.core.access.ssh_command import UnsafeWordError, with_key
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.problem import Problem
from ec2tui.services.access_host_keys import changed, trust
from ec2tui.services.access_plan import SSH, dialled, find_host_keys, plan_ssh, proxy_of, to_bastion
from ec2tui.services.access_record import note_ended, note_opened
from ec2tui.services.access_values import Ended, Lack, NoEntry, Planned, Reaching, Wish
from ec2tui.services.changing import Changing
from ec2tui.services.lent_keys import LendingKeys
from ec2tui.services.ports import AskSecret, Terminal
from ec2tui.services.ports_access import ConfirmHostKey, HostKeyQuestion
from ec2tui.services.session import Session

if TYPE_CHECKING:
    from ec2tui.services.review import Review

OWN_FAILURE = 255
"""OpenSSH's exit code when it failed itself, and not the remote command."""

SOON = 60.0
"""Seconds within which such a failure may be about the host key, so that this is looked into."""

GET_SSH = "OpenSSH's client `ssh` is not on PATH; install it (openssh-client)"

Tell = Callable[[str], None]
Agree = Callable[["Review"], Awaitable[str | None]]
"""Asks the user to confirm a change: the words that are typed, None when it is declined."""


async def run_ssh(
    session: Session,
    reaching: Reaching,
    changing: Changing,
    instance: Instance,
    wish: Wish,
    terminal: Terminal,
    confirm: ConfirmHostKey | None,
    tell: Tell = lambda text: None,
    agree: Agree | None = None,
    ask: AskSecret | None = None,
) -> Ended | NoEntry:
    """Connects with the terminal lent to OpenSSH, and returns when that has ended.

    The host keys of the instance (and of a bastion) are verified first; `confirm` is asked where nobody
    vouches for them (None: nobody can be asked, and it is refused). A key for sixty seconds is sent as a
    change: audited, refused in read-only mode, and `agree` is asked where policy wants it confirmed. `ask`
    is asked for the passphrase of a locked key that no keyring has (None: OpenSSH asks, where it can). `tell`
    is given sentences before the terminal is lent out. That a session was opened and how it ended goes into
    the record; AuditError when it cannot be written.
    """
    if reaching.ssh.find(SSH) is None:
        return NoEntry(Lack.NOT_INSTALLED, GET_SSH)
    async with reaching.ssh.lending() as lending:
        keys = LendingKeys(reaching.keys, lending, ask)
        lent = replace(reaching, keys=keys, agent=lending.socket)
        return await _verified(session, lent, changing, instance, wish, terminal, confirm, tell, agree)


async def _verified(
    session: Session,
    reaching: Reaching,
    changing: Changing,
    instance: Instance,
    wish: Wish,
    terminal: Terminal,
    confirm: ConfirmHostKey | None,
    tell: Tell,
    agree: Agree | None,
) -> Ended | NoEntry:
    """The connection, once it is planned and its host keys are verified."""
    planned = await plan_ssh(session, reaching, instance, wish)
    if isinstance(planned, NoEntry):
        return planned
    if instance.state != "running":
        return NoEntry(Lack.BLOCKED, f"{instance.id} is {instance.state}")
    if planned.route.via is Via.SSM and session.gateway is not None and session.gateway.read_only:
        return NoEntry(Lack.NOT_SENT, "a session of SSM was not opened: read-only mode: nothing is sent")
    if wish.via is None:
        tell(planned.routes.why)
    for note in planned.notes:
        tell(note)
    trusted = await _trusted(session, reaching, planned, confirm)
    if isinstance(trusted, NoEntry):
        return trusted
    return await _connected(session, reaching, changing, planned, terminal, agree, bool(wish.forwards))


async def _trusted(
    session: Session, reaching: Reaching, planned: Planned, confirm: ConfirmHostKey | None
) -> Stored | NoEntry:
    """The host keys of a bastion and then of the instance, each vouched for or agreed to by the user."""
    first = to_bastion(planned.route)
    found: Stored | NoEntry = Stored()
    for route in (first, planned.route) if first else (planned.route,):
        asked = await find_host_keys(session, reaching, route)
        if isinstance(asked, HostKeyQuestion):
            found = await _agreed(reaching, asked, confirm)
        else:
            found = asked
        if isinstance(found, NoEntry):
            return found
    return found


async def _agreed(
    reaching: Reaching, question: HostKeyQuestion, confirm: ConfirmHostKey | None
) -> Stored | NoEntry:
    shown = f"{question.key.fingerprint} ({question.key.type})"
    if confirm is None:
        return NoEntry(
            Lack.HOST_KEY_UNKNOWN,
            f"the host key {shown} of {question.instance.id} is not verified, and nobody can be asked: "
            f"{question.why}",
        )
    if not await confirm(question):
        return NoEntry(
            Lack.HOST_KEY_UNKNOWN, f"the host key {shown} was not accepted; nothing was sent to it"
        )
    return await trust(reaching, question)


async def _connected(
    session: Session,
    reaching: Reaching,
    changing: Changing,
    planned: Planned,
    terminal: Terminal,
    agree: Agree | None,
    forwards: bool,
) -> Ended | NoEntry:
    key, log, argv = planned.route.instance, changing.log, planned.argv
    async with AsyncExitStack() as until:
        if planned.short:
            made = await until.enter_async_context(reaching.ssh.short_key())
            lack = await _sent(session, changing, planned, made.public, agree)
            if lack is not None:
                return lack
            argv = with_key(argv, made.path)
        what = "tunnel" if forwards else "ssh"
        intent = await note_opened(session, log, key, planned.route.via, what, user=planned.login.user)
        began = session.clock.now()
        code = await terminal.hand_over(argv)
        lasted = session.clock.now() - began
        failed = code == OWN_FAILURE
        said = f"OpenSSH ended with {code} after {lasted:.0f} seconds"
        await note_ended(session, log, key, intent, not failed, said)
    if code == OWN_FAILURE and lasted < SOON:
        refused = await _changed(session, reaching, planned)
        if refused is not None:
            return refused
    return Ended(code, planned)


async def _changed(session: Session, reaching: Reaching, planned: Planned) -> NoEntry | None:
    """Whether OpenSSH refused a host key, of the bastion or the instance, because it is another one."""
    first = to_bastion(planned.route)
    for route in (first, planned.route) if first else (planned.route,):
        try:
            proxy = await proxy_of(session, reaching, route, batch=True)
        except UnsafeWordError:
            return None
        if not isinstance(proxy, NoEntry):
            refused = await changed(session, reaching, route.instance, dialled(route), proxy)
            if refused is not None:
                return refused
    return None


async def _sent(
    session: Session, changing: Changing, planned: Planned, public: str, agree: Agree | None
) -> NoEntry | None:
    """Sends a key for sixty seconds through the one way to write; why it was not sent, else None."""
    # Imported when a key is sent: no other way in waits for it.
    from ec2tui.core.changes.ssh_public_key import SECONDS, SendPublicKey
    from ec2tui.services.applied import Applied, StepState
    from ec2tui.services.apply import apply
    from ec2tui.services.review import review

    context = await changing.context(session)
    if isinstance(context, Problem):
        return _not_sent(context.message, context)
    change = SendPublicKey(planned.route.instance, public, planned.login.user)
    reviewed = await review(context, (change,), f"to log in within {SECONDS} seconds")
    typed = ""
    if reviewed.level is Level.CONFIRM and agree is not None:
        answer = await agree(reviewed)
        if answer is None:
            return _not_sent("declined")
        typed = answer
    came = await apply(context, reviewed, typed)
    if not isinstance(came, Applied):
        return _not_sent(came.reason, getattr(came, "problem", None))
    result = came.results[0]
    if result.state is StepState.DONE:
        return None
    return _not_sent(result.problem.message if result.problem else came.halted or "AWS did not say why")


def _not_sent(why: str, problem: Problem | None = None) -> NoEntry:
    return NoEntry(Lack.NOT_SENT, f"the key for sixty seconds was not sent: {why}", problem)
