"""Guardrails of rules with an end: access that was given for a time does not quietly stay."""

from collections.abc import Iterator
from math import inf

from ec2tui.core.changes.tags import RemoveTag, SetTag
from ec2tui.core.grammar.expiry import EXPIRES_AT, moment
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.guardrails.case import WHY, Case


def access_extended(case: Case) -> Iterator[Judgement]:
    """Access that was to end stays longer only when that is meant."""
    change, rule_id = case.change, "access_extended"
    if not isinstance(change, SetTag | RemoveTag) or (change.of, change.name) != (Kind.RULES, EXPIRES_AT):
        return
    rule: SecurityGroupRule | None = case.before.table(Kind.RULES).get(change.key)
    if rule is None:
        why = case.before.missing(Kind.RULES, change.key)
        if why is not Missing.GONE and not change.key.id.startswith(("(", "<")):
            reason = f"Whether {change.key.id} was to end before is not known: it {WHY[why]}."
            yield case.says(rule_id, Level.CONFIRM, reason, unknown=True)
        return
    was = dict(rule.tags).get(EXPIRES_AT)
    now = dict(getattr(case.after.table(Kind.RULES).get(change.key), "tags", ())).get(EXPIRES_AT)
    # An end that says no time holds nothing: it counts as past where it was, and as never where it is set.
    if was is not None and (moment(was) or 0) < (inf if now is None else moment(now) or inf):
        stays = f"until {now}" if now is not None else "for good"
        reason = f"It would stay open {stays}; it was to end at {was}."
        narrow = "Let it end, and open it again when somebody needs it."
        yield case.says(rule_id, Level.CONFIRM, reason, alternative=narrow)
