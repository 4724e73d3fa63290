"""`ec2tui presets edit`, `import` and `delete`: what is kept on this machine; AWS is only read."""

import asyncio

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode, exit_code_of
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.problems import problem_line
from ec2tui.cli.reading import connected
from ec2tui.cli.targets import the_one
from ec2tui.core.changes.launch_wish import wish_like
from ec2tui.core.config.preset import preset_of
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.wish import Wish
from ec2tui.core.views.text import clean
from ec2tui.services.launch_templates import templates
from ec2tui.services.presets import PresetError
from ec2tui.services.refresh import read_some
from ec2tui.services.session import Session


def run(context: Context) -> ExitCode:
    """Changes a preset; the exit status says whether that was done."""
    verb = {"presets edit": _edit, "presets import": _import, "presets delete": _delete}
    try:
        return asyncio.run(verb[context.options.verb](context))
    except PresetError as error:
        raise usage(str(error)) from error


async def _delete(context: Context) -> ExitCode:
    context.presets().delete(context.options.name)
    say(f"preset {clean(context.options.name)} is forgotten")
    return ExitCode.DONE


async def _edit(context: Context) -> ExitCode:
    """In the editor, and again with what is wrong, until it is right or left as it was."""
    presets, name = context.presets(), context.options.name
    if context.edit is None:
        raise Failure(ExitCode.REFUSED, "presets edit: there is no terminal for an editor")
    begun, wrong = presets.text(name), ""
    text = begun
    while True:
        told = f"# {wrong}\n" if wrong else ""
        saved = await context.edit(told + text, 1)
        if saved is None:
            raise usage("the editor could not be used; $VISUAL and $EDITOR name it")
        again = saved.removeprefix(told)
        if again == begun or (wrong and again == text):
            say(f"nothing changed{f': {clean(wrong, 300)}' if wrong else ''}")
            return ExitCode.USAGE if wrong else ExitCode.DONE
        text = again
        try:
            preset_of(text)
        except ValueError as error:
            wrong = " ".join(str(error).split())
            continue
        say(f"preset {clean(name)} is kept in {presets.write(name, text)}")
        return ExitCode.DONE


async def _import(context: Context) -> ExitCode:
    """From the default version of a launch template, or as an instance is."""
    options = context.options
    async with connected(context) as session:
        if len(session.regions) != 1:
            raise usage("presets import: say in which region with --region")
        reading = (
            _of_template(session, options.template) if options.template else _like(session, options.like)
        )
        wish, left = await reading
    where = context.presets().save(options.name, wish)
    say(f"preset {clean(options.name)} is kept in {where}")
    if left:
        say(f"left out: {clean(', '.join(left), 300)}")
    return ExitCode.DONE


async def _of_template(session: Session, word: str) -> tuple[Wish, tuple[str, ...]]:
    assert session.gateway is not None
    region = session.regions[0]
    found = await templates(session.gateway, region, word)
    if isinstance(found, Problem):
        raise Failure(exit_code_of(found), problem_line(found))
    if not found:
        raise Failure(ExitCode.FINDINGS, f"no launch template {clean(word)!r} in {region}")
    taken = found[0].taken
    data = ("user data: keep it in a file, and name that with user_data",) if taken.user_data else ()
    return taken.wish, (*taken.left, *data)


async def _like(session: Session, target: str) -> tuple[Wish, tuple[str, ...]]:
    assert session.gateway is not None
    instance = await the_one(session, target)
    keys = [instance.key._replace(id=one.volume_id) for one in instance.block_devices]
    source = session.source(instance.key.region)
    problem = await read_some(session.gateway, session.store, source, Kind.VOLUMES, keys) if keys else None
    if problem is not None:
        say(problem_line(problem))
    return wish_like(instance, session.store.inventory), ("its name, addresses and user data",)
