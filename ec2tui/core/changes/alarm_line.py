"""An alarm in a line of words, `metric=cpu above=80 for=2/3 period=5m do=recover,ops`, and as such words."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

import msgspec

from ec2tui.core.changes.change import Unready
from ec2tui.core.model.alarm import STATISTICS, AlarmSpec
from ec2tui.core.model.alarm_action import EC2_ACTIONS, action, ec2_action_arn, topic_arn
from ec2tui.core.model.key import Key
from ec2tui.core.model.metric_kinds import kind_of

SIGNS = {
    "above": "GreaterThanThreshold",
    "below": "LessThanThreshold",
    "at_least": "GreaterThanOrEqualToThreshold",
    "at_most": "LessThanOrEqualToThreshold",
}
"""The words of comparisons with a number."""

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "": 1}
MISSING = ("missing", "breaching", "notBreaching", "ignore")
"""How missing data may count (CloudWatch API Reference, TreatMissingData)."""

_PERIOD = re.compile(r"(\d{1,6})([smhd]?)")
_FOR = re.compile(r"(?:(\d{1,4})/)?(\d{1,4})")
_PERCENTILE = re.compile(r"p\d{1,2}(\.\d+)?|p100|(tm|wm|tc|ts|pr|iqm)[\d.:()%]*", re.IGNORECASE)

Given = dict[str, Any]
Word = Callable[[str, Key], Given | Unready]
"""The fields of a definition that a word's value sets; the key says where the alarm is."""


def _metric(value: str, _place: Key) -> Given | Unready:
    """A name of the table of metrics, or `Namespace/Name`."""
    kind = kind_of(value)
    if kind is not None:
        return {"namespace": kind.namespace, "metric": kind.name}
    namespace, _, name = value.rpartition("/")
    if not namespace or not name:
        return Unready(f"There is no metric {value!r}; cpu, credits, status, memory …, or NAMESPACE/NAME.")
    return {"namespace": namespace, "metric": name}


def _stat(value: str, _place: Key) -> Given | Unready:
    name = next((one for one in STATISTICS if one.casefold() == value.casefold()), value)
    if name in STATISTICS or _PERCENTILE.fullmatch(name):
        return {"statistic": name}
    return Unready(f"There is no statistic {value!r}; {', '.join(sorted(STATISTICS))}, or p99 and the like.")


def _threshold(word: str) -> Word:
    def found(value: str, _place: Key) -> Given | Unready:
        try:
            number = float(value)
        except ValueError:
            return Unready(f"{word} is a number: {word}=80.")
        if number != number or abs(number) == float("inf"):
            return Unready(f"{word} is a number: {word}=80.")
        return {"comparison": SIGNS[word], "threshold": number}

    return found


def _period(value: str, _place: Key) -> Given | Unready:
    found = _PERIOD.fullmatch(value)
    if found is None or not int(found[1]):
        return Unready("period is a span: period=60, period=5m, period=1h.")
    return {"period": int(found[1]) * UNITS[found[2]]}


def _for(value: str, _place: Key) -> Given | Unready:
    found = _FOR.fullmatch(value)
    if found is None or not int(found[2]) or (found[1] and not 0 < int(found[1]) <= int(found[2])):
        return Unready("for counts periods: for=3, or for=2/3 when two of three are enough.")
    return {"periods": int(found[2]), "datapoints": int(found[1] or found[2])}


def _missing(value: str, _place: Key) -> Given | Unready:
    name = next((one for one in MISSING if one.casefold() == value.casefold()), None)
    return {"missing": name} if name else Unready(f"missing is one of {', '.join(MISSING)}.")


def _actions(field: str) -> Word:
    def found(value: str, place: Key) -> Given | Unready:
        names = [] if value in ("none", "") else value.split(",")
        return {field: tuple(arn_of(name, place) for name in names if name)}

    return found


def arn_of(name: str, place: Key) -> str:
    """The ARN of an action by its word, of a topic by its name, or as it is."""
    if name in EC2_ACTIONS:
        return ec2_action_arn(place.region, name)
    return topic_arn(place.region, place.account, name)


def _switch(value: str, _place: Key) -> Given | Unready:
    return {"enabled": value == "on"} if value in ("on", "off") else Unready("actions is on or off.")


WORDS: dict[str, Word] = {
    "metric": _metric,
    "stat": _stat,
    **{word: _threshold(word) for word in SIGNS},
    "for": _for,
    "period": _period,
    "missing": _missing,
    "do": _actions("alarm_actions"),
    "ok": _actions("ok_actions"),
    "nodata": _actions("insufficient_actions"),
    "actions": _switch,
    "name": lambda value, _place: {"name": value},
}
"""Every word of the line."""

HELP = "metric=cpu above=80 for=2/3 period=5m stat=Average do=recover,TOPIC ok=TOPIC missing=breaching name=…"


def given(text: str, place: Key) -> Given | Unready:
    """The fields that a line sets (`name` beside those of a definition), or the first mistake in it."""
    found: Given = {}
    for part in text.split():
        word, sign, value = part.partition("=")
        if word not in WORDS or not sign:
            near = get_close_matches(word, WORDS, 1)
            hint = f"did you mean {near[0]}=…?" if near else f"the words are {', '.join(WORDS)}."
            return Unready(f"There is no {word!r} to set; {hint}")
        fields = WORDS[word](value, place)
        if isinstance(fields, Unready):
            return fields
        found |= fields
    return found


def worded(spec: AlarmSpec, place: Key) -> str:
    """What of a definition the line can say, as such a line; `place` is where the alarm is."""
    sign = next((word for word, name in SIGNS.items() if name == spec.comparison), "")
    some = f"{spec.datapoints}/" if spec.datapoints and spec.datapoints != spec.periods else ""
    words: Mapping[str, str] = {
        "stat": spec.statistic,
        **({sign: _number(spec.threshold)} if sign and spec.threshold is not None else {}),
        "for": f"{some}{spec.periods}" if spec.periods else "",
        "period": str(spec.period or ""),
        "missing": spec.missing,
        "do": ",".join(_word(arn, place) for arn in spec.alarm_actions),
        "ok": ",".join(_word(arn, place) for arn in spec.ok_actions),
        "nodata": ",".join(_word(arn, place) for arn in spec.insufficient_actions),
    }
    return " ".join(f"{name}={value}" for name, value in words.items() if value and " " not in value)


def _number(value: float) -> str:
    """Every figure of a number, so that a line that is read back changes nothing."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _word(arn: str, place: Key) -> str:
    """An action as `arn_of` takes it back; a topic that is called like another word keeps its ARN."""
    found = action(arn)
    if found.sort in EC2_ACTIONS and ec2_action_arn(place.region, found.sort) == arn:
        return found.sort
    if found.name in (*EC2_ACTIONS, "none"):
        return arn
    return found.name if topic_arn(place.region, place.account, found.name) == arn else arn


def changed(spec: AlarmSpec, fields: Given) -> AlarmSpec:
    """A definition with these fields; one that all periods must breach says nothing of datapoints."""
    fields = {name: value for name, value in fields.items() if name != "name"}
    if fields.get("datapoints") == fields.get("periods") and spec.datapoints is None:
        fields.pop("datapoints", None)
    return msgspec.structs.replace(spec, **fields)
