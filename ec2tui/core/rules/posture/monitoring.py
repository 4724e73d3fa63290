"""The posture check of what watches an instance."""

from collections.abc import Iterable

from ec2tui.core.model.alarm import INSUFFICIENT, Alarm
from ec2tui.core.model.finding import Severity
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture.check import Check, Verdict, failed, passed
from ec2tui.core.rules.posture.scene import Scene

STATUS_CHECK = "StatusCheckFailed"


def _watched(alarm: Alarm) -> Iterable[str]:
    return alarm.spec.instance_ids if alarm.spec.metric.startswith(STATUS_CHECK) else ()


def unwatched(instance: Instance, scene: Scene) -> Verdict:
    """An instance that fails at night stays down until somebody looks. Give it an alarm of its status checks
    with an action, and detailed monitoring, so that an alarm is late by a minute and not by five.
    """
    alarms: list[Alarm] = scene.by(Kind.ALARMS, _watched).get(instance.key, [])
    acting = [one for one in alarms if one.spec.enabled and one.spec.alarm_actions]
    rests = instance.state == "stopped"
    telling = [one for one in acting if rests or one.state != INSUFFICIENT]
    if not telling:
        if acting:
            return failed(f"{acting[0].name} has no data.")._replace(items=(acting[0].name,))
        if alarms:
            return failed(f"{alarms[0].name} does nothing.")._replace(items=(alarms[0].name,))
        if not scene.known(Kind.ALARMS, instance.key):
            return scene.unknown(instance.key, Kind.ALARMS)
        return failed("No alarm watches its status checks.")
    if instance.monitoring not in ("enabled", "pending"):
        return failed("Detailed monitoring is off.")._replace(severity=Severity.LOW)
    return passed(f"{telling[0].name} watches its status checks every minute.")


CHECKS: tuple[Check, ...] = (
    Check(
        "MON-01",
        "Nothing acts when an instance fails",
        Severity.MEDIUM,
        unwatched,
        reads=(Kind.INSTANCES, Kind.ALARMS),
        kind=Kind.INSTANCES,
        grades="low when only detailed monitoring is off",
    ),
)
"""The checks of instances."""
