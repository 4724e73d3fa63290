"""A finding: what one check says about one resource."""

from enum import StrEnum

import msgspec

from ec2tui.core.model.acceptance import Acceptance
from ec2tui.core.model.exposure import Exposure
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind


class FindingStatus(StrEnum):
    """What a check found; the value is the word in JSON."""

    FAIL = "fail"
    PASS = "pass"  # noqa: S105 (a status, no password)
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    ACCEPTED = "accepted"


class Severity(StrEnum):
    """How bad a failure is; the value is the word in JSON."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """The place from `low` (0) to `critical` (3)."""
        return _ORDER.index(self)

    def lower(self) -> "Severity":
        """One grade less; `low` stays."""
        return _ORDER[max(0, self.rank - 1)]


_ORDER = tuple(Severity)


class Finding(msgspec.Struct, frozen=True, gc=False):
    """What a check (`SG-01`) says about a resource of a kind.

    `reason` is a sentence (it may quote AWS's strings: untrusted). `exposure` is what was measured, with the
    rules that make it so. `needs` are the IAM actions that would let an unknown be told. `rules` are the ids
    of the rules that a failure is about, `items` those of other things (volumes of an instance). `accepted`
    is who answers for a failure that is accepted, or the last who did for one that is not accepted any more.
    """

    check: str
    status: FindingStatus
    severity: Severity
    kind: Kind
    resource: Key
    title: str
    reason: str
    exposure: tuple[Exposure, ...] = ()
    needs: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    accepted: Acceptance | None = None
    items: tuple[str, ...] = ()

    @property
    def region(self) -> str:
        """The region of the resource."""
        return self.resource.region


class Findings(msgspec.Struct, frozen=True):
    """What all checks say about one resource, in the order of the checks; kept under the resource's key."""

    key: Key
    findings: tuple[Finding, ...] = ()

    def of_rule(self, rule: str) -> tuple[Finding, ...]:
        """What fails because of one rule, and what is not known of its group."""
        return tuple(
            f
            for f in self.findings
            if f.status is FindingStatus.UNKNOWN or (f.status is FindingStatus.FAIL and rule in f.rules)
        )
