"""EventBridge Scheduler refuses what it could not carry out, and makes a schedule once for each token."""

import json
import re
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.role_rights import service_may_assume
from ec2tui.adapters.demo.schedules import SERVICE, due_at, role_of, trust_context, zone_of

Reply = dict[str, Any]

_NAME = re.compile(r"[0-9a-zA-Z\-_.]{1,64}").fullmatch
_REPEATING = re.compile(r"rate\([1-9]\d* (minute|hour|day)s?\)|cron\(\S+( \S+){5}\)").fullmatch
_UNIVERSAL = re.compile(r"arn:aws:scheduler:::aws-sdk:[a-z0-9]+:[a-z]\w+").fullmatch
_READING = ("get", "describe", "list", "poll", "receive", "search", "scan", "query", "select", "read", "head")
_TEXTS = (
    "ScheduleExpression", "ScheduleExpressionTimezone", "FlexibleTimeWindow", "Target", "Description",
    "State", "KmsKeyArn", "StartDate", "EndDate",
)  # fmt: skip


def check_schedule(call: Call) -> Reply | None:
    """What Scheduler refuses; a schedule that the same token has made before is answered as it was."""
    group = _group(call)
    name = _name(call)
    if not _NAME(name):
        raise _invalid(f"Value '{name}' at 'name' failed to satisfy constraint: [0-9a-zA-Z-_.]+")
    _check_time(call)
    _check_target(call, group.name)
    present = group.schedules.get(name)
    if call.operation == "UpdateSchedule":
        if present is None:
            raise AwsError("ResourceNotFoundException", f"Schedule {name} does not exist.", 404)
        return None
    if present is None:
        return None
    token = call.param("ClientToken")
    if token and getattr(present, "demo_token", None) == token:
        return {"ScheduleArn": present.arn}
    raise AwsError("ConflictException", f"Schedule {name} already exists.", 409)


def create(call: Call) -> Reply:
    """A new schedule."""
    given = {_snake(key): call.param(key) for key in _TEXTS}
    made = _backend(call).create_schedule(
        name=_name(call),
        group_name=_group(call).name,
        action_after_completion=call.param("ActionAfterCompletion") or "NONE",
        **given,
    )
    made.demo_token = call.param("ClientToken")
    return {"ScheduleArn": made.arn}


def update(call: Call) -> Reply:
    """The whole schedule anew: what is not said gets its default."""
    schedule = _group(call).schedules[_name(call)]
    given = {_snake(key): call.param(key) for key in _TEXTS}
    schedule.update(**{**given, "state": given["state"] or "ENABLED"})
    schedule.action_after_completion = call.param("ActionAfterCompletion") or "NONE"
    return {"ScheduleArn": schedule.arn}


def check_new_group(call: Call) -> Reply | None:
    """A group's name is used once; the same token gets the same answer."""
    name = _name(call)
    present = _backend(call).schedule_groups.get(name)
    if present is None:
        return None
    token = call.param("ClientToken")
    if token and getattr(present, "demo_token", None) == token:
        return {"ScheduleGroupArn": present.arn}
    raise AwsError("ConflictException", f"Schedule group {name} already exists.", 409)


def create_group(call: Call) -> Reply:
    """A new group of schedules."""
    made = _backend(call).create_schedule_group(_name(call), call.param("Tags", []) or [])
    made.demo_token = call.param("ClientToken")
    return {"ScheduleGroupArn": made.arn}


def _check_time(call: Call) -> None:
    expression = str(call.param("ScheduleExpression"))
    try:
        zone_of(call.param("ScheduleExpressionTimezone"))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _invalid("Invalid ScheduleExpressionTimezone.") from error
    try:
        if due_at(_Asked(expression)) is None and not _REPEATING(expression):
            raise ValueError(expression)
    except ValueError as error:
        raise _invalid(f"Invalid Schedule Expression {expression}.") from error
    window = call.param("FlexibleTimeWindow") or {}
    if window.get("Mode") not in ("OFF", "FLEXIBLE"):
        raise _invalid("FlexibleTimeWindow must have the Mode OFF or FLEXIBLE.")


class _Asked:
    """An expression that belongs to no schedule yet; its zone does not matter for whether it is one."""

    schedule_expression_timezone = "UTC"

    def __init__(self, expression: str) -> None:
        self.schedule_expression = expression


def _check_target(call: Call, group_name: str) -> None:
    target = call.param("Target") or {}
    arn, role_arn = str(target.get("Arn")), str(target.get("RoleArn"))
    if ":aws-sdk:" in arn and (not _UNIVERSAL(arn) or arn.rpartition(":")[2].startswith(_READING)):
        raise _invalid(f"The target {arn} is not supported.")
    try:
        json.loads(target.get("Input") or "{}")
    except ValueError as error:
        raise _invalid("Invalid RequestJson provided. Reason: it is no JSON.") from error
    role = role_of(call.world, role_arn)
    context = trust_context(call.world, call.region, group_name)
    if role is None or not service_may_assume(role, SERVICE, context):
        raise _invalid(
            "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
        )


def _backend(call: Call) -> Any:
    return call.response.scheduler_backend


def _group(call: Call) -> Any:
    name = call.param("GroupName") or "default"
    found = _backend(call).schedule_groups.get(name)
    if found is None:
        raise AwsError("ResourceNotFoundException", f"Schedule group {name} does not exist.", 404)
    return found


def _name(call: Call) -> str:
    """The name is in the path."""
    return str(call.response.uri).partition("?")[0].rpartition("/")[2]


def _snake(member: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", member).lower()


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)


CORRECTION = Correction(
    name="scheduler-carries-out",
    moto="takes any expression, target and role, fails on a group that does not exist, overwrites groups, "
    "knows no tokens, and never fires",
    aws="refuses what it could not carry out, answers a repeated token as before, and invokes the target "
    "when it is due; a schedule that wants to is deleted then",
    service="scheduler",
    before={
        "CreateSchedule": check_schedule,
        "UpdateSchedule": check_schedule,
        "CreateScheduleGroup": check_new_group,
    },
    instead={
        "CreateSchedule": create,
        "UpdateSchedule": update,
        "CreateScheduleGroup": create_group,
    },
)
