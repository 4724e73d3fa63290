"""`ec2tui alarms`, `alarms ls` and `alarms show`: alarms with what is missing, and one with its history."""

import asyncio
from collections.abc import Sequence
from typing import Any

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import Failure, usage
from ec2tui.cli.reading import connected, report, report_listing
from ec2tui.cli.selection import query_of
from ec2tui.cli.storage import Sort, asked, write_ordered
from ec2tui.core.model.alarm import Alarm
from ec2tui.core.model.alarm_gaps import NONE
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.alarms.detail import alarm_history, alarm_overview, alarm_tags
from ec2tui.core.views.alarms.facts import rows_of
from ec2tui.core.views.alarms.json import alarm_json, alarm_whole_json
from ec2tui.core.views.alarms.table import ALARMS, COLUMNS, DEFAULT_COLUMNS, STATE, column
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.listing import Gap, Listing
from ec2tui.services.refresh import read_some
from ec2tui.services.session import Session

SECTIONS = (("Alarm", alarm_overview), ("History", alarm_history), ("Tags", alarm_tags))


def run(context: Context) -> ExitCode:
    """Lists alarms, or shows one; the exit status says whether all of it was read."""
    return asyncio.run(_show(context) if context.options.verb == "alarms show" else _list(context))


async def _list(context: Context) -> ExitCode:
    options = context.options

    def as_json(item: Alarm, inventory: Inventory) -> dict[str, Any]:
        return alarm_json(item, inventory, context.clock.now())

    sort = Sort(Kind.ALARMS, ALARMS.words, COLUMNS, DEFAULT_COLUMNS, column, as_json)
    wanted = asked(sort, options.alarms_columns or (), options.alarms_sort or STATE.id)
    query = query_of(options.query, vocabulary=ALARMS.words)
    async with connected(context) as session:
        listing, instances = Listing(session, of=Kind.ALARMS), Listing(session)
        await asyncio.gather(_drained(listing), _drained(instances))
        listing.gaps += instances.gaps
        if listing.answered:
            inventory, now = session.store.inventory, context.clock.now()
            rows = [one for one in rows_of(inventory).values() if query.matches(one, inventory, now)]
            if options.output == "ids":
                rows = [one for one in rows if one.state != NONE]
            write_ordered(context, inventory, rows, wanted)
        return report_listing(listing, plural="alarms")


async def _drained(listing: Listing) -> list[Any]:
    return [one async for page in listing.pages() for one in page]


async def the_alarms(session: Session, names: Sequence[str]) -> tuple[Alarm, ...]:
    """The alarms with these exact names, each once, in order; a failure names the first that is not one."""
    listing = Listing(session, of=Kind.ALARMS)
    seen: list[Alarm] = await _drained(listing)
    unread = report(listing.gaps)
    found = []
    for name in dict.fromkeys(names):
        places = [one for one in seen if one.name == name]
        if len(places) > 1:
            regions = ", ".join(one.key.region for one in places)
            raise usage(f"{clean(name)!r} is an alarm in {regions}; name one with --region")
        if not places and unread:
            raise Failure(unread, f"{clean(name)!r} may be in a region that could not be read; try again")
        if not places:
            where = ", ".join(session.regions)
            raise Failure(ExitCode.FINDINGS, f"no alarm {clean(name)!r} in {where}")
        found.append(places[0])
    return tuple(found)


async def _show(context: Context) -> ExitCode:
    async with connected(context) as session:
        (alarm,) = await the_alarms(session, (context.options.name,))
        gaps = await _read_about(session, alarm)
        inventory, now = session.store.inventory, context.clock.now()
        if context.options.output == "json":
            context.output.document(alarm_whole_json(alarm, inventory, now))
            return report(gaps)
        for at, (title, view) in enumerate(SECTIONS):
            if at:
                context.output.line("")
            context.output.spans([Cell(title.upper(), Tone.HEADING)])
            for line in view(alarm, inventory, now):
                context.output.spans(line)
        return report(gaps)


async def _read_about(session: Session, alarm: Alarm) -> tuple[Gap, ...]:
    """Its history, its tags and its instances; what could not be read."""
    source, gateway = session.source(alarm.key.region), session.gateway
    assert gateway is not None

    async def read(kind: Kind, keys: Sequence[Key]) -> Gap | None:
        problem = await read_some(gateway, session.store, source, kind, keys)
        return Gap(source, kind, problem) if problem else None

    wanted = (
        (Kind.ALARM_HISTORY, (alarm.key,)),
        (Kind.ALARM_TAGS, (alarm.key,)),
        (Kind.INSTANCES, alarm.instances),
    )
    answers = await asyncio.gather(*(read(kind, keys) for kind, keys in wanted if keys))
    return tuple(gap for gap in answers if gap)
