"""What the checks said last, and which of it no longer stands once the inventory is another."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from ec2tui.core.model.finding import Finding, FindingStatus
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.accepting import Exceptions
from ec2tui.core.rules.posture.catalog import Family
from ec2tui.core.rules.posture.scene import Scene
from ec2tui.services.posture.concerns import CONCERNS, OWN_KEY

FAIL = FindingStatus.FAIL

AGES = {Kind.SECURITY_GROUPS: 60.0}
"""Seconds that a judgement holds although nothing changed, by the kind of its subject."""

HOUR = 3600.0
"""The same of all others that change with the time."""


class Memo:
    """The judgements of one family; each is made again only when something that it read is new.

    The families of one inventory share a `Scene`.
    """

    def __init__(self, family: Family, wanted: frozenset[str], exceptions: Exceptions) -> None:
        """`wanted` are the ids of the checks whose findings are kept."""
        self._exceptions = exceptions
        self._ends: dict[Key, float] = {}
        self.kind = family.kind
        self.found: dict[Key, tuple[Finding, ...]] = {}
        self._judge = family.judge
        self._reads = frozenset({family.kind}).union(
            *(check.reads for check in family.checks if check.id in wanted)
        )
        self._ages = AGES.get(family.kind, HOUR) if family.ages else 0.0
        self._wanted = wanted
        self._all = all(check.id in wanted for check in family.checks)
        self._scene: Scene | None = None
        self._at: dict[Key, float] = {}
        self._due: dict[Key, None] = {}

    def look(self, scene: Scene) -> set[Key]:
        """Notes what is to be judged (again); the keys of the subjects that are gone."""
        inventory, now = scene.inventory, scene.now
        subjects = inventory.table(self.kind)
        wanted = self._stale(self._scene.inventory, inventory) if self._scene is not None else None
        fresh: Iterable[Key] = subjects if wanted is None else (key for key in wanted if key in subjects)
        self._due.update(dict.fromkeys(fresh))
        if self._ages:
            old = now - self._ages
            self._due.update((key, None) for key, at in self._at.items() if at <= old and key in subjects)
        self._due.update((key, None) for key, end in self._ends.items() if end <= now and key in subjects)
        same = self._scene is not None and subjects is self._scene.inventory.table(self.kind)
        gone = set() if same else {key for key in self.found if key not in subjects}
        for key in gone:
            del self.found[key]
            self._at.pop(key, None)
        self._scene = scene
        return gone

    @property
    def waiting(self) -> int:
        """How many subjects are to be judged."""
        return len(self._due)

    def judge(self, count: int) -> set[Key]:
        """Judges so many of those that wait, in the scene looked at last; the keys of what is new."""
        scene, new = self._scene, set()
        assert scene is not None
        table = scene.inventory.table(self.kind)
        for key in tuple(islice(self._due, count)):
            del self._due[key]
            if key not in table:
                continue
            said = tuple(self._judge(scene, key))
            if not self._all:
                said = tuple(finding for finding in said if finding.check in self._wanted)
            said = self._accepted(key, said, scene)
            if self._ages:
                self._at[key] = scene.now
            if self.found.get(key) != said:
                self.found[key] = said
                new.add(key)
        return new

    def _accepted(self, key: Key, said: tuple[Finding, ...], scene: Scene) -> tuple[Finding, ...]:
        """The findings with exceptions applied; when the first of those ends is noted."""
        for finding in said:
            if finding.status is FAIL:
                break
        else:
            self._ends.pop(key, None)
            return said
        item = scene.inventory.table(self.kind).get(key)
        if not self._exceptions.any_of(item):
            self._ends.pop(key, None)
            return said
        said = tuple(self._exceptions.applied(finding, item, scene.now) for finding in said)
        ends = [one.accepted.until for one in said if one.accepted and one.accepted.until > scene.now]
        if ends:
            self._ends[key] = min(ends)
        else:
            self._ends.pop(key, None)
        return said

    def _stale(self, old: Inventory, new: Inventory) -> set[Key] | None:
        """The subjects that something new concerns; None: all of them."""
        if new.image_policy != old.image_policy or new.sources != old.sources:
            return None
        regions = self._regions(old, new)
        stale = self._asked_for(old, new, regions)
        for kind in self._reads:
            for key, items in _changed(old, new, kind):
                stale.update(self._concerned(kind, key, items, new, regions))
        if regions:
            stale.update(key for key in new.table(self.kind) if key.region in regions)
        return stale

    def _regions(self, old: Inventory, new: Inventory) -> set[str]:
        """The regions in which another kind is known now, or not known any more."""
        if old.readings is new.readings:
            return set()
        before = old.readings
        return {
            source.region
            for (source, kind), reading in new.readings.items()
            if kind in self._reads
            and ((was := before.get((source, kind))) is None or _told(was) != _told(reading))
        }

    def _asked_for(self, old: Inventory, new: Inventory, regions: set[str]) -> set[Key]:
        """The subjects about which something that was asked for by itself is known now."""
        stale: set[Key] = set()
        for kind, key in _new_keys(old.absent, new.absent):
            if kind in self._reads:
                stale.update(self._concerned(kind, key, (), new, regions))
                regions.update(() if kind in OWN_KEY else (key.region,))
        if Kind.RULES in self._reads:
            groups = _new_keys(old.groups_read, new.groups_read)
            if self.kind is Kind.SECURITY_GROUPS:
                stale.update(groups)
            else:
                regions.update(group.region for group in groups)
        return stale

    def _concerned(
        self, kind: Kind, key: Key, items: tuple[Any, ...], inventory: Inventory, regions: set[str]
    ) -> Iterator[Key]:
        if kind is self.kind or kind in OWN_KEY:
            yield key
            return
        concerns = CONCERNS.get((self.kind, kind))
        if concerns is None:
            regions.add(key.region)
            return
        for item in items:
            yield from concerns(key, item, inventory)


def _new_keys(old: Any, new: Any) -> Iterator[Any]:
    """The keys that are in one of two maps alone."""
    if old is not new:
        yield from (key for key in new if key not in old)
        yield from (key for key in old if key not in new)


def _told(reading: Any) -> tuple[object, ...]:
    return reading.known, reading.problem


def _changed(old: Inventory, new: Inventory, kind: Kind) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    """The keys whose items differ, with the item as it was and as it is, without what is not there."""
    before, after = old.table(kind), new.table(kind)
    if before is after:
        return
    fresh = 0
    for key, item in after.items():
        was = before.get(key)
        if was is None:
            fresh += 1
            yield key, (item,)
        elif was is not item:
            yield key, (was, item)
    if len(before) + fresh != len(after):
        for key, item in before.items():
            if key not in after:
                yield key, (item,)
