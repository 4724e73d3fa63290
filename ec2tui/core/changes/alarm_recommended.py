"""The alarms that every instance should have: status with recovery, CPU, credits, memory and disk."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from ec2tui.core.changes.alarms import PutAlarm
from ec2tui.core.changes.change import known
from ec2tui.core.model.agent_metrics import AgentMetrics
from ec2tui.core.model.alarm import Alarm, AlarmSpec
from ec2tui.core.model.alarm_action import RECOVER, SYSTEM_CHECK, ec2_action_arn, ec2_actions, topic_arn
from ec2tui.core.model.alarm_policy import AlarmPolicy
from ec2tui.core.model.alarm_recovery import cannot_recover
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.metric import Metric
from ec2tui.core.model.metric_call import AGENT
from ec2tui.core.model.metric_kinds import BURSTABLE, EC2

OVER, UNDER = "GreaterThanThreshold", "LessThanThreshold"
MOST_NAME = 64
"""Characters of an instance's name that go into the names of its alarms; longer ones are left out."""

MEMORY = {"mem_used_percent": OVER, "Memory % Committed Bytes In Use": OVER}
DISK = {"disk_used_percent": OVER, "LogicalDisk % Free Space": UNDER}
"""What the agent calls memory and disks, on Linux and on Windows, and which side is the bad one."""

NO_DISK = frozenset({"tmpfs", "devtmpfs", "overlay", "squashfs", "efivarfs", "autofs", "vfat"})
"""File systems that do not fill up, or do not matter."""


class Recommended(NamedTuple):
    """What is to be put, and as sentences what is left out and why."""

    changes: tuple[PutAlarm, ...]
    left: tuple[str, ...]


class _Wish(NamedTuple):
    what: str
    spec: AlarmSpec


def recommended(instance: Instance, inventory: Inventory) -> Recommended:
    """The usual alarms of an instance without those that others of it stand for."""
    alarms = [one for one in inventory.table(Kind.ALARMS).values() if instance.key in one.instances]
    changes, left = [], []
    for wish in _wishes(instance, inventory):
        twin = next((one for one in alarms if stands_for(one, wish.spec)), None)
        if twin is not None:
            left.append(f"{wish.what}: {twin.name} watches it")
        else:
            key = instance.key._replace(id=alarm_name(instance, wish.what))
            changes.append(PutAlarm(key, wish.spec, ()))
    why = _no_agent(inventory.table(Kind.AGENT_METRICS).get(instance.key), instance, inventory)
    return Recommended(tuple(changes), (*left, *((why,) if why else ())))


def alarm_name(instance: Instance, what: str) -> str:
    """What an alarm of an instance is called: by its Name where that can be typed, always by its id."""
    name = instance.name
    plain = name.isascii() and name.isprintable() and 0 < len(name) <= MOST_NAME
    return f"{name}-{what}-{instance.id}" if plain else f"{what}-{instance.id}"


def stands_for(alarm: Alarm, wanted: AlarmSpec) -> bool:
    """Whether an alarm of the same instance watches the same side of the same metric and does as much."""
    spec = alarm.spec
    metrics = {wanted.metric} | (
        {"StatusCheckFailed"} if wanted.metric == "StatusCheckFailed_Instance" else set()
    )
    paths = {value for name, value in wanted.dimensions if name == "path"}
    same = spec.namespace == wanted.namespace and spec.metric in metrics
    side = spec.comparison[:4] == wanted.comparison[:4]
    place = not paths or paths <= {value for name, value in spec.dimensions if name == "path"}
    acts = spec.enabled and (bool(spec.alarm_actions) or not wanted.alarm_actions)
    recovers = set(ec2_actions(wanted.alarm_actions)) <= set(ec2_actions(spec.alarm_actions))
    return same and side and place and acts and recovers


