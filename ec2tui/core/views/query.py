"""The query language: what `/`, `ls` and `check` filter instances with.

web-1            a text in the name, id, an address or a tag; "two words", web*1
state:running    a field, with globs; tag:env=prod, tag:env, ip:10.0.0.0/8
age>30d vcpu>=8  a number, compared
public           a flag
not x, -x, x or y, (x y)
"""

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.query_fields import FLAG_NAMES
from ec2tui.core.views.query_nodes import Everything, Node, conjunction, format_node
from ec2tui.core.views.query_parser import Mistake, parse_node
from ec2tui.core.views.query_tests import Test, compile_node, haystack, needs

__all__ = ["ALL", "Mistake", "Query", "haystack", "parse"]


class Query:
    """A compiled query; equal to another that means the same tree.

    `kinds` must be read to answer it, `timed` says that time alone can change the answer, `searches` that it
    looks into the haystack of an instance. `test` is `matches` for callers who keep haystacks.
    """

    __slots__ = ("kinds", "node", "searches", "test", "timed")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.test: Test = compile_node(node)
        self.kinds: frozenset[Kind]
        self.kinds, self.timed, self.searches = needs(node)

    def matches(
        self, instance: Instance, inventory: Inventory, now: float, hay: str | None = None
    ) -> bool | None:
        """Whether the instance matches; None when a fact that decides it is not known (Kleene's logic).

        `hay` is `haystack(instance)` where the caller keeps it; `now` is in epoch seconds.
        """
        if hay is None:
            hay = haystack(instance) if self.searches else ""
        return self.test(instance, inventory, now, hay)

    @property
    def everything(self) -> bool:
        """Whether every instance matches because nothing is asked."""
        return isinstance(self.node, Everything)

    def __and__(self, other: "Query") -> "Query":
        """The query for what matches both."""
        return Query(conjunction([self.node, other.node]))

    def __str__(self) -> str:
        return format_node(self.node, FLAG_NAMES)

    def __repr__(self) -> str:
        return f"Query({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self.node == other.node

    def __hash__(self) -> int:
        return hash(self.node)


ALL = Query(Everything())
"""The query that every instance matches."""


def parse(text: str) -> Query | Mistake:
    """The query that a text means, or its first mistake; never raises, and `parse(str(query)) == query`."""
    node = parse_node(text)
    return node if isinstance(node, Mistake) else Query(node)
