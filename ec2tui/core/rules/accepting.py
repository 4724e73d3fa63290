"""Exceptions: failures that somebody answers for until a day, said in the configuration or by a tag."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from ec2tui.core.model.acceptance import Acceptance
from ec2tui.core.model.finding import Finding, FindingStatus

TAG = "ec2tui:accept:"
"""How the key of a tag begins that accepts a failure of its resource; the check's id follows."""

_TAG_VALUE = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\S+)\s+(\S.*)", re.ASCII)
CONFIGURATION, BY_TAG = "configuration", "tag"


class Accept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[accept]]`: failures of a check that somebody answers for until a day.

    `resource` is an id or an exact name, with `*` for any text; `region` and `account` limit it where they
    are given. `until` is the last day (UTC) on which it is accepted.
    """

    check: str
    resource: str
    reason: str
    owner: str
    until: date
    region: str = ""
    account: str = ""

    def fits(self, finding: Finding, name: str) -> bool:
        """Whether it is about this finding, whose resource has this name (empty: none)."""
        key = finding.resource
        if self.check != finding.check or (self.region or key.region) != key.region:
            return False
        if (self.account or key.account) != key.account:
            return False
        return fnmatchcase(key.id, self.resource) or bool(name and fnmatchcase(name, self.resource))


class Exceptions:
    """Every exception of the configuration, found by check; those of tags are found at the resource."""

    def __init__(self, accepts: Iterable[Accept] = ()) -> None:
        self._by_check: dict[str, list[Accept]] = {}
        for accept in accepts:
            self._by_check.setdefault(accept.check, []).append(accept)

    def any_of(self, item: Any) -> bool:
        """Whether there can be an exception for a resource: in the configuration, or by one of its tags."""
        if self._by_check:
            return True
        return any(name.startswith(TAG) for name, _ in getattr(item, "tags", None) or ())

    def applied(self, finding: Finding, item: Any, now: float) -> Finding:
        """A failure as accepted while an exception holds, and with the last one that held when none does.

        `item` is the resource with its `tags` and `name` where it has them, None for none; `now` in epoch
        seconds.
        """
        if finding.status is not FindingStatus.FAIL:
            return finding
        tags = dict(getattr(item, "tags", None) or ())
        found = [*self._said(finding, item, tags), *_tagged(finding, tags)]
        if not found:
            return finding
        last = max(found, key=lambda one: one.until)
        status = FindingStatus.ACCEPTED if last.until > now else FindingStatus.FAIL
        return msgspec.structs.replace(finding, status=status, accepted=last)

    def _said(self, finding: Finding, item: Any, tags: dict[str, str]) -> Iterable[Acceptance]:
        accepts = self._by_check.get(finding.check)
        if not accepts:
            return ()
        name = getattr(item, "name", "") or tags.get("Name", "")
        return [
            Acceptance(one.reason, one.owner, end_of(one.until), CONFIGURATION)
            for one in accepts
            if one.fits(finding, name)
        ]


def _tagged(finding: Finding, tags: dict[str, str]) -> Iterable[Acceptance]:
    value = tags.get(TAG + finding.check)
    found = None if value is None else tag_acceptance(value)
    return () if found is None else (found,)


def tag_acceptance(value: str) -> Acceptance | None:
    """What a tag says (`2027-01-31 ops@example.com until the migration`); None when it says nothing."""
    match = _TAG_VALUE.fullmatch(value.strip())
    if match is None:
        return None
    try:
        until = date.fromisoformat(match[1])
    except ValueError:
        return None
    return Acceptance(match[3], match[2], end_of(until), BY_TAG)


def tag_value(until: date, owner: str, reason: str) -> str:
    """The value of the tag that says it; AWS takes at most 256 characters."""
    return f"{until.isoformat()} {owner} {reason}"


def end_of(day: date) -> int:
    """The end of a day in UTC, in epoch seconds; the last day that there is ends with itself."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return int(start.timestamp()) + 86_400


def mistakes(accepts: Iterable[Accept], checks: Iterable[str]) -> list[tuple[int, str, str]]:
    """What is wrong with exceptions: (place, field, message) of each that accepts nothing that there is."""
    known, found = frozenset(checks), []
    for at, one in enumerate(accepts):
        if one.check not in known:
            found.append((at, "check", f"there is no check '{one.check}'"))
        found.extend((at, field, "must say something") for field in _SAID if not getattr(one, field).strip())
    return found


_SAID = ("resource", "reason", "owner")
