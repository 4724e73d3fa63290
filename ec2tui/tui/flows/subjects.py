"""What a flow is about: taken from the rows when its key is read, since they go on changing while it asks."""

from typing import TYPE_CHECKING, Any, NamedTuple

from ec2tui.core.changes.requests import REQUESTS_OF, Request
from ec2tui.core.model.key import Key
from ec2tui.core.views.resource import Resource

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


class Subjects(NamedTuple):
    """Keys in order with the items as they were (None: not known), and what kind of thing they are."""

    resource: Resource[Any]
    keys: tuple[Key, ...]
    items: tuple[Any, ...]

    def title(self, words: str) -> str:
        """What is asked of them, with the name and id of one or the number of several."""
        if len(self.keys) != 1:
            return f"{words}: {len(self.keys)} {self.resource.plural}"
        (key,), (item,) = self.keys, self.items
        name = self.resource.title(item) if item is not None else ""
        return f"{words}: {key.id}" if name in ("", key.id) else f"{words}: {name} ({key.id})"

    def unfit(self, entry: Request) -> str:
        """Why this cannot be asked of them, as a sentence; empty when it can."""
        if entry in REQUESTS_OF.get(self.resource.kind, ()):
            return ""
        return f"{entry.words} is not for {self.resource.plural}: nothing was begun."


def subjects_of(screen: "MainScreen") -> Subjects:
    """The marked rows, else the one under the cursor."""
    keys = screen.selected_keys()
    return Subjects(screen.rows.resource, keys, tuple(screen.rows.item(key) for key in keys))
