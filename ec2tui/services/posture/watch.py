"""Keeps the findings up to date while someone looks at them: reads by need, judges beside the loop."""

import asyncio
from collections.abc import Callable, Iterable, Set

from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.accepting import Accept
from ec2tui.core.rules.posture.catalog import BY_ID
from ec2tui.core.rules.posture.settings import PostureSettings
from ec2tui.core.views.findings_tally import Tally
from ec2tui.services.listing import Gap
from ec2tui.services.pausing import pause
from ec2tui.services.ports_keys import PrivateKeys
from ec2tui.services.posture.asked import ASKED, OPT_IN, PER_ITEM, made
from ec2tui.services.posture.board import PostureBoard
from ec2tui.services.posture.history import Moment, PostureHistory
from ec2tui.services.posture.local import LOCAL_KINDS, note_local
from ec2tui.services.posture.reads import PostureReads, Progress, Unread
from ec2tui.services.posture.run import Posture
from ec2tui.services.session import Session

LOOK = 60.0
"""Seconds after which judgements are looked at although nothing was read: some age."""

SETTLE = 0.1
"""Seconds in which pages that arrive together are waited for."""

COSTLY = PER_ITEM | OPT_IN
"""What costs a call for each instance: the rest is judged before it is read."""

STALE = 900.0
"""Seconds after which what is asked by id is asked again."""


class PostureWatch:
    """The findings of one session; `follow` keeps them fresh until it is cancelled.

    `off` are the ids of checks that are not made. `gaps` and `unread` say what could not be read or was not,
    `doing` what is going on, in words.
    """

    def __init__(
        self,
        session: Session,
        settings: PostureSettings,
        off: Iterable[str] = (),
        accepts: Iterable[Accept] = (),
        deep: bool = False,
        keys: Callable[[], PrivateKeys] | None = None,
        history: PostureHistory | None = None,
    ) -> None:
        self.session = session
        self.off = tuple(sorted(off))
        self.deep = deep
        self.unasked: tuple[str, ...] = ()
        self._settings, self._accepts, self._keys = settings, tuple(accepts), keys
        self.doing = ""
        self.gaps: tuple[Gap, ...] = ()
        self.unread: tuple[Unread, ...] = ()
        self.moments: tuple[Moment, ...] = ()
        self._history = history
        self._account = ""
        self._told = -1
        self._turn = asyncio.Lock()
        self._changed: Callable[[], None] = lambda: None
        self._news_came = asyncio.Event()
        self._step: asyncio.Task[bool] | None = None
        self._stopped = self._counting = False
        self._begin()

    def _begin(self, version: int = 0) -> None:
        """Starts with nothing judged; `version` is what the board counts on from."""
        every = (check for id, check in BY_ID.items() if id not in self.off)
        checks, self.unasked = made(every, self.deep)
        wanted = tuple(check.id for check in checks)
        self.posture = Posture(self._settings, wanted, self._accepts)
        self.posture.on_news = self._news
        self.board = PostureBoard(self.session, wanted)
        self.board.version = version
        self.judged_once = False
        self._asked_at = float("-inf")

    @property
    def reads(self) -> frozenset[Kind]:
        """The kinds that are read as a whole for the checks."""
        return self.posture.reads - ASKED.keys() - LOCAL_KINDS

    @property
    def ready(self) -> bool:
        """Whether everything that is read as a whole has been, or could not be."""
        session, inventory = self.session, self.session.store.inventory
        readings = (inventory.reading(source, kind) for source in session.sources() for kind in self.reads)
        return bool(session.regions) and all(one.known or one.problem is not None for one in readings)

    @property
    def whole(self) -> Tally:
        """The tally of everything."""
        return self.board.whole

    def read_all(self) -> None:
        """From now on also what costs calls for each instance is read, however many there are."""
        self.deep = True
        self._begin(self.board.version + 1)
        self.again()

    def stop(self) -> bool:
        """Ends what is being read item by item; what was read stays. Whether there was anything to end."""
        if self._step is None or self._step.done() or not self._counting:
            return False
        self._stopped = True
        self._step.cancel()
        self._tell("stopped, ctrl+r goes on")
        return True

    def again(self) -> None:
        """Goes on at once, also after a stop."""
        self._stopped = False
        self._news_came.set()

    async def follow(self, changed: Callable[[], None]) -> None:
        """Judges whenever something was read; tells `changed` what there is to see."""
        self._changed = changed
        ends = self.session.store.subscribe(self._news_came.set)
        try:
            while True:
                self._news_came.clear()
                if not self._stopped:
                    await self._turned()
                await self._wait(self._news_came)
        finally:
            ends()

    async def _turned(self) -> None:
        """One turn, which the user may stop."""
        async with self._turn:
            self._step = asyncio.create_task(self.judge(), name="posture")
            try:
                if await self._step:
                    self._tell("")
            except asyncio.CancelledError:
                if not self._stopped:
                    raise
            finally:
                self._counting = False

    async def _wait(self, news: asyncio.Event) -> None:
        """Until something was read, or so much time has passed that judgements may be old."""
        await pause(self.session.clock, LOOK, news)
        await asyncio.sleep(SETTLE)

    async def judge(self) -> bool:
        """Reads what is named and not known yet, and judges; False while the rest is being read."""
        session = self.session
        if session.gateway is None:
            return False
        if not session.account:
            self._tell("waiting for AWS to say which account this is")
            return False
        if session.account != self._account:
            self._account = session.account
            self._begin(self.board.version + 1)
        if not self.ready:
            self._tell("reading what the checks need")
            return False
        old = session.clock.now() - self._asked_at >= STALE
        if old:
            await note_local(session, self._keys() if self._keys else None)
        gaps, unread = await self._ask(ASKED.keys() - COSTLY, old)
        await self._judge()
        more, left = await self._ask(COSTLY, old)
        if self._told != session.store.version:
            await self._judge()
        if old:
            self._asked_at = session.clock.now()
        self.gaps, self.unread = (*gaps, *more), (*unread, *left)
        await self._note()
        return True

    async def _judge(self) -> None:
        """Judges what is new in the store; nothing is judged twice."""
        self._tell("judging")
        self._told = self.session.store.version
        await self.posture.judge(self.session.store.inventory, self.session.clock.now())
        self.board.take_unlisted()
        self.judged_once = True

    async def _ask(self, kinds: Set[Kind], old: bool) -> tuple[tuple[Gap, ...], tuple[Unread, ...]]:
        """Asks by id what is not known yet, or all of it when that is long ago; what could not be read."""
        wanted = self.posture.reads & kinds
        reads = PostureReads(self.session, wanted, self.deep, again=old, tell=self._progress)
        await reads.read()
        return tuple(reads.gaps), tuple(reads.unread)

    async def _note(self) -> None:
        """Keeps how it stands for the trend."""
        if self._history is None or not self._account:
            return
        moment = Moment.of(self.whole, int(self.session.clock.now()), self._account, self.session.regions)
        self.moments = await self._history.note(moment)

    def _news(self, keys: set[Key]) -> None:
        self.board.take(self.posture, keys)
        waiting = self.posture.waiting
        self._tell(f"judging, {waiting:,} to go" if waiting else "judging")

    def _progress(self, progress: Progress) -> None:
        self._counting = True
        count = f" {progress.done:,} of {progress.total:,}" if progress.total else ""
        self._tell(f"reading {progress.kind}{count} in {progress.region}")

    def _tell(self, words: str) -> None:
        self.doing = words
        self._changed()
