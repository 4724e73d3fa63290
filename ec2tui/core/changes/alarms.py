"""Changes of alarms: put and deleted, their actions on and off, their state set to try them."""

from typing import Any, ClassVar

import msgspec

from ec2tui.core.changes.change import Change, Subject, drop, edit, known, put
from ec2tui.core.model.alarm import INSUFFICIENT, STATISTICS, Alarm, AlarmSpec, AlarmTags
from ec2tui.core.model.alarm_action import ec2_actions
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance, Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind

LINKED_ROLE = "iam:CreateServiceLinkedRole"
"""Asked for with EC2 actions, the first time in an account (CloudWatch API Reference, PutMetricAlarm)."""

OF_STATE = frozenset({"state", "since", "reason", "arn", "configured", "evaluation", "suppressed_by"})
"""What CloudWatch says of an alarm by itself; what is put anew begins without."""

TESTED = "Set by ec2tui to try the alarm."
"""The reason that stands in the history of an alarm that was tried."""


class AlarmChange(Change, frozen=True):
    """What all changes of an alarm share; `key` holds its name."""

    kind: ClassVar[Kind] = Kind.ALARMS
    rehearsable: ClassVar[bool] = False

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The instances that it watches, their types, and its tags."""
        alarm = known(inventory.alarm(self.key))
        ids = dict.fromkeys((*(alarm.spec.instance_ids if alarm else ()), *self.watches()))
        keys = [self.key._replace(id=id_) for id_ in ids]
        found = [Subject(Kind.INSTANCES, key) for key in keys]
        for key in keys:
            instance = inventory.instance(key)
            if isinstance(instance, Instance):
                found.append(Subject(Kind.INSTANCE_TYPES, key._replace(id=instance.type)))
        return (*found, Subject(Kind.ALARM_TAGS, self.key))

    def watches(self) -> tuple[str, ...]:
        """The ids of the instances that it will watch."""
        return ()


class PutAlarm(AlarmChange, frozen=True, tag="alarm.put"):
    """Makes an alarm, or gives an existing one another definition, whole; tags go onto a new one only.

    `tags` None: none are given, as none were known.
    """

    spec: AlarmSpec
    tags: Tags | None = None

    verb: ClassVar[str] = "put alarm"
    asks: ClassVar[tuple[str, ...]] = (
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:PutCompositeAlarm",
        "cloudwatch:TagResource",
        LINKED_ROLE,
    )
    names_itself: ClassVar[bool] = True
    unrestored: ClassVar[frozenset[str]] = OF_STATE

    def watches(self) -> tuple[str, ...]:
        """Those of its metrics."""
        return self.spec.instance_ids

    def call(self) -> ApiCall:
        """cloudwatch:PutMetricAlarm, or PutCompositeAlarm where it follows a rule."""
        operation = "PutCompositeAlarm" if self.spec.rule else "PutMetricAlarm"
        params = {"AlarmName": self.key.id, **put_params(self.spec)}
        if self.tags:
            params["Tags"] = [{"Key": name, "Value": value} for name, value in self.tags]
        return ApiCall("cloudwatch", operation, self.key.region, params)

    def permissions(self) -> tuple[str, ...]:
        """The operation, tagging where tags are given, and the role for actions on the instance."""
        acts = bool(ec2_actions(self.spec.actions))
        return (
            self.call().action,
            *(("cloudwatch:TagResource",) if self.tags else ()),
            *((LINKED_ROLE,) if acts else ()),
        )

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The alarm, and the tags of a new one."""
        return (Subject(Kind.ALARMS, self.key), Subject(Kind.ALARM_TAGS, self.key))

    def effect(self, inventory: Inventory) -> Inventory:
        """It is so; a new one has no data yet."""
        if known(inventory.alarm(self.key)) is not None:
            return edit(inventory, Kind.ALARMS, self.key, spec=self.spec)
        after = put(inventory, Kind.ALARMS, Alarm(self.key, self.spec, INSUFFICIENT))
        if self.tags is None:
            return after
        return put(after, Kind.ALARM_TAGS, AlarmTags(self.key, self.tags))

    def inverse(self, before: Inventory) -> Change | None:
        """The definition as it was, or deleting what was not there."""
        found = before.alarm(self.key)
        if isinstance(found, Alarm):
            return PutAlarm(self.key, found.spec)
        return DeleteAlarm(self.key) if found is Missing.GONE else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether there is such an alarm with this definition."""
        found = known(inventory.alarm(self.key))
        return found is not None and found.spec == self.spec


class DeleteAlarm(AlarmChange, frozen=True, tag="alarm.delete"):
    """Deletes an alarm, metric or composite."""

    verb: ClassVar[str] = "delete alarm"
    asks: ClassVar[tuple[str, ...]] = ("cloudwatch:DeleteAlarms",)
    unrestored: ClassVar[frozenset[str]] = OF_STATE

    def call(self) -> ApiCall:
        """cloudwatch:DeleteAlarms."""
        return ApiCall("cloudwatch", "DeleteAlarms", self.key.region, {"AlarmNames": [self.key.id]})

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The alarm and its tags."""
        return (Subject(Kind.ALARMS, self.key), Subject(Kind.ALARM_TAGS, self.key))

    def effect(self, inventory: Inventory) -> Inventory:
        """It is gone with its tags."""
        return drop(drop(inventory, Kind.ALARMS, self.key), Kind.ALARM_TAGS, self.key)

    def inverse(self, before: Inventory) -> Change | None:
        """The same alarm with its tags."""
        found = known(before.alarm(self.key))
        if found is None:
            return None
        tags = known(before.alarm_tags(self.key))
        return PutAlarm(self.key, found.spec, None if tags is None else tags.tags)

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """Its state, and tags that are not known."""
        if self.inverse(before) is None:
            return ()
        lost = "It begins without data; CloudWatch gives it its state anew."
        if known(before.alarm_tags(self.key)) is not None:
            return (lost,)
        return (lost, "Its tags have not been read, so they do not come back.")

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known not to exist."""
        return inventory.alarm(self.key) is Missing.GONE


class SetAlarmActions(AlarmChange, frozen=True, tag="alarm.actions"):
    """Switches what an alarm does on or off; its state goes on."""

    on: bool

    verb: ClassVar[str] = "enable or disable the actions of alarm"
    asks: ClassVar[tuple[str, ...]] = ("cloudwatch:EnableAlarmActions", "cloudwatch:DisableAlarmActions")

    @property
    def word(self) -> str:
        """`enable` or `disable`."""
        return f"{'enable' if self.on else 'disable'} the actions of alarm"

    def call(self) -> ApiCall:
        """cloudwatch:EnableAlarmActions or DisableAlarmActions."""
        operation = "EnableAlarmActions" if self.on else "DisableAlarmActions"
        return ApiCall("cloudwatch", operation, self.key.region, {"AlarmNames": [self.key.id]})

    def effect(self, inventory: Inventory) -> Inventory:
        """They are on or off."""
        found = known(inventory.alarm(self.key))
        if found is None:
            return inventory
        spec = msgspec.structs.replace(found.spec, enabled=self.on)
        return edit(inventory, Kind.ALARMS, self.key, spec=spec)

    def inverse(self, before: Inventory) -> Change | None:
        """As they were."""
        found = known(before.alarm(self.key))
        return None if found is None else SetAlarmActions(self.key, found.spec.enabled)

    def noop(self, inventory: Inventory) -> bool:
        """Whether they are so already."""
        found = known(inventory.alarm(self.key))
        return found is not None and found.spec.enabled is self.on


class SetAlarmState(AlarmChange, frozen=True, tag="alarm.test"):
    """Sets the state for a moment, to see what the alarm does; CloudWatch sets it back by its metric."""

    state: str
    reason: str = TESTED

    verb: ClassVar[str] = "try alarm"
    asks: ClassVar[tuple[str, ...]] = ("cloudwatch:SetAlarmState",)
    unrestored: ClassVar[frozenset[str]] = frozenset({"reason"})

    def call(self) -> ApiCall:
        """cloudwatch:SetAlarmState."""
        params = {"AlarmName": self.key.id, "StateValue": self.state, "StateReason": self.reason}
        return ApiCall("cloudwatch", "SetAlarmState", self.key.region, params)

    def effect(self, inventory: Inventory) -> Inventory:
        """It is in that state, until CloudWatch looks at its metric again."""
        return edit(inventory, Kind.ALARMS, self.key, state=self.state, reason=self.reason)

    def inverse(self, before: Inventory) -> Change | None:
        """The state as it was, which CloudWatch sets by itself too."""
        found = known(before.alarm(self.key))
        return None if found is None or not found.state else SetAlarmState(self.key, found.state)

    def not_restored(self, before: Inventory) -> tuple[str, ...]:
        """What was done on the way."""
        return ("What the alarm did meanwhile stays done; CloudWatch sets the state back by itself.",)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is in that state."""
        found = known(inventory.alarm(self.key))
        return found is not None and found.state == self.state


