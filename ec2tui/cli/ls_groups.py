"""`ec2tui ls --group-by`: how many of the instances that match have each value of a field or tag."""

import asyncio
from collections.abc import Sequence

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import usage
from ec2tui.cli.reading import connected, judge_images, report_listing
from ec2tui.cli.selection import asked
from ec2tui.core.config.mistake import nearest
from ec2tui.core.views.grouping import FIELDS, By, Group, Grouping, by
from ec2tui.core.views.query import Query
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.listing import Listing


def run(context: Context) -> ExitCode:
    """Counts the instances; the exit status says whether everything was read."""
    options = context.options
    for given, flag in ((options.columns, "--columns"), (options.sort, "--sort"), (options.watch, "--watch")):
        if given:
            raise usage(f"--group-by lists groups, not instances: leave {flag} away")
    if options.output == "ids":
        raise usage("--group-by lists groups, which have no ids; choose -o table, json or csv")
    return asyncio.run(_count(context, asked(context).query, _by(options.group_by)))


def _by(name: str) -> By:
    found = by(name)
    if found is not None:
        return found
    hint = nearest(name, FIELDS)
    advice = f"did you mean {hint}?" if hint else f"one of {', '.join(FIELDS)}, tag:KEY"
    raise usage(f"unknown field {name!r} to group by: {advice}")


async def _count(context: Context, query: Query, what: By) -> ExitCode:
    grouping = Grouping(what)
    async with connected(context) as session:
        judge_images(context, session, query.kinds | what.kinds)
        listing = Listing(session, query, what.kinds)
        async for page in listing.pages():
            for instance in page:
                grouping.add(instance, session.store.inventory)
        if listing.answered:
            _write(context, what.name, grouping.groups())
        return report_listing(listing, grouping.unknown)


def _write(context: Context, name: str, groups: Sequence[Group]) -> None:
    """JSON and CSV have null and an empty cell for instances that have no value."""
    output, form = context.output, context.options.output
    if form == "json":
        output.array_items({"value": one.value, "count": one.count} for one in groups)
        output.close_array()
    elif form == "csv":
        output.csv_rows([[name, "count"], *([one.value or "", str(one.count)] for one in groups)])
    else:
        rows = [[Cell(f"{one.count:,}"), _value(one.value)] for one in groups]
        output.table(["Count", clean(name)], [Align.RIGHT, Align.LEFT], rows)


def _value(value: str | None) -> Cell:
    if value is None:
        return Cell("(none)", Tone.DIM)
    return Cell(clean(value)) if value else Cell('""', Tone.DIM)
