"""Findings as a table: worst first, with why and how beside it."""

from collections.abc import Callable

from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.views.column import ABSENT, Column, SortKey
from ec2tui.core.views.findings_detail import check_section, finding_section, read_section
from ec2tui.core.views.findings_fields import FINDINGS as WORDS
from ec2tui.core.views.findings_lines import last_day, status_cell
from ec2tui.core.views.findings_row import Found, place
from ec2tui.core.views.instance_cells import text_cell
from ec2tui.core.views.resource import Resource
from ec2tui.core.views.sorting import by_id, by_number, by_text
from ec2tui.core.views.storage_cells import tag_column
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Tone

NONE: frozenset[Kind] = frozenset()
_CHECKS = "the checks"


def _text(
    id: str,
    title: str,
    read: Callable[[Found], str],
    width: tuple[int, int],
    key: Callable[[str | None], SortKey] = by_text,
    tone: Tone = Tone.PLAIN,
) -> Column[Found]:
    return Column(
        id,
        title,
        _CHECKS,
        lambda row, _inventory, _now: text_cell(read(row), tone),
        lambda row, _inventory, _now: key(read(row)),
        *width,
        kinds=NONE,
    )


def _until(row: Found, _inventory: Inventory, now: float) -> Cell:
    """The last day of an exception; of one that is past, that it is."""
    accepted = row.finding.accepted
    if accepted is None:
        return ABSENT
    return Cell(last_day(accepted.until), Tone.DIM if accepted.until > now else Tone.WARN)


STATUS: Column[Found] = Column(
    "status",
    "Status",
    _CHECKS,
    lambda row, _inventory, _now: status_cell(row.finding),
    lambda row, _inventory, _now: (False, place(row)[:2]),
    8,
    8,
    kinds=NONE,
)

COLUMNS: tuple[Column[Found], ...] = (
    STATUS,
    _text("check", "Check", lambda r: r.finding.check, (6, 6), by_id, Tone.KEY),
    _text("name", "Name", lambda r: r.name, (12, 28)),
    _text("resource", "Resource", lambda r: r.finding.resource.id, (12, 21), by_id),
    _text("reason", "Why", lambda r: clean(r.finding.reason, 240), (30, 90)),
    _text("title", "Check says", lambda r: r.finding.title, (20, 60)),
    _text("kind", "Kind", lambda r: r.finding.kind.value, (9, 20)),
    _text("region", "Region", lambda r: r.finding.region, (9, 14)),
    _text("owner", "Owner", lambda r: r.finding.accepted.owner if r.finding.accepted else "", (8, 24)),
    Column(
        "until",
        "Accepted until",
        _CHECKS,
        _until,
        lambda row, _inventory, _now: by_number(row.finding.accepted.until if row.finding.accepted else None),
        10,
        14,
        kinds=NONE,
    ),
    _text("account", "Account", lambda r: r.finding.resource.account, (12, 12), by_id),
)
"""Every column of the findings table, in its usual order."""


def column(id: str) -> Column[Found] | None:
    """The column with this id (`tag:KEY` for a tag of the resource); None when there is none."""
    if id.startswith("tag:") and len(id) > 4:
        return tag_column(id[4:], "", NONE)
    return next((known for known in COLUMNS if known.id == id), None)


FINDINGS: Resource[Found] = Resource(
    noun="finding",
    plural="findings",
    kind=Kind.INSTANCES,
    columns=COLUMNS,
    shown=("status", "check", "name", "resource", "reason", "region", "kind"),
    sort=STATUS.id,
    column=column,
    words=WORDS,
    sections=(
        ("finding", "Finding", finding_section),
        ("check", "Why and how", check_section),
        ("read", "What was read", read_section),
    ),
    keyed=frozenset({Kind.FINDINGS}),
    title=lambda row: f"{row.finding.check} {row.name or row.finding.resource.id}",
)
