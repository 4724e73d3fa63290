"""`ec2tui tunnel`: ports of this machine that lead to an instance or to a host behind it, until ctrl+c."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence

import msgspec

from ec2tui.cli.context import Context
from ec2tui.cli.endings import end_in_order
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.forward_spec import forwards_of
from ec2tui.cli.no_entry import failure_of_entry
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.ssh import agree_of, confirm_of, passphrase_of
from ec2tui.cli.targets import the_one
from ec2tui.core.access.route import Via
from ec2tui.core.model.instance import Instance
from ec2tui.core.views.text import clean
from ec2tui.services.access import note_ended, note_opened, run_ssh, start_ssm
from ec2tui.services.access_values import Forward, NoEntry, Wish
from ec2tui.services.forwarding import Carrier, choose_carrier, run_plugin
from ec2tui.services.session import Session
from ec2tui.services.tunnels import LOOPBACK, EndpointForward, find_endpoint, free_port


def run(context: Context) -> int:
    """Forwards until the way ends or ctrl+c."""
    wanted = forwards_of(context.options.forwards)
    try:
        return asyncio.run(_tunnel(context, wanted))
    except asyncio.CancelledError:
        return ExitCode.INTERRUPTED


async def _tunnel(context: Context, wanted: tuple[Forward, ...]) -> int:
    end_in_order()
    options = context.options
    via = None if options.via == "auto" else Via(options.via)
    async with connected(context) as session:
        instance = await the_one(session, options.target)
        await session.identify()
        carried = await choose_carrier(session, context.reaching(), instance, via, wanted)
        if isinstance(carried, NoEntry):
            raise failure_of_entry(carried)
        if carried.why and sys.stderr.isatty():
            say(f"By way of {carried.via}. {clean(carried.why, limit=500)}")
        with recording():
            if carried.carrier is Carrier.ENDPOINT:
                return await _by_endpoint(context, session, instance, wanted)
            forwards = tuple([await _with_port(one) for one in carried.forwards])
            if carried.carrier is Carrier.PLUGIN:
                return await _by_plugin(context, session, instance, forwards)
            return await _by_ssh(context, session, carried.server, carried.via, forwards)


async def _by_endpoint(
    context: Context, session: Session, instance: Instance, wanted: Sequence[Forward]
) -> int:
    """Listens here, and opens a tunnel for each connection."""
    endpoint = await find_endpoint(session, instance)
    if isinstance(endpoint, NoEntry):
        raise failure_of_entry(endpoint)
    log, told = context.changing().log, _Told()
    opened = [EndpointForward(session, endpoint, instance, one, told.look) for one in wanted]
    told.forwards = opened
    intent = ""
    try:
        for one in opened:
            await _start(one)
        ports = " ".join(str(one.forward.port) for one in opened)
        intent = await note_opened(session, log, instance.key, Via.ENDPOINT, "tunnel", ports=ports)
        for one in opened:
            _tell(context, msgspec.structs.replace(one.forward, local=one.port), instance)
        await asyncio.Event().wait()
    finally:
        await asyncio.gather(*(one.aclose() for one in opened))
        if intent:
            await note_ended(session, log, instance.key, intent)
    return ExitCode.DONE


class _Told:
    """Says what went wrong with a connection, once for each time."""

    def __init__(self) -> None:
        self.forwards: list[EndpointForward] = []

    def look(self) -> None:
        """Tells the problems that are new, and takes note of them."""
        for one in self.forwards:
            if one.problem:
                lack = one.problem
                say(failure_of_entry(lack).message if isinstance(lack, NoEntry) else clean(lack, limit=500))
                one.problem = ""


async def _start(forward: EndpointForward) -> None:
    try:
        await forward.start()
    except OSError as error:
        raise _port_failure(forward.forward.local, error) from error


async def _by_ssh(
    context: Context, session: Session, instance: Instance, via: Via, forwards: tuple[Forward, ...]
) -> int:
    """OpenSSH listens here, with host keys verified as for a shell."""
    options = context.options
    ended = await run_ssh(
        session,
        context.reaching(),
        context.changing(),
        instance,
        Wish(via, options.user, _absolute(options.key), forwards=forwards),
        _Announcing(context, instance, forwards),
        confirm_of(context),
        lambda text: None,
        agree_of(context),
        passphrase_of(context),
    )
    if isinstance(ended, NoEntry):
        raise failure_of_entry(ended)
    if ended.code == ExitCode.INTERRUPTED:
        say("interrupted")
    elif ended.code:
        raise Failure(ExitCode.FAILED, f"{instance.id}: OpenSSH ended with {ended.code}")
    return ended.code


class _Announcing:
    """Runs OpenSSH once it is said where that will listen; ctrl+c is OpenSSH's, and noted."""

    def __init__(self, context: Context, instance: Instance, forwards: tuple[Forward, ...]) -> None:
        self._context = context
        self._instance = instance
        self._forwards = forwards

    async def hand_over(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, said: Sequence[str] = ()
    ) -> int:
        """Says it, and runs OpenSSH; its exit code, and that of an interrupted program after ctrl+c."""
        for one in self._forwards:
            _tell(self._context, one, self._instance)
        noted: list[int] = []
        before = signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
        try:
            child = await asyncio.create_subprocess_exec(*argv, env=env)
            code = await child.wait()
        except OSError:
            return 127
        finally:
            signal.signal(signal.SIGINT, before)
        return ExitCode.INTERRUPTED if noted else code


def _absolute(path: str) -> str:
    """The whole path of a file that the user named; links are not followed."""
    return os.path.abspath(os.path.expanduser(path)) if path else ""  # noqa: PTH100, PTH111


async def _by_plugin(
    context: Context, session: Session, instance: Instance, forwards: tuple[Forward, ...]
) -> int:
    """The official plugin listens here, with a session of SSM for each port."""
    log, reaching = context.changing().log, context.reaching()
    codes: list[int] = []

    async def one(forward: Forward) -> None:
        opened = await start_ssm(session, reaching, log, instance, forward=forward)
        if isinstance(opened, NoEntry):
            raise failure_of_entry(opened)
        _tell(context, forward, instance)
        codes.append(await run_plugin(session, opened, context.terminal(), os.environ))

    await asyncio.gather(*(one(forward) for forward in forwards))
    if any(codes):
        raise Failure(ExitCode.FAILED, f"{instance.id}: the plugin ended with {max(codes)}")
    return ExitCode.DONE


def _tell(context: Context, forward: Forward, instance: Instance) -> None:
    """Where it listens, and where that leads."""
    host = forward.host or instance.id
    shown = f"[{host}]" if ":" in host else host
    context.output.line(f"{LOOPBACK}:{forward.local} → {shown}:{forward.port}")


async def _with_port(forward: Forward) -> Forward:
    """The forward with a port that is free now; one that is named must be."""
    try:
        return msgspec.structs.replace(forward, local=await free_port(forward.local))
    except OSError as error:
        raise _port_failure(forward.local, error) from error


def _port_failure(port: int, error: OSError) -> Failure:
    return usage(f"tunnel: port {port} of {LOOPBACK}: {error.strerror or error}; 0 takes any free one")
