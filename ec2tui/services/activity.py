"""The record as a table: each change with its outcome, its place in the chain, and what can be undone."""

from datetime import datetime

import msgspec

from ec2tui.core.model.activity import UNDER_WAY, Activity
from ec2tui.core.model.key import Key
from ec2tui.core.model.record import Entry, Record
from ec2tui.services.history import Deed, History, fold, no_way_back
from ec2tui.services.ports_audit import AuditLog


class Told(msgspec.Struct, frozen=True):
    """What the record tells: the changes by key, and how many lines are no records."""

    changes: dict[Key, Activity]
    faults: int = 0


async def read_activity(log: AuditLog, account: str) -> Told:
    """Reads the whole record; `account` is the one that can be changed now (empty: not known).

    AuditError when it cannot be read.
    """
    entries = [item async for item in log.entries()]
    places = {item.record.id: item for item in entries if isinstance(item, Entry)}
    history = fold(item.record if isinstance(item, Entry) else item for item in entries)
    alive: dict[str, bool] = {}
    for writer in {deed.intent.writer for deed in history.deeds if deed.outcome is None}:
        alive[writer] = bool(writer) and await log.alive(writer)
    changes = [
        _activity(deed, history, account, places, alive.get(deed.intent.writer, False))
        for deed in history.deeds
    ]
    return Told({one.key: one for one in changes}, len(history.faults))


def _activity(
    deed: Deed, history: History, account: str, places: dict[str, Entry], goes_on: bool
) -> Activity:
    told, ended = deed.intent, deed.outcome
    place = places[told.id]
    end = places.get(ended.id) if ended else None
    under_way = ended is None and goes_on
    undone = history.undone(deed)
    foreign = bool(account and told.account) and told.account != account
    return Activity(
        key=Key(told.account, told.region, told.id),
        intent=told,
        outcome=ended,
        word=UNDER_WAY if under_way else deed.word,
        time=_seconds(told),
        why_not="It is under way." if under_way else no_way_back(deed, foreign=foreign, undone=undone),
        undone=undone,
        number=place.number,
        hash=place.hash,
        ended_number=end.number if end else 0,
        ended_hash=end.hash if end else "",
        line=history.line(told.plan),
    )


def _seconds(record: Record) -> float:
    """When it was written, in epoch seconds; 0 for a time that is none."""
    try:
        return datetime.fromisoformat(record.time).timestamp()
    except ValueError:
        return 0.0
