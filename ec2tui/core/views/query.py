"""The query language: what `/`, `ls` and `check` filter rows with.

web-1            a text in the name, id, an address or a tag; "two words", web*1
state:running    a field, with globs; tag:env=prod, tag:env, ip:10.0.0.0/8
age>30d vcpu>=8  a number, compared
public           a flag
not x, -x, x or y, (x y)
"""

from typing import Any

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.query_fields import INSTANCES, haystack
from ec2tui.core.views.query_nodes import Everything, Node, conjunction, format_node, narrows
from ec2tui.core.views.query_parser import Mistake, parse_node
from ec2tui.core.views.query_tests import Test, compile_node, needs
from ec2tui.core.views.vocabulary import Vocabulary

__all__ = ["ALL", "Mistake", "Query", "haystack", "parse"]


class Query:
    """A compiled query in the words of one sort of row; equal to another that means the same tree.

    `kinds` must be read to answer it, `timed` says that time alone can change the answer, `searches` that it
    looks into the haystack of a row. `test` is `matches` for callers who keep haystacks.
    """

    __slots__ = ("kinds", "node", "searches", "test", "timed", "words")

    def __init__(self, node: Node, words: Vocabulary[Any] = INSTANCES) -> None:
        self.node = node
        self.words = words
        self.test: Test = compile_node(node, words)
        self.kinds: frozenset[Kind]
        self.kinds, self.timed, self.searches = needs(node, words)

    def matches(self, item: Any, inventory: Inventory, now: float, hay: str | None = None) -> bool | None:
        """Whether the row's item matches; None when a fact that decides it is not known (Kleene's logic).

        `hay` is the item's haystack where the caller keeps it; `now` is in epoch seconds.
        """
        if hay is None:
            hay = self.words.haystack(item) if self.searches else ""
        return self.test(item, inventory, now, hay)

    @property
    def everything(self) -> bool:
        """Whether every row matches because nothing is asked."""
        return isinstance(self.node, Everything)

    def narrows(self, wider: "Query") -> bool:
        """Whether to answer this only what the wider query matches or cannot decide need be looked at."""
        return self.words is wider.words and not wider.timed and narrows(self.node, wider.node)

    def __and__(self, other: "Query") -> "Query":
        """The query for what matches both."""
        return Query(conjunction([self.node, other.node]), self.words)

    def __str__(self) -> str:
        return format_node(self.node, self.words.flag_names)

    def __repr__(self) -> str:
        return f"Query({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self.node == other.node and self.words is other.words

    def __hash__(self) -> int:
        return hash(self.node)


ALL = Query(Everything())
"""The query that every instance matches."""


def parse(text: str, words: Vocabulary[Any] = INSTANCES) -> Query | Mistake:
    """The query that a text means, or its first mistake; never raises, and `parse(str(query)) == query`."""
    node = parse_node(text, words)
    return node if isinstance(node, Mistake) else Query(node, words)
