"""Values, units, periods, times and prices of metrics as people read them."""

from datetime import UTC, datetime, tzinfo

import msgspec

from ec2tui.core.model.metric import Span
from ec2tui.core.model.metric_period import DAY, HOUR, MINUTE
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Tone

NO_DATA = Cell("no data", Tone.DIM)

_PREFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_STATS = {
    "Average": "average",
    "Minimum": "minimum",
    "Maximum": "maximum",
    "Sum": "sum",
    "SampleCount": "samples",
}


class Scale(msgspec.Struct, frozen=True):
    """What values are divided by to be shown, and the unit they then have."""

    factor: float = 1.0
    unit: str = ""

    def text(self, value: float) -> str:
        """A value in this scale, without the unit; at most three figures behind the point."""
        return figures(value / self.factor)


def scale(unit: str, highest: float) -> Scale:
    """The scale in which values up to `highest` read well: 1 kB is 1,000 bytes, as in AWS's console."""
    word = {"Percent": "%", "Bytes": "B", "Count": ""}.get(unit, clean(unit, 20))
    if unit == "Percent":
        return Scale(1.0, word)
    factor, prefix = next((one for one in _PREFIXES if abs(highest) >= one[0]), (1.0, ""))
    return Scale(factor, f"{prefix}{word}")


def figures(value: float) -> str:
    """A number with about three figures: `0.25`, `3.4`, `34.1`, `341`."""
    size = abs(value)
    digits = 0 if size >= 100 or size == round(size) else 1 if size >= 10 else 2
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(value: float, unit: str, stat: str = "") -> str:
    """A value with its unit; a count of samples has none."""
    counted = "Count" if stat == "SampleCount" else unit
    fitting = scale(counted, value)
    return f"{fitting.text(value)}{'' if counted == 'Count' else ' '}{fitting.unit}".rstrip()


def stat_word(stat: str) -> str:
    """A statistic as it is called in a sentence."""
    return _STATS.get(stat, clean(stat, 12))


def period_word(seconds: int) -> str:
    """A period: `1 min`, `5 min`, `1 h`, `1 d`."""
    for unit, word in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if seconds >= unit and seconds % unit == 0:
            return f"{seconds // unit} {word}"
    return f"{seconds} s"


def time_word(at: float, period: int, zone: tzinfo = UTC) -> str:
    """A time with what is needed to tell periods of this length apart; the zone is not said here.

    Periods of days are UTC's.
    """
    if period >= DAY:
        return datetime.fromtimestamp(at, UTC).strftime("%a %d %b %Y")
    return datetime.fromtimestamp(at, zone).strftime("%a %d %b %H:%M")


def zone_word(span: Span, zone: tzinfo) -> str:
    """What a zone is called over a span: `UTC`, `CET`, `CEST/CET` when the clocks change; `UTC-03`."""
    names = (datetime.fromtimestamp(at, zone).tzname() or "" for at in (span.start, span.end))
    return "/".join(dict.fromkeys(f"UTC{name}" if name[:1] in ("+", "-") else name for name in names))


def usd(amount: float) -> str:
    """A price of little money: `USD 0.02`; below a cent with what is left of it."""
    if 0 < amount < 0.0095:
        return f"USD {amount:.2g}" if amount >= 0.0001 else "less than USD 0.0001"
    return f"USD {amount:.2f}"


def at_most(amount: float) -> str:
    """The same as a limit, for what may cost less."""
    words = usd(amount)
    return words if words.startswith("less") else f"at most {words}"


def trouble(problem: Problem) -> Cell:
    """Why there are no figures, in a word of its own for each reason."""
    words = {Outcome.DENIED: "denied", Outcome.THROTTLED: "throttled", Outcome.UNREACHABLE: "no answer"}
    return Cell(words.get(problem.outcome, problem.outcome.value), Tone.WARN)


def trouble_sentence(problem: Problem) -> str:
    """The same as a sentence that names the permission or what to do; untrusted parts are cleaned."""
    if problem.outcome is Outcome.DENIED:
        return f"CloudWatch may not be read: {clean(problem.permission)} is denied."
    if problem.outcome is Outcome.THROTTLED:
        return "CloudWatch throttles: it is asked again at the next refresh."
    return f"CloudWatch did not answer: {clean(problem.message, 200)}"
