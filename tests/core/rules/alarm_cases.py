"""Every guardrail of alarms with plans that it stops, lets pass, and cannot judge."""

from typing import Any

import msgspec

from ec2tui.core.changes.alarms import DeleteAlarm, PutAlarm, SetAlarmActions, SetAlarmState
from ec2tui.core.model.alarm import Alarm, AlarmSpec, AlarmTags
from ec2tui.core.model.alarm_action import ec2_action_arn
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.policy import Policy
from tests.core.changes.worlds import TOPIC, build, key
from tests.core.rules.cases import Example, kind, web

B, C, W, I = ((level,) for level in (Level.BLOCK, Level.CONFIRM, Level.WARN, Level.INFO))  # noqa: E741
CPU, OTHER = key("cpu"), key("other")
RECOVER, STOP, REBOOT = (ec2_action_arn("eu-west-1", word) for word in ("recover", "stop", "reboot"))
PROD = web(tags=(("Env", "Production"),), monitoring="disabled")
SPEC = AlarmSpec(
    "AWS/EC2",
    "CPUUtilization",
    (("InstanceId", "i-1"),),
    "Average",
    300,
    3,
    None,
    "GreaterThanThreshold",
    80.0,
)
SPEC = msgspec.structs.replace(SPEC, alarm_actions=(TOPIC,))
BOTH = AlarmSpec(rule='ALARM("cpu") AND NOT OK(other)', alarm_actions=(TOPIC,))


def spec(**fields: Any) -> AlarmSpec:
    return msgspec.structs.replace(SPEC, **fields)


SYSTEM = spec(metric="StatusCheckFailed_System", period=60, alarm_actions=(RECOVER,))


def alarm(of: AlarmSpec = SPEC, at=CPU, state: str = "OK") -> Alarm:
    return Alarm(at, of, state)


def world(*items: Any, unread: tuple[Kind, ...] = ()) -> Inventory:
    kinds = {Alarm: Kind.ALARMS, Instance: Kind.INSTANCES, AlarmTags: Kind.ALARM_TAGS}
    found = ((kinds.get(type(item), Kind.INSTANCE_TYPES), item) for item in items)
    return build(*found, read=tuple(one for one in Kind if one not in unread))


def put(of: AlarmSpec, at=CPU) -> tuple[PutAlarm, ...]:
    return (PutAlarm(at, of, ()),)


T3, OLD = kind("t3.micro", auto_recovery=True), kind("t3.micro", auto_recovery=False, storage=75)
GONE, HERE = world(), world(PROD, T3)
TRY = (SetAlarmState(CPU, "ALARM"),)
DELETE = (DeleteAlarm(CPU),)
OFF = (SetAlarmActions(CPU, False),)

TAGGED = AlarmTags(CPU, (("aws:cloudformation:stack-name", "shop"), ("keep", "yes")))
KEEP = Policy(protect_tags=("keep",))

