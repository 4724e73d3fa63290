"""What can be asked for in a word, and how it becomes the changes of a plan."""

from collections.abc import Callable, Sequence

import msgspec

from ec2tui.core.changes.change import Change, Unready
from ec2tui.core.changes.plan import Step, shifted
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key

Wanted = Sequence[Change | Step]
Build = Callable[[Key, Inventory, str], Wanted | Unready]


class Request(msgspec.Struct, frozen=True):
    """One thing to ask for: `id` is the action's, `verb` the command's word (empty: only on the screen).

    `words` name it in a menu; `question` asks for the `build`'s last argument, empty when it takes none.
    """

    id: str
    verb: str
    words: str
    build: Build
    question: str = ""


def just(change: type[Change], **fields: object) -> Build:
    """A request that is one change of its subject."""
    return lambda key, _inventory, _text: (change(key, **fields),)


def build(
    entry: Request, keys: Sequence[Key], inventory: Inventory, text: str = ""
) -> tuple[Change | Step, ...] | Unready:
    """The changes of a request for all these subjects in order, or the first reason why one is not ready.

    Steps that need others of the same subject keep needing them at their new place.
    """
    wanted: list[Change | Step] = []
    for key in keys:
        part = entry.build(key, inventory, text)
        if isinstance(part, Unready):
            return part
        base = len(wanted)
        wanted.extend(shifted(item, base) if isinstance(item, Step) else item for item in part)
    return tuple(wanted)
