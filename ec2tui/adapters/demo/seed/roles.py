"""Instance roles from narrow to AdministratorAccess, and the operator."""

import json
from typing import Any

from ec2tui.adapters.demo.corrections.identity import USER
from ec2tui.adapters.demo.world import World
from ec2tui.core.access.scheduler_role import permissions_policy, trust_policy

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
"""Every instance role; each has a profile of the same name, but for those of `PROFILES`."""

PROFILES = {"old-ssm": "EC2InstanceProfileForSSM"}
"""Role: the name of its profile, where a template gave it one of its own."""


SCHEDULER_ROLE = "ec2tui-scheduler"
"""The role with which schedules revoke time-boxed rules."""

SCHEDULE_GROUP = "ec2tui"
"""The group of schedules that are for that."""


def build_schedule_groups(world: World) -> None:
    """Make the group of schedules in each region, and the role that they act with."""
    iam = world.iam()
    words = "Revokes time-boxed rules of security groups"
    trust = trust_policy(world.account_id, ())
    iam.create_role(SCHEDULER_ROLE, json.dumps(trust), "/", None, words, [], None)
    policy = permissions_policy(world.account_id, ())
    iam.put_role_policy(SCHEDULER_ROLE, SCHEDULER_ROLE, json.dumps(policy))
    for region in world.regions:
        world.scheduler(region).create_schedule_group(SCHEDULE_GROUP, [])


def build_roles(world: World) -> None:
    """Make roles, policies and profiles, and the user that the demo's key belongs to."""
    iam = world.iam()
    for name in ROLES:
        iam.create_role(name, _TRUST, "/", None, f"Instance role {name}", [], None)
        profile = PROFILES.get(name, name)
        iam.create_instance_profile(profile, "/", [])
        iam.add_role_to_instance_profile(profile, name)
        for policy in ATTACHED.get(name, ()):
            iam.attach_role_policy(f"arn:aws:iam::aws:policy/{policy}", name)
        if name in INLINE:
            policy_name, actions, resource = INLINE[name]
            iam.put_role_policy(name, policy_name, _policy(actions, resource))
    build_schedule_groups(world)
    iam.create_user(world.regions[0], USER)
    world.names["global/user/operator"] = USER


def profile_of(world: World, role: str) -> dict[str, Any]:
    """A role's profile as instances name it."""
    made = world.iam().get_instance_profile(PROFILES.get(role, role))
    return {"Arn": made.arn, "Id": made.id}


def _policy(actions: tuple[str, ...], resource: str) -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
