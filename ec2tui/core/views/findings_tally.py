"""Findings counted: by check, by resource and of everything, with a score that says how it comes about."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind

WEIGHTS = {Severity.CRITICAL: 40, Severity.HIGH: 10, Severity.MEDIUM: 3, Severity.LOW: 1}
"""What a finding of a severity counts in a score."""

Seen = Counter[tuple[FindingStatus, Severity]]
"""How many findings there are of each status and severity."""


class Tally(msgspec.Struct, frozen=True):
    """How many fail by severity (`critical` first), are not known, are accepted, and pass."""

    critical: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0
    unknown: int = 0
    accepted: int = 0
    passing: int = 0
    points: int = 0
    most: int = 0

    @property
    def failing(self) -> int:
        """How many fail."""
        return self.critical + self.high + self.medium + self.low

    @property
    def worst(self) -> Severity | None:
        """The worst severity that fails."""
        return next((one for one in reversed(Severity) if getattr(self, one.value)), None)

    @property
    def score(self) -> int | None:
        """The points of what passes in per cent of those of all that was judged; None without anything.

        What is not known counts as not passed; what is accepted or does not apply is left out. It is rounded
        down, so that only where everything passes it is 100.
        """
        return self.points * 100 // self.most if self.most else None

    @property
    def lost(self) -> int:
        """The points that what fails and what is not known cost."""
        return self.most - self.points

    @property
    def rank(self) -> tuple[int, int, int, int, int, int]:
        """What orders tallies, the worst first."""
        return (-self.critical, -self.high, -self.medium, -self.low, -self.unknown, -self.accepted)


def tally(seen: Mapping[tuple[FindingStatus, Severity], int]) -> Tally:
    """The tally of counted findings."""
    fails = {one.value: seen.get((FindingStatus.FAIL, one), 0) for one in Severity}
    of = {status: sum(seen.get((status, one), 0) for one in Severity) for status in FindingStatus}
    points = sum(seen.get((FindingStatus.PASS, one), 0) * WEIGHTS[one] for one in Severity)
    lost = sum(
        seen.get((status, one), 0) * WEIGHTS[one]
        for status in (FindingStatus.FAIL, FindingStatus.UNKNOWN)
        for one in Severity
    )
    return Tally(
        **fails,
        unknown=of[FindingStatus.UNKNOWN],
        accepted=of[FindingStatus.ACCEPTED],
        passing=of[FindingStatus.PASS],
        points=points,
        most=points + lost,
    )


def counted(findings: Iterable[Finding]) -> Seen:
    """How many there are of each status and severity."""
    return Counter((finding.status, finding.severity) for finding in findings)


class CheckTally(msgspec.Struct, frozen=True):
    """A check with what it found; the key's id is the check's."""

    key: Key
    title: str
    severity: Severity
    kind: Kind
    tally: Tally


class ResourceTally(msgspec.Struct, frozen=True):
    """A resource with what was found about it; its name is untrusted."""

    key: Key
    kind: Kind
    name: str
    tally: Tally
