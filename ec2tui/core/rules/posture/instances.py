"""Posture checks of what instances are: protection, shutdown, age, generation, user data and tags."""

import re
from datetime import UTC, datetime

from ec2tui.core.model.finding import FindingStatus, Severity
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.network import NetworkInterface
from ec2tui.core.model.security_group import SecurityGroup
from ec2tui.core.model.status import Protection
from ec2tui.core.model.user_data_verdict import UserDataVerdict
from ec2tui.core.model.volume import Volume
from ec2tui.core.rules.posture.check import Check, Verdict, failed, not_applicable, passed
from ec2tui.core.rules.posture.scene import Scene

_SINCE = re.compile(r"\((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?:GMT|UTC)\)")


def stopped_at(instance: Instance) -> int | None:
    """When it was stopped, in epoch seconds, by the reason that AWS tells; None when that does not say."""
    found = _SINCE.search(instance.state_transition or "")
    if found is None:
        return None
    return int(datetime.fromisoformat(found[1]).replace(tzinfo=UTC).timestamp())


def unprotected(instance: Instance, scene: Scene) -> Verdict:
    """Without protection one wrong call ends an instance, and its volumes with it. Switch termination
    protection on, and stop protection for what must not be interrupted.
    """
    if instance.lifecycle == "spot":
        return not_applicable("AWS gives Spot instances no protection.")
    known: Protection | None = scene.inventory.table(Kind.PROTECTION).get(instance.key)
    if known is None or known.termination is None:
        return scene.lacking(Kind.PROTECTION, instance.key, "Its protection")
    if not known.termination:
        verdict = failed("Termination protection is off.")
        return verdict._replace(severity=Severity.HIGH) if _production(instance, scene) else verdict
    if known.stop is False and _production(instance, scene):
        return failed("Termination protection is on, stop protection off.")._replace(severity=Severity.LOW)
    return passed("Termination protection is on.")


def _production(instance: Instance, scene: Scene) -> bool:
    return any(pair in scene.settings.production for pair in instance.tags)


def shutdown_terminates(instance: Instance, scene: Scene) -> Verdict:
    """A shutdown from inside that terminates goes round termination protection and takes the data along. Let
    it stop instead.
    """
    known: Protection | None = scene.inventory.table(Kind.PROTECTION).get(instance.key)
    if known is None or known.shutdown_behavior is None:
        return scene.lacking(Kind.PROTECTION, instance.key, "What a shutdown from inside does")
    if known.shutdown_behavior != "terminate":
        return passed("A shutdown from inside stops it.")
    data = [one.volume_id for one in instance.block_devices if one.device != instance.root_device_name]
    if data:
        held = f"it holds {len(data)} data volume{'s' if len(data) > 1 else ''}"
        return failed(f"A shutdown from inside terminates it, and {held}.")._replace(items=tuple(data))
    if known.termination:
        return failed("A shutdown from inside terminates it, although termination protection is on.")
    return passed("A shutdown from inside terminates it, and it has no data volume.")


def secret_in_user_data(instance: Instance, scene: Scene) -> Verdict:
    """Everything on an instance, and everybody who may describe its attributes, can read its user data. Take
    secrets out, count them as known, and read them from Secrets Manager or SSM with the role.
    """
    known: UserDataVerdict | None = scene.inventory.table(Kind.USER_DATA).get(instance.key)
    if known is None:
        return scene.lacking(Kind.USER_DATA, instance.key, "Its user data")
    if known.suspicions:
        more = f" and {len(known.suspicions) - 3} more" if len(known.suspicions) > 3 else ""
        return failed(f"Its user data seems to hold {', '.join(known.suspicions[:3])}{more}.")
    if known.unread:
        return Verdict(FindingStatus.UNKNOWN, f"Its user data was not looked at as a whole. {known.unread}")
    return passed("It has user data without secrets." if known.size else "It has no user data.")


