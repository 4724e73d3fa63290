"""What checks see beside the item that they judge: everything that was read, the settings, and the time."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from immutables import Map

from ec2tui.core.access.permissions import permissions_of
from ec2tui.core.model.finding import FindingStatus
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.network.index import Index, index_of
from ec2tui.core.rules.network.readings import unread
from ec2tui.core.rules.posture.check import Verdict
from ec2tui.core.rules.posture.settings import PostureSettings

T = TypeVar("T")
DAY = 86_400


class Scene:
    """An inventory to be judged, with what several checks ask worked out once; `now` in epoch seconds.

    One is made for each state of the inventory and shared by all checks of it.
    """

    def __init__(
        self, inventory: Inventory, settings: PostureSettings | None = None, now: float = 0.0
    ) -> None:
        self.inventory = inventory
        self.settings = settings or PostureSettings()
        self.now = now
        self._grouped: dict[tuple[Kind, Callable[..., object]], dict[Key, list[Any]]] = {}

    @property
    def index(self) -> Index:
        """Who is in which group, and which rules it has."""
        return index_of(self.inventory)

    def find(self, kind: Kind, beside: Key, id: str) -> Any | None:
        """The item of a kind with this id where a resource lives, None when it is not known."""
        table: Map[Key, Any] = self.inventory.table(kind)
        return table.get(beside._replace(id=id))

    def known(self, kind: Kind, beside: Key) -> bool:
        """Whether all of a kind has been read where a resource lives."""
        return self.inventory.reading_of(kind, beside).known

    def by(self, kind: Kind, keys: Callable[[Any], Iterable[str]]) -> dict[Key, list[Any]]:
        """The items of a kind by the ids that they name; worked out once for a function."""
        found = self._grouped.get((kind, keys))
        if found is None:
            made: defaultdict[Key, list[Any]] = defaultdict(list)
            for key, item in self.inventory.table(kind).items():
                for id in keys(item):
                    made[key._replace(id=id)].append(item)
            found = self._grouped[kind, keys] = dict(made)
        return found

    def age(self, since: float) -> int:
        """Whole days since a time in epoch seconds."""
        return int((self.now - since) // DAY)

    def unknown(self, beside: Key, *kinds: Kind, say: str = "") -> Verdict:
        """Not known: which of these kinds could not be read, why, and the permissions that would let them.

        `say` is a sentence before that.
        """
        missing = [kind for kind in kinds if not self.known(kind, beside)] or list(kinds)
        told = unread(self.inventory, beside, *missing) or tuple(
            f"The {one} are not known." for one in missing
        )
        sentences = (say, *told) if say else told
        return Verdict(FindingStatus.UNKNOWN, " ".join(sentences), needs=permissions_of(missing))
