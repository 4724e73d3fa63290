"""The instance types of one region as rows: all of them, or those of one purpose."""

from collections.abc import Mapping

from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory, Table
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.reading import Reading
from ec2tui.core.views.instance_types import instance_types
from ec2tui.core.views.type_choice import Choice
from ec2tui.core.views.type_purpose import Purpose, purpose
from ec2tui.services.session import Session
from ec2tui.tui.pages.rows import Rows


class TypeRows(Rows):
    """The types of one region, all or those of one purpose."""

    def __init__(self, session: Session, choice: Choice) -> None:
        self.purpose: Purpose | None = None
        self._choice = choice
        self._made: tuple[Table, Purpose | None, Mapping[Key, InstanceType]] | None = None
        super().__init__(session, instance_types(choice), items=self._chosen)

    @property
    def reading(self) -> Reading:
        """How far the types of the region have been read."""
        return self._reading(Kind.INSTANCE_TYPES)

    @property
    def everything_read(self) -> bool:
        """Whether all types of the region are known."""
        return self.reading.known

    def state(self, kind: Kind) -> Reading:
        """How far a kind has been read in the region."""
        return self._reading(kind)

    def fitting(self) -> int:
        """How many of the rows do."""
        inventory = self.inventory
        items = (self.item(key) for key in self.ordered())
        return sum(1 for item in items if item is not None and not self._choice.misfit(item, inventory))

    def _reading(self, kind: Kind) -> Reading:
        return self.inventory.reading(Source(self.session.profile, self._choice.place.region), kind)

    def _chosen(self, inventory: Inventory) -> Mapping[Key, InstanceType]:
        table = inventory.table(Kind.INSTANCE_TYPES)
        if self._made is None or self._made[0] is not table or self._made[1] is not self.purpose:
            place, wanted = self._choice.place[:2], self.purpose
            chosen = {
                key: kind
                for key, kind in table.items()
                if key[:2] == place and wanted in (None, purpose(kind))
            }
            self._made = (table, wanted, chosen)
        return self._made[2]
