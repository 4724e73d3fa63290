"""Rows of the storage page: images, snapshots, and the volumes of one instance."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from ec2tui.core.model.image import Image
from ec2tui.core.model.inventory import Inventory, Table
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.snapshot import Snapshot
from ec2tui.core.model.volume import Volume
from ec2tui.core.rules.images import images_of
from ec2tui.core.views.image_table import FOUND, IMAGES
from ec2tui.core.views.image_words import used_images
from ec2tui.core.views.made_once import made_once
from ec2tui.core.views.storage import SNAPSHOTS, VOLUMES
from ec2tui.services.catalogue import catalogue
from ec2tui.services.session import Session
from ec2tui.tui.pages.part import PartRows
from ec2tui.tui.pages.rows import Lookup, Rows


class ImageRows(Rows):
    """Images: own and shared ones are listed, the catalogue's and those in use are read by id."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, IMAGES, items=images_of)

    def facts_in_view(self, visible: Sequence[Key]) -> Iterable[Lookup]:
        """The catalogue, what instances run from, and who may launch own images."""
        yield from catalogue(self.session)
        yield Kind.IMAGES, self._not_listed(used_images(self.inventory))
        if Kind.IMAGE_SHARING in self.everywhere_kinds:
            yield Kind.IMAGE_SHARING, self._own(item.key for item in self.everything())
        elif Kind.IMAGE_SHARING in self.kinds:
            yield Kind.IMAGE_SHARING, self._own(visible)

    def facts_of(self, item: Image) -> Iterable[Lookup]:
        """Who may launch it."""
        yield Kind.IMAGE_SHARING, self._own((item.key,))

    def _own(self, keys: Iterable[Key]) -> tuple[Key, ...]:
        """Those of the account's own, the only ones whose permissions AWS tells."""
        return tuple(key for key in keys if (item := self.item(key)) is not None and item.own)

    def _not_listed(self, keys: Iterable[Key]) -> tuple[Key, ...]:
        """Those that the list of own and shared images does not tell."""
        listed = self.inventory.table(Kind.OWN_IMAGES)
        return tuple(key for key in keys if key not in listed)


class FoundImageRows(Rows):
    """The images of the whole world with a text in their name, the key's id; none of them is vouched for."""

    def __init__(self, session: Session, text: Key) -> None:
        self._text = text.id
        super().__init__(session, FOUND, items=self._found)

    def _found(self, inventory: Inventory) -> Mapping[Key, Image]:
        return made_once(inventory.table(Kind.FOUND_IMAGES), _with_text(self._text))

    @property
    def title(self) -> str:
        """What was looked for, and what the finds are worth."""
        return f"Unverified publishers: {self._text}"

    @property
    def everything_read(self) -> bool:
        """Whether the answers are there."""
        readings = [self.inventory.reading(source, Kind.FOUND_IMAGES) for source in self.session.sources()]
        return bool(self.total) or not any(reading.loading for reading in readings)

    @property
    def gap(self) -> str:
        """Why the images of a region are not known."""
        sources = self.session.sources()
        found = ((source.region, self.inventory.reading(source, Kind.FOUND_IMAGES)) for source in sources)
        told = [f"{region}: {r.problem.outcome}" for region, r in found if r.problem is not None]
        return f"not searched: {', '.join(told)}" if told else ""

    def facts_in_view(self, visible: Sequence[Key]) -> Iterable[Lookup]:
        """The text in every region, and the catalogue for the verdicts."""
        for region in self.session.regions:
            yield Kind.FOUND_IMAGES, (Key(self.session.account, region, self._text),)
        yield from catalogue(self.session)


@lru_cache(maxsize=8)
def _with_text(text: str) -> Callable[[Table], dict[Key, Image]]:
    """The function that finds images by name; the same one for the same text."""
    wanted = text.casefold()
    return lambda table: {key: one for key, one in table.items() if wanted in one.name.casefold()}


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
