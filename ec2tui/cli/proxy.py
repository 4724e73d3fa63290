"""`ec2tui proxy`: one connection to an instance on standard input and output, as OpenSSH's ProxyCommand."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ec2tui.cli.context import Context
from ec2tui.cli.endings import end_in_order
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure
from ec2tui.cli.no_entry import failure_of_entry
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.targets import the_one
from ec2tui.core.access.route import Via
from ec2tui.core.model.instance import Instance
from ec2tui.core.views.text import clean
from ec2tui.services.access_record import note_ended, note_opened
from ec2tui.services.access_values import NoEntry
from ec2tui.services.session import Session
from ec2tui.services.tunnels import carry, find_endpoint, open_through, read_endpoints


def run(context: Context) -> ExitCode:
    """Carries bytes until either side ends; a failure in one line on standard error."""
    if context.options.via == "ssm":
        try:
            return asyncio.run(_ssm(context))
        except asyncio.CancelledError:
            return ExitCode.INTERRUPTED
    return asyncio.run(_endpoint(context))


async def _endpoint(context: Context) -> ExitCode:
    async with connected(context) as session:
        ahead = [asyncio.create_task(_ahead(session, region)) for region in session.regions[:1]]
        if context.options.host_keys:
            ahead.append(asyncio.create_task(_known(session)))
        try:
            instance = await the_one(session, context.options.target)
        finally:
            await asyncio.gather(*ahead, return_exceptions=True)
        endpoint = await find_endpoint(session, instance)
        if isinstance(endpoint, NoEntry):
            raise failure_of_entry(endpoint)
        tunnel, _ = await asyncio.gather(
            open_through(session, endpoint, instance, context.options.port),
            _vouch(context, session, instance),
        )
        if isinstance(tunnel, NoEntry):
            raise failure_of_entry(tunnel)
        assert context.streams is not None
        async with _recorded(context, session, instance), context.streams() as (reader, writer):
            ending = await carry(tunnel, reader, writer)
        if ending:
            raise Failure(ExitCode.FAILED, f"{instance.id}: {clean(ending, limit=500)}")
    return ExitCode.DONE


@asynccontextmanager
async def _recorded(context: Context, session: Session, instance: Instance) -> AsyncIterator[None]:
    """The record of a connection by `ssh-config`; those of `ssh` and `tunnel` are recorded by these."""
    if not context.options.host_keys:
        yield
        return
    port, log = str(context.options.port), context.changing().log
    with recording():
        intent = await note_opened(session, log, instance.key, Via.ENDPOINT, "proxy", port=port)
    try:
        yield
    finally:
        with recording():
            await note_ended(session, log, instance.key, intent)


async def _known(session: Session) -> None:
    """Who we are, for the record."""
    await session.identify()


async def _ahead(session: Session, region: str) -> None:
    """Does what needs no instance yet."""
    assert session.gateway is not None
    await asyncio.gather(read_endpoints(session, region), session.gateway.prepare_tunnel(region))


async def _vouch(context: Context, session: Session, instance: Instance) -> None:
    """Has the host keys stored before OpenSSH looks for them, when `ssh-config` asks for that."""
    if not context.options.host_keys:
        return
    from ec2tui.services.access_host_keys import vouched

    found = await vouched(session, context.reaching(), instance.key)
    if isinstance(found, str):
        say(f"the host key of {instance.id} is not verified: {found}; `ec2tui ssh {instance.id}` asks you")
    elif isinstance(found, NoEntry):
        say(clean(found.message, limit=500))


async def _ssm(context: Context) -> ExitCode:
    from ec2tui.services.access import start_ssm
    from ec2tui.services.forwarding import run_plugin

    options = context.options
    async with connected(context) as session:
        instance = await the_one(session, options.target)
        await session.identify()
        end_in_order()
        with recording():
            log = context.changing().log
            opened = await start_ssm(session, context.reaching(), log, instance, options.port)
        if isinstance(opened, NoEntry):
            raise failure_of_entry(opened)
        code = await run_plugin(session, opened, context.terminal(), os.environ)
    if code:
        raise Failure(ExitCode.FAILED, f"{instance.id}: the plugin ended with {code}")
    return ExitCode.DONE
