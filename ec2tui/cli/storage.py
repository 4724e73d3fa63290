"""`ec2tui volumes` and `ec2tui snapshots`: what matches a query, in the forms of `ls`."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.failure import usage
from ec2tui.cli.item_rows import csv_row, fitting, table
from ec2tui.cli.reading import connected, report_listing
from ec2tui.cli.selection import query_of
from ec2tui.core.config.mistake import nearest
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views import snapshots, volumes
from ec2tui.core.views.column import Column, ordered
from ec2tui.core.views.snapshot_fields import SNAPSHOTS
from ec2tui.core.views.storage_json import snapshot_json, volume_json
from ec2tui.core.views.vocabulary import Vocabulary
from ec2tui.core.views.volume_fields import VOLUMES
from ec2tui.services.listing import Listing
from ec2tui.services.session import BY_ID_KINDS, Session

Write = Callable[[Sequence[Any], Inventory], None]


class Sort(msgspec.Struct, frozen=True):
    """What is listed by one verb: its columns, its words, and its JSON.

    Columns of the kinds `costly` are shown when they are named.
    """

    kind: Kind
    words: Vocabulary[Any]
    columns: tuple[Column[Any], ...]
    shown: tuple[str, ...]
    column: Callable[[str], Column[Any] | None]
    as_json: Callable[[Any, Inventory], dict[str, Any]]
    costly: frozenset[Kind] = BY_ID_KINDS


SORTS: dict[str, Sort] = {
    "volumes": Sort(
        Kind.VOLUMES, VOLUMES, volumes.COLUMNS, volumes.DEFAULT_COLUMNS, volumes.column, volume_json
    ),
    "snapshots": Sort(
        Kind.SNAPSHOTS,
        SNAPSHOTS,
        snapshots.COLUMNS,
        snapshots.DEFAULT_COLUMNS,
        snapshots.column,
        snapshot_json,
    ),
}
"""What each verb lists."""


class Asked(msgspec.Struct, frozen=True):
    """The columns (`named`: chosen here) and the order (None: by name) that the options ask for."""

    sort: Sort
    shown: tuple[Column[Any], ...]
    named: bool
    order: Column[Any] | None
    reverse: bool

    def kinds(self, form: str) -> set[Kind]:
        """The kinds that must be read for an output form."""
        drawn = self.shown if form in ("table", "csv") or self.named else ()
        return {kind for one in (*drawn, *((self.order,) if self.order else ())) for kind in one.kinds}


def run(context: Context) -> ExitCode:
    """Lists them; the exit status says whether everything was read."""
    options = context.options
    sort = SORTS[options.verb]
    columns, order = (getattr(options, f"{options.verb}_{name}") for name in ("columns", "sort"))
    wanted = asked(sort, columns or (), order or "")
    query = query_of(options.query, vocabulary=sort.words)

    async def go() -> ExitCode:
        async with connected(context) as session:
            listing = Listing(session, query, wanted.kinds(options.output), of=sort.kind)
            await _write(context, session, listing, wanted)
            return report_listing(listing, plural=options.verb)

    return asyncio.run(go())


def asked(sort: Sort, columns: Sequence[str], order: str) -> Asked:
    """What the options mean; a failure that names the nearest valid column."""
    named = tuple(_column(sort, name, "column") for name in columns)
    usual = (_column(sort, name, "column") for name in sort.shown)
    # A column that costs a call for each row is read when it is named.
    cheap = tuple(one for one in usual if not one.kinds & sort.costly)
    by = _column(sort, order.removeprefix("-"), "sort field") if order else None
    return Asked(sort, named or cheap, bool(named), by, order.startswith("-"))


def _column(sort: Sort, name: str, word: str) -> Column[Any]:
    found = sort.column(name)
    if found is not None:
        return found
    ids = [known.id for known in sort.columns]
    hint = nearest(name, ids)
    advice = f"did you mean {hint}?" if hint else f"one of {', '.join(ids)}, tag:KEY"
    raise usage(f"unknown {word} {name!r}: {advice}")


async def _write(context: Context, session: Session, listing: Listing, wanted: Asked) -> None:
    """Writes pages as they come where the form allows it; a table and an order need all of them."""
    if context.options.output == "table" or wanted.order:
        found = [item async for page in listing.pages() for item in page]
        if listing.answered:
            write_ordered(context, session.store.inventory, found, wanted)
        return
    write = _writer(context, wanted)
    try:
        async for page in listing.pages():
            write(page, session.store.inventory)
        if listing.answered:
            write((), session.store.inventory)
    finally:
        context.output.close_array()


def _writer(context: Context, wanted: Asked) -> Write:
    """How pages are written in the form that was asked for; an empty page opens the document."""
    output, clock, form = context.output, context.clock, context.options.output
    if form == "json":
        return lambda page, inventory: output.array_items(wanted.sort.as_json(one, inventory) for one in page)
    if form == "ids":
        return lambda page, _inventory: output.plain_lines(one.key.id for one in page)
    titles = iter([[one.id for one in wanted.shown]])

    def write(page: Sequence[Any], inventory: Inventory) -> None:
        head = next(titles, None)
        rows = [csv_row(one, wanted.shown, inventory, clock.now()) for one in page]
        output.csv_rows([*([head] if head else []), *rows])

    return write


def write_ordered(context: Context, inventory: Inventory, found: list[Any], wanted: Asked) -> None:
    """Writes items in order, in the form that was asked for."""
    now, output = context.clock.now(), context.output
    by_id, by_name = (_column(wanted.sort, name, "column") for name in ("id", "name"))
    rows = ordered(found, by_id, inventory, now)
    rows = ordered(rows, wanted.order or by_name, inventory, now, reverse=wanted.reverse)
    if context.options.output == "table":
        width = (context.machine.terminal().columns or 80) if output.tty and not wanted.named else 0
        columns = fitting(wanted.shown, rows, inventory, now, width)
        table(output, rows, columns, inventory, now, cut=bool(width))
        return
    _writer(context, wanted)(rows, inventory)
    output.close_array()
