"""Guardrail of a launch: the quota of vCPUs that AWS counts its type against."""

from collections.abc import Iterator

from ec2tui.core.changes.launch import RunInstances
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.quota import Quota
from ec2tui.core.model.quota import vcpu_quota as quota_of
from ec2tui.core.rules.guardrails.case import WHY, Case

COUNTED = frozenset({"pending", "running"})
"""The states whose vCPUs AWS counts."""


def vcpu_quota(case: Case) -> Iterator[Judgement]:
    """An account may run so many vCPUs of a class of types in a region; AWS refuses a launch beyond that."""
    change, rule = case.change, "vcpu_quota"
    if not isinstance(change, RunInstances):
        return
    it, inventory = change.launch, case.before
    code = quota_of(it.type, it.spot)
    kind = inventory.instance_type(change.key._replace(id=it.type))
    if not code or not isinstance(kind, InstanceType):
        return
    wanted = kind.vcpus * it.count
    quota = inventory.quota(change.key._replace(id=code))
    if not isinstance(quota, Quota):
        reason = f"The vCPU quota {code} {WHY[quota]}: whether {wanted} more fit in is not known."
        yield case.says(rule, Level.INFO, reason, unknown=True)
        return
    asks = f"Ask AWS for more, in Service Quotas: {code}."
    name = quota.name or code
    if wanted > quota.value:
        reason = f"{wanted} vCPUs are needed; the quota of {name} is {quota.value:g}."
        yield case.says(rule, Level.BLOCK, reason, alternative=asks)
        return
    if inventory.reading_of(Kind.INSTANCES, change.key).complete_at is None:
        reason = f"How many of the {quota.value:g} vCPUs of {name} are in use is not known."
        yield case.says(rule, Level.INFO, reason, unknown=True)
        return
    used = _used(inventory, change.key, code, it.spot)
    if used + wanted > quota.value:
        reason = f"{wanted} vCPUs are needed; {used} of the {quota.value:g} of {name} are in use."
        yield case.says(rule, Level.CONFIRM, reason, alternative=f"Use a smaller type, or fewer. {asks}")


def _used(inventory: Inventory, at: Key, code: str, spot: bool) -> int:
    """The vCPUs that run already and count against the same quota."""
    return sum(
        _vcpus(one, inventory)
        for key, one in inventory.table(Kind.INSTANCES).items()
        if key[:2] == at[:2]
        and one.state in COUNTED
        and bool(one.lifecycle == "spot") is spot
        and quota_of(one.type, spot) == code
    )


def _vcpus(instance: Instance, inventory: Inventory) -> int:
    """As many as it was given, else as many as its type has; one at least."""
    if instance.cores:
        return instance.cores * (instance.threads_per_core or 1)
    kind = inventory.instance_type(instance.key._replace(id=instance.type))
    return 1 if isinstance(kind, Missing) else kind.vcpus
