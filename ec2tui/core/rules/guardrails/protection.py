"""Guardrails of protection itself: where it cannot be had, and what goes round it."""

from collections.abc import Iterator

from ec2tui.core.changes.instance_protection import ProtectStop, ProtectTermination, SetShutdownBehavior
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.rules.guardrails.case import WHY, Case


def spot_cannot_be_protected(case: Case) -> Iterator[Judgement]:
    """Spot instances can have neither termination nor stop protection."""
    change, instance = case.change, case.instance()
    if isinstance(change, ProtectTermination | ProtectStop) and change.on:
        if instance is not None and instance.lifecycle == "spot":
            reason = "AWS gives Spot instances no protection."
            yield case.says("spot_cannot_be_protected", Level.BLOCK, reason)
        if isinstance(change, ProtectStop) and instance and instance.root_device_type == "instance-store":
            reason = "An instance with an instance-store root has no stop protection."
            yield case.says("spot_cannot_be_protected", Level.BLOCK, reason)


def shutdown_terminates(case: Case) -> Iterator[Judgement]:
    """A shutdown from inside goes round termination protection when the behaviour is `terminate`."""
    change = case.change
    rule, offer = "shutdown_terminates", "Set the shutdown behaviour to stop as well."
    if isinstance(change, SetShutdownBehavior) and change.behavior == "terminate":
        reason = "A shutdown from inside will terminate the instance, also while protection is on."
        yield case.says(rule, Level.CONFIRM, reason, alternative="Leave it at stop.")
        return
    if not isinstance(change, ProtectTermination) or not change.on:
        return
    protection = case.before.protection(change.key)
    behavior = None if isinstance(protection, Missing) else protection.shutdown_behavior
    sets_stop = SetShutdownBehavior(change.key, "stop") in case.plan.changes
    if behavior == "terminate" and not sets_stop:
        reason = "A shutdown from inside still terminates it: its shutdown behaviour is terminate."
        yield case.says(rule, Level.WARN, reason, alternative=offer)
    elif behavior is None and not sets_stop:
        why = WHY[protection] if isinstance(protection, Missing) else WHY[Missing.NOT_READ]
        reason = f"Whether a shutdown from inside terminates it is not known: the behaviour {why}."
        yield case.says(rule, Level.INFO, reason, unknown=True)


def protection_lifted(case: Case) -> Iterator[Judgement]:
    """Without protection one call terminates the instance."""
    change = case.change
    if isinstance(change, ProtectTermination) and not change.on:
        yield case.says("protection_lifted", Level.INFO, "Afterwards one call can terminate the instance.")
    if isinstance(change, ProtectStop) and not change.on:
        yield case.says("protection_lifted", Level.INFO, "Afterwards one call can stop the instance.")
