"""The one mutable thing: the current inventory, and what changed since a version of it."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from immutables import Map
from msgspec.structs import replace

from ec2tui.core.model.alarm_policy import AlarmPolicy
from ec2tui.core.model.image_policy import ImagePolicy
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.reading import Reading

JOURNAL = 512


def _same(old: Reading) -> Reading:
    return old


def _settled(old: Reading) -> Reading:
    return replace(old, loading=False, problem=None)


class Store:
    """Replaces its inventory by a new one for every page, and tells listeners that something changed.

    A listener is called with nothing: it compares the version it shows with `version` and asks
    `changed_since`, so that no update can be lost before it listens or while it is busy.
    """

    def __init__(self) -> None:
        """An empty store; `settling` holds the keys of instances whose state is on its way to another."""
        self.inventory = Inventory()
        self.version = 0
        self._journal: deque[tuple[int, Kind, tuple[Key, ...]]] = deque(maxlen=JOURNAL)
        self._seen: dict[tuple[Source, Kind], set[Key]] = {}
        self._owned: dict[tuple[Source, Kind], set[Key]] = {}
        self._listeners: list[Callable[[], None]] = []
        self.settling: set[Key] = set()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener` after every change; the returned function ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def judge_images_by(self, policy: ImagePolicy) -> None:
        """What the verdicts on images stand on from now on."""
        self.inventory = replace(self.inventory, image_policy=policy)

    def want_alarms(self, policy: AlarmPolicy) -> None:
        """Which alarms are recommended and missed from now on."""
        self.inventory = replace(self.inventory, alarm_policy=policy)

    def changed_since(self, version: int, *kinds: Kind) -> set[Key] | None:
        """The keys of these kinds that changed after `version`; None when that is too long ago to tell."""
        if version == self.version:
            return set()
        if not self._journal or self._journal[0][0] > version + 1:
            return None
        wanted = set(kinds)
        changed: set[Key] = set()
        for at, kind, keys in reversed(self._journal):
            if at <= version:
                break
            if kind in wanted:
                changed.update(keys)
        return changed

    def restore(self, source: Source, kind: Kind, items: Iterable[Any], saved_at: float) -> None:
        """Rows of an earlier run are shown, marked with their age, until a pass proves which still exist.

        What a pass of this run has brought already is newer and stays.
        """
        known = self.inventory.table(kind)
        if self.inventory.reading(source, kind).complete_at is not None:
            return
        batch = [item for item in items if item.key not in known]
        changed = self._upsert(source, kind, batch)
        self._note(source, kind, lambda old: replace(old, cached_at=saved_at), changed)

    def keep_account(self, source: Source, account: str) -> None:
        """Restored rows that turn out to be another account's go at once."""
        for kind in (Kind.INSTANCES, Kind.STATUSES):
            owned = self._owned.get((source, kind), set())
            gone = {key for key in owned if key.account != account}
            if gone and self.inventory.reading(source, kind).cached_at is not None:
                self._remove(source, kind, gone)
                self._note(source, kind, lambda old: replace(old, cached_at=None), gone)
        self._forget_places(source)

    def drop_account(self, account: str) -> None:
        """The credentials are of another account now: what was read of the old one goes, whatever it is."""
        for (source, kind), owned in tuple(self._owned.items()):
            gone = {key for key in owned if key.account == account}
            if gone:
                self._remove(source, kind, gone)
                self._note(source, kind, _same, gone)
                self._forget_places(source)
        self._forget_groups(account)

    def drop_saved(self) -> None:
        """Restored rows go, of whatever source, when it cannot be known any more whose they are."""
        for (source, kind), reading in tuple(self.inventory.readings.items()):
            if reading.cached_at is None or reading.complete_at is not None:
                continue
            gone = self._owned.get((source, kind), set()) - self._seen.get((source, kind), set())
            self._remove(source, kind, set(gone))
            self._note(source, kind, lambda old: replace(old, cached_at=None), gone)
            self._forget_places(source)

    def begin(self, source: Source, kind: Kind, at: float) -> None:
        """A full pass over a kind starts; what is known stays until the pass proves it gone."""
        self._seen[source, kind] = set()
        self._note(source, kind, lambda old: replace(old, loading=True, items=0, started_at=at))

    def page(self, source: Source, kind: Kind, items: Iterable[Any]) -> None:
        """A page of a full pass arrives."""
        batch = list(items)
        changed = self._upsert(source, kind, batch)
        # The keys that are kept anyway: those of a page that brings nothing new would live until the end.
        table = self.inventory.table(kind)
        self._seen.setdefault((source, kind), set()).update(table[item.key].key for item in batch)
        count = len(batch)
        self._note(source, kind, lambda old: replace(old, items=old.items + count), changed)

    def finish(self, source: Source, kind: Kind, at: float) -> None:
        """A full pass has read everything: what it did not see is gone."""
        seen = self._seen.pop((source, kind), set())
        gone = self._owned.get((source, kind), set()) - seen
        self._remove(source, kind, gone)
        done = Reading(items=len(seen), started_at=at, complete_at=at)
        self._note(source, kind, lambda old: replace(done, started_at=old.started_at), gone)

    def fail(self, source: Source, kind: Kind, problem: Problem) -> None:
        """A pass ended early: what is known stays, marked with the problem."""
        self._seen.pop((source, kind), None)
        self._note(source, kind, lambda old: replace(old, loading=False, problem=problem))

    def stop(self, source: Source, kind: Kind) -> None:
        """A pass was cancelled: what it brought stays, and proves nothing."""
        self._seen.pop((source, kind), None)
        self._note(source, kind, lambda old: replace(old, loading=False))

    def drop(self, source: Source) -> None:
        """A source is looked at no more: its items and readings go."""
        for owner, kind in [place for place in self._owned if place[0] == source]:
            gone = set(self._owned[owner, kind])
            self._remove(owner, kind, gone)
            self._note(owner, kind, _same, gone)
        self._forget_groups(source.region)
        readings = self.inventory.readings
        for place in [place for place in readings if place[0] == source]:
            readings = readings.delete(place)
        self.inventory = replace(self.inventory, readings=readings)
        self.version += 1
        self._journal.append((self.version, Kind.INSTANCES, ()))
        self._tell()

    def ask(self, source: Source, kind: Kind) -> None:
        """Items of a kind are being read by id."""
        self._note(source, kind, lambda old: replace(old, loading=True))

    def update(
        self,
        source: Source,
        kind: Kind,
        asked: Iterable[Key],
        items: Iterable[Any],
        settles: bool = False,
        groups: Iterable[Key] = (),
    ) -> None:
        """Some items were read by id: those asked for and not returned are gone.

        `settles` ends what `ask` began; without it the reading of the whole kind is left as it is. `groups`
        are security groups of which these are all rules.
        """
        batch = list(items)
        returned = {item.key for item in batch}
        changed = self._upsert(source, kind, batch)
        gone = set(asked) - returned
        self._remove(source, kind, gone & self._owned.get((source, kind), set()))
        self._mark_absent(kind, gone, returned)
        self._mark_groups(groups)
        seen = self._seen.get((source, kind))
        if seen is not None:
            seen |= returned
        self._note(source, kind, _settled if settles else _same, changed | gone)

    def forget(self) -> None:
        """Drops everything, as when another profile is chosen."""
        empty = Inventory(image_policy=self.inventory.image_policy, alarm_policy=self.inventory.alarm_policy)
        self.__dict__.update(inventory=empty, settling=set(), _seen={}, _owned={})
        self._journal.clear()
        self.version += 1
        self._tell()

    def _upsert(self, source: Source, kind: Kind, batch: list[Any]) -> set[Key]:
        """Puts the items in; the keys of those that are new or differ."""
        inventory = self.inventory
        old = inventory.table(kind)
        changed = {item.key for item in batch if old.get(item.key) != item}
        if not changed:
            return changed
        with old.mutate() as table:
            for item in batch:
                if item.key in changed:
                    table[item.key] = item
                    if kind is Kind.INSTANCES:
                        self._follow(item)
            fresh = table.finish()
        self._owned.setdefault((source, kind), set()).update(changed)
        sources = inventory.sources
        for place in {(key.account, key.region) for key in changed}:
            if sources.get(place) != source:
                sources = sources.set(place, source)
        self.inventory = replace(inventory, tables=inventory.tables.set(kind, fresh), sources=sources)
        return changed

    def _forget_places(self, source: Source) -> None:
        """An account of which nothing is left is not one that this source reads."""
        left = {
            (key.account, key.region)
            for place, keys in self._owned.items()
            if place[0] == source
            for key in keys
        }
        sources = self.inventory.sources
        for place, owner in tuple(sources.items()):
            if owner == source and place not in left:
                sources = sources.delete(place)
        self.inventory = replace(self.inventory, sources=sources)

    def _follow(self, instance: Instance) -> None:
        if instance.settling:
            self.settling.add(instance.key)
        else:
            self.settling.discard(instance.key)

    def _mark_absent(self, kind: Kind, gone: set[Key], returned: set[Key]) -> None:
        absent = self.inventory.absent
        for key in gone:
            absent = absent.set((kind, key), True)
        for key in returned:
            if (kind, key) in absent:
                absent = absent.delete((kind, key))
        if absent is not self.inventory.absent:
            self.inventory = replace(self.inventory, absent=absent)

    def _mark_groups(self, groups: Iterable[Key]) -> None:
        known = self.inventory.groups_read
        for group in groups:
            known = known.set(group, True)
        if known is not self.inventory.groups_read:
            self.inventory = replace(self.inventory, groups_read=known)

    def _forget_groups(self, place: str) -> None:
        """The rules of the groups of an account or a region are not known any more."""
        known: Map[Key, bool] = self.inventory.groups_read
        kept = Map({group: True for group in known if place not in (group.account, group.region)})
        self.inventory = replace(self.inventory, groups_read=kept)

    def _remove(self, source: Source, kind: Kind, gone: set[Key]) -> None:
        if not gone:
            return
        with self.inventory.table(kind).mutate() as table:
            for key in gone:
                table.pop(key, None)
            fresh = table.finish()
        self._owned[source, kind] -= gone
        if kind is Kind.INSTANCES:
            self.settling -= gone
        self.inventory = replace(self.inventory, tables=self.inventory.tables.set(kind, fresh))

    def _note(
        self,
        source: Source,
        kind: Kind,
        change: Callable[[Reading], Reading],
        keys: Iterable[Key] = (),
    ) -> None:
        readings: Map[tuple[Source, Kind], Reading] = self.inventory.readings
        new = change(self.inventory.reading(source, kind))
        self.inventory = replace(self.inventory, readings=readings.set((source, kind), new))
        self.version += 1
        self._journal.append((self.version, kind, tuple(keys)))
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()
