"""Rules with an end: opened with a tag and a schedule, moved, ended early, swept when they are past it."""

from collections.abc import Iterable

import msgspec

from ec2tui.core.changes.change import Change, Ref
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.schedules import DeleteSchedule, MoveSchedule, ScheduleRevoke, Target
from ec2tui.core.changes.security_group_call import bare
from ec2tui.core.changes.security_group_rules import RULE_ID, AuthorizeRule, revoke
from ec2tui.core.changes.tags import MAX_VALUE, RemoveTag, SetTag, tags_of
from ec2tui.core.grammar.expiry import EXPIRES_AT, moment, tag_value
from ec2tui.core.grammar.spec import RuleSpec, spec_of
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import Schedule, schedule_name
from ec2tui.core.model.security_group import SecurityGroupRule

BY, REASON = "ec2tui:by", "ec2tui:reason"
"""The tags of a time-boxed rule that say who opened it, and why."""

SWEPT = ("ec2tui:held", "sweep")
"""The tag of a rule that was opened without a schedule: only this program revokes it after its end."""

MANAGED = ("ec2tui:managed", "true")
"""The tag of a group in which the schedule's role may revoke: IAM can hold it to no single rule."""


class Boxing(msgspec.Struct, frozen=True):
    """How ends are held: the principal and the reason go into tags, `target` into schedules.

    Without a target there are no schedules: a rule past its end stays until this program sweeps it.
    """

    by: str = ""
    reason: str = ""
    target: Target | None = None


def lasting(spec: RuleSpec, now: int) -> RuleSpec:
    """The spec with its end as a time instead of a span from now."""
    if spec.lasts is None:
        return spec
    return msgspec.structs.replace(spec, lasts=None, until=now + spec.lasts)


def opened(
    group: Key, spec: RuleSpec, inventory: Inventory, boxing: Boxing, tags: Tags = ()
) -> tuple[Step, ...]:
    """Adds a rule of a resolved spec; one with an end gets its tags with it, and its schedule right after.

    When the schedule cannot be made the rule is revoked at once.
    """
    said = msgspec.structs.replace(bare(spec), description=spec.description)
    kept = tuple(tag for tag in tags if tag[0] not in (EXPIRES_AT, BY, REASON, SWEPT[0]))
    if spec.until is None:
        return (Step(AuthorizeRule(group, said, tags=kept)),)
    authorize = AuthorizeRule(group, said, tags=(*kept, *_box_tags(spec.until, boxing)))
    if boxing.target is None:
        return (Step(authorize),)
    mark = _marked(group, inventory)
    at = len(mark)
    schedule = ScheduleRevoke(group, Ref(at, RULE_ID), spec.egress, spec.until, boxing.target)
    return (*mark, Step(authorize, tuple(range(at))), Step(schedule, (at,)))


def retimed(
    rule: SecurityGroupRule, until: int | None, inventory: Inventory, boxing: Boxing
) -> tuple[Step, ...]:
    """Gives a rule another end, or none; the schedule first: the tag never says what nothing holds."""
    found = schedule_of(rule, inventory)
    if until is None:
        gone: tuple[Change, ...] = (DeleteSchedule(_schedule_key(rule)),) if found is not Missing.GONE else ()
        tags = dict(rule.tags)
        unsaid = (RemoveTag(rule.key, name, tags[name], Kind.RULES) for name in (EXPIRES_AT,) if name in tags)
        return _in_turn((*gone, *unsaid))
    steps: tuple[Step, ...] = ()
    if isinstance(found, Schedule):
        steps = (Step(MoveSchedule(found.key, until, found)),)
    elif boxing.target is not None and found is Missing.GONE:
        group = rule.key._replace(id=rule.group_id)
        mark = _marked(group, inventory)
        schedule = ScheduleRevoke(group, rule.key.id, rule.egress, until, boxing.target)
        steps = (*mark, Step(schedule, tuple(range(len(mark)))))
    tag = SetTag(rule.key, EXPIRES_AT, tag_value(until), Kind.RULES)
    return (*steps, Step(tag, (len(steps) - 1,) if steps else ()))


def ended(rule: SecurityGroupRule, inventory: Inventory) -> tuple[Step, ...]:
    """Revokes a rule, and deletes its schedule where there is one."""
    steps = (Step(revoke(rule)),)
    if isinstance(schedule_of(rule, inventory), Schedule):
        return (*steps, Step(DeleteSchedule(_schedule_key(rule)), (0,)))
    return steps


def end_of(rule: SecurityGroupRule) -> int | None:
    """When a rule is to be revoked (epoch seconds), None when it says no such time."""
    return moment(dict(rule.tags).get(EXPIRES_AT))


def overdue(rules: Iterable[SecurityGroupRule], now: int) -> tuple[SecurityGroupRule, ...]:
    """The rules past their end, by key."""
    late = (rule for rule in rules if (end := end_of(rule)) is not None and end <= now)
    return tuple(sorted(late, key=lambda rule: rule.key))


def schedule_of(rule: SecurityGroupRule, inventory: Inventory) -> Schedule | Missing:
    """The schedule of a rule, or why there is none; a rule without an end has none."""
    key = _schedule_key(rule)
    found: Schedule | None = inventory.table(Kind.SCHEDULES).get(key)
    if found is not None:
        return found
    return inventory.missing(Kind.SCHEDULES, key) if spec_of(rule).until is not None else Missing.GONE


def _schedule_key(rule: SecurityGroupRule) -> Key:
    return rule.key._replace(id=schedule_name(rule.key.id))


def _marked(group: Key, inventory: Inventory) -> tuple[Step, ...]:
    """The step that lets the schedule's role revoke in a group, where it may not yet.

    It stays when the rule is taken back: schedules of later rules need it too.
    """
    tags = tags_of(inventory, Kind.SECURITY_GROUPS, group)
    mark = SetTag(group, *MANAGED, Kind.SECURITY_GROUPS, stays=True)
    return () if MANAGED in (tags or ()) else (Step(mark),)


def _box_tags(until: int, boxing: Boxing) -> Tags:
    said = ((BY, boxing.by), (REASON, boxing.reason), *(() if boxing.target else (SWEPT,)))
    return ((EXPIRES_AT, tag_value(until)), *((name, text[:MAX_VALUE]) for name, text in said if text))


def _in_turn(changes: tuple[Change, ...]) -> tuple[Step, ...]:
    return tuple(Step(change, (at - 1,) if at else ()) for at, change in enumerate(changes))
