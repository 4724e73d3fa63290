"""The last known rows of earlier runs: shown before AWS is thought of, written after a pass."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Protocol

import msgspec

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.status import InstanceStatus
from ec2tui.services.session import Session

PIECE = 500
"""Instances in one piece of a snapshot: what is decoded between two frames."""

SAVE_EVERY = 60.0
"""Seconds between two writings of one region's snapshot, unless the program ends."""


class Piece(msgspec.Struct, frozen=True):
    """A part of a snapshot; `saved_at` is when AWS told it (epoch seconds), `statuses` are of `instances`."""

    saved_at: float
    instances: tuple[Instance, ...]
    statuses: tuple[InstanceStatus, ...]


class GroupNames(msgspec.Struct, frozen=True):
    """A security group as a line of a shell names it: by its id or name, and its rules by their ids."""

    id: str
    name: str = ""
    rules: tuple[str, ...] = ()


class Snapshots(Protocol):
    """Keeps the instances of a source between runs; every failure to read is nothing known."""

    def regions(self, profile: str) -> tuple[str, ...]:
        """The regions of which this profile has a snapshot that was looked at last."""

    def load(self, source: Source, whose: str | None = None) -> AsyncIterator[Piece]:
        """The pieces of a snapshot, in the order of the rows; whatever follows a torn piece is left out.

        `whose`: only when it was read with these credentials (see Session.whose); None: with any.
        """

    async def save(self, source: Source, pieces: Iterable[Piece], whose: str = "") -> None:
        """Replaces the snapshot of a source, read with these credentials; OSError when it cannot."""

    async def save_groups(self, source: Source, groups: Iterable[GroupNames], whose: str = "") -> None:
        """Replaces what a shell may complete of the groups of a source; OSError when it cannot."""

    async def remember(self, profile: str, regions: tuple[str, ...]) -> None:
        """Notes which regions were looked at last; OSError when it cannot be written."""


async def restore(session: Session, snapshots: Snapshots) -> AsyncIterator[int]:
    """Shows the rows of an earlier run until AWS answers; yields how many after each piece.

    Until it is known who we are only rows that were read with the same credentials: others may be of another
    account. Afterwards those of the account.
    """
    regions = session.scope.regions
    profile = session.profile
    if not regions or regions == ("all",):
        regions = snapshots.regions(profile)
    for region in regions:
        source = Source(profile, region)
        whose = None if session.identity is not None else session.whose
        async for piece in _load(snapshots, source, whose):
            if session.profile != profile:
                return
            if region not in (session.regions or regions):
                break
            shown = [one for one in piece.instances if _may_be_ours(session, one)]
            session.store.restore(source, Kind.INSTANCES, shown, piece.saved_at)
            statuses = [one for one in piece.statuses if _may_be_ours(session, one)]
            session.store.restore(source, Kind.STATUSES, statuses, piece.saved_at)
            yield len(shown)


async def _load(snapshots: Snapshots, source: Source, whose: str | None) -> AsyncIterator[Piece]:
    """The pieces that may be shown: none when it cannot be told whose credentials these are."""
    if whose != "":
        async for piece in snapshots.load(source, whose):
            yield piece


def _may_be_ours(session: Session, item: Instance | InstanceStatus) -> bool:
    """Whether an item is of the account that the profile now is in, as far as that is known."""
    return session.identity is None or item.key.account == session.identity.account


class SnapshotWriter:
    """Writes a region's snapshot when a pass has brought something new, and at the end."""

    def __init__(self, session: Session, snapshots: Snapshots) -> None:
        self._session = session
        self._snapshots = snapshots
        self._written: dict[Source, tuple[float, object]] = {}
        self._named: dict[Source, tuple[object, object]] = {}
        self.failure: OSError | None = None

    async def save_due(self, everything: bool = False) -> None:
        """Writes what is complete, differs from what was written, and is due (`everything`: now)."""
        now = self._session.clock.now()
        for source in self._session.sources():
            inventory = self._session.store.inventory
            await self._save_groups(source)
            read_at = inventory.reading(source, Kind.INSTANCES).complete_at
            if read_at is None:
                continue
            at, table = self._written.get(source, (-SAVE_EVERY, None))
            current = inventory.table(Kind.INSTANCES)
            if current is table or (now - at < SAVE_EVERY and not everything):
                continue
            self._written[source] = (now, current)
            await self._save(source, read_at)

    async def _save(self, source: Source, read_at: float) -> None:
        try:
            await self._snapshots.save(source, self._pieces(source, read_at), self._session.whose)
            await self._snapshots.remember(self._session.profile, self._session.regions)
        except OSError as error:
            self.failure = error
        else:
            self.failure = None

    async def _save_groups(self, source: Source) -> None:
        """Writes the names of groups and rules when they were read whole and are not those last written."""
        inventory = self._session.store.inventory
        if inventory.reading(source, Kind.SECURITY_GROUPS).complete_at is None:
            return
        groups, rules = (inventory.table(kind) for kind in (Kind.SECURITY_GROUPS, Kind.RULES))
        written = self._named.get(source, (None, None))
        if groups is written[0] and rules is written[1]:
            return
        self._named[source] = (groups, rules)
        try:
            await self._snapshots.save_groups(source, _names(inventory, source.region), self._session.whose)
        except OSError as error:
            self.failure = error

    def _pieces(self, source: Source, read_at: float) -> Iterable[Piece]:
        inventory = self._session.store.inventory
        statuses = inventory.table(Kind.STATUSES)
        rows = [i for i in inventory.table(Kind.INSTANCES).values() if i.key.region == source.region]
        # Twice, by texts that are there anyway: pairs of new texts would take 13 MB of 100,000 rows.
        rows.sort(key=lambda i: i.key.id)
        rows.sort(key=lambda i: _folded(i.name))
        for start in range(0, len(rows), PIECE):
            part = tuple(rows[start : start + PIECE])
            yield Piece(read_at, part, tuple(s for i in part if (s := statuses.get(i.key)) is not None))


def _names(inventory: Inventory, region: str) -> Iterator[GroupNames]:
    """The groups of a region by name, made when they are written: that is not on the screen's loop."""
    rules: defaultdict[Key, list[str]] = defaultdict(list)
    for rule in inventory.table(Kind.RULES).values():
        rules[rule.key._replace(id=rule.group_id)].append(rule.key.id)
    found = [one for one in inventory.table(Kind.SECURITY_GROUPS).values() if one.key.region == region]
    found.sort(key=lambda one: (one.name, one.key))
    for one in found:
        yield GroupNames(one.key.id, one.name, tuple(sorted(rules[one.key])))


def _folded(name: str) -> str:
    """A name without regard to case; of one that has none it is the same text, not another."""
    folded = name.casefold()
    return name if folded == name else folded
