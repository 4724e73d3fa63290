"""Everything about a finding: what was found, why it matters and what to do, and what it stands on."""

from collections.abc import Iterable

from ec2tui.core.model.finding import Finding, FindingStatus
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.posture.catalog import BY_ID
from ec2tui.core.views.durations import human
from ec2tui.core.views.findings_lines import check_lines, last_day, status_cell
from ec2tui.core.views.findings_row import Found
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

WORDS = 2000
"""The longest text of a line, in characters."""


def finding_section(row: Found, _inventory: Inventory, now: float) -> tuple[Line, ...]:
    """What was found, where, and who answers for it."""
    finding = row.finding
    return (
        (Cell(clean(finding.title, 200), Tone.HEADING),),
        (),
        _told("Status", status_cell(finding)),
        _told("Check", Cell(finding.check, Tone.KEY)),
        _told("Resource", Cell(clean(finding.resource.id, 200))),
        _told("Name", Cell(clean(row.name, 200) or "-")),
        _told("Region", Cell(clean(finding.region))),
        (),
        (Cell(clean(finding.reason, WORDS)),),
        *_needs(finding),
        *_accepted(finding, now),
        *_fix(finding),
    )


def _told(label: str, cell: Cell) -> Line:
    return (Cell(f"{label:<10}", Tone.DIM), cell)


def _needs(finding: Finding) -> Iterable[Line]:
    if finding.needs:
        yield ()
        yield (Cell("It would be known with: ", Tone.DIM), Cell(", ".join(finding.needs), Tone.ACCENT))


def _accepted(finding: Finding, now: float) -> Iterable[Line]:
    one = finding.accepted
    if one is None:
        return
    holds = one.until > now
    yield ()
    word = "Accepted until" if holds else "No longer accepted: it was until"
    yield (Cell(f"{word} {last_day(one.until)}", Tone.GOOD if holds else Tone.WARN),)
    yield (Cell(f"by {clean(one.owner, 200)} ({one.where}): {clean(one.reason, 400)}"),)


def _fix(finding: Finding) -> Iterable[Line]:
    if finding.status not in (FindingStatus.FAIL, FindingStatus.ACCEPTED):
        return
    remedy = BY_ID[finding.check].fix(finding)
    yield ()
    yield (Cell("What to do", Tone.HEADING),)
    yield (Cell(clean(remedy.steps, WORDS)),)


def check_section(row: Found, _inventory: Inventory, _now: float) -> tuple[Line, ...]:
    """Why it matters, what to do, and what other catalogues call it."""
    return check_lines(BY_ID[row.finding.check])


def read_section(row: Found, inventory: Inventory, now: float) -> tuple[Line, ...]:
    """How far each kind that the check reads is known where the resource is, and the rules it is about."""
    finding = row.finding
    check = BY_ID[finding.check]
    lines: list[Line] = [_read(kind, finding, inventory, now) for kind in check.reads]
    if finding.rules:
        lines += [(), (Cell("Rules: ", Tone.DIM), Cell(clean(", ".join(finding.rules), WORDS)))]
    for one in finding.exposure:
        lines.append((Cell(clean(f"IPv{one.family} {one.traffic}"), Tone.WARN), Cell(f" {one.share:.2%}")))
    return tuple(lines)


def _read(kind: Kind, finding: Finding, inventory: Inventory, now: float) -> Line:
    reading = inventory.reading_of(kind, finding.resource)
    if reading.problem is not None:
        words, tone = f"{reading.problem.outcome}: {reading.problem.operation}", Tone.BAD
    elif reading.complete_at is not None:
        words, tone = f"read {human(now - reading.complete_at)} ago", Tone.GOOD
    elif any(key.region == finding.region for key in inventory.table(kind)):
        words, tone = "read where it is named", Tone.GOOD
    else:
        words, tone = "not read", Tone.DIM
    return (Cell(f"{kind.value:<34}", Tone.DIM), Cell(clean(words, 120), tone))
