"""The alarms as a table, with a row for each production instance that has none."""

from collections.abc import Iterable, Mapping
from typing import Any

from ec2tui.core.model.alarm import Alarm
from ec2tui.core.model.alarm_gaps import NONE
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.alarms.facts import rows_of
from ec2tui.core.views.alarms.table import ALARMS
from ec2tui.services.session import Session
from ec2tui.tui.pages.rows import Lookup, Rows


class AlarmRows(Rows):
    """Alarms; history and tags are read for the one whose details show."""

    def __init__(self, session: Session) -> None:
        self._grounds: tuple[Any, ...] = ()
        self._made: Mapping[Key, Alarm] = {}
        self._lacking: frozenset[Key] = frozenset()
        super().__init__(session, ALARMS, items=self._rows)

    def _rows(self, inventory: Inventory) -> Mapping[Key, Alarm]:
        """The same mapping until an alarm or an instance changes, or all alarms of a region are known."""
        known = tuple(inventory.reading(one, Kind.ALARMS).known for one in self.session.sources())
        tables = inventory.table(Kind.ALARMS), inventory.table(Kind.INSTANCES)
        grounds = (*tables, inventory.alarm_policy, known)
        same = len(self._grounds) == len(grounds) and all(
            old is new for old, new in zip(self._grounds[:3], grounds[:3], strict=True)
        )
        if not same or self._grounds[3] != known:
            self._grounds, self._made = grounds, rows_of(inventory)
        return self._made

    def sync(self) -> set[Key] | None:
        """Takes in what changed; an alarm that comes or goes may change the row of its instance too."""
        changed = super().sync()
        lacking = frozenset(key for key, alarm in self._rows(self.inventory).items() if alarm.state == NONE)
        moved = lacking ^ self._lacking
        self._lacking = lacking
        if moved:
            self._index.update(moved, self.inventory, self.session.clock.now())
        return None if changed is None else changed | moved

    def facts_of(self, item: Alarm) -> Iterable[Lookup]:
        """What became of it, and its tags."""
        if item.state != NONE:
            yield Kind.ALARM_HISTORY, (item.key,)
            yield Kind.ALARM_TAGS, (item.key,)

    def leads_to(self, item: Alarm) -> tuple[str, Key] | None:
        """The instance without an alarm, on its own page."""
        return ("instances", item.key) if item.state == NONE else None
