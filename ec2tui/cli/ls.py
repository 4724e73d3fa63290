"""`ec2tui ls`: the instances that match a query."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.instance_rows import csv_row, fitting, in_order, table
from ec2tui.cli.live import live_of
from ec2tui.cli.output import Output
from ec2tui.cli.reading import connected, judge_images, report, report_listing
from ec2tui.cli.selection import Asked, InstanceColumn, asked
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.instance_json import as_json
from ec2tui.services.listing import Gap, Listing
from ec2tui.services.session import Session

Write = Callable[[Sequence[Instance], Inventory], None]


def run(context: Context) -> ExitCode:
    """Lists instances; the exit status says whether everything was read."""
    options = context.options
    if options.group_by:
        from ec2tui.cli import ls_groups

        return ls_groups.run(context)
    if options.watch:
        from ec2tui.cli import ls_watch

        return ls_watch.run(context)
    return asyncio.run(_list(context, asked(context)))


async def _list(context: Context, wanted: Asked) -> ExitCode:
    form = context.options.output
    async with connected(context) as session:
        judge_images(context, session, wanted.kinds(form) | wanted.query.kinds)
        gaps = await _judged(context, session, wanted)
        live = live_of(context, session, wanted)
        listing = Listing(session, wanted.query, wanted.kinds(form), live=live)
        if form == "table" or wanted.order:
            found = [instance async for page in listing.pages() for instance in page]
            if listing.answered:
                _write_sorted(context, session, found, wanted)
        else:
            await _write_as_they_come(context, session, listing, wanted.shown)
        return max(report(gaps), report_listing(listing, aside=wanted.aside))


async def _judged(context: Context, session: Session, wanted: Asked) -> list[Gap]:
    """Judges what the checks find where that is asked for."""
    if Kind.FINDINGS not in wanted.kinds(context.options.output) | wanted.query.kinds:
        return []
    from ec2tui.cli.judged import judge_instances

    return await judge_instances(context, session)


async def _write_as_they_come(
    context: Context, session: Session, listing: Listing, shown: tuple[InstanceColumn, ...]
) -> None:
    output = context.output
    write = _writer(context, shown)
    try:
        async for page in listing.pages():
            write(page, session.store.inventory)
        if listing.answered:
            write((), session.store.inventory)
    finally:
        output.close_array()


def _writer(context: Context, shown: tuple[InstanceColumn, ...]) -> Write:
    """How pages are written in the form that was asked for; an empty page opens the document."""
    output, clock, form = context.output, context.clock, context.options.output
    if form == "json":
        return lambda page, inventory: output.array_items(as_json(one, inventory) for one in page)
    if form == "ids":
        return lambda page, _inventory: output.plain_lines(one.id for one in page)
    titles = iter([[one.id for one in shown]])

    def write(page: Sequence[Instance], inventory: Inventory) -> None:
        rows: Iterable[Sequence[str]] = (csv_row(one, shown, inventory, clock.now()) for one in page)
        output.csv_rows([*([head] if (head := next(titles, None)) else []), *rows])

    return write


def _write_sorted(context: Context, session: Session, found: list[Instance], wanted: Asked) -> None:
    inventory, now = session.store.inventory, context.clock.now()
    rows = in_order(found, wanted.order, inventory, now)
    output: Output = context.output
    if context.options.output == "table":
        width = (context.machine.terminal().columns or 80) if output.tty and not wanted.named else 0
        columns = fitting(wanted.shown, rows, inventory, now, width)
        table(output, rows, columns, inventory, now, cut=bool(width))
        if not rows and output.tty:
            say("there is no instance here" if wanted.query.everything else "no instance matches")
        return
    write = _writer(context, wanted.shown)
    write(rows, inventory)
    output.close_array()
