"""What was changed here as a table that follows the record, whoever writes to it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from ec2tui.core.model.activity import UNDER_WAY, Activity
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.views.activity import ACTIVITY
from ec2tui.core.views.activity_words import command
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Tone
from ec2tui.services.activity import Told, read_activity
from ec2tui.services.changing import Changing
from ec2tui.services.ports_audit import AuditError
from ec2tui.services.session import Session
from ec2tui.services.settle import settle
from ec2tui.tui.pages.rows import Rows

UNKNOWN = Outcome.UNKNOWN.value
LOOK_EVERY = 1.0
"""Seconds between two looks at whether the record grew."""


class ActivityRows(Rows):
    """Changes of the record; they come from its file, not from AWS, and are read again when it grows."""

    def __init__(self, session: Session, changing: Changing | None) -> None:
        self._changing = changing
        self._told = Told({})
        self._shown: dict[Key, Activity] = {}
        self._extent: tuple[int, str] | None = None
        self._failure = "" if changing else "Changes are not set up here."
        super().__init__(session, ACTIVITY, items=lambda _: self._told.changes)

    @property
    def everything_read(self) -> bool:
        """Whether the record has been read."""
        return self._extent is not None

    @property
    def gap(self) -> str:
        """What of the record is not known, in a few words."""
        if self._failure and self.total:
            return "not read again"
        faults = self._told.faults
        return f"{faults} lines are no records: ec2tui log --verify" if faults else ""

    def nothing(self) -> Cell | None:
        """Why there is no row: the record cannot be read, is being read, or is empty."""
        if self._failure:
            return Cell(clean(self._failure, 300), Tone.BAD)
        if self.total:
            return None
        if not self.everything_read:
            return Cell("reading the record…", Tone.INFO)
        return Cell("Nothing was changed here yet.", Tone.DIM)

    def sync(self) -> set[Key] | None:
        """Takes over what the record told since the last time."""
        told, shown = self._told.changes, self._shown
        changed = {key for key, one in told.items() if shown.get(key) != one} | (shown.keys() - told.keys())
        self._shown = told
        self._index.update(changed, self.inventory, self.session.clock.now())
        return changed

    def document(self, item: Activity) -> Mapping[str, Any] | None:
        """The records of the intent and the outcome."""
        return {"intent": msgspec.to_builtins(item.intent), "outcome": msgspec.to_builtins(item.outcome)}

    def commands(self, keys: Sequence[Key]) -> list[str]:
        """The `aws` commands that these changes were."""
        items = [item for key in keys if (item := self.item(key)) is not None]
        made = [command(item, item.intent.profile) for item in items]
        return [line for line in made if line is not None]

    async def follow(self, changed: Callable[[], None]) -> None:
        """Reads the record whenever it grew; what was left open is settled once by asking AWS."""
        settled = False
        while self._changing is not None:
            if await self._read(self._changing):
                changed()
            if not settled and any(one.word == UNKNOWN for one in self._told.changes.values()):
                settled = await self._settle(self._changing)
            await self.session.clock.sleep(LOOK_EVERY)

    async def _read(self, changing: Changing) -> bool:
        """Whether the record tells something else than before."""
        before = self._failure
        try:
            extent, account = await changing.log.extent(), self.session.account
            waiting = any(one.word == UNDER_WAY for one in self._told.changes.values())
            if (extent, account) == self._extent and not before and not waiting:
                return False
            self._told = await read_activity(changing.log, account)
            self._extent, self._failure = (extent, account), ""
        except AuditError as error:
            self._failure = f"The record cannot be read: {error}"
            return self._failure != before
        return True

    async def _settle(self, changing: Changing) -> bool:
        """Asks AWS about what is open; whether it could be asked."""
        context = await changing.context(self.session)
        if isinstance(context, Problem):
            return False
        try:
            await settle(context)
        except AuditError as error:
            self._failure = f"The record cannot be written: {error}"
        return True
