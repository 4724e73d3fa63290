"""One sort of thing as a table: its columns, the words it is filtered with, and its details."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.column import Column
from ec2tui.core.views.tone import Line
from ec2tui.core.views.vocabulary import Vocabulary

T = TypeVar("T")

Detail = Callable[[T, Inventory, float], tuple[Line, ...]]
"""The lines of one detail section, from the item, the inventory and the time in epoch seconds."""


class Describe(msgspec.Struct, frozen=True):
    """How AWS is asked for one of them: EC2's operation, its parameter for ids, and where the answer is.

    `command` is the same for the `aws` program (`describe-volumes --volume-ids`). `service` is that of both;
    `always` are further parameters; in `member`, `|` stands between several lists.
    """

    operation: str
    parameter: str
    member: str
    command: str
    service: str = "ec2"
    always: dict[str, Any] = {}


class Resource(msgspec.Struct, Generic[T], frozen=True):
    """What a table shows of one kind of the inventory.

    `noun` and `plural` name its rows, `shown` are the ids of the usual columns and `sort` the usual order
    (`-` before it: descending). `column` finds one by id, also `tag:KEY`. `keyed` are the kinds that have the
    rows' keys, so that a change there touches one row. `sections` are (id, title, lines). `title` is a row in
    a few words. `describe` is None for what AWS cannot be asked for by id. `reads` are the kinds that the
    details need beside those of the columns.
    """

    noun: str
    plural: str
    kind: Kind
    columns: tuple[Column[T], ...]
    shown: tuple[str, ...]
    sort: str
    column: Callable[[str], Column[T] | None]
    words: Vocabulary[T]
    sections: tuple[tuple[str, str, Detail[T]], ...]
    keyed: frozenset[Kind]
    title: Callable[[T], str]
    describe: Describe | None = None
    reads: frozenset[Kind] = frozenset()
