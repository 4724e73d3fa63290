"""Findings as documents: in an order and with ids that are the same in every run."""

from collections.abc import Iterable
from typing import Any

from ec2tui.core.model.finding import Finding, FindingStatus
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind

_ORDER = {
    status: rank
    for rank, status in enumerate(
        (
            FindingStatus.FAIL,
            FindingStatus.UNKNOWN,
            FindingStatus.ACCEPTED,
            FindingStatus.PASS,
            FindingStatus.NOT_APPLICABLE,
        )
    )
}


def finding_id(finding: Finding) -> str:
    """What names a finding in every run: `SG-01/111122223333/eu-west-1/sg-0123`."""
    return "/".join((finding.check, *finding.resource))


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Failures, what is not known, what is accepted and the rest, the most severe first, then by id."""
    return sorted(findings, key=_place)


def _place(finding: Finding) -> tuple[int, int, str, str, str, str]:
    account, region, id = finding.resource
    return (_ORDER[finding.status], -finding.severity.rank, finding.check, account, region, id)


def resource_name(finding: Finding, inventory: Inventory) -> str:
    """The name of what a finding is about; empty when it has none or is not there any more."""
    table = inventory.table(finding.kind)
    item = table.get(finding.resource)
    if item is None and finding.kind is Kind.IMAGES:
        item = inventory.table(Kind.OWN_IMAGES).get(finding.resource)
    name = getattr(item, "name", "")
    if name:
        return str(name)
    return dict(getattr(item, "tags", ())).get("Name", "")


def finding_json(finding: Finding, inventory: Inventory) -> dict[str, Any]:
    """A finding in the words of the contract, with its id, what would let an unknown be told, and its rules."""
    return {
        "id": finding_id(finding),
        "check": finding.check,
        "status": finding.status.value,
        "severity": finding.severity.value,
        "resource": finding.resource.id,
        "region": finding.region,
        "title": finding.title,
        "reason": finding.reason,
        "kind": finding.kind.value,
        "name": resource_name(finding, inventory) or None,
        "account": finding.resource.account,
        "needs": list(finding.needs),
        "rules": list(finding.rules),
        "accepted": None,
    }
