"""Guardrails of starting, stopping and rebooting: what is lost, what AWS refuses."""

from collections.abc import Iterator

from ec2tui.core.changes.instance_state import (
    ENDED,
    RebootInstance,
    StartInstance,
    StopInstance,
    TerminateInstance,
    elastic_addresses,
    stopped,
)
from ec2tui.core.changes.instance_type import SetInstanceType
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.membership import ScalingMembership
from ec2tui.core.rules.guardrails.case import WHY, Case

STATES = {
    StartInstance: ("started", {"stopped"}),
    StopInstance: ("stopped", {"running", "stopping"}),
    RebootInstance: ("rebooted", {"running"}),
    SetInstanceType: ("given another type", {"stopped"}),
}
"""What each change does in words, and the states in which AWS accepts it."""


def wrong_state(case: Case) -> Iterator[Judgement]:
    """An instance can only be changed in the states that AWS accepts for it."""
    instance = case.instance()
    expected = STATES.get(type(case.change))
    if instance is None:
        return
    if expected is not None and instance.state not in expected[1]:
        reason = f"The instance is {instance.state}; it cannot be {expected[0]} now."
        wait = "Wait until it has settled, then review again." if instance.settling else ""
        yield case.says("wrong_state", Level.BLOCK, reason, alternative=wait)
    elif expected is None and instance.state in ENDED and not isinstance(case.change, TerminateInstance):
        yield case.says("wrong_state", Level.BLOCK, f"The instance is {instance.state}.")


def cannot_be_stopped(case: Case) -> Iterator[Judgement]:
    """An instance with an instance-store root, or of a one-time Spot request, can only be terminated."""
    instance = case.instance()
    if not isinstance(case.change, StopInstance) or instance is None:
        return
    if instance.root_device_type == "instance-store":
        reason = "Its root is an instance store: it can only be rebooted or terminated."
        yield case.says("cannot_be_stopped", Level.BLOCK, reason)
    elif instance.lifecycle == "spot":
        asked = case.before.spot_request(instance.key)
        if isinstance(asked, Missing):
            why = f"its request {WHY[asked]}"
            reason = f"It is a Spot instance: only one of a persistent request can be stopped; {why}."
            yield case.says("cannot_be_stopped", Level.WARN, reason, unknown=True)
        elif asked.type == "one-time":
            reason = f"Its Spot request {asked.id} is a one-time request: it can only be terminated."
            yield case.says("cannot_be_stopped", Level.BLOCK, reason)


def stop_protected(case: Case) -> Iterator[Judgement]:
    """An instance whose stop protection is on is not stopped, nor by a plan that lifts it."""
    if not isinstance(case.change, StopInstance):
        return
    protection = case.start.protection(case.change.key)
    if isinstance(protection, Missing):
        reason = f"Whether stop protection is on is not known: it {WHY[protection]}."
        yield case.says("stop_protected", Level.WARN, reason, unknown=True)
    elif protection.stop:
        reason = "Stop protection is on."
        yield case.says("stop_protected", Level.BLOCK, reason, alternative="Turn stop protection off first.")
    elif protection.stop is None:
        reason = "Whether stop protection is on has not been read."
        yield case.says("stop_protected", Level.WARN, reason, unknown=True)


def public_address_lost(case: Case) -> Iterator[Judgement]:
    """A stopped instance gives up its public address, unless that is an Elastic IP."""
    instance = case.instance()
    if not isinstance(case.change, StopInstance) or instance is None or not instance.public_ip:
        return
    rule, ip = "public_address_lost", instance.public_ip
    if stopped(case.before, instance).public_ip is not None:
        return
    if case.before.reading_of(Kind.ADDRESSES, case.change.key).known:
        reason = f"The public address {ip} is lost; a start brings another one."
        keep = "Associate an Elastic IP to keep an address."
        yield case.says(rule, Level.WARN, reason, alternative=keep)
    elif not elastic_addresses(case.before, instance):
        reason = f"The public address {ip} is lost, unless it is an Elastic IP, which has not been read."
        yield case.says(rule, Level.WARN, reason, unknown=True)


