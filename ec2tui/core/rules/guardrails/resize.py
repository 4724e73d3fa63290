"""Guardrails of another instance type: architecture, drivers, boot mode, offering."""

from collections.abc import Iterator

from ec2tui.core.changes.change import known
from ec2tui.core.changes.instance_type import SetInstanceType
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.instance_type import InstanceType
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.type_fit import (
    architecture_fits,
    boot_mode_fits,
    ena_fits,
    needs_of_instance,
    zone_fits,
)
from ec2tui.core.rules.guardrails.case import WHY, Case


def _new_type(case: Case) -> InstanceType | Missing | None:
    if not isinstance(case.change, SetInstanceType):
        return None
    return case.before.instance_type(case.change.key._replace(id=case.change.type))


def _both(case: Case) -> tuple[Instance, InstanceType] | None:
    instance, kind = case.instance(), _new_type(case)
    return (instance, kind) if instance is not None and isinstance(kind, InstanceType) else None


def type_unknown(case: Case) -> Iterator[Judgement]:
    """A type that has not been read cannot be compared with the instance."""
    kind = _new_type(case)
    if isinstance(case.change, SetInstanceType) and isinstance(kind, Missing):
        name = case.change.type
        if kind is Missing.GONE:
            reason = f"{name} is not offered in this region."
            yield case.says("type_unknown", Level.BLOCK, reason)
        else:
            reason = f"What {name} offers {WHY[kind]}: whether the instance fits it cannot be judged."
            yield case.says("type_unknown", Level.CONFIRM, reason, unknown=True)


def type_fixed(case: Case) -> Iterator[Judgement]:
    """AWS's guide has the type changed neither of a Spot instance nor of one that may hibernate."""
    instance = case.instance()
    if instance is None or not isinstance(case.change, SetInstanceType):
        return
    if instance.lifecycle == "spot":
        reason = f"{instance.id} is a Spot instance: AWS does not change its type; launch another instead."
        yield case.says("type_fixed", Level.CONFIRM, reason)
    elif instance.hibernation:
        reason = f"{instance.id} has hibernation on, with which AWS does not change its type."
        yield case.says("type_fixed", Level.CONFIRM, reason)


def type_architecture(case: Case) -> Iterator[Judgement]:
    """An instance only starts on a type of its own architecture."""
    pair = _both(case)
    if pair is None:
        return
    instance, kind = pair
    fits = architecture_fits(needs_of_instance(instance), kind)
    if fits is None:
        reason = "The architecture of the instance or of the type is not known."
        yield case.says("type_architecture", Level.CONFIRM, reason, unknown=True)
    elif not fits:
        reason = f"The instance is {instance.architecture}, {kind.key.id} is {', '.join(kind.architectures)}."
        yield case.says("type_architecture", Level.BLOCK, reason)


def type_needs_ena(case: Case) -> Iterator[Judgement]:
    """A type that requires ENA does not start an instance without its driver."""
    pair = _both(case)
    if pair is None:
        return
    instance, kind = pair
    fits = ena_fits(needs_of_instance(instance), kind)
    if fits is False:
        reason = f"{kind.key.id} requires enhanced networking (ENA), which the instance does not have on."
        yield case.says("type_needs_ena", Level.BLOCK, reason)
    elif fits is None:
        reason = (
            f"{kind.key.id} requires enhanced networking (ENA); whether the instance has it is not known."
        )
        yield case.says("type_needs_ena", Level.CONFIRM, reason, unknown=True)


def type_needs_nvme(case: Case) -> Iterator[Judgement]:
    """A type whose disks are NVMe needs the driver in the instance's system, which AWS cannot see."""
    pair = _both(case)
    if pair is None or pair[1].nvme != "required":
        return
    instance, kind = pair
    now = known(case.before.instance_type(instance.key._replace(id=instance.type)))
    if now is None or now.nvme != "required":
        reason = f"{kind.key.id} has NVMe disks: the system needs the driver, and device names change."
        yield case.says("type_needs_nvme", Level.WARN, reason)


def type_boot_mode(case: Case) -> Iterator[Judgement]:
    """A type must support the boot mode of the instance."""
    pair = _both(case)
    if pair is None:
        return
    instance, kind = pair
    needs = needs_of_instance(instance)
    fits = boot_mode_fits(needs, kind)
    if fits is False:
        reason = f"The instance boots by {needs.boot_mode}, {kind.key.id} by {', '.join(kind.boot_modes)}."
        yield case.says("type_boot_mode", Level.BLOCK, reason)
    elif fits is None:
        reason = f"Whether {kind.key.id} boots by {needs.boot_mode} is not known."
        yield case.says("type_boot_mode", Level.WARN, reason, unknown=True)


def type_not_in_zone(case: Case) -> Iterator[Judgement]:
    """A type may be missing, or full, in the instance's zone; then it cannot start again."""
    pair = _both(case)
    if pair is None:
        return
    instance, kind = pair
    offered = case.before.offering(kind.key)
    if isinstance(offered, Missing) or not instance.az:
        why = WHY[offered] if isinstance(offered, Missing) else "is not known"
        reason = f"Whether {kind.key.id} is offered in {instance.az or 'its zone'} {why}."
        yield case.says("type_not_in_zone", Level.WARN, reason, unknown=True)
    elif not zone_fits(needs_of_instance(instance), offered):
        zones = ", ".join(offered.zones) or "no zone of this region"
        reason = f"{kind.key.id} is not offered in {instance.az}, only in {zones}: it could not start again."
        yield case.says("type_not_in_zone", Level.BLOCK, reason)


def type_previous_generation(case: Case) -> Iterator[Judgement]:
    """A type of an older generation costs more for less."""
    pair = _both(case)
    if pair is not None and not pair[1].current_generation:
        reason = f"{pair[1].key.id} is of a previous generation."
        yield case.says("type_previous_generation", Level.INFO, reason)
