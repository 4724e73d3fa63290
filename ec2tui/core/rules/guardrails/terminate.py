"""Guardrails of terminating an instance: protection, and everything that goes with it."""

from collections.abc import Iterator

from ec2tui.core.changes.change import known
from ec2tui.core.changes.instance_state import TerminateInstance, elastic_addresses
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.volume import Volume
from ec2tui.core.rules.guardrails.case import WHY, Case


def termination_is_final(case: Case) -> Iterator[Judgement]:
    """Terminating an instance is confirmed by typing, always."""
    if isinstance(case.change, TerminateInstance):
        yield case.says(
            "termination_is_final", Level.CONFIRM, "A terminated instance cannot be brought back."
        )


def termination_protected(case: Case) -> Iterator[Judgement]:
    """While termination or stop protection is on nothing terminates, nor does a plan that lifts it first."""
    if not isinstance(case.change, TerminateInstance):
        return
    protection = case.start.protection(case.change.key)
    rule = "termination_protected"
    if isinstance(protection, Missing):
        reason = (
            f"Whether termination protection is on {WHY[protection].replace('is not there', 'is not known')}."
        )
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)
        return
    if protection.termination:
        lift = "Lift it first: press t, or use `ec2tui unprotect`, then review the termination."
        yield case.says(rule, Level.BLOCK, "Termination protection is on.", alternative=lift)
    if protection.stop:
        reason = "Stop protection is on; AWS refuses to terminate the instance too."
        yield case.says(rule, Level.BLOCK, reason, alternative="Turn stop protection off first.")
    if protection.termination is None:
        reason = "Whether termination protection is on has not been read."
        yield case.says(rule, Level.CONFIRM, reason, unknown=True)


def volumes_deleted(case: Case) -> Iterator[Judgement]:
    """Volumes that are deleted with their instance are lost, except for their snapshots."""
    instance = case.instance()
    if not isinstance(case.change, TerminateInstance) or instance is None:
        return
    for device in instance.block_devices:
        if not device.delete_on_termination:
            continue
        key = case.change.key._replace(id=device.volume_id)
        volume = known(case.before.volume(key))
        known_size = f"{device.device}, {_size(volume)}"
        reason = f"The volume ({known_size}) is deleted; {last_snapshot(case, device.volume_id)}."
        keep = f"Keep {device.volume_id} on termination, or make a snapshot first."
        yield case.says(
            "volumes_deleted", Level.WARN, reason, subject=key, alternative=keep, unknown=volume is None
        )


def _size(volume: Volume | None) -> str:
    if volume is None:
        return "size not read"
    return f"{volume.size} GiB, {'encrypted' if volume.encrypted else 'not encrypted'}"


def last_snapshot(case: Case, volume_id: str) -> str:
    """What is known about the snapshots of a volume, as a part of a sentence."""
    last = case.before.last_snapshot(case.change.key._replace(id=volume_id))
    if isinstance(last, Missing):
        return f"whether it has a snapshot {WHY[last]}"
    if not last.snapshot_id:
        return "it has no snapshot"
    age = ""
    if last.start_time is not None:
        age = f", {max(0, int(case.now - last.start_time)) // 86400} days old"
    return f"its last snapshot is {last.snapshot_id}{age}"


def volumes_kept(case: Case) -> Iterator[Judgement]:
    """Volumes that are kept when their instance goes cost on."""
    instance = case.instance()
    if not isinstance(case.change, TerminateInstance) or instance is None:
        return
    for device in instance.block_devices:
        if not device.delete_on_termination:
            key = case.change.key._replace(id=device.volume_id)
            reason = f"The volume ({device.device}) stays, without an instance, and is paid for."
            yield case.says("volumes_kept", Level.INFO, reason, subject=key)


def interfaces_kept(case: Case) -> Iterator[Judgement]:
    """Interfaces that are not deleted with their instance keep their addresses and groups."""
    instance = case.instance()
    if not isinstance(case.change, TerminateInstance) or instance is None:
        return
    for interface in instance.interfaces:
        if interface.delete_on_termination is False:
            key = case.change.key._replace(id=interface.id)
            yield case.says("interfaces_kept", Level.INFO, "The network interface stays.", subject=key)


def addresses_freed(case: Case) -> Iterator[Judgement]:
    """Elastic IPs of a terminated instance stay the account's, and are paid for."""
    instance = case.instance()
    if not isinstance(case.change, TerminateInstance) or instance is None:
        return
    for address in elastic_addresses(case.before, instance):
        reason = f"The Elastic IP {address.public_ip} stays the account's, unused, and is paid for."
        yield case.says("addresses_freed", Level.INFO, reason, subject=address.key)


def serves_a_load_balancer(case: Case) -> Iterator[Judgement]:
    """An instance behind a load balancer is missed by those whom it serves."""
    rule, instance = "serves_a_load_balancer", case.instance()
    if not isinstance(case.change, TerminateInstance):
        return
    told = case.before.targets(case.change.key)
    if isinstance(told, Missing):
        reason = f"Whether a load balancer sends traffic to it {WHY[told]}."
        yield case.says(rule, Level.INFO, reason, unknown=True)
        return
    own = set() if instance is None else {ip for i in instance.interfaces for ip in i.private_ips}
    own |= {instance.private_ip} if instance is not None and instance.private_ip else set()
    found = (*told.targets, *(target for target in told.by_address if target.target in own))
    for target in found:
        health = f", {target.health}" if target.health else ""
        reason = f"The load balancer target group {target.group} sends traffic to it{health}."
        yield case.says(rule, Level.WARN, reason, alternative="Deregister it there and let it drain first.")


def role_left(case: Case) -> Iterator[Judgement]:
    """The role of a terminated instance stays, for others to use."""
    instance = case.instance()
    if isinstance(case.change, TerminateInstance) and instance is not None and instance.profile:
        yield case.says(
            "role_left", Level.INFO, f"Its role stays in IAM (instance profile {instance.profile})."
        )
