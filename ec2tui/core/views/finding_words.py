"""Findings in words: a failure with its id, an unknown that never looks like a pass, a pass."""

from collections.abc import Iterable

from ec2tui.core.model.fact import Missing
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


def said_words(findings: Iterable[Finding]) -> tuple[str, ...]:
    """What a query finds them by: severities and ids of what fails, `unknown`; `none` for nothing."""
    told = told_of(findings)
    words: list[str] = []
    for finding in told:
        failed = finding.status is FindingStatus.FAIL
        words += (finding.severity.value, finding.check) if failed else ("unknown",)
    return tuple(dict.fromkeys(words)) or ("none",)


def judged_lines(findings: tuple[Finding, ...] | Missing) -> tuple[Line, ...]:
    """What has to be told; or that nothing has, or that it has not been judged yet."""
    if isinstance(findings, Missing):
        return ((Cell("  not judged yet", Tone.DIM),),)
    return finding_lines(findings) or ((Cell("  none", Tone.GOOD),),)


def finding_lines(findings: Iterable[Finding]) -> tuple[Line, ...]:
    """A line each for what fails, and for what is not known for one reason, with the permission it needs."""
    lines: list[Line] = []
    unknown: dict[str, list[str]] = {}
    for finding in told_of(findings):
        if finding.status is FindingStatus.FAIL:
            lines.append(
                _line(finding.severity.value, TONES[finding.severity], finding.check, finding.reason)
            )
        else:
            needs = [name for name in finding.needs if name not in finding.reason]
            more = f" Needs {', '.join(needs)}." if needs else ""
            unknown.setdefault(f"{finding.reason}{more}", []).append(finding.check)
    lines += (_line("unknown", Tone.DIM, ", ".join(ids), reason) for reason, ids in unknown.items())
    return tuple(lines)


def _line(word: str, tone: Tone, checks: str, reason: str) -> Line:
    return (
        Cell(f"  {word:<8} ", tone),
        Cell(f"{clean(checks, 120)} ", Tone.KEY),
        Cell(clean(reason, 600)),
    )