ALARM_EXAMPLES: tuple[Example, ...] = (
    Example("managed_by_code", put(spec(threshold=1.0)), world(PROD, alarm(), TAGGED), W),
    Example("protected_tag", put(spec(threshold=1.0)), world(PROD, alarm(), TAGGED), C, policy=KEEP),
    Example("protected_tag", DELETE, world(PROD, alarm()), C, True, KEEP),
    Example("protected_tag", put(SPEC), HERE, (), policy=KEEP),
    Example("alarm_cannot_recover", put(SYSTEM), HERE, ()),
    Example("alarm_cannot_recover", put(SPEC), world(PROD, OLD), ()),
    Example("alarm_cannot_recover", put(SYSTEM), world(PROD, OLD), B),
    Example("alarm_cannot_recover", put(SYSTEM), world(web(tenancy="host"), T3), B),
    Example("alarm_cannot_recover", put(SYSTEM), world(web(root_device_type="instance-store"), T3), B),
    Example("alarm_cannot_recover", put(spec(alarm_actions=(RECOVER,))), HERE, B),
    Example("alarm_cannot_recover", put(SYSTEM), world(PROD, kind("t3.micro")), C, True),
    Example("alarm_cannot_recover", put(SYSTEM), world(PROD, unread=(Kind.INSTANCE_TYPES,)), C, True),
    Example("alarm_cannot_recover", put(SYSTEM), world(unread=(Kind.INSTANCES,)), C, True),
    Example("alarm_figures_invalid", put(SPEC), HERE, ()),
    Example("alarm_figures_invalid", put(BOTH), HERE, ()),
    Example("alarm_figures_invalid", put(spec(period=10, namespace="Mine")), HERE, ()),
    Example("alarm_figures_invalid", put(spec(period=10)), HERE, B),
    Example("alarm_figures_invalid", put(spec(period=90)), HERE, B),
    Example("alarm_figures_invalid", put(spec(periods=289)), HERE, B),
    Example("alarm_figures_invalid", put(spec(period=3600, periods=168)), HERE, ()),
    Example("alarm_figures_invalid", put(spec(datapoints=4)), HERE, B),
    Example("alarm_figures_invalid", put(SPEC, key("x" * 256)), HERE, B),
    Example("alarm_figures_invalid", put(SPEC, key("a\tb")), HERE, B),
    Example("alarm_figures_invalid", put(SPEC, key("\U0001f468\u200d\U0001f4bb \u202ecpu")), HERE, ()),
    Example("alarm_period_too_short", put(spec(period=60)), HERE, W),
    Example("alarm_period_too_short", put(spec(period=60)), world(web(monitoring="enabled")), ()),
    Example("alarm_period_too_short", put(SYSTEM), HERE, ()),
    Example("alarm_replaced", put(SPEC), HERE, ()),
    Example("alarm_replaced", (PutAlarm(CPU, spec(threshold=90.0)),), world(PROD, alarm()), ()),
    Example("alarm_replaced", put(spec(threshold=90.0)), world(PROD, alarm()), W),
    Example("alarm_replaced", put(spec(metric="NetworkIn")), world(PROD, alarm()), C),
    Example("alarm_replaced", put(SPEC), world(PROD, unread=(Kind.ALARMS,)), C, True),
    Example("alarm_without_action", put(spec(alarm_actions=())), HERE, W),
    Example("alarm_without_action", put(spec(enabled=False)), HERE, W),
    Example("alarm_without_action", put(SPEC), HERE, ()),
    Example("alarm_of_nothing", put(SPEC), HERE, ()),
    Example("alarm_of_nothing", put(SPEC), GONE, C),
    Example("alarm_of_nothing", put(SPEC), world(web("terminated")), C),
    Example("alarm_of_nothing", put(SPEC), world(unread=(Kind.INSTANCES,)), I, True),
    Example("alarm_acts_by_itself", put(spec(alarm_actions=(STOP,))), HERE, C),
    Example("alarm_acts_by_itself", put(spec(alarm_actions=(REBOOT, TOPIC))), HERE, W),
    Example("alarm_acts_by_itself", put(SYSTEM), HERE, ()),
    Example(
        "alarm_acts_by_itself",
        put(spec(alarm_actions=(STOP,), threshold=1.0)),
        world(PROD, alarm(spec(alarm_actions=(STOP,)))),
        (),
    ),
    Example(
        "alarm_acts_by_itself",
        (SetAlarmActions(CPU, True),),
        world(PROD, alarm(spec(alarm_actions=(STOP,), enabled=False), state="ALARM")),
        W,
    ),
    Example("alarm_test_acts", TRY, world(alarm()), W),
    Example("alarm_test_acts", TRY, world(alarm(spec(alarm_actions=(TOPIC, STOP)))), C),
    Example("alarm_test_acts", TRY, world(alarm(spec(alarm_actions=(STOP,), enabled=False))), I),
    Example("alarm_test_acts", TRY, world(unread=(Kind.ALARMS,)), C, True),
    Example("alarm_test_acts", put(SPEC), HERE, ()),
    Example("alarm_last_of_production", DELETE, world(PROD, alarm()), C),
    Example("alarm_last_of_production", OFF, world(PROD, alarm(), alarm(BOTH, OTHER)), C),
    Example("alarm_last_of_production", DELETE, world(PROD, alarm(), alarm(at=OTHER)), ()),
    Example(
        "alarm_last_of_production", (*DELETE, DeleteAlarm(OTHER)), world(PROD, alarm(), alarm(at=OTHER)), C
    ),
    Example("alarm_last_of_production", DELETE, world(web(), alarm()), ()),
    Example("alarm_last_of_production", DELETE, world(alarm(), unread=(Kind.INSTANCES,)), I, True),
    Example("alarm_followed", DELETE, world(alarm(), alarm(BOTH, OTHER)), C),
    Example("alarm_followed", (DeleteAlarm(OTHER),), world(alarm(at=OTHER), alarm(BOTH, key("both"))), C),
    Example("alarm_followed", DELETE, world(alarm(), alarm(at=OTHER)), ()),
)
