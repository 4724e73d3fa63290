"""The posture check of rules that are opened for a time."""

from collections.abc import Iterable

from ec2tui.core.changes.time_box import SWEPT
from ec2tui.core.grammar.expiry import EXPIRES_AT, moment, tag_value
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.finding import FindingStatus, Severity
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import ENABLED, LATEST, Schedule, schedule_name
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.posture.check import Judged, Verdict, failed, not_applicable, passed


def expired_rules(place: Judged) -> Verdict:
    """A rule that was opened for a time stays open when its end is missed. Revoke it (`ec2tui sweep`), or say
    that it stays by taking the tag away.
    """
    boxed = [(rule, dict(rule.tags)[EXPIRES_AT]) for rule in place.rules if EXPIRES_AT in dict(rule.tags)]
    if not boxed:
        return not_applicable("No rule is opened for a time only.")
    for rule, text in boxed:
        at = moment(text)
        if at is None:
            return failed(f"The end of {rule.key.id} cannot be read ({text!r}).", rules=(rule.key.id,))
        if at <= place.now:
            return failed(f"{rule.key.id} should have been closed at {text}.", rules=_past(boxed, place.now))
    held = {rule.key.id: _held(place, rule, moment(text) or 0) for rule, text in boxed}
    loose = tuple(id for id, reason in held.items() if reason)
    if loose:
        return failed(held[loose[0]] or "", rules=loose)._replace(severity=Severity.MEDIUM)
    if None in held.values():
        reason = "Rules opened for a time have not ended yet; whether schedules will close them is not known."
        return Verdict(FindingStatus.UNKNOWN, reason)
    return passed(f"{len(boxed)} rules are open for a time, with a schedule that closes them.")


def _past(boxed: Iterable[tuple[SecurityGroupRule, str]], now: float) -> tuple[str, ...]:
    """The ids of the rules that are past their end."""
    ends = ((rule.key.id, moment(text)) for rule, text in boxed)
    return tuple(id for id, at in ends if at is None or at <= now)


def _held(place: Judged, rule: SecurityGroupRule, end: int) -> str | None:
    """Why no schedule closes a rule at its end, as a sentence (empty: one does); None: that is not known."""
    rule_id = rule.key.id
    key = place.subject._replace(id=schedule_name(rule_id))
    found: Schedule | None = place.inventory.table(Kind.SCHEDULES).get(key)
    if found is None:
        gone = place.inventory.missing(Kind.SCHEDULES, key) is Missing.GONE
        if not gone and SWEPT not in rule.tags:
            return None
        return (
            f"Only swept, no schedule: after {tag_value(end)} {rule_id} stays open until `ec2tui sweep` "
            "runs or the screen is started."
        )
    if found.state and found.state != ENABLED:
        return f"The schedule that was to close {rule_id} is {found.state.lower()}."
    if found.at is not None and found.at > end + LATEST:
        return f"The schedule closes {rule_id} at {tag_value(found.at)}, after its end at {tag_value(end)}."
    if found.rule_id and found.rule_id != rule_id:
        return f"The schedule named after {rule_id} revokes {found.rule_id} instead."
    return ""
