"""The guardrail that judges an instance to be launched by the checks that would judge it afterwards."""

from collections.abc import Iterator

from ec2tui.core.changes.launch import RunInstances, new_key
from ec2tui.core.model.finding import FindingStatus, Severity
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.guardrails.case import Case
from ec2tui.core.rules.posture import addresses, imds, instances, roles
from ec2tui.core.rules.posture.check import Check
from ec2tui.core.rules.posture.scene import Scene
from ec2tui.core.rules.posture.settings import PostureSettings

CHECKS: tuple[Check, ...] = tuple(
    check
    for check in (*imds.CHECKS, *instances.CHECKS, *roles.CHECKS, addresses.STRAY)
    if check.id in ("INS-02", "INS-05", "INS-09", "IAM-03", "NET-12")
)
"""What a launch decides that no guardrail of its own tells."""

LEVELS = {
    Severity.LOW: Level.INFO,
    Severity.MEDIUM: Level.WARN,
    Severity.HIGH: Level.CONFIRM,
    Severity.CRITICAL: Level.CONFIRM,
}
"""How a review takes what a check calls so."""


def launch_fails_checks(case: Case) -> Iterator[Judgement]:
    """What the checks would find about an instance the day after is told before it is there."""
    if not isinstance(case.change, RunInstances):
        return
    item = case.after.table(Kind.INSTANCES).get(new_key(case.change.key))
    if item is None:
        return
    scene = Scene(case.after, PostureSettings(case.policy.network), case.now)
    for check in CHECKS:
        verdict = check.judge(item, scene)
        if verdict.status is FindingStatus.FAIL:
            level = LEVELS[verdict.severity or check.severity]
            reason = f"{check.id}: {verdict.reason}"
            yield case.says("launch_fails_checks", level, reason, alternative=check.remedy.steps)
