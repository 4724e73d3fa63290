"""The network interfaces that are in a security group as a table: who uses it."""

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.views.column import Column
from ec2tui.core.views.group_facts import user_kind
from ec2tui.core.views.instance_cells import text_cell
from ec2tui.core.views.lines import BLANK, labelled, said
from ec2tui.core.views.resource import Describe, Resource
from ec2tui.core.views.sorting import by_address, by_id, by_text
from ec2tui.core.views.storage_cells import name_of, tag_column, text_column
from ec2tui.core.views.tag_lines import tag_lines
from ec2tui.core.views.tone import Line, Tone
from ec2tui.core.views.vocabulary import FlagField, TextField, Vocabulary

Interface = NetworkInterface
_DESCRIBE = "ec2:DescribeNetworkInterfaces "
_N = frozenset({Kind.INTERFACES})
_HELD = frozenset({Kind.INTERFACES, Kind.INSTANCES})


def user(interface: Interface, inventory: Inventory) -> str:
    """The name or id of the instance that holds it, else its Name tag or what AWS says it is for."""
    if interface.instance_id:
        key = interface.key._replace(id=interface.instance_id)
        instance = inventory.table(Kind.INSTANCES).get(key)
        return (instance.name if instance is not None else "") or interface.instance_id
    return name_of(interface) or interface.description or interface.requester_id


USER: Column[Interface] = Column(
    "user",
    "Used by",
    _DESCRIBE + "Attachment.InstanceId, Description",
    lambda n, inventory, _now: text_cell(user(n, inventory), Tone.KEY),
    lambda n, inventory, _now: by_text(user(n, inventory)),
    16,
    44,
    kinds=_HELD,
)

COLUMNS: tuple[Column[Interface], ...] = (
    USER,
    text_column("kind", "Kind", _DESCRIBE + "InterfaceType, RequesterId", _N, user_kind, (9, 16)),
    text_column(
        "id", "Interface", _DESCRIBE + "NetworkInterfaceId", _N, lambda n: n.key.id, (21, 21), key=by_id
    ),
    text_column("status", "Status", _DESCRIBE + "Status", _N, lambda n: n.status, (6, 12)),
    text_column(
        "private",
        "Private IP",
        _DESCRIBE + "PrivateIpAddresses",
        _N,
        lambda n: ", ".join(n.private_ips),
        (15, 32),
        key=lambda text: by_address((text or "").partition(",")[0]),
    ),
    text_column(
        "public",
        "Public IP",
        _DESCRIBE + "Association.PublicIp",
        _N,
        lambda n: ", ".join(n.public_ips),
        (15, 32),
        key=lambda text: by_address((text or "").partition(",")[0]),
    ),
    text_column(
        "groups",
        "Security groups",
        _DESCRIBE + "Groups",
        _N,
        lambda n: ", ".join(group.name or group.id for group in n.groups),
        (12, 40),
    ),
    text_column("subnet", "Subnet", _DESCRIBE + "SubnetId", _N, lambda n: n.subnet_id, (15, 24), key=by_id),
    text_column("vpc", "VPC", _DESCRIBE + "VpcId", _N, lambda n: n.vpc_id, (12, 21), key=by_id),
    text_column("az", "AZ", _DESCRIBE + "AvailabilityZone", _N, lambda n: n.az, (10, 16)),
    text_column(
        "description", "Description", _DESCRIBE + "Description", _N, lambda n: n.description, (12, 50)
    ),
)
"""Every column of the interfaces table, in its usual order."""

DEFAULT_COLUMNS = (
    "user",
    "kind",
    "id",
    "status",
    "private",
    "public",
    "groups",
    "subnet",
    "az",
    "description",
)


def column(id: str) -> Column[Interface] | None:
    """The column with this id (`tag:KEY` for a tag's); None when there is none."""
    if id.startswith("tag:") and len(id) > 4:
        return tag_column(id[4:], _DESCRIBE, _N)
    return next((known for known in COLUMNS if known.id == id), None)


def _one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _addresses(n: Interface) -> tuple[str, ...]:
    return (*n.private_ips, *n.public_ips, *n.ipv6)


def _groups(n: Interface) -> tuple[str, ...]:
    return tuple(word for group in n.groups for word in (group.name, group.id) if word)


def haystack(n: Interface) -> str:
    """What words look into: ids, kind, addresses, description and tags, casefolded."""
    lines = [n.key.id, n.instance_id or "", user_kind(n), n.description, *_addresses(n)]
    lines += [f"{key}={value}" for key, value in n.tags]
    return "\n".join(lines).casefold()


WORDS: Vocabulary[Interface] = Vocabulary(
    "interface",
    (
        TextField("id", "the interface's id", lambda n, _: (n.key.id,)),
        TextField("kind", "instance, load balancer, …", lambda n, _: (user_kind(n),)),
        TextField("instance", "the instance's id", lambda n, _: _one(n.instance_id)),
        TextField("status", "in-use, available", lambda n, _: _one(n.status)),
        TextField("sg", "a group's name or id", lambda n, _: _groups(n)),
        TextField("subnet", "the subnet's id", lambda n, _: _one(n.subnet_id)),
        TextField("vpc", "the VPC's id", lambda n, _: _one(n.vpc_id)),
        TextField("az", "the availability zone", lambda n, _: _one(n.az)),
        TextField("ip", "an address or a network 10.0.0.0/8", lambda n, _: _addresses(n), addresses=True),
    ),
    (),
    (FlagField("public", "has a public address", lambda n, _: bool(n.public_ips)),),
    haystack,
    lambda n: n.tags,
    {"group": "sg", "zone": "az", "state": "status"},
)
"""The words of queries about network interfaces."""


def overview(n: Interface, inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """What the interface is, who uses it and where it is."""
    return (
        labelled("Used by", said(user(n, inventory), Tone.KEY), user_kind(n)),
        labelled("Interface", n.key.id),
        labelled("Instance", n.instance_id),
        labelled("Status", n.status),
        labelled("Type", n.kind),
        labelled("Requested by", n.requester_id),
        labelled("Description", n.description),
        labelled("Private", ", ".join(n.private_ips)),
        labelled("Public", said(", ".join(n.public_ips), Tone.ACCENT)),
        labelled("IPv6", ", ".join(n.ipv6)),
        labelled("VPC, subnet", n.vpc_id, n.subnet_id),
        labelled("Zone", n.az),
        *(labelled("Security group", group.name, group.id) for group in n.groups),
        BLANK,
        *tag_lines(n.tags),
    )


NETWORK_INTERFACES: Resource[Interface] = Resource(
    noun="interface",
    plural="interfaces",
    kind=Kind.INTERFACES,
    columns=COLUMNS,
    shown=DEFAULT_COLUMNS,
    sort=USER.id,
    column=column,
    words=WORDS,
    sections=(("interface", "Interface", overview),),
    keyed=_N,
    title=lambda n: n.key.id,
    describe=Describe(
        "DescribeNetworkInterfaces",
        "NetworkInterfaceIds",
        "NetworkInterfaces",
        "describe-network-interfaces --network-interface-ids",
    ),
    reads=frozenset({Kind.SECURITY_GROUPS}),
)
