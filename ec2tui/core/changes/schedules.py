"""One-time schedules that revoke a time-boxed rule, also when this program runs no more."""

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

import msgspec

from ec2tui.core.changes.change import Change, Id, Ref, Subject, drop, edit, known, put
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import SCHEDULE_GROUP, Schedule, schedule_name

SERVICE = "scheduler"
PASS_ROLE = "iam:PassRole"  # noqa: S105 - an IAM action

RETRIES = 5
OLDEST_EVENT = 3600
"""How often and for how many seconds Scheduler tries again: a rule revoked by hand is soon let go."""


class Target(msgspec.Struct, frozen=True):
    """Who revokes, and where a revocation that failed is told (empty: nowhere); both are ARNs."""

    role_arn: str
    dead_letter_arn: str = ""


class ScheduleRevoke(Change, frozen=True, tag="schedule.create"):
    """Makes the schedule that revokes a rule at a time; `key` is the group's, `rule` the rule's id.

    When it cannot be made, what it needs is taken back at once (`guards`).
    """

    rule: Id
    egress: bool
    at: int
    target: Target

    verb: ClassVar[str] = "time-box a rule of"
    asks: ClassVar[tuple[str, ...]] = ("scheduler:CreateSchedule", PASS_ROLE)
    kind: ClassVar[Kind] = Kind.SCHEDULES
    token_parameter: ClassVar[str] = "ClientToken"  # noqa: S105 - a parameter's name
    rehearsable: ClassVar[bool] = False
    guards: ClassVar[bool] = True

    @property
    def rule_id(self) -> str:
        """The rule's id, or what stands for it until it is known."""
        return self.rule.placeholder if isinstance(self.rule, Ref) else self.rule

    @property
    def schedule(self) -> Schedule:
        """The schedule as it will be."""
        name = f"({self.rule_id})" if isinstance(self.rule, Ref) else schedule_name(self.rule_id)
        return Schedule(
            self.key._replace(id=name),
            self.at,
            "ENABLED",
            self.key.id,
            self.rule_id,
            self.target.role_arn,
            self.egress,
        )

    def call(self) -> ApiCall:
        """scheduler:CreateSchedule, once and then gone."""
        return _call(self.key, "CreateSchedule", self.schedule, self.target.dead_letter_arn, self.rule_id)

    def permissions(self) -> tuple[str, ...]:
        """The operation, and passing the role that revokes."""
        return ("scheduler:CreateSchedule", PASS_ROLE)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The schedule."""
        return (Subject(Kind.SCHEDULES, self.schedule.key),)

    def effect(self, inventory: Inventory) -> Inventory:
        """There is a schedule."""
        return put(inventory, Kind.SCHEDULES, self.schedule)

    def inverse(self, before: Inventory) -> Change | None:
        """Deleting it; while its rule is not known yet, under the name that stands for it."""
        return DeleteSchedule(self.schedule.key)

    def noop(self, inventory: Inventory) -> bool:
        """Whether there is such a schedule at that time."""
        found = known(inventory.table(Kind.SCHEDULES).get(self.schedule.key, Missing.NOT_READ))
        return found is not None and found.at == self.at


class MoveSchedule(Change, frozen=True, tag="schedule.move"):
    """Gives a schedule another time; `key` is the schedule's, the rest is as it is."""

    at: int
    was: Schedule
    dead_letter_arn: str = ""

    verb: ClassVar[str] = "move the end of"
    asks: ClassVar[tuple[str, ...]] = ("scheduler:UpdateSchedule", PASS_ROLE)
    kind: ClassVar[Kind] = Kind.SCHEDULES
    token_parameter: ClassVar[str] = "ClientToken"  # noqa: S105 - a parameter's name
    rehearsable: ClassVar[bool] = False

    def call(self) -> ApiCall:
        """scheduler:UpdateSchedule with everything that it says."""
        new = msgspec.structs.replace(self.was, key=self.key, at=self.at)
        group = self.key._replace(id=self.was.group_id)
        return _call(group, "UpdateSchedule", new, self.dead_letter_arn, self.was.rule_id)

    def permissions(self) -> tuple[str, ...]:
        """The operation, and passing the role that revokes."""
        return ("scheduler:UpdateSchedule", PASS_ROLE)

    def effect(self, inventory: Inventory) -> Inventory:
        """It fires then."""
        return edit(inventory, Kind.SCHEDULES, self.key, at=self.at)

    def inverse(self, before: Inventory) -> Change | None:
        """The time as it was."""
        found: Schedule | None = before.table(Kind.SCHEDULES).get(self.key)
        if found is None or found.at is None:
            return None
        return MoveSchedule(self.key, found.at, self.was, self.dead_letter_arn)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it fires then already."""
        found: Schedule | None = inventory.table(Kind.SCHEDULES).get(self.key)
        return found is not None and found.at == self.at


class DeleteSchedule(Change, frozen=True, tag="schedule.delete"):
    """Deletes the schedule of a rule."""

    verb: ClassVar[str] = "delete the schedule"
    asks: ClassVar[tuple[str, ...]] = ("scheduler:DeleteSchedule",)
    kind: ClassVar[Kind] = Kind.SCHEDULES
    token_parameter: ClassVar[str] = "ClientToken"  # noqa: S105 - a parameter's name
    rehearsable: ClassVar[bool] = False

    def call(self) -> ApiCall:
        """scheduler:DeleteSchedule of our group of schedules."""
        params = {"GroupName": SCHEDULE_GROUP, "Name": self.key.id}
        return ApiCall(SERVICE, "DeleteSchedule", self.key.region, params)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is gone."""
        return drop(inventory, Kind.SCHEDULES, self.key)

    def inverse(self, before: Inventory) -> Change | None:
        """The schedule as it was, where it was read."""
        found: Schedule | None = before.table(Kind.SCHEDULES).get(self.key)
        if found is None or found.at is None or not found.role_arn:
            return None
        group = self.key._replace(id=found.group_id)
        return ScheduleRevoke(group, found.rule_id, found.egress, found.at, Target(found.role_arn))

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known not to exist."""
        missing = self.key not in inventory.table(Kind.SCHEDULES)
        return missing and inventory.missing(Kind.SCHEDULES, self.key) is Missing.GONE


def revoke_target(region: str, egress: bool) -> str:
    """The ARN of Scheduler's universal target for revoking (EventBridge Scheduler, universal targets)."""
    partition = {"cn": "aws-cn", "us-gov": "aws-us-gov"}.get(
        region.rpartition("-")[0].rpartition("-")[0], "aws"
    )
    return f"arn:{partition}:scheduler:::aws-sdk:ec2:revokeSecurityGroup{'Egress' if egress else 'Ingress'}"


