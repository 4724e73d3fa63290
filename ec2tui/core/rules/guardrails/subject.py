"""Guardrails of the subject, whatever is done to it: is it known, is it there, is it protected by a tag."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from ec2tui.core.changes.tags import TAGGED
from ec2tui.core.model.address import Address
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.model.volume import Volume
from ec2tui.core.rules.guardrails.case import WHY, Case

_OF_INSTANCE = frozenset({Kind.PROTECTION, Kind.PROFILE_ASSOCIATIONS})
_OF_GROUP = frozenset({Kind.SCHEDULES, Kind.SCHEDULE_GROUPS, Kind.ROLES})

_OF_OTHERS: dict[Kind, tuple[str, ...]] = {
    Kind.INSTANCES: ("sg-", "sgr-", "vol-", "snap-", "eni-", "eipalloc-"),
    Kind.VOLUMES: ("i-", "sg-", "sgr-", "snap-", "ami-", "eni-", "eipalloc-"),
    Kind.SNAPSHOTS: ("i-", "sg-", "sgr-", "ami-", "eni-", "eipalloc-"),
    Kind.SECURITY_GROUPS: ("i-", "vol-", "snap-", "ami-", "eni-", "eipalloc-"),
}
"""How ids begin that name something of another kind than what is changed; volumes make snapshots."""

RULE = "sgr-"
"""How the id of a rule begins: what changes rules names a rule, or the group that gets one."""

GROUP = "sg-"
"""How the id of a group begins: what makes a schedule for one of its rules names the group."""


def _subject(case: Case) -> tuple[Kind, Key]:
    """The item that is changed; what is kept apart from its instance counts as the instance."""
    kind, key = getattr(case.change, "of", case.change.kind), case.change.key
    named_by_group = kind is Kind.RULES and not key.id.startswith(RULE)
    if named_by_group or (kind in _OF_GROUP and key.id.startswith(GROUP)):
        kind = Kind.SECURITY_GROUPS
    return (Kind.INSTANCES if kind in _OF_INSTANCE else kind, key)


def _made_by_the_plan(case: Case) -> bool:
    change = case.change
    there = change.kind is Kind.ALARMS and change.key in case.start.table(Kind.ALARMS)
    return (change.names_itself and not there) or change.key.id.startswith("(")


def _tagged(kind: Kind) -> Kind:
    """The table that holds the tags of a kind."""
    return Kind.ALARM_TAGS if kind is Kind.ALARMS else kind


def subject_missing(case: Case) -> Iterator[Judgement]:
    """What does not exist cannot be changed; what has not been read is changed blindly."""
    if _made_by_the_plan(case):
        return
    kind, key = _subject(case)
    if key.id.startswith(_OF_OTHERS.get(kind, ())):
        yield case.says("subject_missing", Level.BLOCK, f"{key.id} is not one of the {kind}.")
        return
    if key in case.before.table(kind):
        return
    why = case.before.missing(kind, key)
    if why is Missing.GONE:
        yield case.says("subject_missing", Level.BLOCK, f"{key.id} does not exist any more.")
    else:
        reason = f"{key.id} {WHY[why]}: what the change does to it cannot be judged."
        yield case.says("subject_missing", Level.CONFIRM, reason, unknown=True)


def owners(case: Case) -> tuple[tuple[Kind, Key], ...]:
    """Everything whose tags count for the step: what it touches, and the instances that have it."""
    found: dict[tuple[Kind, Key], None] = {_subject(case): None}
    touched = [
        s for s in case.change.subjects(case.start) if s.kind in TAGGED and not s.key.id.startswith("(")
    ]
    found.update(dict.fromkeys((s.kind, s.key) for s in touched))
    for kind, key in tuple(found):
        item = case.start.table(kind).get(key)
        held = [a.instance_id for a in item.attachments] if isinstance(item, Volume) else []
        if isinstance(item, Address) and item.instance_id:
            held.append(item.instance_id)
        found.update(dict.fromkeys((Kind.INSTANCES, key._replace(id=holder)) for holder in held))
        if isinstance(item, SecurityGroupRule):
            found[Kind.SECURITY_GROUPS, key._replace(id=item.group_id)] = None
    return tuple(found)


def matches(tags: Tags, pattern: str) -> tuple[str, str] | None:
    """The first tag that a pattern names: `key` or `key=value`, both may be globs."""
    name, _, value = pattern.partition("=")
    for tag in tags:
        if fnmatchcase(tag[0], name) and fnmatchcase(tag[1], value if "=" in pattern else "*"):
            return tag
    return None


def protected_tag(case: Case) -> Iterator[Judgement]:
    """What carries a protected tag is touched only after a confirmation, also by a plan that takes it off."""
    patterns = case.policy.protect_tags
    if not patterns or _made_by_the_plan(case):
        return
    for of, key in owners(case):
        kind = _tagged(of)
        tags: Tags | None = getattr(case.start.table(kind).get(key), "tags", None)
        if tags is None:
            reason = f"Whether {key.id} carries a protected tag is not known: it has not been read."
            yield case.says("protected_tag", Level.CONFIRM, reason, setting="protect_tags", unknown=True)
            continue
        tag = next(filter(None, (matches(tags, pattern) for pattern in patterns)), None)
        if tag is not None:
            reason = f"{key.id} carries the protected tag {tag[0]}={tag[1]}."
            yield case.says("protected_tag", Level.CONFIRM, reason, setting="protect_tags")


CODE_TAGS = ("aws:cloudformation:stack-name", "aws:servicecatalog:*", "terraform", "Terraform", "pulumi:*")


def managed_by_code(case: Case) -> Iterator[Judgement]:
    """What is made from code drifts from it when it is changed by hand."""
    kind, key = _subject(case)
    tags: Tags = getattr(case.before.table(_tagged(kind)).get(key), "tags", ())
    found = [matches(tags, p) for p in CODE_TAGS] + [matches(tags, "*anaged*y=*[Tt]erraform*")]
    tag = next(filter(None, found), None)
    if tag is not None:
        reason = (
            f"The tag {tag[0]}={tag[1]} says that code manages it: a change by hand drifts from the code."
        )
        yield case.says("managed_by_code", Level.WARN, reason)
