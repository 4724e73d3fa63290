"""What AWS tells for some things at a time: one row per kind that is never read as a whole."""

from collections.abc import Awaitable, Callable

import msgspec

from ec2tui.adapters.aws import (
    agent_metrics,
    alarms,
    group_relations,
    image_search,
    image_sharing,
    instance_profiles,
    offerings,
    prices,
    protection,
    public_parameters,
    quotas,
    role_grants,
    role_policies,
    roles,
    scaling,
    schedule_groups,
    schedules,
    sharing,
    snapshot_uses,
    spot_requests,
    targets,
    tokenless,
    user_data,
)
from ec2tui.adapters.aws.calls import Caller
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page, Read

ReadPage = Callable[[Caller, Read, tuple[str, ...]], Awaitable[Page | Problem]]


class ById(msgspec.Struct, frozen=True):
    """How one kind is read: `page` takes at most `together` ids; ids that it leaves out do not exist.

    `actions` are the IAM actions of the calls that it makes, the first one of which gives it its name.
    """

    actions: tuple[str, ...]
    page: ReadPage
    together: int


BY_ID: dict[Kind, ById] = {
    Kind.PROTECTION: ById(("ec2:DescribeInstanceAttribute",), protection.page, protection.TOGETHER),
    Kind.SHARING: ById(("ec2:DescribeSnapshotAttribute",), sharing.page, sharing.TOGETHER),
    Kind.IMAGE_SHARING: ById(image_sharing.ACTIONS, image_sharing.page, image_sharing.TOGETHER),
    Kind.PUBLIC_PARAMETERS: ById(
        public_parameters.ACTIONS, public_parameters.page, public_parameters.TOGETHER
    ),
    Kind.FOUND_IMAGES: ById(image_search.ACTIONS, image_search.page, image_search.TOGETHER),
    Kind.TARGETS: ById(targets.ACTIONS, targets.page, targets.TOGETHER),
    Kind.SCALING: ById(("autoscaling:DescribeAutoScalingInstances",), scaling.page, scaling.TOGETHER),
    Kind.TOKENLESS: ById((tokenless.ACTION,), tokenless.page, tokenless.TOGETHER),
    Kind.ROLE_POLICIES: ById(role_policies.ACTIONS, role_policies.page, role_policies.TOGETHER),
    Kind.INSTANCE_PROFILES: ById(
        instance_profiles.ACTIONS, instance_profiles.page, instance_profiles.TOGETHER
    ),
    Kind.OFFERINGS: ById(("ec2:DescribeInstanceTypeOfferings",), offerings.page, offerings.TOGETHER),
    Kind.SPOT_REQUESTS: ById((spot_requests.ACTION,), spot_requests.page, spot_requests.TOGETHER),
    Kind.QUOTAS: ById(quotas.ACTIONS, quotas.page, quotas.TOGETHER),
    Kind.PRICES: ById((prices.ACTION,), prices.page, prices.TOGETHER),
    Kind.LAST_SNAPSHOTS: ById(("ec2:DescribeSnapshots",), snapshot_uses.last, snapshot_uses.TOGETHER),
    Kind.SNAPSHOT_IMAGES: ById(("ec2:DescribeImages",), snapshot_uses.images, snapshot_uses.TOGETHER),
    Kind.SCHEDULES: ById(("scheduler:GetSchedule",), schedules.page, schedules.TOGETHER),
    Kind.SCHEDULE_GROUPS: ById(
        ("scheduler:GetScheduleGroup",), schedule_groups.page, schedule_groups.TOGETHER
    ),
    Kind.AGENT_METRICS: ById(agent_metrics.ACTIONS, agent_metrics.page, agent_metrics.TOGETHER),
    Kind.ALARM_TAGS: ById(alarms.TAGS, alarms.tags_of, alarms.TOGETHER),
    Kind.ALARM_HISTORY: ById(alarms.HISTORY, alarms.history, alarms.TOGETHER),
    Kind.ROLES: ById(roles.ACTIONS, roles.page, roles.TOGETHER),
    Kind.STALE_RULES: ById(
        ("ec2:DescribeStaleSecurityGroups",), group_relations.stale, group_relations.TOGETHER
    ),
    Kind.GROUP_REFERENCES: ById(
        ("ec2:DescribeSecurityGroupReferences",), group_relations.references, group_relations.GROUPS_TOGETHER
    ),
    Kind.ROLE_GRANTS: ById(role_grants.ACTIONS, role_grants.page, role_grants.TOGETHER),
    Kind.USER_DATA: ById(("ec2:DescribeInstanceAttribute",), user_data.page, user_data.TOGETHER),
}
"""Every kind that is asked for by id only."""
