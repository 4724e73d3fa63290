"""Findings in words: a failure with its id, an unknown that never looks like a pass, a pass."""

from collections.abc import Iterable

from ec2tui.core.model.finding import Finding, FindingStatus, Severity
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone

TONES = {
    Severity.CRITICAL: Tone.BAD,
    Severity.HIGH: Tone.BAD,
    Severity.MEDIUM: Tone.WARN,
    Severity.LOW: Tone.INFO,
}
"""How a failure of a severity is drawn."""

_ORDER = (FindingStatus.FAIL, FindingStatus.UNKNOWN)


def told_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What has to be told: failures before unknowns, the most severe first."""
    told = (f for f in findings if f.status in _ORDER)
    return tuple(sorted(told, key=lambda f: (_ORDER.index(f.status), -f.severity.rank, f.check)))


def worst_cell(findings: Iterable[Finding]) -> Cell:
    """The worst of findings in a few words: `critical SG-01 +2`, `unknown SG-07`, `none`.

    A failure counts before what is unknown, and an unknown before that nothing is wrong.
    """
    told = told_of(findings)
    if not told:
        return Cell("none", Tone.GOOD)
    first = told[0]
    failed = first.status is FindingStatus.FAIL
    more = sum(f.status is first.status for f in told) - 1
    tail = f" +{more}" if more else ""
    word = first.severity.value if failed else "unknown"
    return Cell(clean(f"{word} {first.check}{tail}", 40), TONES[first.severity] if failed else Tone.DIM)


def worst_rank(findings: Iterable[Finding]) -> tuple[int, int]:
    """What orders findings: the worst severity that fails (0 for none, low is 2) and how many do.

    With nothing that fails, an unknown (1) is above nothing wrong (0).
    """
    told = told_of(findings)
    failing = [f for f in told if f.status is FindingStatus.FAIL]
    if failing:
        return (2 + failing[0].severity.rank, len(failing))
    return (1, len(told)) if told else (0, 0)


def finding_lines(findings: Iterable[Finding]) -> tuple[Line, ...]:
    """A line each for what has to be told, with the permission that an unknown needs."""
    return tuple(_line(finding) for finding in told_of(findings))


def _line(finding: Finding) -> Line:
    failed = finding.status is FindingStatus.FAIL
    word = finding.severity.value if failed else "unknown"
    needs = f" Needs {', '.join(finding.needs)}." if finding.needs and not failed else ""
    return (
        Cell(f"  {word:<8} ", TONES[finding.severity] if failed else Tone.DIM),
        Cell(f"{clean(finding.check, 12)} ", Tone.KEY),
        Cell(clean(f"{finding.reason}{needs}", 600)),
    )
