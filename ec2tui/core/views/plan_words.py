"""What differs about a resource, in words: one row per field, tag, device or group."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from ec2tui.core.changes.plan import Difference, FieldChange
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.model.alarm import Alarm, AlarmSpec
from ec2tui.core.model.alarm_action import action
from ec2tui.core.model.instance import BlockDevice, GroupRef, Instance, InstanceInterface
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.volume import Attachment, Volume
from ec2tui.core.views.alarms.words import actions_word, condition
from ec2tui.core.views.durations import stamp
from ec2tui.core.views.new_instance import new_instance

NONE = "none"
NOT_KNOWN = "not known"

LABELS = {
    "public_ip": "public address",
    "public_dns": "public DNS name",
    "private_ip": "private address",
    "private_dns": "private DNS name",
    "profile_arn": "role",
    "security_groups": "security groups",
    "termination": "termination protection",
    "stop": "stop protection",
    "shutdown_behavior": "shutdown behaviour",
    "monitoring": "detailed monitoring",
    "http_tokens": "metadata tokens",
    "http_endpoint": "metadata service",
    "hop_limit": "metadata hop limit",
    "ipv6": "metadata over IPv6",
    "tags": "tags in metadata",
    "iops": "IOPS",
    "shared_with": "shared with",
    "accounts": "shared with",
    "organizations": "shared with organisations",
    "deprecation_time": "deprecated from",
    "at": "fires at",
    "instance_id": "instance",
    "interface_id": "interface",
    "association_id": "association",
}
"""Fields whose own name is not what people call them."""

_SINGULAR = {
    Kind.VOLUMES: "volume",
    Kind.SNAPSHOTS: "snapshot",
    Kind.ADDRESSES: "Elastic IP",
    Kind.SECURITY_GROUPS: "security group",
    Kind.SCHEDULES: "schedule",
    Kind.OWN_IMAGES: "image",
    Kind.SCHEDULE_GROUPS: "schedule group",
    Kind.ROLES: "role",
    Kind.ALARMS: "alarm",
}

_UNKNOWN_WHEN_NONE = frozenset(
    {
        "termination",
        "stop",
        "shutdown_behavior",
        "public",
        "shared_with",
        "iops",
        "throughput",
        "http_tokens",
        "http_endpoint",
        "hop_limit",
    }
)
_SHOWN_ELSEWHERE = frozenset({"name", "association_id"})


class Row(NamedTuple):
    """One difference in words: `before` and `after` are AWS's values as text (untrusted)."""

    label: str
    before: str
    after: str


def rows(difference: Difference) -> tuple[Row, ...]:
    """The differences of one item; of one that is made or deleted, that."""
    what = _SINGULAR.get(difference.kind, "it")
    if difference.kind is Kind.PROFILE_ASSOCIATIONS:
        return ()
    if difference.kind is Kind.PROTECTION and difference.before is None:
        return tuple(_first_known(difference.after))
    if difference.kind is Kind.RULES:
        return tuple(_rule(difference))
    if difference.kind is Kind.ROLES:
        return tuple(_role(difference))
    if difference.before is None and isinstance(difference.after, Instance):
        return tuple(Row(what, NONE, told) for what, told in new_instance(difference.after))
    if difference.kind is Kind.ALARM_TAGS:
        tags = (() if item is None else item.tags for item in (difference.before, difference.after))
        return tuple(_pairs("tag ", *map(dict, tags)))
    if difference.before is None and difference.kind is Kind.INTERFACES:
        return ()
    if difference.before is None:
        return (Row(what, NONE, _new(difference.after)),)
    if difference.after is None:
        return (Row(what, f"exists{_size(difference.before)}", "deleted"),)
    per_interface = any(change.field == "interfaces" for change in difference.fields)
    sharing = difference.kind is Kind.IMAGE_SHARING
    shown = (
        f
        for f in difference.fields
        if not (per_interface and f.field == "security_groups") and not (sharing and f.field == "public")
    )
    return tuple(row for change in shown for row in _rows(change))


def _rule(difference: Difference) -> Iterator[Row]:
    """A rule as its line, with its tags where those change."""
    old, new = difference.before, difference.after
    was, now = (NONE if rule is None else format_rule(rule) for rule in (old, new))
    if was != now:
        yield Row("rule", was, now)
    if old is not None and new is not None:
        yield from _pairs("tag ", dict(old.tags), dict(new.tags))


def _role(difference: Difference) -> Iterator[Row]:
    """Who may take a role, and each policy that is written into it."""
    old, new = difference.before, difference.after
    was, now = (NONE if role is None else role.trust for role in (old, new))
    if was != now:
        yield Row("who may take it", was, now)
    yield from _pairs("policy ", dict(old.policies if old else ()), dict(new.policies if new else ()))


