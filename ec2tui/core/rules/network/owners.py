"""Whose a network interface is: an instance's, or a service's that AWS runs for the account."""

from collections import Counter
from collections.abc import Iterable

from ec2tui.core.model.network import NetworkInterface

_BY_KIND = {
    "lambda": "Lambda function",
    "nat_gateway": "NAT gateway",
    "vpc_endpoint": "VPC endpoint",
    "gateway_load_balancer": "load balancer",
    "gateway_load_balancer_endpoint": "load balancer endpoint",
    "network_load_balancer": "load balancer",
    "load_balancer": "load balancer",
    "transit_gateway": "transit gateway",
    "ec2_instance_connect_endpoint": "instance connect endpoint",
    "global_accelerator_managed": "global accelerator",
    "codestar_connections_managed": "code connection",
    "api_gateway_managed": "API gateway",
    "quicksight": "QuickSight",
    "branch": "container",
    "trunk": "container host",
}
"""AWS's InterfaceType in words (ec2:DescribeNetworkInterfaces)."""

_BY_REQUESTER = {
    "amazon-elb": "load balancer",
    "amazon-rds": "database",
    "amazon-redshift": "database",
    "amazon-elasticache": "cache",
    "amazon-aws": "AWS service",
}

_BY_DESCRIPTION = (
    ("ELB ", "load balancer"),
    ("RDSNetworkInterface", "database"),
    ("ElastiCache", "cache"),
    ("EFS mount target", "file system"),
    ("AWS Lambda VPC ENI", "Lambda function"),
    ("EC2 Instance Connect Endpoint", "instance connect endpoint"),
    ("VPC Endpoint Interface", "VPC endpoint"),
    ("Interface for NAT Gateway", "NAT gateway"),
    ("DMSNetworkInterface", "database migration"),
    ("arn:aws:ecs:", "container"),
)


def owner_kind(interface: NetworkInterface) -> str:
    """What an interface belongs to, in words (`instance`, `load balancer`, `database`, `nothing`)."""
    if interface.instance_id and not interface.requester_managed and not interface.requester_id:
        return "instance"
    for start, word in _BY_DESCRIPTION:
        if interface.description.startswith(start):
            return word
    word = _BY_REQUESTER.get(interface.requester_id, "") or _BY_KIND.get(interface.kind, "")
    if word:
        return word
    if interface.instance_id:
        return "instance"
    return "AWS service" if interface.requester_managed else "nothing"


def counted(interfaces: Iterable[NetworkInterface]) -> dict[str, int]:
    """How many owners of each kind, the most first; an instance counts once for all its interfaces."""
    seen: dict[tuple[str, str], None] = {}
    for interface in interfaces:
        kind = owner_kind(interface)
        seen[kind, interface.instance_id or interface.key.id] = None
    return dict(Counter(kind for kind, _ in seen).most_common())


def words(counts: dict[str, int]) -> str:
    """Counts as a phrase: `3 instances and 1 load balancer`."""
    parts = [f"{count} {_many(kind) if count > 1 else kind}" for kind, count in counts.items()]
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _many(kind: str) -> str:
    """The plural; `nothing` stands for interfaces that nothing uses."""
    return "interfaces in use by nothing" if kind == "nothing" else f"{kind}s"
