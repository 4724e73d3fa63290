"""`ec2tui alarms add`, `rm`, `test` and every other change of alarms: reviewed like every change."""

import argparse
import asyncio

from ec2tui.cli.alarm_options import LINE
from ec2tui.cli.alarms import the_alarms
from ec2tui.cli.carrying_out import carry_out, changing_context
from ec2tui.cli.change import changes_of
from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import usage
from ec2tui.cli.reading import connected
from ec2tui.cli.recorded import recording
from ec2tui.cli.targets import the_ones
from ec2tui.core.changes.alarm_requests import ALARM_REQUESTS, ON_INSTANCES, left_out
from ec2tui.core.changes.request import Request
from ec2tui.core.model.key import Key
from ec2tui.core.views.text import clean
from ec2tui.services.review import review
from ec2tui.services.session import Session

RECOMMENDED = "instance.alarms"


def entry_of(options: argparse.Namespace) -> tuple[Request, str]:
    """The request that a verb stands for with its options, and the answer to its question."""
    word = options.verb.partition(" ")[2]
    if word != "add":
        entry = next(one for one in ALARM_REQUESTS if one.verb == word)
        return entry, {"copy": _to, "test": _state, "edit": _edit}.get(word, _nothing)(options)
    line = _line(options)
    by_id = {one.id: one for one in ON_INSTANCES}
    if options.like:
        if line or options.metric or options.name:
            raise usage("alarms add: --like copies an alarm as it is; edit the copy afterwards")
        return by_id["instance.copy_alarm"], options.like
    if options.metric:
        own = " ".join(f"{name}={value}" for name in ("metric", "name") if (value := getattr(options, name)))
        return by_id["instance.alarm"], f"{own} {line}".strip()
    if line or options.name:
        raise usage(
            "alarms add: say what is watched with --metric; without it the recommended ones are added"
        )
    return by_id[RECOMMENDED], ""


def _line(options: argparse.Namespace) -> str:
    """The options as the words of an alarm's line."""
    found = {word: getattr(options, word) for word in (*LINE, "actions") if getattr(options, word, None)}
    spaced = next((word for word, value in found.items() if len(value.split()) != 1), None)
    if spaced or " " in (getattr(options, "name", None) or ""):
        raise usage(f"--{(spaced or 'name').replace('_', '-')} takes one word without spaces")
    return " ".join(f"{word}={value}" for word, value in found.items())


def _edit(options: argparse.Namespace) -> str:
    line = _line(options)
    if not line:
        raise usage(
            "alarms edit: nothing to do; say --above, --for, --period, --do or another of its options"
        )
    return line


def _to(options: argparse.Namespace) -> str:
    return " ".join(options.instance)


def _state(options: argparse.Namespace) -> str:
    return str(options.state)


def _nothing(_options: argparse.Namespace) -> str:
    return ""


def run(context: Context) -> ExitCode:
    """Carries out a request for all its targets; the exit status tells the worst that came of it."""
    entry, text = entry_of(context.options)
    return asyncio.run(_change(context, entry, text))


async def _change(context: Context, entry: Request, text: str) -> ExitCode:
    async with connected(context) as session:
        changing = await changing_context(context, session)
        keys = await _keys(context, session)
        wanted = await changes_of(changing, entry, keys, (text,))
        if entry.id == RECOMMENDED and (left := left_out(keys, session.store.inventory)):
            say(clean(left, 2000))
        with recording():
            made = await review(changing, wanted, context.options.reason)
            return await carry_out(context, changing, made)


async def _keys(context: Context, session: Session) -> tuple[Key, ...]:
    """The instances of `alarms add`, the alarms of every other verb."""
    if context.options.verb == "alarms add":
        return tuple(one.key for one in await the_ones(session, context.options.targets))
    return tuple(one.key for one in await the_alarms(session, context.options.names))
