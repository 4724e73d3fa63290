"""`ec2tui launch`: from a preset and options to a reviewed launch."""

import argparse
import asyncio
from typing import Any

import msgspec

from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.problems import problem_line
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.core.changes.change import Unready
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.wish import Wish
from ec2tui.services.launching import make_launch
from ec2tui.services.presets import PresetError
from ec2tui.services.review import review


def run(context: Context) -> ExitCode:
    """Launches; the exit status tells what came of it."""
    return asyncio.run(_launch(context, wish_of(context)))


async def _launch(context: Context, wish: Wish) -> ExitCode:
    data = await context.read_file(wish.user_data) if wish.user_data else None
    if isinstance(data, str):
        raise usage(f"launch: {data}")
    if context.options.save:
        _save(context, wish)
    async with connected(context) as session:
        if len(session.regions) != 1:
            raise usage("launch: say in which region with --region")
        changing = await changing_context(context, session)
        change = await make_launch(changing, session, wish, session.regions[0], data)
        if isinstance(change, Problem):
            raise Failure(exit_code_of(change), problem_line(change))
        if isinstance(change, Unready):
            raise usage(f"launch: {change.reason}")
        with recording():
            made = await review(changing, (change,), context.options.reason)
            return await carry_out(context, changing, made)


def _save(context: Context, wish: Wish) -> None:
    try:
        where = context.presets().save(context.options.save, wish)
    except PresetError as error:
        raise usage(str(error)) from error
    say(f"preset {context.options.save} is kept in {where}")


def wish_of(context: Context) -> Wish:
    """The preset's wish with what the options say over it."""
    options = context.options
    try:
        begun = context.presets().load(options.preset) if options.preset else Wish()
    except PresetError as error:
        raise usage(str(error)) from error
    return msgspec.structs.replace(begun, **_said(options, begun))


def _said(options: argparse.Namespace, begun: Wish) -> dict[str, Any]:
    """The fields that options name; tags are added to the preset's."""
    names = (name for name in begun.__struct_fields__ if name != "tags")
    said = {name: value for name in names if (value := getattr(options, name, None)) is not None}
    said.update({name: tuple(said[name]) for name in ("groups", "volumes") if name in said})
    tags = {}
    for text in options.tags or ():
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise usage(f"launch: --tag {text!r} is not KEY=VALUE")
        tags[name] = value
    return {**said, "tags": {**begun.tags, **tags}}
