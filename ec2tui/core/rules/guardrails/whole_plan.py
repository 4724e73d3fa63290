"""Guardrails of a plan as a whole: how much it touches, when, and where."""

from collections.abc import Iterator
from datetime import UTC, datetime

from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.rules.guardrails.case import PlanCase, verdict


def blast_radius(case: PlanCase) -> Iterator[Judgement]:
    """A plan that changes many things at once is confirmed."""
    count = len(case.plan.subjects)
    limit = case.policy.largest_unconfirmed
    if count > limit:
        reason = f"{count} resources are changed at once; more than {limit} need a confirmation."
        level = Level.CONFIRM
    elif count > 1:
        reason, level = f"{count} resources are changed at once.", Level.INFO
    else:
        return
    yield verdict(case.policy, "blast_radius", level, reason, setting="blast_radius")


def several_places(case: PlanCase) -> Iterator[Judgement]:
    """A plan over several accounts or regions is easily a mistake."""
    places = {(key.account, key.region) for key in case.plan.subjects}
    if len(places) > 1:
        names = ", ".join(sorted(f"{account} {region}" for account, region in places))
        yield verdict(case.policy, "several_places", Level.WARN, f"The plan spans {names}.")


def change_window(case: PlanCase) -> Iterator[Judgement]:
    """Outside the change windows nothing is changed."""
    if not case.plan.steps:
        return
    for windows in (case.policy.windows, case.policy.machine_windows):
        if windows and not any(window.contains(case.now) for window in windows):
            clock = datetime.fromtimestamp(case.now, UTC).strftime("%a %H:%M UTC")
            allowed = ", ".join(window.text for window in windows)
            reason = f"It is {clock}; changes are made {allowed} (UTC)."
            yield verdict(case.policy, "change_window", Level.BLOCK, reason, setting="change_windows")


def production(case: PlanCase) -> Iterator[Judgement]:
    """In an account that is marked as production every change is confirmed."""
    if case.policy.production and case.plan.steps:
        reason = "This account is marked as production."
        yield verdict(case.policy, "production", Level.CONFIRM, reason, setting="production")