def stale(instance: Instance, scene: Scene) -> Verdict:
    """What nobody has used for long is nobody's: it is not patched, and its volumes cost. Terminate it with
    an image of it; replace what has run for too long by a new one from a new image.
    """
    settings = scene.settings
    if instance.state == "stopped":
        since = stopped_at(instance)
        if since is None:
            return Verdict(FindingStatus.UNKNOWN, "AWS does not tell since when it is stopped.")
        days = scene.age(since)
        if days > settings.stopped_days:
            return failed(f"It is stopped for {days} days.")
        return passed(f"It is stopped for {days} days.")
    if instance.state != "running":
        return not_applicable(f"It is {instance.state}.")
    days = scene.age(instance.launch_time)
    if days > settings.running_days:
        return failed(f"It was launched {days} days ago.")._replace(severity=Severity.LOW)
    return passed(f"It was launched {days} days ago.")


def old_hardware(instance: Instance, scene: Scene) -> Verdict:
    """Types of earlier generations lack Nitro's isolation and cost more for less, and paravirtual ones run on
    nothing new. Move to a type of the present generation.
    """
    if instance.virtualization == "paravirtual":
        return failed("It is paravirtual.")
    known = scene.find(Kind.INSTANCE_TYPES, instance.key, instance.type)
    if known is None:
        key = instance.key._replace(id=instance.type)
        return scene.lacking(Kind.INSTANCE_TYPES, key, f"What {instance.type} is")
    if not known.current_generation:
        return failed(f"{instance.type} is of an earlier generation.")
    return passed(f"{instance.type} is of the present generation.")


Tagged = Instance | SecurityGroup | Volume | NetworkInterface


def untagged(item: Tagged, scene: Scene) -> Verdict:
    """What has no tags has no owner: nobody can say whether it is needed, and policies by tag pass it by. Tag
    it with what is required (`checks.required_tags`, by default Name, env and owner, and the policy's
    `guardrails.required_tags`).
    """
    wanted = scene.settings.required_tags
    if isinstance(item, SecurityGroup) and item.name == "default":
        return not_applicable("A VPC's default group is nobody's.")
    if isinstance(item, NetworkInterface) and (item.requester_managed or item.instance_id):
        return not_applicable("It belongs to something else, which is told.")
    if not wanted:
        return not_applicable("No tags are required.")
    has = {key for key, value in item.tags if value}
    missing = [key for key in wanted if key not in has]
    if missing:
        return failed(f"It has no {' and no '.join(missing)}.")
    return passed("It carries the required tags.")


_PROTECTION = (Kind.INSTANCES, Kind.PROTECTION)

CHECKS: tuple[Check, ...] = (
    Check(
        "INS-04",
        "An instance is not protected",
        Severity.MEDIUM,
        unprotected,
        reads=_PROTECTION,
        kind=Kind.INSTANCES,
        grades="high in production (tag env=prod); low there when only stop protection is off",
    ),
    Check(
        "INS-05",
        "A shutdown from inside terminates",
        Severity.MEDIUM,
        shutdown_terminates,
        reads=_PROTECTION,
        kind=Kind.INSTANCES,
    ),
    Check(
        "INS-06",
        "User data holds secrets",
        Severity.CRITICAL,
        secret_in_user_data,
        reads=(Kind.INSTANCES, Kind.USER_DATA),
        kind=Kind.INSTANCES,
    ),
    Check(
        "INS-07",
        "Stopped or running for too long",
        Severity.MEDIUM,
        stale,
        reads=(Kind.INSTANCES,),
        kind=Kind.INSTANCES,
        grades="low for what runs",
    ),
    Check(
        "INS-09",
        "Hardware of an earlier generation",
        Severity.LOW,
        old_hardware,
        reads=(Kind.INSTANCES, Kind.INSTANCE_TYPES),
        kind=Kind.INSTANCES,
    ),
)
"""The checks of instances."""

TAGS = Check(
    "INS-10",
    "Required tags are missing",
    Severity.LOW,
    untagged,
    reads=(Kind.INSTANCES, Kind.SECURITY_GROUPS, Kind.VOLUMES, Kind.INTERFACES),
    kind=Kind.INSTANCES,
    also=(Kind.SECURITY_GROUPS, Kind.VOLUMES, Kind.INTERFACES),
)
"""The check of all that is tagged."""
