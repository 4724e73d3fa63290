"""Findings beside those of an earlier run: what is new, what is gone, and what is the same."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture.catalog import BY_ID
from ec2tui.core.views.findings_row import Found, finding_id, row_key

NEW, GONE, SAME = "new", "gone", "same"


class Earlier(msgspec.Struct, frozen=True):
    """A finding of an earlier run, as its JSON told it; what is not needed to compare is left out."""

    check: str
    status: FindingStatus
    resource: str
    region: str
    severity: Severity = Severity.LOW
    title: str = ""
    account: str = ""
    name: str | None = None

    @property
    def id(self) -> str:
        """The same as `finding_id` gives."""
        return "/".join((self.check, self.account, self.region, self.resource))


class Looked(msgspec.Struct, frozen=True):
    """What a run looked at: accounts with regions, and the ids of all its findings, also those not asked for.

    `unlisted` are checks with the region where what they are about could not be listed.
    """

    places: frozenset[tuple[str, str]]
    ids: frozenset[str]
    unlisted: frozenset[tuple[str, str]] = frozenset()

    def misses(self, one: Earlier) -> bool:
        """Whether what an earlier finding was about was looked for, and is not there."""
        here = (one.account, one.region) in self.places and (one.check, one.region) not in self.unlisted
        return here and one.id not in self.ids

    def elsewhere(self, earlier: Iterable[Earlier]) -> int:
        """How many of earlier findings are of accounts or regions that were not looked at."""
        return sum((one.account, one.region) not in self.places for one in earlier)


def earlier_of(text: bytes) -> dict[str, Earlier] | str:
    """What failed in an earlier run (`-o json`) by id, accepted or not; or why the text cannot be used."""
    try:
        told = msgspec.json.decode(text, type=list[Earlier])
    except msgspec.DecodeError as error:
        return f"it is no array of findings as `check -o json` writes it: {error}"
    return {one.id: one for one in told if one.status in (FindingStatus.FAIL, FindingStatus.ACCEPTED)}


def compared(
    rows: Iterable[Found], earlier: Mapping[str, Earlier], checks: Iterable[str], looked: Looked
) -> list[Any]:
    """Each row with `new`, `gone`, `same`, or nothing for what fails neither now nor then.

    Of what fails now it is new or the same; what failed and passes now is gone. What failed and is not known
    now is neither. What failed and was looked for and is not there any more is added as not applicable, of
    these checks.
    """
    found: list[tuple[Found, str]] = []
    seen = set()
    for row in rows:
        id = finding_id(row.finding)
        seen.add(id)
        found.append((row, _word(row.finding.status, id in earlier)))
    wanted = frozenset(checks)
    left = (
        one for id, one in earlier.items() if id not in seen and one.check in wanted and looked.misses(one)
    )
    return [*found, *((_gone(one), GONE) for one in left)]


def _word(status: FindingStatus, before: bool) -> str:
    if status in (FindingStatus.FAIL, FindingStatus.ACCEPTED):
        return SAME if before else NEW
    return GONE if before and status is not FindingStatus.UNKNOWN else ""


def _gone(one: Earlier) -> Found:
    check = BY_ID.get(one.check)
    finding = Finding(
        one.check,
        FindingStatus.NOT_APPLICABLE,
        one.severity,
        check.kind if check else Kind.INSTANCES,
        Key(one.account, one.region, one.resource),
        one.title,
        "What it was about is not there any more.",
    )
    return Found(row_key(finding), finding, one.name or "")