def _first_known(protection: Any) -> Iterator[Row]:
    """What a change sets where nothing had been read."""
    was = NONE if protection.key.id.startswith("(") else NOT_KNOWN
    for field in ("termination", "stop", "shutdown_behavior"):
        value = getattr(protection, field)
        if value is not None:
            yield Row(LABELS[field], was, word(field, value))


def _size(item: Any) -> str:
    size = getattr(item, "size", None)
    return f", {size} GiB" if size else ""


def _new(item: Any) -> str:
    """Of a volume that comes with an instance everything that was chosen; of an alarm when and what."""
    if isinstance(item, Alarm):
        return f"{condition(item.spec)}; does: {actions_word(item.spec)}"
    if not isinstance(item, Volume) or not item.attachments:
        return f"new{_size(item)}"
    ends = "deleted with the instance" if item.attachments[0].delete_on_termination else "kept"
    return f"new{_size(item)} {item.type}, {'encrypted' if item.encrypted else 'NOT encrypted'}, {ends}"


def _rows(change: FieldChange) -> Iterator[Row]:
    field, old, new = change.field, change.before, change.after
    if field in _SHOWN_ELSEWHERE:
        return
    if field == "tags":
        yield from _pairs("tag ", dict(old), dict(new))
    elif field == "metadata":
        for name in old.__struct_fields__:
            was, now = getattr(old, name), getattr(new, name)
            if was != now:
                yield Row(LABELS.get(name, name), word(name, was), word(name, now))
    elif field == "spec":
        yield from _alarm(old, new)
    elif field == "block_devices":
        yield from _pairs("volume ", _by_volume(old), _by_volume(new))
    elif field == "attachments":
        yield from _pairs("attached to ", _by_holder(old), _by_holder(new))
    elif field == "interfaces":
        yield from _interfaces(old, new)
    else:
        yield Row(LABELS.get(field, field.replace("_", " ")), word(field, old), word(field, new))


def _pairs(prefix: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Row]:
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if was != now:
            yield Row(prefix + name, NONE if was is None else was, NONE if now is None else now)


def _alarm(old: AlarmSpec, new: AlarmSpec) -> Iterator[Row]:
    """When an alarm is raised in one line, and every other field that differs."""
    was, now = condition(old), condition(new)
    if was != now:
        yield Row("when", was, now)
    for name in old.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if before == after or (name in _IN_CONDITION and was != now):
            continue
        if name.endswith("_actions"):
            before, after = (", ".join(action(arn).words for arn in arns) or NONE for arns in (before, after))
        label = "actions" if name == "enabled" else LABELS.get(name, name.replace("_", " "))
        yield Row(label, word(name, before), word(name, after))


_IN_CONDITION = frozenset(
    {"metric", "statistic", "period", "periods", "datapoints", "comparison", "threshold", "rule"}
)


def _fate(delete: bool) -> str:
    return "deleted with the instance" if delete else "kept when the instance goes"


def _by_volume(devices: tuple[BlockDevice, ...]) -> dict[str, str]:
    return {d.volume_id: f"{d.device}, {_fate(d.delete_on_termination)}" for d in devices}


def _by_holder(attachments: tuple[Attachment, ...]) -> dict[str, str]:
    return {a.instance_id: f"{a.device}, {_fate(a.delete_on_termination)}" for a in attachments}


def _interfaces(old: tuple[InstanceInterface, ...], new: tuple[InstanceInterface, ...]) -> Iterator[Row]:
    """Groups and addresses per interface; those of the first are also fields of the instance."""
    after = {interface.id: interface for interface in new}
    for interface in old:
        other = after.get(interface.id)
        if other is None:
            yield Row(f"interface {interface.id}", "attached", "gone")
            continue
        if interface.groups != other.groups:
            label = f"security groups of {interface.id}"
            yield Row(label, _groups(interface.groups), _groups(other.groups))
        if interface.public_ips != other.public_ips:
            label = f"public addresses of {interface.id}"
            yield Row(label, word("", interface.public_ips), word("", other.public_ips))


def _groups(groups: tuple[GroupRef, ...]) -> str:
    return ", ".join(f"{g.name} ({g.id})" if g.name else g.id for g in groups) or NONE


def word(field: str, value: Any) -> str:
    """A value of the model as text: what is absent, what is not known, on and off have words."""
    if value is None or value == "":
        return NOT_KNOWN if field in _UNKNOWN_WHEN_NONE else NONE
    if isinstance(value, bool):
        return "on" if value else "off"
    if field == "profile_arn":
        return str(value).rsplit("/", 1)[-1]
    if field == "size":
        return f"{value} GiB"
    if field in ("deprecation_time", "at"):
        return stamp(value)
    if field == "throughput":
        return f"{value} MiB/s"
    if isinstance(value, tuple):
        return _tuple_word(value)
    return str(value)


def _tuple_word(value: tuple[Any, ...]) -> str:
    if value and all(isinstance(item, GroupRef) for item in value):
        return _groups(value)
    return ", ".join(str(msgspec.to_builtins(item)) for item in value) or NONE
