"""Judges everything that has been read, beside the loop and in small pieces, again only what is new."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from ec2tui.core.model.finding import Finding
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.accepting import Accept, Exceptions
from ec2tui.core.rules.posture.catalog import BY_ID, FAMILIES, Family
from ec2tui.core.rules.posture.scene import Scene
from ec2tui.core.rules.posture.security_groups import CHECKS
from ec2tui.core.rules.posture.settings import PostureSettings
from ec2tui.services.posture.memo import Memo
from ec2tui.services.posture.together import Together

GROUPED = frozenset(check.id for check in CHECKS)
"""The checks that also judge groups added up."""

SLICE = 100
"""Subjects that are judged between two chances for everything else."""


class Posture:
    """What every check says about everything; `on_news` is told which resources have other findings.

    `judged` and `waiting` count the subjects of the run that is under way.
    """

    def __init__(
        self,
        settings: PostureSettings,
        wanted: Iterable[str] = tuple(BY_ID),
        accepts: Iterable[Accept] = (),
        families: tuple[Family, ...] = FAMILIES,
    ) -> None:
        """`wanted` are the ids of the checks that are asked for, `accepts` the exceptions."""
        exceptions = Exceptions(accepts)
        self._settings, self._wanted = settings, frozenset(wanted)
        chosen = (one for one in families if any(check.id in self._wanted for check in one.checks))
        self._scene: Scene | None = None
        self._memos = tuple(Memo(family, self._wanted, exceptions) for family in chosen)
        grouped = any(BY_ID[id].grouped and BY_ID[id].measured for id in self._wanted & GROUPED)
        self._together = Together(self._wanted, exceptions) if grouped else None
        self.judged = self.waiting = 0
        self.on_news: Callable[[set[Key]], object] = lambda keys: None

    @property
    def reads(self) -> frozenset[Kind]:
        """Everything that the checks need."""
        checks = [BY_ID[id] for id in self._wanted]
        return frozenset(kind for one in checks for kind in (one.kind, *one.also, *one.reads))

    def findings(self) -> Iterator[Finding]:
        """Everything that is said, in no order."""
        for part in self._parts:
            for findings in part.values():
                yield from findings

    @property
    def resources(self) -> set[Key]:
        """The keys of everything that something is said about."""
        return {key for part in self._parts for key in part}

    @property
    def _parts(self) -> list[dict[Key, tuple[Finding, ...]]]:
        together = [self._together.found] if self._together else []
        return [*(memo.found for memo in self._memos), *together]

    async def judge(self, inventory: Inventory, now: float) -> None:
        """Judges what is new; may be cancelled, and what was judged until then stays.

        A judgement that is not made yet is made by the next call.
        """
        self._keep(await asyncio.to_thread(self._look, inventory, now))
        self.judged = 0
        for memo in self._memos:
            while memo.waiting:
                self.waiting = sum(one.waiting for one in self._memos)
                before = memo.waiting
                new = await asyncio.to_thread(memo.judge, SLICE)
                self.judged += before - memo.waiting
                self._keep(new)
        self._keep(await asyncio.to_thread(self._add_up))
        self.waiting = 0

    def judge_at_once(self, inventory: Inventory, now: float) -> None:
        """The same without giving way, for who has nothing else to do."""
        self._keep(self._look(inventory, now))
        for memo in self._memos:
            if memo.waiting:
                self._keep(memo.judge(memo.waiting))
        self._keep(self._add_up())

    def _look(self, inventory: Inventory, now: float) -> set[Key]:
        self._scene = Scene(inventory, self._settings, now)
        return {key for memo in self._memos for key in memo.look(self._scene)}

    def _add_up(self) -> set[Key]:
        """What groups fail together: asked when all that they fail by themselves is known."""
        if self._together is None or self._scene is None:
            return set()
        groups = [memo.found for memo in self._memos if memo.kind is Kind.SECURITY_GROUPS]
        said = {key: tuple(f for part in groups for f in part.get(key, ())) for key in {*chain(*groups)}}
        return self._together.look(self._scene, said)

    def of(self, key: Key) -> tuple[Finding, ...]:
        """What is said about one resource, by all families that judge it."""
        parts = [found for part in self._parts if (found := part.get(key)) is not None]
        return parts[0] if len(parts) == 1 else tuple(finding for part in parts for finding in part)

    def _keep(self, keys: set[Key]) -> None:
        if keys:
            self.on_news(keys)