def _wishes(instance: Instance, inventory: Inventory) -> Iterator[_Wish]:
    policy = inventory.alarm_policy

    def wish(what: str, metric: str, words: str, threshold: float, side: str = OVER) -> _Wish:
        own = Metric(EC2, metric, (("InstanceId", instance.id),))
        return _Wish(what, _spec(instance, policy, own, words, threshold, side))

    if _recovers(instance, inventory):
        recover = ec2_action_arn(instance.key.region, RECOVER)
        system = wish("system", SYSTEM_CHECK, "Failed system check", 0.0)
        acting = (recover, *system.spec.alarm_actions)
        yield _Wish(system.what, msgspec.structs.replace(system.spec, alarm_actions=acting))
        yield wish("status", "StatusCheckFailed_Instance", "Failed instance check", 0.0)
    else:
        yield wish("status", "StatusCheckFailed", "Failed status check", 0.0)
    yield wish("cpu", "CPUUtilization", "CPU", policy.cpu)
    if instance.type.startswith(BURSTABLE):
        yield wish("credits", "CPUCreditBalance", "CPU credits", policy.credits, UNDER)
    yield from _of_agent(instance, inventory)


def _spec(
    instance: Instance, policy: AlarmPolicy, metric: Metric, words: str, threshold: float, side: str
) -> AlarmSpec:
    """A definition that tells the policy's topic, of status checks within two minutes."""
    key, status = instance.key, metric.name.startswith("StatusCheck")
    topic = (topic_arn(key.region, key.account, policy.topic),) if policy.topic else ()
    return AlarmSpec(
        metric.namespace,
        metric.name,
        metric.dimensions,
        "Maximum" if status else "Average",
        60 if status else 300,
        2 if status else max(1, policy.minutes // 5),
        None,
        side,
        threshold,
        description=f"{words} of {instance.name or instance.id}",
        alarm_actions=topic,
        ok_actions=topic,
    )


def _of_agent(instance: Instance, inventory: Inventory) -> Iterator[_Wish]:
    """Memory and each disk, of several sets of dimensions that with the fewest."""
    policy = inventory.alarm_policy
    agent: AgentMetrics | None = inventory.table(Kind.AGENT_METRICS).get(instance.key)
    seen = set()
    for metric in sorted(
        agent.metrics if agent else (), key=lambda one: (len(one.dimensions), one.dimensions)
    ):
        if metric.name in MEMORY:
            wish = "memory", "Memory used", policy.memory, MEMORY[metric.name]
        elif metric.name in DISK and _fills(metric):
            side = DISK[metric.name]
            limit = policy.disk if side == OVER else 100.0 - policy.disk
            wish = f"disk{_path(metric)}", "Disk used", limit, side
        else:
            continue
        if wish[0] not in seen:
            seen.add(wish[0])
            yield _Wish(wish[0], _spec(instance, policy, metric, *wish[1:]))


def _recovers(instance: Instance, inventory: Inventory) -> bool:
    kind = known(inventory.instance_type(instance.key._replace(id=instance.type)))
    return kind is not None and cannot_recover(instance, kind) == ""


def _fills(metric: Metric) -> bool:
    given = dict(metric.dimensions)
    return given.get("fstype", "") not in NO_DISK and not given.get("path", "/").startswith(
        ("/boot", "/snap")
    )


def _path(metric: Metric) -> str:
    """The path for a name: nothing for the root."""
    given = dict(metric.dimensions)
    path = given.get("path", given.get("instance", "/"))
    return "" if path == "/" else path.replace("/", "-")


def _no_agent(agent: AgentMetrics | None, instance: Instance, inventory: Inventory) -> str:
    """Why memory and disk are not watched; empty when they are."""
    if agent is not None:
        there = any(one.namespace == AGENT and one.name in (*MEMORY, *DISK) for one in agent.metrics)
        return "" if there else "memory, disk: no CloudWatch agent has sent any in three hours"
    why = inventory.missing(Kind.AGENT_METRICS, instance.key)
    told = "is denied" if why is Missing.DENIED else "could not be read"
    return f"memory, disk: what its CloudWatch agent sends {told}"
