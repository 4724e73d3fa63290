"""`ec2tui groups`: which security groups an interface of an instance is in; the whole list is replaced."""

import argparse
import asyncio
from collections.abc import Sequence

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.sg_groups import the_group
from ec2tui.cli.targets import the_ones
from ec2tui.core.changes.instance_groups import SetInterfaceGroups
from ec2tui.core.model.instance import Instance, InstanceInterface
from ec2tui.core.views.text import clean
from ec2tui.services.review import review
from ec2tui.services.session import Session


def run(context: Context) -> ExitCode:
    """Carries it out for all its targets; the exit status tells the worst that came of it."""
    options = context.options
    if options.set and (options.add or options.remove):
        raise usage("groups: --set says the whole list, so --add and --remove say nothing more")
    if not (options.set or options.add or options.remove):
        raise usage("groups: nothing to do; say --set GROUP, or --add GROUP or --remove GROUP")
    return asyncio.run(_change(context))


async def _change(context: Context) -> ExitCode:
    async with connected(context) as session:
        changing = await changing_context(context, session)
        instances = await the_ones(session, context.options.targets)
        named = await _named(session, context.options)
        changes = []
        for one in instances:
            interface = _interface(one, context.options.interface)
            changes.append(SetInterfaceGroups(one.key, interface.id, _wanted(interface, *named)))
        with recording():
            made = await review(changing, changes, context.options.reason)
            return await carry_out(context, changing, made)


async def _named(session: Session, options: argparse.Namespace) -> tuple[list[str], ...]:
    """The ids of the groups to set, to add and to remove."""
    lists: Sequence[Sequence[str]] = (options.set, options.add, options.remove)
    return tuple([[(await the_group(session, word)).key.id for word in words] for words in lists])


def _interface(instance: Instance, wanted: str | None) -> InstanceInterface:
    """The interface that is meant: the only one, or the one that is named."""
    found = [one for one in instance.interfaces if wanted in (None, one.id)]
    if len(found) == 1:
        return found[0]
    there = ", ".join(one.id for one in instance.interfaces) or "none that is known"
    if wanted is not None:
        raise Failure(ExitCode.FINDINGS, f"{instance.id} has no interface {clean(wanted)!r}; it has {there}")
    raise usage(f"{instance.id} has several interfaces or none; name one with --interface: {there}")


def _wanted(
    interface: InstanceInterface, only: list[str], more: list[str], less: list[str]
) -> tuple[str, ...]:
    """The whole list as it is to be."""
    if only:
        return tuple(dict.fromkeys(only))
    now = [group.id for group in interface.groups if group.id not in less]
    return tuple(dict.fromkeys((*now, *more)))
