"""Generated DescribeInstances documents: elements missing, empty, repeated, reordered and unknown."""

from collections.abc import Callable
from xml.sax.saxutils import escape

import botocore.session
from botocore.model import ListShape, Shape, StructureShape
from hypothesis import strategies as st

NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"
EC2 = botocore.session.Session().get_service_model("ec2")
OUTPUT = EC2.operation_model("DescribeInstances").output_shape

TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=8
) | st.sampled_from(["", " ", "a&b", "<&>", "true", "[/]", "\u202e", "é" * 3, "x\ny"])
TIMES = (
    st.datetimes()
    .map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S"))
    .filter(lambda text: text >= "1970-01-03")
)
SCALARS: dict[str, st.SearchStrategy[str]] = {
    "string": TEXT,
    "integer": st.integers(-1, 2**31).map(str),
    "long": st.integers(-1, 2**40).map(str),
    "double": st.floats(0, 100).map(str),
    "boolean": st.sampled_from(["true", "false", "", "TRUE"]),
    "timestamp": st.tuples(TIMES, st.sampled_from(["Z", ".000Z", ".123Z", "+00:00", "+02:00"])).map("".join),
}
KEPT = {
    "Reservation": "ReservationId OwnerId Instances",
    "InstanceState": "Name Code",
    "Placement": "AvailabilityZone GroupName Tenancy HostId",
    "InstanceNetworkInterface": "Association Attachment Description Groups Ipv6Addresses MacAddress "
    "NetworkInterfaceId PrivateIpAddress PrivateIpAddresses SourceDestCheck Status SubnetId VpcId "
    "InterfaceType",
}
"""Shapes thinned to what is kept and a little more, to keep documents small; others are generated whole."""

SKIPPED = frozenset(
    {
        "CapacityReservationSpecification",
        "ClientToken",
        "ElasticGpuAssociations",
        "ElasticInferenceAcceleratorAssociations",
        "Licenses",
        "MaintenanceOptions",
        "NetworkPerformanceOptions",
        "Operator",
        "OutpostArn",
        "PrivateDnsNameOptions",
        "ProductCodes",
        "SecondaryInterfaces",
    }
)
"""Members that the model does not keep; they stay out to keep the documents small."""

Node = tuple[str, "str | list[Node]"]
"""An element: its name and its text or its children."""


def members(shape: StructureShape) -> dict[str, Shape]:
    kept = KEPT.get(shape.name, "").split() or [name for name in shape.members if name not in SKIPPED]
    return {name: shape.members[name] for name in kept}


@st.composite
def element(draw: Callable[..., object], name: str, shape: Shape) -> Node:
    if isinstance(shape, StructureShape):
        return name, draw(children(shape))  # type: ignore[return-value]
    if isinstance(shape, ListShape):
        return name, draw(st.lists(element("item", shape.member), max_size=2))  # type: ignore[return-value]
    return name, draw(SCALARS[shape.type_name])  # type: ignore[return-value]


@st.composite
def children(draw: Callable[..., object], shape: StructureShape) -> list[Node]:
    nodes: list[Node] = []
    for member, inner in members(shape).items():
        name = inner.serialization.get("name", member)
        required = member == "InstanceId"
        if not required and draw(st.integers(0, 3)) == 0:
            continue
        if required:
            nodes.append((name, f"i-{draw(st.integers(0, 2**32)):x}"))
            continue
        nodes.append(draw(element(name, inner)))  # type: ignore[arg-type]
        if draw(st.integers(0, 9)) == 0:
            nodes.append(draw(element(name, inner)))  # type: ignore[arg-type]
    if draw(st.integers(0, 4)) == 0:
        nodes.append(("somethingNew", draw(TEXT)))  # type: ignore[arg-type]
        nodes.append(("somethingDeep", [("item", [("name", "x"), ("key", "y")])]))
    return draw(st.permutations(nodes)) if draw(st.booleans()) else nodes  # type: ignore[return-value]


def render(node: Node) -> str:
    name, content = node
    if isinstance(content, str):
        return f"<{name}>{escape(content)}</{name}>" if content else f"<{name}/>"
    return f"<{name}>{''.join(map(render, content))}</{name}>"


def document(nodes: list[Node]) -> bytes:
    return page("".join(map(render, nodes)))


def as_aws_writes(nodes: list[Node], depth: int = 0) -> str:
    """The nodes indented, an instance's id before all else."""
    first = sorted(nodes, key=lambda node: node[0] != "instanceId")
    space = "\n" + "    " * depth
    return "".join(
        f"{space}<{name}>{as_aws_writes(inner, depth + 1)}{space}</{name}>"
        if inner and not isinstance(inner, str)
        else space + render((name, inner))
        for name, inner in first
    )


def page(inner: str) -> bytes:
    """A reply with this in it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<DescribeInstancesResponse xmlns="{NAMESPACE}">'
        f"{inner}</DescribeInstancesResponse>"
    ).encode()


def without_repeats(nodes: list[Node]) -> list[Node]:
    """The nodes with the first of each name; list items stay.

    botocore takes the first of a repeated structure, but makes no sense of a repeated value or list: there
    the rule "the first counts" is the parser's own.
    """
    seen: set[str] = set()
    left: list[Node] = []
    for name, content in nodes:
        if name != "item" and name in seen:
            continue
        seen.add(name)
        left.append((name, content if isinstance(content, str) else without_repeats(content)))
    return left


PAGES = children(OUTPUT)
