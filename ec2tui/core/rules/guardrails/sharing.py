"""Guardrails of snapshots and Elastic IPs: who gets what, and what does not come back."""

from collections.abc import Iterator

from ec2tui.core.changes.addresses import (
    AllocateAddress,
    AssociateAddress,
    DisassociateAddress,
    ReleaseAddress,
)
from ec2tui.core.changes.change import Ref
from ec2tui.core.changes.snapshot_sharing import SetSnapshotPublic, ShareSnapshot
from ec2tui.core.changes.snapshots import DeleteSnapshot
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.rules.guardrails.case import WHY, Case


def snapshot_public(case: Case) -> Iterator[Judgement]:
    """A public snapshot can be read by every AWS account there is."""
    if isinstance(case.change, SetSnapshotPublic) and case.change.public:
        reason = "Every AWS account could read everything on the volume."
        instead = "Share it with the accounts that need it."
        yield case.says("snapshot_public", Level.BLOCK, reason, alternative=instead)


def snapshot_shared(case: Case) -> Iterator[Judgement]:
    """An account that a snapshot is shared with can copy everything on it, for good."""
    change = case.change
    if not isinstance(change, ShareSnapshot):
        return
    who = ", ".join(change.accounts)
    reason = f"{who} can copy everything on the volume, and keep the copy."
    yield case.says("snapshot_shared", Level.CONFIRM, reason)
    snapshot = case.before.snapshot(change.key)
    if not isinstance(snapshot, Missing) and snapshot.encrypted:
        reason = "It is encrypted: they need the key too, and one under AWS's default key cannot be shared."
        yield case.says("snapshot_shared", Level.INFO, reason, unknown=True)


def account_invalid(case: Case) -> Iterator[Judgement]:
    """An AWS account is 12 digits."""
    for account in getattr(case.change, "accounts", ()):
        if not (len(account) == 12 and account.isascii() and account.isdigit()):
            yield case.says("account_invalid", Level.BLOCK, f"{account!r} is not an account: 12 digits.")


def snapshot_of_an_image(case: Case) -> Iterator[Judgement]:
    """A snapshot that an image is made from cannot be deleted."""
    change, rule = case.change, "snapshot_of_an_image"
    if not isinstance(change, DeleteSnapshot):
        return
    used = case.before.snapshot_images(change.key)
    if isinstance(used, Missing):
        yield case.says(rule, Level.WARN, f"Whether an image is made from it {WHY[used]}.", unknown=True)
    elif used.images:
        reason = f"The image {', '.join(used.images)} is made from it."
        yield case.says(rule, Level.BLOCK, reason, alternative="Deregister the image first.")


def snapshot_used_by_others(case: Case) -> Iterator[Judgement]:
    """Whoever a snapshot is shared with cannot make volumes from it any more; what they made stays theirs."""
    change, rule = case.change, "snapshot_used_by_others"
    if not isinstance(change, DeleteSnapshot):
        return
    sharing = case.before.sharing(change.key)
    if isinstance(sharing, Missing):
        if sharing is not Missing.GONE:
            reason = f"Whether it is public, or whom it is shared with, {WHY[sharing]}."
            yield case.says(rule, Level.WARN, reason, unknown=True)
        return
    if sharing.public:
        reason = "It is public: every AWS account may be using it, and keeps the copies that it made."
        yield case.says(rule, Level.WARN, reason)
    if sharing.shared_with:
        who = ", ".join(sharing.shared_with)
        yield case.says(rule, Level.WARN, f"It is shared with {who}, who lose it and keep their copies.")


def snapshot_lost(case: Case) -> Iterator[Judgement]:
    """Deleting a snapshot is confirmed by typing."""
    if isinstance(case.change, DeleteSnapshot):
        yield case.says("snapshot_lost", Level.CONFIRM, "A deleted snapshot cannot be brought back.")


def address_released(case: Case) -> Iterator[Judgement]:
    """A released address goes to somebody else, with everything that still points to it."""
    change = case.change
    if not isinstance(change, ReleaseAddress):
        return
    ip = change.public_ip or change.key.id
    reason = f"Whoever gets {ip} next receives what DNS names and allow-lists still send there."
    yield case.says("address_released", Level.CONFIRM, reason)
    address = case.before.address(change.key)
    if isinstance(address, Missing):
        if address is not Missing.GONE:
            reason = f"Whether something uses it {WHY[address]}."
            yield case.says("address_released", Level.CONFIRM, reason, unknown=True)
    elif address.association_id:
        reason = f"{address.instance_id or address.interface_id or 'Something'} uses it."
        yield case.says("address_released", Level.BLOCK, reason, alternative="Disassociate it first.")


def address_taken(case: Case) -> Iterator[Judgement]:
    """An address is taken from what uses it only when that is asked for."""
    change, rule = case.change, "address_taken"
    if not isinstance(change, AssociateAddress) or isinstance(change.allocation_id, Ref):
        return
    address = case.before.address(change.key._replace(id=change.allocation_id))
    if isinstance(address, Missing):
        yield case.says(rule, Level.CONFIRM, f"Whether something uses it {WHY[address]}.", unknown=True)
    elif address.association_id and address.instance_id != change.key.id:
        user = address.instance_id or address.interface_id or "something else"
        if change.reassociate:
            yield case.says(rule, Level.CONFIRM, f"It is taken from {user}, which loses its address.")
        else:
            reason = f"{user} uses it."
            yield case.says(rule, Level.BLOCK, reason, alternative="Disassociate it first.")


def address_changes(case: Case) -> Iterator[Judgement]:
    """Who reaches an instance by its public address loses it when the address changes."""
    change, instance = case.change, case.instance()
    if (
        isinstance(change, AssociateAddress)
        and instance
        and instance.public_ip not in (None, change.public_ip)
    ):
        reason = f"Its public address {instance.public_ip} is replaced, and connections to it end."
        yield case.says("address_changes", Level.WARN, reason)
    elif isinstance(change, DisassociateAddress):
        reason = f"It is not reachable at {change.public_ip or 'the address'} any more; connections end."
        yield case.says("address_changes", Level.WARN, reason)
    elif isinstance(change, AllocateAddress):
        reason = "A public IPv4 address is paid for by the hour, used or not."
        yield case.says("address_changes", Level.INFO, reason)
