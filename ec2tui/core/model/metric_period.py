"""Which periods CloudWatch keeps for how long, and the one to ask for a stretch of time.

Source: CloudWatch User Guide, "Metrics retention": a minute for 15 days, five minutes for 63 days, an hour
for 455 days; detailed monitoring sends every minute, basic monitoring every five.
"""

from ec2tui.core.model.metric import Span

MINUTE, HOUR, DAY = 60, 3600, 86_400

RETENTION = ((15 * DAY, MINUTE), (63 * DAY, 5 * MINUTE), (455 * DAY, HOUR))
"""(age in seconds, the shortest period that is kept up to that age)."""

KEPT = 455 * DAY
"""Seconds after which CloudWatch has forgotten everything."""

PERIODS = (60, 300, 900, 1800, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY)
"""Periods to choose from, in seconds."""

POINTS = 300
"""About as many points as a chart on a terminal can show."""

RANGES: tuple[tuple[str, int], ...] = (
    ("15m", 15 * MINUTE),
    ("1h", HOUR),
    ("3h", 3 * HOUR),
    ("12h", 12 * HOUR),
    ("1d", DAY),
    ("3d", 3 * DAY),
    ("1w", 7 * DAY),
    ("2w", 14 * DAY),
    ("1mo", 30 * DAY),
    ("3mo", 91 * DAY),
    ("6mo", 182 * DAY),
    ("15mo", KEPT),
)
"""The ranges of the screen: what each is called, and its seconds."""


def least_period(span: Span, now: float) -> int:
    """The shortest period of which CloudWatch still has the beginning of a span."""
    age = now - span.start
    return next((period for kept, period in RETENTION if age <= kept + HOUR), HOUR)


def period_for(span: Span, now: float, step: int, points: int = POINTS) -> int:
    """The period to ask for: no shorter than CloudWatch keeps or the instance sends (`step`), and not so
    short that there are many more than `points`.
    """
    least = max(least_period(span, now), step)
    fitting = (period for period in PERIODS if period >= least and span.seconds / period <= points)
    return next(fitting, PERIODS[-1])


def step_of(monitoring: str | None) -> int:
    """Seconds between two samples of an instance, by its `monitoring`."""
    return MINUTE if monitoring in ("enabled", "pending") else 5 * MINUTE


def range_name(seconds: int) -> str:
    """What a range of so many seconds is called: the name of a usual one, else in its largest unit."""
    known = next((name for name, length in RANGES if length == seconds), None)
    if known:
        return known
    for unit, letter in ((DAY, "d"), (HOUR, "h"), (MINUTE, "m")):
        if seconds >= unit and seconds % unit == 0:
            return f"{seconds // unit}{letter}"
    return f"{round(seconds / MINUTE)}m"
