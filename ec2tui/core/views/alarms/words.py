"""An alarm in words: its state, what it watches and when it is raised, what it does then."""

from ec2tui.core.model.alarm import ALARM, INSUFFICIENT, OK, Alarm, AlarmSpec
from ec2tui.core.model.alarm_action import action
from ec2tui.core.model.alarm_gaps import NONE
from ec2tui.core.views.durations import HOUR, MINUTE
from ec2tui.core.views.tone import Cell, Tone

STATE_CELLS = {
    ALARM: Cell("A ALARM", Tone.BAD),
    INSUFFICIENT: Cell("? no data", Tone.WARN),
    OK: Cell("O ok", Tone.GOOD),
    NONE: Cell("- none", Tone.WARN),
}
"""Each state with its letter and its word, the one to look at first in front."""

RANKS = {state: at for at, state in enumerate(STATE_CELLS)}
"""How pressing a state is, the most pressing 0."""

COMPARISONS = {
    "GreaterThanThreshold": ">",
    "GreaterThanOrEqualToThreshold": "≥",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "≤",
    "LessThanLowerThreshold": "below the band",
    "GreaterThanUpperThreshold": "above the band",
    "LessThanLowerOrGreaterThanUpperThreshold": "outside the band",
}
"""Comparisons in signs; those of a band have no number."""

METRICS = {
    "CPUUtilization": ("CPU", " %"),
    "CPUCreditBalance": ("CPU credits", ""),
    "StatusCheckFailed": ("any status check failed", ""),
    "StatusCheckFailed_System": ("system check failed", ""),
    "StatusCheckFailed_Instance": ("instance check failed", ""),
    "StatusCheckFailed_AttachedEBS": ("EBS check failed", ""),
    "MetadataNoToken": ("IMDSv1 calls", ""),
    "NetworkIn": ("network in", " B"),
    "NetworkOut": ("network out", " B"),
    "mem_used_percent": ("memory used", " %"),
    "disk_used_percent": ("disk used", " %"),
}
"""What metrics are called here, and the unit of their figures."""

MISSING = {
    "": "missing data decides nothing",
    "missing": "missing data decides nothing",
    "breaching": "missing data counts as breaching",
    "notBreaching": "missing data counts as good",
    "ignore": "missing data keeps the state",
}
"""What TreatMissingData means."""


def state_cell(state: str) -> Cell:
    """A state with its letter, its word and its tone."""
    return STATE_CELLS.get(state, Cell("? unknown", Tone.DIM))


def metric_word(spec: AlarmSpec) -> str:
    """What is watched (untrusted)."""
    if spec.rule:
        return "other alarms"
    if spec.metric:
        return METRICS.get(spec.metric, (spec.metric, ""))[0]
    return "an expression"


def condition(spec: AlarmSpec) -> str:
    """When it is raised: `CPU average > 80 %, 2 of 3 × 5m` (untrusted)."""
    if spec.rule:
        return f"rule: {' '.join(spec.rule.split())}"
    name, unit = METRICS.get(spec.metric, (metric_word(spec), ""))
    failed = spec.metric.startswith("StatusCheckFailed") and spec.threshold in (0.0, 1.0)
    if failed and spec.comparison.startswith("GreaterThan"):
        return f"{name}, {window(spec)}"
    sign = COMPARISONS.get(spec.comparison, spec.comparison)
    stat = spec.statistic.lower() if spec.statistic not in ("Average", "") else ""
    limit = "" if spec.threshold is None else f"{figure(spec.threshold)}{unit}"
    return f"{' '.join(part for part in (name, stat, sign, limit) if part)}, {window(spec)}"


def window(spec: AlarmSpec) -> str:
    """How long it must be so: `3 × 5m`, `2 of 3 × 5m`."""
    if not spec.periods:
        return "as its rule says"
    some = f"{spec.datapoints} of " if spec.datapoints and spec.datapoints != spec.periods else ""
    return f"{some}{spec.periods} × {span(spec.period)}" if spec.period else f"{some}{spec.periods} periods"


def span(seconds: int | None) -> str:
    """A period in its largest whole unit."""
    if not seconds:
        return "?"
    for unit, letter in ((HOUR, "h"), (MINUTE, "m")):
        if seconds % unit == 0:
            return f"{seconds // unit}{letter}"
    return f"{seconds}s"


def figure(value: float) -> str:
    """A number without needless digits."""
    return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"


def actions_word(spec: AlarmSpec) -> str:
    """What is done on ALARM, in short (untrusted); what is switched off says so."""
    if not spec.alarm_actions:
        return "none"
    names = ", ".join(action(arn).short for arn in spec.alarm_actions)
    return names if spec.enabled else f"off: {names}"


def actions_cell_tone(alarm: Alarm) -> Tone:
    """How that is to be seen."""
    return Tone.PLAIN if alarm.spec.alarm_actions and alarm.spec.enabled else Tone.WARN
