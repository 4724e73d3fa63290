"""What checks see beside the item that they judge: everything that was read, the settings, and the time."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any

from ec2tui.core.access.permissions import permissions_of
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import FindingStatus
from ec2tui.core.model.image_verdict import ImageVerdict
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.route_table import RouteTable
from ec2tui.core.rules.network.readings import unread
from ec2tui.core.rules.network.surroundings import Routed, routed
from ec2tui.core.rules.posture.check import Verdict
from ec2tui.core.rules.posture.settings import PostureSettings

DAY = 86_400

_KEY = attrgetter("key")

WHY = {
    Missing.NOT_READ: "not read",
    Missing.LOADING: "still being read",
    Missing.DENIED: "denied to these credentials",
    Missing.FAILED: "not told, because a call failed",
    Missing.GONE: "not there",
}
"""Why one fact is missing, as the end of a sentence."""


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
        self._ways: dict[tuple[Key, int], Routed] = {}
        self._known: dict[tuple[Kind, str, str], bool] = {}
        self.verdicts: dict[Key, ImageVerdict] = {}

    def find(self, kind: Kind, beside: Key, id: str) -> Any | None:
        """The item of a kind with this id where a resource lives, None when it is not known."""
        return self.inventory.table(kind).get(Key(beside.account, beside.region, id))

    def known(self, kind: Kind, beside: Key) -> bool:
        """Whether all of a kind has been read where a resource lives."""
        place = (kind, beside.account, beside.region)
        found = self._known.get(place)
        if found is None:
            found = self._known[place] = self.inventory.reading_of(kind, beside).known
        return found

    def by(self, kind: Kind, names: Callable[[Any], Iterable[str]]) -> dict[Key, list[Any]]:
        """The items of a kind by the keys of what they name, always in the same order; made once.

        `names` gives the ids that an item names, which are where the item is.
        """
        found = self._grouped.get((kind, names))
        if found is None:
            made: defaultdict[Key, list[Any]] = defaultdict(list)
            for key, item in self.inventory.table(kind).items():
                for id in names(item):
                    made[key._replace(id=id)].append(item)
            for items in made.values():
                if len(items) > 1:
                    items.sort(key=_KEY)
            found = self._grouped[kind, names] = dict(made)
        return found

    def way(self, table: RouteTable, family: int) -> Routed:
        """What of the internet a route table leads to an internet gateway; worked out once."""
        found = self._ways.get((table.key, family))
        if found is None:
            found = self._ways[table.key, family] = routed(self.inventory, table, family)
        return found

    def age(self, since: float) -> int:
        """Whole days since a time in epoch seconds."""
        return int((self.now - since) // DAY)

    def unknown(self, beside: Key, *kinds: Kind, say: str = "") -> Verdict:
        """Not known: which of these kinds were not read as a whole, why, and the permissions for them.

        `say` is a sentence before that.
        """
        missing = [kind for kind in kinds if not self.known(kind, beside)] or list(kinds)
        told = unread(self.inventory, beside, *missing)
        told = told or tuple(f"The {one} are not known." for one in missing)
        return _unknown((say, *told) if say else told, missing)

    def lacking(self, kind: Kind, key: Key, what: str) -> Verdict:
        """Not known: an item that is asked for by its id; `what` begins the sentence (`Its protection`)."""
        why = self.inventory.missing(kind, key)
        problem = self.inventory.reading_of(kind, key).problem if why is Missing.DENIED else None
        return _lacking(kind, why, what, problem.permission if problem is not None else "")


@lru_cache(maxsize=1024)
def _lacking(kind: Kind, why: Missing, what: str, denied: str) -> Verdict:
    """`denied` is the permission that was lacking, when one was; else all that the kind needs is named."""
    needs = (denied,) if denied else permissions_of((kind,))
    named = f" (needs {denied})" if denied else ""
    return Verdict(FindingStatus.UNKNOWN, f"{what} is {WHY[why]}{named}.", needs=needs)


def _unknown(sentences: Iterable[str], kinds: Iterable[Kind]) -> Verdict:
    return Verdict(FindingStatus.UNKNOWN, " ".join(sentences), needs=permissions_of(kinds))
