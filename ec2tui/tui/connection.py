"""Connecting from the screen: in the background, again after a failure, and with another profile."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from ec2tui.core.views.text import clean
from ec2tui.services.session import Scope
from ec2tui.services.snapshots import SAVE_EVERY, Snapshots, SnapshotWriter, restore
from ec2tui.tui.garbage import collect_from_now

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

FIRST_ROWS = 0.05
"""Seconds that the first saved rows have to be painted before AWS's libraries are imported."""

LONGEST_WAIT = 3.0
"""Seconds after which who we are is asked although no region has answered."""

AGAIN = 15.0
"""Seconds after which a connection that the network kept from standing is tried again."""

PASSING = frozenset({Outcome.UNREACHABLE, Outcome.THROTTLED})
"""Outcomes that may be over without anybody's doing."""

LOADING = 5.0
"""Seconds that a load may take before what the first action needs is imported beside it."""

KEEP_EVERY = 5.0
"""Seconds after which columns and order that the user has chosen are kept for the next start."""


class Connection:
    """Runs one attempt at a time; the rows stay unless another profile is chosen."""

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen
        self._offered = False
        if screen.around.snapshots is not None:
            self._writer = SnapshotWriter(screen.session, screen.around.snapshots)

    def begin(self) -> None:
        """Shows what an earlier run knew, and connects as soon as its first rows are on screen."""
        self._screen.watcher.on_defect = lambda error: self._screen.call_later(_raise, error)
        chosen = self._screen.around.chosen
        if chosen.problem:
            self._screen.say(clean(chosen.problem, 300), bad=True)
        self._screen.set_interval(KEEP_EVERY, chosen.keep)
        self._screen.set_interval(AGAIN, self.try_again)
        collect_from_now()
        snapshots = self._screen.around.snapshots
        if snapshots is None:
            self.start()
            return
        self._screen.run_worker(self._restore(snapshots), name="restore", group="restore")
        self._screen.set_interval(SAVE_EVERY, self._save)

    async def _restore(self, snapshots: Snapshots) -> None:
        session = self._screen.session
        rows = restore(session, snapshots)
        if await anext(rows, None) is not None:
            await asyncio.sleep(FIRST_ROWS)
        self.start()
        async for _ in rows:
            await asyncio.sleep(0)

    def _offer_what_was_left(self) -> None:
        """Once a run: changes that are unknown, plans that were cut off, and rules past their end."""
        if self._offered or self._screen.session.identity is None:
            return
        self._offered = True
        from ec2tui.tui.flows import settling, sweeping

        self._screen.run_worker(settling.at_start(self._screen), name="settle", group="settle")
        self._screen.run_worker(sweeping.at_start(self._screen), name="sweep", group="sweep")

    async def _save(self) -> None:
        known = self._writer.failure
        await self._writer.save_due()
        if self._writer.failure is not None and known is None:
            words = f"What was read cannot be kept for the next start: {self._writer.failure}"
            self._screen.say(clean(words, 300), bad=True)

    async def end(self) -> None:
        """Writes what is new for the next start, and lets go of AWS."""
        screen = self._screen
        await screen.watcher.stop()
        await screen.around.chosen.keep()
        if screen.around.snapshots is not None:
            await self._writer.save_due(everything=True)
        await screen.session.aclose()

    def try_again(self) -> None:
        """What only the network kept from being known is asked again: the regions, and who we are."""
        session = self._screen.session
        if session.connecting or (session.problem is not None and session.problem.outcome not in PASSING):
            return
        if session.gateway is None or not session.regions:
            self.start()
        elif session.identity is None:
            self._screen.run_worker(self._identify_again(), name="identify", group="identify", exclusive=True)

    def start(self) -> None:
        """Connects, or connects anew, in the background."""
        self._run(None)

    async def use_profile(self, name: str) -> None:
        """Looks at another profile; its regions follow its configuration."""
        screen = self._screen
        await screen.close_forwards()
        await screen.watcher.stop()
        await screen.pages.start_over()
        self._run(Scope(profile=name, profile_name=name, read_only=screen.around.is_read_only(name)))

    def _run(self, scope: Scope | None) -> None:
        self._screen.run_worker(self._connect(scope), name="connect", group="connect", exclusive=True)

    async def _connect(self, scope: Scope | None) -> None:
        screen = self._screen
        if scope is None:
            await screen.session.connect(self._ask)
        else:
            await screen.session.switch(scope, self._ask)
        if screen.session.regions:
            screen.watcher.start()
            screen.watcher.refresh()
            screen.watcher.want(screen.rows.kinds)
        await self._first_rows()
        await self._identify()
        # What the first action needs would make keys wait while it is imported beside a load.
        await self._until(lambda: screen.session.everything_read, LOADING)
        await asyncio.to_thread(_ready_for_keys)
        self._offer_what_was_left()

    async def _identify(self) -> None:
        """Asks who we are; regions that have not answered then show what is saved of this account."""
        session, snapshots = self._screen.session, self._screen.around.snapshots
        await session.identify()
        if session.identity is not None and snapshots is not None:
            async for _ in restore(session, snapshots):
                await asyncio.sleep(0)

    async def _identify_again(self) -> None:
        await self._identify()
        self._offer_what_was_left()

    async def _first_rows(self) -> None:
        """Waits until what a region answered is painted: a client for another service would delay that."""
        session = self._screen.session
        await self._until(
            lambda: bool(session.store.inventory.table(Kind.INSTANCES)) or session.everything_read,
            LONGEST_WAIT,
        )
        painted = asyncio.Event()
        self._screen.call_after_refresh(painted.set)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                await painted.wait()

    async def _until(self, ready: Callable[[], bool], longest: float) -> None:
        """Waits until the store is as it should be, for so many seconds at most."""
        store, come = self._screen.session.store, asyncio.Event()

        def look() -> None:
            if ready():
                come.set()

        unsubscribe = store.subscribe(look)
        try:
            look()
            async with asyncio.timeout(longest):
                await come.wait()
        except TimeoutError:
            pass
        finally:
            unsubscribe()

    async def _ask(self, question: str) -> str | None:
        """Asks for an MFA code; the answer is shown as dots and kept nowhere."""
        from ec2tui.tui.screens.prompt import Prompt

        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._screen.app.push_screen(Prompt(question, secret=True), answer.set_result)
        return await answer


def _raise(error: BaseException) -> None:
    raise error


def _ready_for_keys() -> None:
    """Imports what the first rows did not need and the first action will."""
    from ec2tui.tui import flows

    assert flows