def revoke_input(group_id: str, rule_id: str) -> str:
    """What the target is told: EC2's own parameter names. By rule id, so that no later rule is hit."""
    return json.dumps({"GroupId": group_id, "SecurityGroupRuleIds": [rule_id]}, separators=(",", ":"))


def _call(group: Key, operation: str, schedule: Schedule, dead_letter: str, rule_id: str) -> ApiCall:
    assert schedule.at is not None
    when = datetime.fromtimestamp(schedule.at, UTC)
    target: dict[str, Any] = {
        "Arn": revoke_target(group.region, schedule.egress),
        "RoleArn": schedule.role_arn,
        "Input": revoke_input(group.id, rule_id),
        "RetryPolicy": {"MaximumRetryAttempts": RETRIES, "MaximumEventAgeInSeconds": OLDEST_EVENT},
    }
    if dead_letter:
        target["DeadLetterConfig"] = {"Arn": dead_letter}
    params = {
        "GroupName": SCHEDULE_GROUP,
        "Name": schedule_name(rule_id),
        "Description": f"ec2tui: revoke {rule_id} of {group.id}",
        "ScheduleExpression": f"at({when.strftime('%Y-%m-%dT%H:%M:%S')})",
        "ScheduleExpressionTimezone": "UTC",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        "Target": target,
    }
    return ApiCall(SERVICE, operation, group.region, params)
