"""A finding as a row: with the name and the tags of what it is about, as they were when it was found."""

from collections.abc import Iterable
from typing import Any

import msgspec

from ec2tui.core.model.finding import Finding, FindingStatus
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key

STATUS_ORDER = (
    FindingStatus.FAIL,
    FindingStatus.UNKNOWN,
    FindingStatus.ACCEPTED,
    FindingStatus.PASS,
    FindingStatus.NOT_APPLICABLE,
)
"""What is told first."""

_RANK = {status: rank for rank, status in enumerate(STATUS_ORDER)}

TOLD = frozenset(STATUS_ORDER[:3])
"""What a reader has to see: what fails, is not known, or is accepted."""


class Found(msgspec.Struct, frozen=True):
    """A finding with its row's key (`id` is check and resource); name and tags are untrusted."""

    key: Key
    finding: Finding
    name: str = ""
    tags: Tags = ()


def finding_id(finding: Finding) -> str:
    """What names a finding in every run: `SG-01/111122223333/eu-west-1/sg-0123`."""
    return "/".join((finding.check, *finding.resource))


def found(finding: Finding, inventory: Inventory) -> Found:
    """The row of a finding."""
    item = resource(finding, inventory)
    tags: Tags = getattr(item, "tags", ()) or ()
    name = getattr(item, "name", "") or dict(tags).get("Name", "")
    return Found(row_key(finding), finding, str(name), tags)


def row_key(finding: Finding) -> Key:
    """The key of a finding's row."""
    return finding.resource._replace(id=f"{finding.check} {finding.resource.id}")


def resource(finding: Finding, inventory: Inventory) -> Any | None:
    """What a finding is about, None when it is no item of the inventory (an account's setting) or gone."""
    return inventory.table(finding.kind).get(finding.resource)


def worst_first(rows: Iterable[Found]) -> list[Found]:
    """Failures, what is not known, what is accepted and the rest, the most severe first, then by id."""
    return sorted(rows, key=place)


def place(row: Found) -> tuple[int, int, str, str, str, str]:
    """What orders rows: the same in every run."""
    finding = row.finding
    account, region, id = finding.resource
    return (_RANK[finding.status], -finding.severity.rank, finding.check, account, region, id)
