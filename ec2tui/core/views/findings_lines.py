"""Findings as lines: a table, a summary, and everything about a check."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.rules.posture.check import Check
from ec2tui.core.views.durations import iso
from ec2tui.core.views.finding_words import TONES
from ec2tui.core.views.findings_row import Found
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

TITLES = ("Status", "Check", "Resource", "Name", "Region", "Why")


def status_cell(finding: Finding) -> Cell:
    """A failure by its severity, everything else by its status."""
    if finding.status is FindingStatus.FAIL:
        return Cell(finding.severity.value, TONES[finding.severity])
    if finding.status is FindingStatus.UNKNOWN:
        return Cell("unknown", Tone.WARN)
    if finding.status is FindingStatus.ACCEPTED:
        return Cell("accepted", Tone.DIM)
    return Cell(finding.status.value.replace("_", " "), Tone.GOOD)


def reason_of(finding: Finding) -> str:
    """Why, with who answers for it and until when, and what would let an unknown be told."""
    words = finding.reason
    if finding.accepted is not None:
        one = finding.accepted
        still = "Accepted until" if finding.status is FindingStatus.ACCEPTED else "Was accepted until"
        words += f" {still} {last_day(one.until)} by {one.owner}: {one.reason}"
    needs = [name for name in finding.needs if name not in finding.reason]
    return words + (f" Needs {', '.join(needs)}." if needs else "")


def last_day(until: int) -> str:
    """The last day on which something is accepted until a moment in epoch seconds."""
    return (iso(until - 1) or "")[:10]


def row_cells(row: Found) -> tuple[Cell, ...]:
    """A row of the table of the command line."""
    finding = row.finding
    return (
        status_cell(finding),
        Cell(finding.check, Tone.KEY),
        Cell(clean(finding.resource.id, 60)),
        Cell(clean(row.name, 40) or "-"),
        Cell(clean(finding.region, 20)),
        Cell(clean(reason_of(finding), 1000)),
    )


def summary(rows: Iterable[Found]) -> str:
    """How many there are of each: `3 critical, 5 high; 2 unknown; 1 accepted; 120 pass`."""
    findings = [row.finding for row in rows]
    if not findings:
        return "nothing that was judged matches"
    failing = Counter(f.severity for f in findings if f.status is FindingStatus.FAIL)
    others = Counter(f.status for f in findings)
    worst = [f"{failing[one]} {one.value}" for one in reversed(Severity) if failing[one]]
    parts = [", ".join(worst) or "nothing fails"]
    for status, word in (
        (FindingStatus.UNKNOWN, "unknown"),
        (FindingStatus.ACCEPTED, "accepted"),
        (FindingStatus.PASS, "pass"),
    ):
        if others[status]:
            parts.append(f"{others[status]} {word}")
    return "; ".join(parts)


def check_lines(check: Check) -> tuple[Line, ...]:
    """What a check looks at, why, what to do, and what it is called elsewhere."""
    kinds = ", ".join(kind.value for kind in (check.kind, *check.also))
    graded = f" ({check.grades})" if check.grades else ""
    return (
        (Cell(f"{check.id}  ", Tone.KEY), Cell(check.title, Tone.HEADING)),
        _told("severity", check.severity.value + graded),
        _told("about", kinds),
        (),
        (Cell(check.why),),
        (),
        _told("what to do", check.remedy.steps),
        *_listed("elsewhere", [one.text for one in check.references]),
        _told("reads", ", ".join(kind.value for kind in check.reads)),
        _told("needs", ", ".join(check.permissions) or "nothing"),
    )


def _told(label: str, text: str) -> Line:
    return (Cell(f"{label}: ", Tone.DIM), Cell(text))


def _listed(label: str, texts: Sequence[str]) -> tuple[Line, ...]:
    return (_told(label, ", ".join(texts)),) if texts else ()
