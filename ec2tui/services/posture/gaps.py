"""What checks could not look at: places where nothing could be listed, and what that means for the exit."""

from collections.abc import Iterable, Iterator

from ec2tui.core.model.finding import Finding, FindingStatus
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.rules.posture.catalog import BY_ID
from ec2tui.core.rules.posture.check import Check

ALL = "*"
"""The resource of a finding about everything of a region that a check is about."""


def unlisted(
    inventory: Inventory, checks: Iterable[Check], sources: Iterable[Source], account: str
) -> Iterator[Finding]:
    """A finding that is unknown for each check and region whose subjects could not be listed."""
    checks = tuple(checks)
    for source in sources:
        for check in checks:
            for kind in (check.kind, *check.also):
                problem = inventory.reading(source, kind).problem
                if problem is not None and not inventory.reading(source, kind).known:
                    yield _unlisted(check, kind, problem, Key(account, source.region, ALL))


def _unlisted(check: Check, kind: Kind, problem: Problem, key: Key) -> Finding:
    return Finding(
        check.id,
        FindingStatus.UNKNOWN,
        check.severity,
        kind,
        key,
        check.title,
        f"The {kind} could not be read: {problem.outcome}, {problem.operation}.",
        needs=(problem.permission,),
    )


def problems_behind(
    findings: Iterable[Finding], inventory: Inventory, sources: Iterable[Source]
) -> tuple[Problem, ...]:
    """The failed reads because of which these findings are unknown, each once."""
    by_region = {source.region: source for source in sources}
    found: dict[Problem, None] = {}
    for finding in findings:
        source = by_region.get(finding.region)
        if source is None or finding.status is not FindingStatus.UNKNOWN:
            continue
        for kind in (*BY_ID[finding.check].reads, finding.kind):
            problem = inventory.reading(source, kind).problem
            if problem is not None:
                found[problem] = None
    return tuple(found)
