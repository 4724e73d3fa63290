"""EventBridge Scheduler at work: one-time schedules that are due revoke their rules."""

import json
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.group_documents import rules_of
from ec2tui.adapters.demo.group_rules import find_group
from ec2tui.adapters.demo.role_rights import role_may, service_may_assume
from ec2tui.adapters.demo.world import World

SERVICE = "scheduler.amazonaws.com"
"""Who takes the role of a schedule."""

TARGETS = {
    "aws-sdk:ec2:revokeSecurityGroupIngress": (False, "ec2:RevokeSecurityGroupIngress"),
    "aws-sdk:ec2:revokeSecurityGroupEgress": (True, "ec2:RevokeSecurityGroupEgress"),
}
"""The universal targets that the demo carries out: (whether of outbound rules, the action it needs)."""


def due_at(schedule: Any) -> datetime | None:
    """When a one-time schedule is due; None for those that repeat. Raises ValueError for what is no time."""
    expression = str(schedule.schedule_expression)
    if not (expression.startswith("at(") and expression.endswith(")")):
        return None
    moment = datetime.strptime(expression[3:-1], "%Y-%m-%dT%H:%M:%S")
    return moment.replace(tzinfo=zone_of(schedule.schedule_expression_timezone))


def zone_of(name: str | None) -> tzinfo:
    """The time zone of this name, UTC without one; raises ValueError or ZoneInfoNotFoundError."""
    return UTC if name in (None, "", "UTC") else ZoneInfo(str(name))


def trust_context(world: World, region: str, group_name: str) -> dict[str, str]:
    """What a role's trust policy can look at when Scheduler takes it for a group of schedules."""
    arn = f"arn:aws:scheduler:{region}:{world.account_id}:schedule-group/{group_name}"
    return {"aws:SourceAccount": world.account_id, "aws:SourceArn": arn}


def role_of(world: World, arn: str) -> Any:
    """The role of this ARN, None when there is none."""
    return next((role for role in world.iam().get_roles() if role.arn == arn), None)


class Schedules:
    """Invokes what is due, once, and removes schedules that wanted to be deleted then."""

    def __init__(self, world: World) -> None:
        self._world = world

    def tick(self) -> None:
        """Invoke all that is due now; one that fails is spent as well, as AWS's are after their tries."""
        now = self._world.clock.now()
        for region, backend in self._world.schedulers():
            for group in backend.schedule_groups.values():
                for schedule in list(group.schedules.values()):
                    moment = due_at(schedule)
                    spent = getattr(schedule, "demo_spent", None) == moment
                    if moment is None or moment > now or spent or schedule.state != "ENABLED":
                        continue
                    schedule.demo_spent = moment
                    self._invoke(region, group.name, schedule)
                    if schedule.action_after_completion == "DELETE":
                        group.delete_schedule(schedule.name)

    def _invoke(self, region: str, group_name: str, schedule: Any) -> None:
        target = str(schedule.target["Arn"]).partition(":::")[2]
        if target not in TARGETS:
            return
        egress, action = TARGETS[target]
        given = json.loads(schedule.target.get("Input") or "{}")
        backend = self._world.ec2(region)
        try:
            group = find_group(backend, str(given.get("GroupId")))
        except AwsError:
            return
        if not self._allowed(region, group_name, schedule, action, group):
            return
        rules = group.egress_rules if egress else group.ingress_rules
        doomed = [rule for rule in rules_of(group) if rule.id in given.get("SecurityGroupRuleIds", [])]
        if len(doomed) == len(given.get("SecurityGroupRuleIds", [])):
            for rule in doomed:
                rules.remove(rule)
                backend.tags.pop(rule.id, None)

    def _allowed(self, region: str, group_name: str, schedule: Any, action: str, group: Any) -> bool:
        role = role_of(self._world, str(schedule.target.get("RoleArn")))
        context = trust_context(self._world, region, group_name)
        if role is None or not service_may_assume(role, SERVICE, context):
            return False
        tags = group.ec2_backend.tags.get(group.id, {})
        resource = f"arn:aws:ec2:{region}:{self._world.account_id}:security-group/{group.id}"
        return role_may(role, action, resource, {f"aws:ResourceTag/{key}": v for key, v in tags.items()})
