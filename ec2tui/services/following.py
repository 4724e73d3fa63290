"""Follows new instances until their checks have passed: reads them by id, often at first, then less so."""

from collections.abc import Callable, Sequence
from itertools import chain, repeat

from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.views.launch.progress import progress_of
from ec2tui.services.refresh import read_some
from ec2tui.services.session import Session

LONGEST = 1800.0
"""Seconds after which new instances are followed no more."""

Told = Callable[[Problem | None], None]
"""Told after each look, with the read that failed."""


async def follow(session: Session, keys: Sequence[Key], told: Told) -> bool:
    """Looks until all are ready or have ended; False when they are not after LONGEST."""
    until = session.clock.now() + LONGEST
    for seconds in chain((1.0, 2.0, 3.0), repeat(5.0)):
        told(await _look(session, keys))
        if all(progress_of(key, session.store.inventory).over for key in keys):
            return True
        if session.clock.now() >= until:
            return False
        await session.clock.sleep(seconds)
    raise AssertionError("the pauses never end")


async def _look(session: Session, keys: Sequence[Key]) -> Problem | None:
    if session.gateway is None:
        return session.problem
    problem = None
    for region in dict.fromkeys(key.region for key in keys):
        here = [key for key in keys if key.region == region]
        for kind in (Kind.INSTANCES, Kind.STATUSES):
            source = session.source(region)
            failed = await read_some(session.gateway, session.store, source, kind, here, settles=False)
            problem = problem or failed
    return problem
