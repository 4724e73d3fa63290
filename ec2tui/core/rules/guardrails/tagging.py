"""Guardrails of tags: what AWS reserves, its limits, and tags that must stay."""

from collections.abc import Iterator

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.tags import (
    MAX_NAME,
    MAX_TAGS,
    MAX_VALUE,
    RESERVED,
    RemoveTag,
    SetTag,
    tags_of,
)
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.rules.guardrails.case import Case


def _given(change: Change) -> Tags:
    """The tags that a change sets, on an item or on what it makes."""
    if isinstance(change, SetTag):
        return ((change.name, change.value),)
    tags: Tags = getattr(change, "tags", ()) if change.creates else ()
    return tags


def reserved_tag(case: Case) -> Iterator[Judgement]:
    """Tags that begin with `aws:` are AWS's own."""
    names = [name for name, _ in _given(case.change)]
    if isinstance(case.change, RemoveTag):
        names.append(case.change.name)
    for name in names:
        if name.lower().startswith(RESERVED):
            yield case.says("reserved_tag", Level.BLOCK, f"{name} is reserved: only AWS sets and removes it.")


def tag_limit(case: Case) -> Iterator[Judgement]:
    """AWS takes 50 tags per resource, keys of 1 to 128 characters and values of up to 256."""
    change, rule = case.change, "tag_limit"
    for name, value in _given(change):
        if not 1 <= len(name) <= MAX_NAME:
            reason = f"A tag's key has 1 to {MAX_NAME} characters; this one has {len(name)}."
            yield case.says(rule, Level.BLOCK, reason)
        if len(value) > MAX_VALUE:
            reason = f"A tag's value has up to {MAX_VALUE} characters; that of {name} has {len(value)}."
            yield case.says(rule, Level.BLOCK, reason)
    if not isinstance(change, SetTag):
        return
    after = tags_of(case.after, change.of, change.key)
    if after is None:
        reason = f"Whether {change.key.id} has room for one more tag is not known."
        yield case.says(rule, Level.INFO, reason, unknown=True)
        return
    count = sum(not name.lower().startswith(RESERVED) for name, _ in after)
    if count > MAX_TAGS:
        yield case.says(rule, Level.BLOCK, f"It would have {count} tags; AWS takes {MAX_TAGS}.")


def required_tag(case: Case) -> Iterator[Judgement]:
    """A tag that the policy requires is neither removed nor left empty, and new things have it."""
    change = case.change
    for name in case.policy.required_tags:
        gone = isinstance(change, RemoveTag) and change.name == name
        empty = isinstance(change, SetTag) and change.name == name and not change.value.strip()
        lacking = bool(change.creates) and not dict(_given(change)).get(name, "").strip()
        if gone or empty or lacking:
            what = "is required and would be gone" if gone else "is required and would be missing or empty"
            instead = f"Give it the tag as it is made: --tag {name}=…, or in the form." if lacking else ""
            reason = f"The tag {name} {what}."
            yield case.says("required_tag", Level.BLOCK, reason, setting="required_tags", alternative=instead)
