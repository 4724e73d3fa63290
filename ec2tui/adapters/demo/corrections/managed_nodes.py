"""Systems Manager knows the instances whose role lets its agent speak to it."""

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
    found = [_node(call, one) for one in _managed(call)]
    page, following = cut(call, found, 5, 50, 10)
    return {"InstanceInformationList": page, "NextToken": following}


def compliance(call: Call) -> dict[str, Any]:
    """The patches of the managed instances."""
    found = [_patches(call, one) for one in _managed(call) if not getattr(one, LOST, False)]
    page, following = cut(call, found, 1, 50, 10)
    return {"ResourceComplianceSummaryItems": page, "NextToken": following}


def _managed(call: Call) -> Iterator[Any]:
    roles = _roles(call)
    for instance in call.world.instances(call.region):
        profile = getattr(instance, "demo_profile", None)
        if instance._state.name == "running" and profile is not None and profile["Arn"] in roles:
            yield instance


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