def instance_store_lost(case: Case) -> Iterator[Judgement]:
    """What instance-store volumes hold does not survive a stop."""
    instance = case.instance()
    if not isinstance(case.change, StopInstance | TerminateInstance) or instance is None:
        return
    kind = case.before.instance_type(case.change.key._replace(id=instance.type))
    if isinstance(kind, Missing):
        reason = (
            f"Whether {instance.type} has instance-store volumes, whose data would be lost, is not known."
        )
        yield case.says("instance_store_lost", Level.WARN, reason, unknown=True)
    elif kind.storage:
        reason = f"{instance.type} has {kind.storage} GB of instance store: what it holds is lost."
        yield case.says("instance_store_lost", Level.WARN, reason)


def hibernation_not_set_up(case: Case) -> Iterator[Judgement]:
    """Only an instance that was launched for it can hibernate."""
    instance = case.instance()
    if not isinstance(case.change, StopInstance) or not case.change.hibernate or instance is None:
        return
    if instance.hibernation is False:
        reason = "The instance was not launched for hibernation."
        yield case.says(
            "hibernation_not_set_up", Level.BLOCK, reason, alternative="Stop it without hibernate."
        )
    elif instance.hibernation is None:
        reason = "Whether the instance was launched for hibernation is not known."
        yield case.says("hibernation_not_set_up", Level.WARN, reason, unknown=True)


def forced_stop(case: Case) -> Iterator[Judgement]:
    """A forced stop does not let the system write its caches."""
    if isinstance(case.change, StopInstance) and case.change.force:
        reason = "A forced stop does not wait for the system: file systems may need repair."
        yield case.says("forced_stop", Level.CONFIRM, reason, alternative="Stop it without force.")


def auto_scaling_replaces(case: Case) -> Iterator[Judgement]:
    """An Auto Scaling group replaces a member that stops or goes."""
    instance = case.instance()
    if not isinstance(case.change, StopInstance | TerminateInstance):
        return
    member = case.before.scaling(case.change.key)
    tagged = instance.tag("aws:autoscaling:groupName") if instance else None
    group = tagged if isinstance(member, Missing) else member.group
    if group and not (isinstance(member, ScalingMembership) and member.state == "Standby"):
        reason = f"The Auto Scaling group {group} will terminate and replace it."
        instead = "Put it in standby, or lower the group's desired capacity."
        yield case.says("auto_scaling_replaces", Level.WARN, reason, alternative=instead)
    elif isinstance(member, Missing) and member is not Missing.GONE:
        reason = f"Whether it is in an Auto Scaling group, which would replace it, {WHY[member]}."
        yield case.says("auto_scaling_replaces", Level.INFO, reason, unknown=True)


def persistent_spot_restarts(case: Case) -> Iterator[Judgement]:
    """A persistent Spot request starts another instance for one that is terminated."""
    instance, rule = case.instance(), "persistent_spot_restarts"
    if not isinstance(case.change, TerminateInstance) or instance is None or instance.lifecycle != "spot":
        return
    asked = case.before.spot_request(instance.key)
    if isinstance(asked, Missing):
        reason = "It is a Spot instance: a persistent request that is not cancelled will launch another."
        yield case.says(rule, Level.INFO, reason, unknown=True)
    elif asked.launches_again:
        reason = f"Its Spot request {asked.id} is persistent: AWS will launch another instance for it."
        yield case.says(rule, Level.WARN, reason, alternative="Cancel the Spot request first.")


def spot_interrupted(case: Case) -> Iterator[Judgement]:
    """A Spot instance that AWS stopped is started again by AWS alone."""
    instance = case.instance()
    if not isinstance(case.change, StartInstance) or instance is None:
        return
    if (instance.state_reason or "").startswith("Server.SpotInstance"):
        reason = "AWS stopped this Spot instance for want of capacity: only AWS can start it again."
        yield case.says("spot_interrupted", Level.WARN, reason)
