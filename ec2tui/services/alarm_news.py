"""Which alarms changed their state while one watches: told once, and together."""

from collections.abc import Mapping
from typing import NamedTuple

from ec2tui.core.model.alarm import STATES, Alarm
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.services.session import Session

AGAIN = 300.0
"""Seconds in which an alarm that goes to and fro is not told again to be in the same state."""


class News(NamedTuple):
    """Alarms that went to a state since they were told last, by name."""

    state: str
    alarms: tuple[Alarm, ...]


class AlarmNews:
    """Compares the alarms with what was seen last; what is seen first is no news."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._version = -1
        self._seen: dict[Key, str] = {}
        self._waiting: dict[Key, str] = {}
        self._told: dict[tuple[Key, str], float] = {}

    def look(self) -> tuple[News, ...]:
        """What is new by state, raised ones first; nothing while alarms are read: a pass makes one piece."""
        store = self._session.store
        changed = store.changed_since(self._version, Kind.ALARMS)
        self._version = store.version
        table: Mapping[Key, Alarm] = store.inventory.table(Kind.ALARMS)
        if changed is None:
            changed = {*table, *self._seen}
        for key in changed:
            alarm = table.get(key)
            if alarm is None:
                self._seen.pop(key, None)
                self._waiting.pop(key, None)
                continue
            was = self._seen.get(key)
            self._seen[key] = alarm.state
            if was is not None and was != alarm.state:
                self._waiting[key] = alarm.state
        if not self._waiting or self._reading():
            return ()
        return self._tell(table)

    def _reading(self) -> bool:
        inventory = self._session.store.inventory
        return any(inventory.reading(source, Kind.ALARMS).loading for source in self._session.sources())

    def _tell(self, table: Mapping[Key, Alarm]) -> tuple[News, ...]:
        now = self._session.clock.now()
        found: dict[str, list[Alarm]] = {}
        for key, state in self._waiting.items():
            alarm = table.get(key)
            if (
                alarm is not None
                and alarm.state == state
                and now - self._told.get((key, state), -AGAIN) >= AGAIN
            ):
                self._told[key, state] = now
                found.setdefault(state, []).append(alarm)
        self._waiting.clear()
        return tuple(
            News(state, tuple(sorted(found[state], key=lambda one: one.key)))
            for state in sorted(
                found, key=lambda state: STATES.index(state) if state in STATES else len(STATES)
            )
        )
