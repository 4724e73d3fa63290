"""Findings as SARIF 2.1.0 (OASIS), which code scanning and other tools read."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.rules.posture.check import Check
from ec2tui.core.views.durations import iso
from ec2tui.core.views.findings_lines import last_day
from ec2tui.core.views.findings_row import Found, finding_id

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
PROJECT = "ec2tui"

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
"""SARIF's level of a severity."""

SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "3.0"}
"""`security-severity`, by which readers of SARIF order results: the middle of CVSS's spans."""

KINDS = {
    FindingStatus.FAIL: "fail",
    FindingStatus.ACCEPTED: "fail",
    FindingStatus.UNKNOWN: "open",
    FindingStatus.PASS: "pass",
    FindingStatus.NOT_APPLICABLE: "notApplicable",
}
"""SARIF's kind of a status; `open` is what could not be decided."""

BASELINE = {"new": "new", "gone": "absent", "same": "unchanged"}


def sarif(
    rows: Iterable[tuple[Found, str]],
    checks: Sequence[Check],
    version: str,
    started: int,
    said: Iterable[str] = (),
    complete: bool = True,
) -> dict[str, Any]:
    """A log of one run: the rows with what a baseline says to them, and as notifications what it lacks.

    `started` is in epoch seconds; `complete` whether everything could be read.
    """
    places = {check.id: index for index, check in enumerate(checks)}
    notes = [{"level": "warning", "message": {"text": line}} for line in said]
    invocation = {
        "executionSuccessful": complete,
        "startTimeUtc": iso(started),
        "toolExecutionNotifications": notes,
    }
    driver = {"name": PROJECT, "version": version, "rules": [_rule(check) for check in checks]}
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": [_result(row, word, places) for row, word in rows],
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def _rule(check: Check) -> dict[str, Any]:
    tags = ["security", *(reference.text for reference in check.references)]
    return {
        "id": check.id,
        "name": check.id.replace("-", ""),
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.why},
        "help": {"text": check.remedy.steps},
        "defaultConfiguration": {"level": LEVELS[check.severity]},
        "properties": {"security-severity": SCORES[check.severity], "tags": tags},
    }


def _result(row: Found, word: str, places: dict[str, int]) -> dict[str, Any]:
    finding = row.finding
    kind = KINDS[finding.status]
    made: dict[str, Any] = {
        "ruleId": finding.check,
        "kind": kind,
        "level": LEVELS[finding.severity] if kind == "fail" else "none",
        "message": {"text": f"{row.name or finding.resource.id}: {finding.reason}"},
        "locations": [_location(row)],
        "partialFingerprints": {"finding/v1": finding_id(finding)},
        "properties": {"severity": finding.severity.value, "status": finding.status.value},
    }
    if finding.check in places:
        made["ruleIndex"] = places[finding.check]
    if word:
        made["baselineState"] = BASELINE[word]
    suppressed = _suppression(finding)
    if suppressed:
        made["suppressions"] = [suppressed]
    return made


def _location(row: Found) -> dict[str, Any]:
    """Where it is: an address of our own for readers that want a file, and the resource's name."""
    account, region, id = row.finding.resource
    parts = ("ec2", account or "-", region, id or "-")
    named = {"name": row.name or id, "fullyQualifiedName": "/".join(parts[1:]), "kind": "resource"}
    return {
        "physicalLocation": {"artifactLocation": {"uri": "/".join(quote(part, safe="") for part in parts)}},
        "logicalLocations": [named],
    }


def _suppression(finding: Finding) -> dict[str, Any] | None:
    accepted = finding.accepted
    if accepted is None or finding.status is not FindingStatus.ACCEPTED:
        return None
    words = f"{accepted.reason} ({accepted.owner}, until {last_day(accepted.until)})"
    return {"kind": "external", "status": "accepted", "justification": words}
