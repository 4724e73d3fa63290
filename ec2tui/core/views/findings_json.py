"""Findings as documents: in an order and with ids that are the same in every run."""

from typing import Any

from ec2tui.core.model.acceptance import Acceptance
from ec2tui.core.model.finding import Finding
from ec2tui.core.rules.posture.check import Check
from ec2tui.core.views.durations import iso
from ec2tui.core.views.findings_row import Found, finding_id


def finding_json(row: Found, baseline: str = "") -> dict[str, Any]:
    """A finding in the words of the contract, with its id, what would let an unknown be told, and its rules.

    `baseline` is what an earlier run says to it: new, gone, same; empty when none was asked.
    """
    finding = row.finding
    compared = {"baseline": baseline} if baseline else {}
    return {
        "id": finding_id(finding),
        **contract(finding),
        "kind": finding.kind.value,
        "name": row.name or None,
        "account": finding.resource.account,
        "needs": list(finding.needs),
        "rules": list(finding.rules),
        "accepted": acceptance_json(finding.accepted),
        **compared,
    }


def contract(finding: Finding) -> dict[str, Any]:
    """What every document tells of a finding, in the words of the contract."""
    return {
        "check": finding.check,
        "status": finding.status.value,
        "severity": finding.severity.value,
        "resource": finding.resource.id,
        "region": finding.region,
        "title": finding.title,
        "reason": finding.reason,
    }


def acceptance_json(accepted: Acceptance | None) -> dict[str, Any] | None:
    """Who answers for a failure, why, until when, and where that is said."""
    if accepted is None:
        return None
    return {
        "reason": accepted.reason,
        "owner": accepted.owner,
        "until": iso(accepted.until),
        "where": accepted.where,
    }


def check_json(check: Check) -> dict[str, Any]:
    """What a check looks at, why, and what to do."""
    return {
        "check": check.id,
        "title": check.title,
        "severity": check.severity.value,
        "grades": check.grades or None,
        "kinds": [kind.value for kind in (check.kind, *check.also)],
        "why": check.why,
        "how": check.remedy.steps,
        "references": [
            {"catalogue": one.catalogue, "version": one.version or None, "id": one.id}
            for one in check.references
        ],
        "reads": [kind.value for kind in check.reads],
        "permissions": list(check.permissions),
    }
