"""Instance roles from narrow to AdministratorAccess, and the operator."""

import json
from typing import Any

from ec2tui.adapters.demo.corrections.identity import USER
from ec2tui.adapters.demo.world import World

_TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)

INLINE: dict[str, tuple[str, tuple[str, ...], str]] = {
    "shop-web": ("read-assets", ("s3:GetObject",), "arn:aws:s3:::acme-shop-assets/*"),
    "orders-worker": (
        "consume-orders",
        ("sqs:ReceiveMessage", "sqs:DeleteMessage"),
        "arn:aws:sqs:*:*:orders",
    ),
    "metrics-agent": ("put-metrics", ("cloudwatch:PutMetricData",), "*"),
    "batch-everything": ("all-of-s3", ("*",), "*"),
}
"""Role: (policy name, actions, resource) of its inline policy."""

ATTACHED: dict[str, tuple[str, ...]] = {
    "shop-web": ("AmazonSSMManagedInstanceCore",),
    "orders-worker": ("AmazonSSMManagedInstanceCore",),
    "metrics-agent": ("CloudWatchAgentServerPolicy", "AmazonSSMManagedInstanceCore"),
    "ci-runner": ("PowerUserAccess",),
    "legacy-admin": ("AdministratorAccess",),
    "data-lake": ("AmazonS3FullAccess",),
    "old-ssm": ("service-role/AmazonEC2RoleforSSM",),
    "ssm-only": ("AmazonSSMManagedInstanceCore",),
}
"""Role: AWS-managed policies attached to it."""

ROLES = tuple(dict.fromkeys((*INLINE, *ATTACHED)))
"""Every instance role; each has a profile of the same name."""


def build_roles(world: World) -> None:
    """Make roles, policies and profiles, and the user that the demo's key belongs to."""
    iam = world.iam()
    for name in ROLES:
        iam.create_role(name, _TRUST, "/", None, f"Instance role {name}", [], None)
        iam.create_instance_profile(name, "/", [])
        iam.add_role_to_instance_profile(name, name)
        for policy in ATTACHED.get(name, ()):
            iam.attach_role_policy(f"arn:aws:iam::aws:policy/{policy}", name)
        if name in INLINE:
            policy_name, actions, resource = INLINE[name]
            iam.put_role_policy(name, policy_name, _policy(actions, resource))
    iam.create_user(world.regions[0], USER)
    world.names["global/user/operator"] = USER


def profile_of(world: World, role: str) -> dict[str, Any]:
    """A role's profile as instances name it."""
    made = world.iam().get_instance_profile(role)
    return {"Arn": made.arn, "Id": made.id}


def _policy(actions: tuple[str, ...], resource: str) -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