_PLAIN = (
    ("Namespace", "namespace"),
    ("MetricName", "metric"),
    ("Period", "period"),
    ("EvaluationPeriods", "periods"),
    ("DatapointsToAlarm", "datapoints"),
    ("ComparisonOperator", "comparison"),
    ("Threshold", "threshold"),
    ("TreatMissingData", "missing"),
    ("Unit", "unit"),
    ("AlarmDescription", "description"),
    ("AlarmRule", "rule"),
)
_LISTS = (
    ("AlarmActions", "alarm_actions"),
    ("OKActions", "ok_actions"),
    ("InsufficientDataActions", "insufficient_actions"),
)


def put_params(spec: AlarmSpec) -> dict[str, Any]:
    """A definition as the parameters of PutMetricAlarm or PutCompositeAlarm, without the name."""
    params = {name: value for name, field in _PLAIN if (value := getattr(spec, field)) not in ("", None)}
    params |= {name: list(arns) for name, field in _LISTS if (arns := getattr(spec, field))}
    if spec.statistic:
        params["Statistic" if spec.statistic in STATISTICS else "ExtendedStatistic"] = spec.statistic
    if spec.dimensions:
        params["Dimensions"] = [{"Name": name, "Value": value} for name, value in spec.dimensions]
    return {"ActionsEnabled": spec.enabled, **params, **spec.others}
