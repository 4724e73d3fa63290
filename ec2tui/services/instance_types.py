"""Reads the instance types of a region to choose from: what they offer, where, and what they cost."""

import asyncio
from collections.abc import Iterable

from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.views.type_choice import Choice
from ec2tui.services.ports import Clock, Gateway
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.store import Store


async def read_types(
    gateway: Gateway, store: Store, clock: Clock, choice: Choice, prices: bool = True
) -> tuple[Problem, ...]:
    """Reads into the store what is not known yet: types page by page, then zones and prices side by side.

    The problems met; what failed is not known, and is asked for again the next time.
    """
    account, region, _ = choice.place
    source = Source(gateway.profile, region)
    reading = store.inventory.reading(source, Kind.INSTANCE_TYPES)
    if not reading.known:
        problem = await read_all(gateway, store, clock, source, Kind.INSTANCE_TYPES, account)
        if problem is not None:
            return (problem,)
    types = types_of(store, choice)
    wanted = {Kind.OFFERINGS: types, **({Kind.PRICES: _prices(choice, types)} if prices else {})}
    reads = (_read(gateway, store, source, kind, keys) for kind, keys in wanted.items())
    return tuple(problem for problem in await asyncio.gather(*reads) if problem is not None)


def types_of(store: Store, choice: Choice) -> list[Key]:
    """The keys of the types that are known where the choice is made."""
    place = choice.place[:2]
    return [key for key in store.inventory.table(Kind.INSTANCE_TYPES) if key[:2] == place]


def _prices(choice: Choice, types: Iterable[Key]) -> list[Key]:
    return [key for key in (choice.price_key(one.id) for one in types) if key is not None]


async def _read(
    gateway: Gateway, store: Store, source: Source, kind: Kind, keys: Iterable[Key]
) -> Problem | None:
    """Reads those that are neither known nor known to be absent."""
    inventory = store.inventory
    table = inventory.table(kind)
    missing = [key for key in keys if key not in table and (kind, key) not in inventory.absent]
    return await read_some(gateway, store, source, kind, missing) if missing else None
