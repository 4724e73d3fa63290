"""`ec2tui keys`: the key pairs, the instances that name each, and the local file that is its private half."""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec

from ec2tui.cli.context import Context
from ec2tui.cli.exit_codes import ExitCode
from ec2tui.cli.reading import connected, report
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.key_pair import KeyPair
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.durations import iso
from ec2tui.core.views.text import Align, clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.listing import Gap, Listing
from ec2tui.services.ports_keys import KeyFile
from ec2tui.services.private_keys import Found, of_pair
from ec2tui.services.session import Session

TITLES = ("Name", "Region", "Type", "Instances", "Private key", "Fingerprint")
NAMED = 3
"""How many instances of a pair a table names."""


class Row(msgspec.Struct, frozen=True):
    """A pair, the instances that name it (None: they could not be read), and the files that are its key;
    `agent` is what the ssh agent calls it (empty: it does not hold it).
    """

    pair: KeyPair
    used_by: tuple[Instance, ...] | None
    files: tuple[str, ...]
    agent: str = ""


def run(context: Context) -> ExitCode:
    """Lists the pairs of every region; the exit status says whether everything was read."""
    return asyncio.run(_list(context))


async def _list(context: Context) -> ExitCode:
    async with connected(context) as session:
        pairs, gaps = await read_pairs(session)
        keys = context.keys()
        files = (*await keys.candidates(), *await keys.in_agent())
        inventory = session.store.inventory
        unread = {gap.source.region for gap in gaps if gap.kind is Kind.INSTANCES}
        rows = [_row(pair, inventory, unread, files) for pair in pairs]
        _write(context, rows)
        return report(gaps)


async def read_pairs(session: Session) -> tuple[list[KeyPair], tuple[Gap, ...]]:
    """The pairs by name and region, with all instances read beside; and what could not be read."""
    pairs, instances = Listing(session, of=Kind.KEY_PAIRS), Listing(session)

    async def drained(listing: Listing) -> list[Any]:
        return [one async for page in listing.pages() for one in page]

    both = await asyncio.gather(drained(pairs), drained(instances))
    return sorted(both[0], key=lambda pair: (pair.name, pair.key)), (*pairs.gaps, *instances.gaps)


def users(pair: Key, inventory: Inventory) -> tuple[Instance, ...]:
    """The instances that name a pair, by name, those that are gone left out."""
    found = (
        one
        for one in inventory.table(Kind.INSTANCES).values()
        if one.key_name == pair.id and one.key[:2] == pair[:2] and one.state != "terminated"
    )
    return tuple(sorted(found, key=lambda one: (one.name, one.id)))


def _row(pair: KeyPair, inventory: Inventory, unread: set[str], files: Sequence[KeyFile]) -> Row:
    found, mine = of_pair(pair, files)
    sure = mine if found is Found.MATCHED else ()
    paths = tuple(file.path for file in sure if not file.agent)
    agent = next((file.agent for file in sure if file.agent), "")
    return Row(pair, None if pair.key.region in unread else users(pair.key, inventory), paths, agent)


def _write(context: Context, rows: Sequence[Row]) -> None:
    output, form = context.output, context.options.output
    if form == "json":
        output.document([as_json(row) for row in rows])
    elif form == "ids":
        output.plain_lines(row.pair.name for row in rows)
    elif form == "csv":
        output.csv_rows([[title.lower().replace(" ", "_") for title in TITLES], *map(_texts, rows)])
    else:
        tones = (Tone.KEY, Tone.PLAIN, Tone.PLAIN, Tone.PLAIN, Tone.GOOD, Tone.DIM)
        cells = [
            [Cell(clean(text, 60), tone) for text, tone in zip(_texts(row, NAMED), tones, strict=True)]
            for row in rows
        ]
        output.table(TITLES, [Align.LEFT] * len(TITLES), cells)


def _texts(row: Row, most: int = 1000) -> list[str]:
    pair = row.pair
    return [
        pair.name,
        pair.key.region,
        pair.type,
        _used(row, most),
        row.files[0] if row.files else f"ssh agent ({row.agent})" if row.agent else "-",
        pair.fingerprint,
    ]


def _used(row: Row, most: int) -> str:
    if row.used_by is None:
        return "not read"
    names = [one.name or one.id for one in row.used_by]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return (", ".join(names[:most]) + more) or "-"


def as_json(row: Row) -> dict[str, Any]:
    """A pair for programs: AWS's words, `null` for what is not known."""
    pair = row.pair
    return {
        "name": pair.name,
        "region": pair.key.region,
        "type": pair.type or None,
        "fingerprint": pair.fingerprint or None,
        "public_key": pair.public_key,
        "create_time": iso(pair.create_time),
        "instances": None if row.used_by is None else [one.id for one in row.used_by],
        "private_keys": list(row.files),
        "in_agent": bool(row.agent),
        "tags": dict(pair.tags),
    }
