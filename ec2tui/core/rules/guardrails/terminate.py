"""Guardrails of terminating an instance: protection, and everything that goes with it."""

from collections.abc import Iterator

from ec2tui.core.changes.change import known
from ec2tui.core.changes.instance_state import TerminateInstance, elastic_addresses
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
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
    key = case.change.key
    snapshots = case.before.table(Kind.SNAPSHOTS).values()
    own = [s for s in snapshots if s.volume_id == volume_id and s.key[:2] == key[:2]]
    if own:
        last = max(own, key=lambda snapshot: snapshot.start_time or 0)
        age = (
            ""
            if last.start_time is None
            else f", {max(0, int(case.now - last.start_time)) // 86400} days old"
        )
        return f"its last snapshot is {last.key.id}{age}"
    complete = case.before.reading_of(Kind.SNAPSHOTS, key).known
    return "it has no snapshot" if complete else "whether it has a snapshot has not been read"


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
    """An instance behind a load balancer is missed; target groups are not read yet."""
    if isinstance(case.change, TerminateInstance):
        reason = "Whether a load balancer sends traffic to it is not known yet."
        yield case.says("serves_a_load_balancer", Level.INFO, reason, unknown=True)
