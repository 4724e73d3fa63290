"""Keeps the store fresh: a loop per region, quick where things settle, gentle where nothing happens."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable

from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import SIGNED_OUT, Outcome, Problem
from ec2tui.services import pace
from ec2tui.services.pace import Pace
from ec2tui.services.pausing import pause
from ec2tui.services.ports import Gateway
from ec2tui.services.refresh import read_all, read_some
from ec2tui.services.session import BY_ID_KINDS, Session

QUICK_KINDS = (Kind.INSTANCES, Kind.STATUSES)
FACT_AGE = 60.0
"""Seconds after which a fact that was read by id is read again when it is looked at."""


def _raise(error: BaseException) -> None:
    raise error


class Watcher:
    """Runs while someone looks; `start` and `restart` follow the session's regions, `stop` ends it.

    `want` names kinds that the screen reads as a whole, `look_at` single items such as the rows in view;
    `always` are kinds that are read whatever shows; `base` is the seconds between two passes while things
    happen; `on_defect` is told what ended a task that should have gone on.
    """

    def __init__(self, session: Session, base: float = pace.BASE) -> None:
        self._session = session
        self._base = pace.of(base)
        self._loops: dict[Source, asyncio.Task[None]] = {}
        self._pokes: dict[Source, asyncio.Event] = {}
        self._nudges: dict[Source, asyncio.Event] = {}
        self._paces: dict[Source, Pace] = {}
        self._wanted: frozenset[Kind] = frozenset(QUICK_KINDS)
        self._forced: set[Source] = set()
        self._due: set[tuple[Source, Kind]] = set()
        self._asked: dict[tuple[Kind, Key], float] = {}
        self._lookups: set[asyncio.Task[None]] = set()
        self._asked_who = False
        self.always: frozenset[Kind] = frozenset()
        self.on_defect: Callable[[BaseException], object] = _raise

    def start(self) -> None:
        """Watches the session's regions; loops that already run go on, those of other regions end."""
        wanted = set(self._session.sources())
        for source in set(self._loops) - wanted:
            self._loops.pop(source).cancel()
        for source in self._session.sources():
            if source not in self._loops or self._loops[source].done():
                self._pokes[source] = asyncio.Event()
                self._nudges[source] = asyncio.Event()
                self._paces[source] = self._base
                loop = asyncio.create_task(self._watch(source), name=f"watch {source.region}")
                loop.add_done_callback(self._ended)
                self._loops[source] = loop

    async def stop(self) -> None:
        """Ends every loop and lookup, and waits until they have."""
        tasks = [*self._loops.values(), *self._lookups]
        self._loops.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._asked.clear()

    def refresh(self) -> None:
        """Reads everything again now."""
        self._asked.clear()
        self._forced.update(self._pokes)
        for source, poke in self._pokes.items():
            self._paces[source] = self._base
            poke.set()

    def nudge(self) -> None:
        """Something was changed: instances that settle are followed from now on, whatever the pace."""
        for nudge in self._nudges.values():
            nudge.set()

    def again(self, kinds: Iterable[Kind]) -> None:
        """Something of these kinds was changed: those that are read only now and then are read now."""
        due = frozenset(kinds) - BY_ID_KINDS - frozenset(QUICK_KINDS)
        for source, poke in self._pokes.items() if due else ():
            self._due.update((source, kind) for kind in due)
            poke.set()

    def want(self, kinds: Iterable[Kind]) -> None:
        """The kinds that are on screen or in the query; those not yet read are read now."""
        wanted = frozenset(kinds) | frozenset(QUICK_KINDS) | self.always
        new = wanted - self._wanted - BY_ID_KINDS
        self._wanted = wanted
        if new:
            for poke in self._pokes.values():
                poke.set()

    def look_at(self, kind: Kind, keys: Iterable[Key]) -> None:
        """Reads single items by id unless that was done within FACT_AGE."""
        now = self._session.clock.now()
        by_source: defaultdict[Source, list[Key]] = defaultdict(list)
        sources = {source.region: source for source in self._session.sources()}
        for key in keys:
            if key.region in sources and now - self._asked.get((kind, key), -FACT_AGE) >= FACT_AGE:
                self._asked[kind, key] = now
                by_source[sources[key.region]].append(key)
        for source, batch in by_source.items():
            task = asyncio.create_task(self._look_up(source, kind, batch))
            self._lookups.add(task)
            task.add_done_callback(self._lookups.discard)
            task.add_done_callback(self._ended)

    async def looked(self) -> None:
        """Waits until the items that are being read now have been."""
        await asyncio.gather(*self._lookups, return_exceptions=True)

    @property
    def pace(self) -> Pace:
        """The slowest pace of all regions, for the header."""
        return max(self._paces.values(), key=lambda one: one.seconds, default=self._base)

    @property
    def looking(self) -> bool:
        """Whether single items are being read now."""
        return bool(self._lookups)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A defect ends a task in silence, and what it kept fresh would grow old with nobody told."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.on_defect(error)

    async def _look_up(self, source: Source, kind: Kind, keys: list[Key]) -> None:
        gateway = self._session.gateway
        if gateway is None:
            return
        problem = await read_some(gateway, self._session.store, source, kind, keys)
        if problem is not None:
            self._note(problem)

    async def _watch(self, source: Source) -> None:
        read_at: dict[Kind, float] = {}
        while True:
            before = self._session.store.version
            quick = read_at.get(Kind.INSTANCES)
            problem = await self._pass(source, read_at)
            if problem is not None or read_at.get(Kind.INSTANCES) != quick:
                self._paces[source] = self._next_pace(source, before, problem)
            await self._wait(source)

    async def _pass(self, source: Source, read_at: dict[Kind, float]) -> Problem | None:
        """Reads what is wanted: instances first, slow-moving kinds only now and then."""
        session = self._session
        slow = [kind for kind in Kind if kind in self._wanted - BY_ID_KINDS - set(QUICK_KINDS)]
        forced = source in self._forced
        self._forced.discard(source)
        self._pokes[source].clear()
        worst: Problem | None = None
        for kind in (*QUICK_KINDS, *slow):
            now = session.clock.now()
            age = self._paces[source].seconds if kind in QUICK_KINDS else pace.age_of(kind)
            due = forced or (source, kind) in self._due
            if not due and now - read_at.get(kind, -1e12) < age:
                continue
            self._due.discard((source, kind))
            if session.gateway is None:
                return worst
            if kind is not Kind.INSTANCES:
                await self._know_account()
            problem = await read_all(
                session.gateway, session.store, session.clock, source, kind, session.account
            )
            if problem is None:
                read_at[kind] = now
            elif worst is None:
                worst = problem
                self._note(problem)
        if worst is None:
            session.recovered()
        return worst

    async def _know_account(self) -> None:
        """Keys are made with the account: without an instance that names it, AWS is asked, once."""
        if not self._session.account and not self._asked_who:
            self._asked_who = True
            await self._session.identify()

    def _next_pace(self, source: Source, before: int, problem: Problem | None) -> Pace:
        current = self._paces[source]
        if problem is not None and problem.outcome is Outcome.THROTTLED:
            return current.slowed()
        if problem is not None:
            return self._base
        news = self._session.store.changed_since(before, *QUICK_KINDS)
        return current.changed() if news is None or news else current.quiet()

    async def _wait(self, source: Source) -> None:
        """Until the next pass: in small steps while instances settle, each step reading only those."""
        clock = self._session.clock
        until = clock.now() + self._paces[source].seconds
        following = True
        while (left := until - clock.now()) > 0 and not self._pokes[source].is_set():
            settling = self._settling(source) if following else []
            await self._sleep(source, min(left, pace.SETTLING) if settling else left)
            gateway = self._session.gateway
            if settling and gateway is not None and not self._pokes[source].is_set():
                following = await self._follow(gateway, source, settling)

    async def _follow(self, gateway: Gateway, source: Source, settling: list[Key]) -> bool:
        """Reads settling instances; after a problem they wait for the next pass, which tells it."""
        for kind in QUICK_KINDS:
            problem = await read_some(gateway, self._session.store, source, kind, settling, settles=False)
            if problem is not None:
                self._note(problem)
                return False
        return True

    def _settling(self, source: Source) -> list[Key]:
        return [key for key in self._session.store.settling if key.region == source.region]

    async def _sleep(self, source: Source, seconds: float) -> None:
        """Until the time is up, everything is wanted anew, or something was changed."""
        nudge = self._nudges[source]
        try:
            await pause(self._session.clock, seconds, self._pokes[source], nudge)
        finally:
            nudge.clear()

    def _note(self, problem: Problem) -> None:
        if problem.outcome in SIGNED_OUT:
            self._session.note(problem)
