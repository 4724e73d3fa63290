"""A recorded change in words: what was done, and what was before and after."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from ec2tui.core.changes.aws_command import aws_line
from ec2tui.core.changes.codec import CHANGES, change_from_builtins
from ec2tui.core.model.activity import Activity
from ec2tui.core.views.plan_words import LABELS, NONE, NOT_KNOWN

VERBS: dict[str, str] = {
    **{str(change.__struct_config__.tag): change.verb for change in CHANGES},
    "password.read": "read the password",
    "session.open": "open a session",
}
"""The word for each kind of change, by its id, and for what is recorded though it changes nothing."""

_OMITTED = frozenset({"action", "key"})
_WHOLE = frozenset({"name", "size", "type", "state", "description", "vpc_id", "volume_id", "instance_id"})
"""The fields that tell enough of an item that was made or deleted."""


class Row(NamedTuple):
    """One difference: the subject as the record names it, the field, and its values as text (untrusted)."""

    subject: str
    label: str
    before: str
    after: str


def verb(activity: Activity) -> str:
    """What was done (`stop`, `unprotect`); the id of a change that this version does not know."""
    try:
        return change_from_builtins(activity.intent.change).word
    except msgspec.ValidationError:
        return VERBS.get(activity.action) or activity.action or "?"


def told(activity: Activity) -> str:
    """What else the change says, as `name=value` (`on=True`, `value=prod`); empty when nothing."""
    change = activity.intent.change or {}
    return ", ".join(
        f"{name.replace('_', ' ')}: {text(value)}" for name, value in change.items() if name not in _OMITTED
    )


def differences(activity: Activity) -> tuple[Row, ...]:
    """Everything that was different afterwards, by subject and field."""
    return tuple(_rows(activity.intent.before or {}, activity.intent.after or {}))


def command(activity: Activity, profile: str) -> str | None:
    """The equivalent `aws` command; None for a change that this version does not know."""
    try:
        change = change_from_builtins(activity.intent.change)
    except msgspec.ValidationError:
        return None
    return aws_line(change.call(), profile)


def text(value: Any) -> str:
    """A value of the record as text."""
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()


def _rows(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Row]:
    for subject in dict.fromkeys((*before, *after)):
        was, then = before.get(subject), after.get(subject)
        name = subject.rsplit("/", 1)[-1]
        if not isinstance(was, Mapping) or not isinstance(then, Mapping):
            yield Row(name, "it", _item(was), _item(then))
            continue
        for field in dict.fromkeys((*was, *then)):
            label = LABELS.get(field, field.replace("_", " "))
            if _pairs(was.get(field)) and _pairs(then.get(field)):
                yield from _tag_rows(name, dict(was[field]), dict(then[field]))
            elif isinstance(was.get(field), Mapping) and isinstance(then.get(field), Mapping):
                yield from _parts(name, was[field], then[field])
            else:
                yield Row(name, label, _value(was, field), _value(then, field))


def _parts(name: str, was: Mapping[str, Any], then: Mapping[str, Any]) -> Iterator[Row]:
    """The fields that differ of what is itself one field."""
    for field in dict.fromkeys((*was, *then)):
        if was.get(field) != then.get(field):
            label = LABELS.get(field, field.replace("_", " "))
            yield Row(name, label, _value(was, field), _value(then, field))


def _value(fields: Mapping[str, Any], field: str) -> str:
    return text(fields[field]) if field in fields else NOT_KNOWN


def _item(item: Any) -> str:
    """An item that was made or deleted, by the few fields that tell what it is."""
    if not isinstance(item, Mapping):
        return NONE
    parts = [f"{name.replace('_', ' ')} {text(item[name])}" for name in item if name in _WHOLE and item[name]]
    return ", ".join(parts) or "exists"


def _pairs(value: Any) -> bool:
    """Whether a value is a list of tags."""
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) for pair in value
    )


def _tag_rows(name: str, was: dict[str, str], then: dict[str, str]) -> Iterator[Row]:
    for key in dict.fromkeys((*was, *then)):
        if was.get(key) != then.get(key):
            yield Row(name, f"tag {key}", text(was.get(key)), text(then.get(key)))
