"""`ec2tui ls`: the instances that match a query."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from ec2tui.cli.context import Context
from ec2tui.cli.entry import say
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.instance_rows import csv_row, fitting, table
from ec2tui.cli.output import Output
from ec2tui.cli.reading import connected, report
from ec2tui.cli.selection import InstanceColumn, Order, columns_of, default_columns, order_of, query_of
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.views.column import ordered
from ec2tui.core.views.instance_json import as_json
from ec2tui.core.views.instances import ID, NAME
from ec2tui.core.views.query import Query
from ec2tui.services.listing import Listing
from ec2tui.services.session import Session

Write = Callable[[Sequence[Instance], Inventory], None]


def run(context: Context) -> ExitCode:
    """Lists instances; the exit status says whether everything was read."""
    options = context.options
    query = query_of(options.query)
    order = order_of(options.sort)
    named = columns_of(options.columns or context.settings.ui.columns)
    return asyncio.run(_list(context, query, named, order))


async def _list(
    context: Context, query: Query, named: tuple[InstanceColumn, ...], order: Order | None
) -> ExitCode:
    form = context.options.output
    shown = named or default_columns()
    wanted = shown if form in ("table", "csv") else named if context.options.columns else ()
    kinds = {kind for one in (*wanted, *([order.column] if order else [])) for kind in one.kinds}
    async with connected(context) as session:
        listing = Listing(session, query, kinds)
        if form == "table" or order:
            found = [instance async for page in listing.pages() for instance in page]
            if listing.answered:
                _write_sorted(context, session, found, shown, bool(named), order)
        else:
            await _write_as_they_come(context, session, listing, shown)
        return _report(listing)


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


def _write_sorted(
    context: Context,
    session: Session,
    found: list[Instance],
    shown: tuple[InstanceColumn, ...],
    named: bool,
    order: Order | None,
) -> None:
    inventory, now = session.store.inventory, context.clock.now()
    rows = ordered(found, ID, inventory, now)
    column, reverse = (order.column, order.reverse) if order else (NAME, False)
    rows = ordered(rows, column, inventory, now, reverse=reverse)
    output: Output = context.output
    if context.options.output == "table":
        width = context.machine.terminal().columns if output.tty and not named else 0
        table(output, rows, fitting(shown, rows, inventory, now, width), inventory, now)
        return
    write = _writer(context, shown)
    write(rows, inventory)
    output.close_array()


def _report(listing: Listing) -> ExitCode:
    code = report(listing.gaps)
    if not listing.undecided:
        return code
    say(f"{listing.undecided} instances are not listed: what decides the query could not be read for them")
    return code or ExitCode.FAILED
