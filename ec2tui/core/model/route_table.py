"""Route tables: where packets of a subnet go."""

import msgspec

from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key


class Route(msgspec.Struct, frozen=True, gc=False):
    """One route: exactly one of `cidr`, `cidr6` and `prefix_list_id` is the destination.

    `target` is the id of what it leads to (`igw-…`, `eigw-…`, `nat-…`, `pcx-…`, `local`), `state` is `active`
    or `blackhole`.
    """

    target: str = ""
    state: str = "active"
    cidr: str | None = None
    cidr6: str | None = None
    prefix_list_id: str | None = None


class RouteTable(msgspec.Struct, frozen=True):
    """A table as ec2:DescribeRouteTables tells it.

    `main` holds for every subnet of the VPC without a table of its own; `gateway_ids` are gateways whose
    incoming packets it directs (an edge table).
    """

    key: Key
    vpc_id: str = ""
    main: bool = False
    subnet_ids: tuple[str, ...] = ()
    gateway_ids: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    tags: Tags = ()
