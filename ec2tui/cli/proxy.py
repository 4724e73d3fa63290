"""`ec2tui proxy`: one connection to an instance on standard input and output, as OpenSSH's ProxyCommand."""

import asyncio

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure
from ec2tui.cli.no_entry import failure_of_entry
from ec2tui.cli.reading import connected
from ec2tui.cli.targets import the_one
from ec2tui.core.views.text import clean
from ec2tui.services.access_values import NoEntry
from ec2tui.services.tunnels import carry, find_endpoint, open_through, read_endpoints


def run(context: Context) -> ExitCode:
    """Carries bytes until either side ends; a failure in one line on standard error."""
    return asyncio.run(_endpoint(context))


async def _endpoint(context: Context) -> ExitCode:
    port = context.options.port
    async with connected(context) as session:
        ahead = [asyncio.create_task(read_endpoints(session, region)) for region in session.regions[:1]]
        try:
            instance = await the_one(session, context.options.target)
        finally:
            await asyncio.gather(*ahead, return_exceptions=True)
        endpoint = await find_endpoint(session, instance)
        if isinstance(endpoint, NoEntry):
            raise failure_of_entry(endpoint)
        tunnel = await open_through(session, endpoint, instance, port)
        if isinstance(tunnel, NoEntry):
            raise failure_of_entry(tunnel)
        assert context.streams is not None
        async with context.streams() as (reader, writer):
            ending = await carry(tunnel, reader, writer)
        if ending:
            raise Failure(ExitCode.FAILED, f"{instance.key.id}: {clean(ending, limit=500)}")
    return ExitCode.DONE
