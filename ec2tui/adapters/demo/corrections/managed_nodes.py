"""Systems Manager knows the instances whose role and network let their agents speak to it."""

from collections.abc import Iterator
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut

LETS = frozenset({"AmazonSSMManagedInstanceCore", "AmazonEC2RoleforSSM"})
"""Policies with which the agent can register (Systems Manager user guide, instance permissions)."""

LOST = "demo_agent_lost"
PATCHES = "demo_patches_missing"
"""What seeding notes on an instance: its agent answers no more, or it lacks so many patches."""

MINUTES = 3
"""How long ago the agents were heard."""


def nodes(call: Call) -> dict[str, Any]:
    """The managed instances of the region, running ones only."""
    wanted = _wanted(call)
    found = [_node(call, one) for one in managed(call) if wanted is None or one.id in wanted]
    page, following = cut(call, found, 5, 50, 10)
    return {"InstanceInformationList": page, "NextToken": following}


def compliance(call: Call) -> dict[str, Any]:
    """The patches of the managed instances."""
    found = [_patches(call, one) for one in managed(call) if not getattr(one, LOST, False)]
    page, following = cut(call, found, 1, 50, 10)
    return {"ResourceComplianceSummaryItems": page, "NextToken": following}


def _wanted(call: Call) -> set[str] | None:
    """The ids that the filter InstanceIds names; None without it."""
    given = [one for one in call.param("Filters", []) or [] if one.get("Key") == "InstanceIds"]
    return {str(value) for one in given for value in one.get("Values", [])} if given else None


def managed(call: Call) -> Iterator[Any]:
    """The instances of the region whose agent is registered."""
    roles = _roles(call)
    backend = call.world.ec2(call.region)
    inside = _with_endpoints(backend)
    for instance in call.world.instances(call.region):
        profile = getattr(instance, "demo_profile", None)
        if instance._state.name != "running" or profile is None or profile["Arn"] not in roles:
            continue
        if instance.vpc_id in inside or _gets_out(backend, instance):
            yield instance


def _with_endpoints(backend: Any) -> set[str]:
    """The VPCs in which the agent finds Systems Manager without the internet."""
    found: dict[str, set[str]] = {}
    for endpoint in backend.vpc_end_points.values():
        found.setdefault(endpoint.vpc_id, set()).add(endpoint.service_name.rpartition(".")[2])
    return {vpc for vpc, names in found.items() if names >= {"ssm", "ssmmessages"}}


def _gets_out(backend: Any, instance: Any) -> bool:
    """Whether a route of its subnet leads to Systems Manager's public addresses."""
    for table in backend.route_tables.values():
        if instance.subnet_id not in table._associations.values():
            continue
        for route in table.routes:
            if route.nat_gateway is not None:
                return True
            if route.gateway is not None and str(route.gateway.id).startswith("igw-"):
                return bool(instance.public_ip)
    return False


def _roles(call: Call) -> set[str]:
    """The ARNs of the profiles whose role lets an agent register."""
    return {
        profile.arn
        for profile in call.world.iam().instance_profiles.values()
        for role in profile.roles
        if any(policy.name in LETS for policy in role.managed_policies.values())
    }


def _node(call: Call, instance: Any) -> dict[str, Any]:
    lost = getattr(instance, LOST, False)
    windows = instance.platform == "windows"
    return {
        "InstanceId": instance.id,
        "PingStatus": "ConnectionLost" if lost else "Online",
        "LastPingDateTime": call.world.clock.now().timestamp() - (86_400 if lost else 60 * MINUTES),
        "AgentVersion": "3.3.987.0",
        "IsLatestVersion": True,
        "PlatformType": "Windows" if windows else "Linux",
        "PlatformName": "Microsoft Windows Server" if windows else "Linux",
        "ResourceType": "EC2Instance",
        "IPAddress": instance.private_ip,
    }


def _patches(call: Call, instance: Any) -> dict[str, Any]:
    missing = getattr(instance, PATCHES, 0)
    return {
        "ComplianceType": "Patch",
        "ResourceType": "ManagedInstance",
        "ResourceId": instance.id,
        "Status": "NON_COMPLIANT" if missing else "COMPLIANT",
        "OverallSeverity": "CRITICAL" if missing else "UNSPECIFIED",
        "CompliantSummary": {"CompliantCount": 212},
        "NonCompliantSummary": {"NonCompliantCount": missing},
    }


CORRECTION = Correction(
    name="managed-nodes",
    moto="does not know the operations",
    aws="tells the instances whose agent registered, when it was heard last, and which patches they lack",
    service="ssm",
    instead={"DescribeInstanceInformation": nodes, "ListResourceComplianceSummaries": compliance},
)
