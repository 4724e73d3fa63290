"""Rows of the storage page: snapshots, and the volumes of one instance."""

from collections.abc import Iterable, Sequence

from ec2tui.core.model.inventory import Inventory, Table
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.model.volume import Volume
from ec2tui.core.views.made_once import made_once
from ec2tui.core.views.storage import SNAPSHOTS, VOLUMES
from ec2tui.services.session import Session
from ec2tui.tui.pages.part import PartRows
from ec2tui.tui.pages.rows import Lookup, Rows


class SnapshotRows(Rows):
    """Snapshots; who may use one is read for the rows in view, one call each."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, SNAPSHOTS)

    def facts_in_view(self, visible: Sequence[Key]) -> Iterable[Lookup]:
        """Who may use those in view, or all of them where order or filter ask for it."""
        if Kind.SHARING in self.everywhere_kinds:
            yield Kind.SHARING, tuple(item.key for item in self.everything())
        elif Kind.SHARING in self.kinds:
            yield Kind.SHARING, tuple(visible)

    def facts_of(self, item: Snapshot) -> Iterable[Lookup]:
        """Who may use it."""
        yield Kind.SHARING, (item.key,)


def instance_volumes(session: Session, instance: Key) -> PartRows:
    """The volumes that one instance holds."""

    def held(inventory: Inventory) -> dict[Key, Volume]:
        return made_once(inventory.table(Kind.VOLUMES), _by_holder).get(instance, {})

    return PartRows(session, VOLUMES, held, "Volumes of", instance, Kind.INSTANCES)


def _by_holder(table: Table) -> dict[Key, dict[Key, Volume]]:
    found: dict[Key, dict[Key, Volume]] = {}
    for key, volume in table.items():
        for attachment in volume.attachments:
            found.setdefault(key._replace(id=attachment.instance_id), {})[key] = volume
    return found
