"""Reads kinds from AWS into the store: whole passes, and some items by id."""

from collections import defaultdict
from collections.abc import Iterable

from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Clock, Gateway, Read
from ec2tui.services.store import Store


async def read_all(
    gateway: Gateway, store: Store, clock: Clock, source: Source, kind: Kind, account: str = ""
) -> Problem | None:
    """One pass over a kind: each page is in the store when it arrives; the problem that ended it, or None."""
    store.begin(source, kind, clock.now())
    finished = False
    try:
        async for page in gateway.stream(Read(kind, source, account)):
            if isinstance(page, Problem):
                store.fail(source, kind, page)
                finished = True
                return page
            store.page(source, kind, page.items)
        store.finish(source, kind, clock.now())
        finished = True
        return None
    finally:
        if not finished:
            store.stop(source, kind)


async def read_some(
    gateway: Gateway, store: Store, source: Source, kind: Kind, keys: Iterable[Key], settles: bool = True
) -> Problem | None:
    """Reads items of one source by id; those that AWS does not return are gone.

    With `settles` the reading of the kind tells of this read (kinds that are only read by id); without it a
    pass over the whole kind stays in charge, and a problem is only returned.
    """
    by_account: defaultdict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_account[key.account].append(key)
    for account, asked in by_account.items():
        if settles:
            store.ask(source, kind)
        found: list[object] = []
        read = Read(kind, source, account, ids=tuple(key.id for key in asked))
        async for page in gateway.stream(read):
            if isinstance(page, Problem):
                if settles:
                    store.update(source, kind, (), found)
                    store.fail(source, kind, page)
                return page
            found.extend(page.items)
        store.update(source, kind, asked, found, settles=settles)
    return None
