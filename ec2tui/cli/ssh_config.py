"""`ec2tui ssh-config`: a configuration for OpenSSH on standard output."""

import asyncio
from collections.abc import Sequence

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.reading import connected, report_listing
from ec2tui.cli.selection import query_of
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.ssh_config import config_text, names_of
from ec2tui.core.views.text import clean
from ec2tui.services.listing import Listing
from ec2tui.services.ssh_config import Left, configure

NAMED = 4
"""How many of those that are left out are named."""


def run(context: Context) -> ExitCode:
    """Writes the configuration once everything is read; what it lacks is told on standard error."""
    return asyncio.run(_write(context))


async def _write(context: Context) -> ExitCode:
    query = query_of(context.options.query)
    async with connected(context) as session:
        await session.identify()
        listing = Listing(session, query, {Kind.INSTANCES})
        found = [instance async for page in listing.pages() for instance in page]
        made = await configure(session, context.reaching(), sorted(found, key=lambda one: one.key))
        names, unnamed = names_of(made.blocks)
        context.output.line(config_text(made.blocks, names).rstrip("\n"))
        for reason, left in unnamed.items():
            say(f"by id alone: {_some(left)}: the name {reason}")
        _tell("left out", made.left)
        _tell("not verified yet, `ec2tui ssh` asks about the host key", made.unverified)
        return report_listing(listing)


def _tell(words: str, left: Sequence[Left]) -> None:
    """One line for each reason."""
    by_reason: dict[str, list[str]] = {}
    for one in left:
        by_reason.setdefault(one.why.replace(one.instance.id, "it"), []).append(one.instance.id)
    for reason, ids in by_reason.items():
        say(f"{words}: {_some(ids)}: {clean(reason, limit=500)}")


def _some(names: Sequence[str]) -> str:
    """The first few, and how many there are more."""
    shown = ", ".join(clean(name, limit=60) for name in names[:NAMED])
    more = len(names) - NAMED
    return f"{shown} and {more} more" if more > 0 else shown
