"""Guardrails of single rules: what they would really mean, whether they say anything new, and the quota."""

from collections.abc import Iterator
from math import inf

from ec2tui.core.changes.security_group_edits import DescribeRule, ModifyRule
from ec2tui.core.changes.security_group_rules import RevokeRule
from ec2tui.core.changes.tags import SetTag
from ec2tui.core.grammar.expiry import EXPIRES_AT, moment
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.grammar.protocols import PORTED, normal
from ec2tui.core.grammar.spec import spec_of
from ec2tui.core.model.exposure import percent
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.prefix_list import PrefixList
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.core.rules.guardrails.case import WHY, Case
from ec2tui.core.rules.guardrails.security_group_words import FAMILY
from ec2tui.core.rules.guardrails.security_groups import edit, retold
from ec2tui.core.rules.network.coverage import covering
from ec2tui.core.rules.network.intervals import FAMILIES, share
from ec2tui.core.rules.network.limits import DESCRIPTION, EXPIRY
from ec2tui.core.rules.network.openings import lists_of, openings
from ec2tui.core.rules.network.quota import quota_used
from ec2tui.core.rules.network.readings import group_unread, list_unread, unread
from ec2tui.core.rules.network.special import is_private, odd, private_outside


def _new(case: Case) -> Iterator[SecurityGroupRule]:
    """The rules that say something else after the step than any did before."""
    found = edit(case)
    if found is not None:
        old = {(*spec_of(rule).identity, rule.group_id) for rule in found.removed}
        yield from (rule for rule in found.added if (*spec_of(rule).identity, rule.group_id) not in old)


def not_as_it_seems(case: Case) -> Iterator[Judgement]:
    """A rule that AWS takes for something else than it looks like, or that lets nobody in."""
    rule_id = "not_as_it_seems"
    for rule in _new(case):
        cidr = rule.cidr or rule.cidr6
        reason = odd(cidr) if cidr else ""
        if reason:
            yield case.says(rule_id, Level.WARN, reason)
        if normal(rule.protocol) in PORTED and (rule.from_port, rule.to_port) == (0, 0):
            reason = f"0 to 0 is port 0 alone, on which nothing listens; every port is {rule.protocol}."
            yield case.says(rule_id, Level.WARN, reason)
        end = dict(rule.tags).get(EXPIRES_AT)
        if (moment(end) or case.now + 1) <= case.now:
            reason = f"Its end, {end}, is past already: no schedule closes it any more, only a sweep."
            yield case.says(rule_id, Level.WARN, reason, alternative="Give it a later end, as for 1h.")
        for level, why in _unreachable(case, rule, cidr) if cidr and not reason else ():
            yield case.says(rule_id, level, why, unknown=level is Level.INFO)


def _unreachable(case: Case, rule: SecurityGroupRule, cidr: str) -> Iterator[tuple[Level, str]]:
    """Why nobody comes from a private network, or why that is not known (INFO)."""
    group: SecurityGroup | None = case.after.table(Kind.SECURITY_GROUPS).get(
        rule.key._replace(id=rule.group_id)
    )
    vpc = (
        case.after.table(Kind.VPCS).get(rule.key._replace(id=group.vpc_id))
        if group and group.vpc_id
        else None
    )
    missing = unread(case.after, rule.key, Kind.VPCS, Kind.ROUTE_TABLES) if is_private(cidr) else ()
    if vpc is None or missing:
        for why in missing:
            yield Level.INFO, f"Whether anybody comes from {cidr} is not known. {why}"
        return
    near = [*vpc.cidrs, *vpc.cidrs6]
    for table in case.after.table(Kind.ROUTE_TABLES).values():
        if table.vpc_id == vpc.key.id and table.key[:2] == vpc.key[:2]:
            away = [r for r in table.routes if not r.target.startswith(("igw-", "eigw-", "nat-"))]
            near += [text for r in away if (text := r.cidr or r.cidr6)]
    if private_outside(cidr, tuple(near)):
        yield (
            Level.WARN,
            f"{cidr} is private, and no route of {vpc.key.id} leads there: nobody comes from it.",
        )


def says_nothing_new(case: Case) -> Iterator[Judgement]:
    """A rule that others cover already opens nothing; one that covers others makes them superfluous."""
    found, rule_id = edit(case), "says_nothing_new"
    if found is None:
        return
    # What the plan goes on to take away covers nothing, nor does what ends before the rule.
    going = _going(case)
    for rule in _new(case):
        group = rule.key._replace(id=rule.group_id)
        rest = [one for one in found.after.rules(group) if one.key != rule.key and one.key not in going]
        if why := group_unread(case.start, group):
            reason = f"Whether {rule.group_id} has this rule already is not known. {why}"
            yield case.says(rule_id, Level.WARN, reason, unknown=True)
        same = next((one for one in rest if spec_of(one).identity == spec_of(rule).identity), None)
        if same is not None and _ends(same) < _ends(rule):
            reason = f"{format_rule(rule)} is there, as {same.key.id}, with an end: AWS takes no rule twice."
            yield case.says(rule_id, Level.WARN, reason, alternative=f"Move the end of {same.key.id}.")
            continue
        covered = covering(rule, [one for one in rest if _ends(one) >= _ends(rule)], case.after)
        if covered is not None:
            by = ", ".join(covered.by)
            word = "says the same" if covered.how == "duplicate" else "let the same through already"
            reason = f"{format_rule(rule)} opens nothing new: {by} {word}."
            yield case.says(rule_id, Level.WARN, reason, alternative="Leave it out.")
            continue
        useless = [
            other.key.id
            for other in rest
            if other.egress is rule.egress
            and _ends(other) <= _ends(rule)
            and covering(other, (rule,), case.after) is not None
        ]
        if useless:
            reason = f"{format_rule(rule)} makes {', '.join(sorted(useless))} superfluous."
            yield case.says(rule_id, Level.WARN, reason, alternative="Revoke what it covers, or narrow it.")


def _going(case: Case) -> frozenset[Key]:
    """The rules that a later step revokes, makes another rule of, or gives an end."""
    later = (step.change for step in case.plan.steps[case.step + 1 :])
    return frozenset(
        change.key
        for change in later
        if isinstance(change, RevokeRule | ModifyRule)
        or (isinstance(change, SetTag) and (change.of, change.name) == (Kind.RULES, EXPIRES_AT))
    )


def _ends(rule: SecurityGroupRule) -> float:
    """When a rule ends, in epoch seconds: never is infinite, an end that says no time is now."""
    end = dict(rule.tags).get(EXPIRES_AT)
    return inf if end is None else moment(end) or 0


def rule_quota(case: Case) -> Iterator[Judgement]:
    """AWS refuses a rule beyond the quota, which counts each way and each family apart."""
    found, limit = edit(case), case.policy.network.quota
    for group in found.groups if found else ():
        assert found is not None
        for egress in (False, True):
            if not any(rule.egress is egress for rule in found.added):
                continue
            if why := group_unread(case.start, group):
                reason = f"How many rules {group.id} has is not known. {why}"
                yield case.says("rule_quota", Level.WARN, reason, subject=group, unknown=True)
                continue
            for family in FAMILIES:
                was, now = (
                    quota_used(state.rules(group), state.inventory, egress, family)
                    for state in (found.start, found.after)
                )
                if now > limit and now > was:
                    way = "egress" if egress else "ingress"
                    reason = (
                        f"{group.id} would have {now} {way} rules of {FAMILY[family]}; the quota is {limit}."
                    )
                    yield case.says(
                        "rule_quota",
                        Level.BLOCK,
                        reason,
                        subject=group,
                        setting="network.rules_per_direction",
                        alternative="Revoke what nobody needs, or put networks in a prefix list.",
                    )


def prefix_list_open(case: Case) -> Iterator[Judgement]:
    """A prefix list says what its owner puts into it, today and tomorrow."""
    rule_id, limits = "prefix_list_open", case.policy.network
    for rule in _new(case):
        if not rule.prefix_list_id:
            continue
        key = rule.key._replace(id=rule.prefix_list_id)
        found: PrefixList | None = case.after.table(Kind.PREFIX_LISTS).get(key)
        if found is None or found.entries is None:
            yield case.says(rule_id, Level.CONFIRM, list_unread(case.after, key), unknown=True)
            continue
        widest = max(
            (share(o.sources, o.family) for o in openings(rule, lists_of(case.after, rule.key))), default=0.0
        )
        name = f"The prefix list {found.name or key.id} (version {found.version or '?'}, of {found.owner_id})"
        if widest >= limits.share:
            reason = f"{name} holds {percent(widest)} of the internet."
            yield case.says(rule_id, Level.CONFIRM, reason)
        if found.owner_id not in (key.account, ""):
            reason = f"{name} is another's: it can change without you."
            yield case.says(rule_id, Level.CONFIRM, reason)


def rule_incomplete(case: Case) -> Iterator[Judgement]:
    """Where the policy wants it, a rule says why it is there, whose it is and when it ends."""
    wanted, found, change = case.policy.network.rule_requires, retold(case), case.change
    if wanted and isinstance(change, ModifyRule | DescribeRule):
        unread_rule = case.before.rule(change.key)
        if isinstance(unread_rule, Missing):
            reason = f"Whether {change.key.id} has {', '.join(wanted)} is not known: it {WHY[unread_rule]}."
            yield case.says("rule_incomplete", Level.WARN, reason, unknown=True)
    if not wanted or found is None:
        return
    old = {rule.key: rule for rule in found.removed}
    for rule in found.added:
        lacked = _lacking(old[rule.key], wanted) if rule.key in old else ()
        missing = [word for word in _lacking(rule, wanted) if word not in lacked]
        if missing:
            reason = f"The policy wants {', '.join(missing)} on every rule."
            narrow = format_rule(rule) + (' "why"' if DESCRIPTION in missing else "")
            narrow += " for 1h" if EXPIRY in missing else ""
            yield case.says(
                "rule_incomplete", Level.BLOCK, reason, setting="network.rule_requires", alternative=narrow
            )


def _lacking(rule: SecurityGroupRule, wanted: tuple[str, ...]) -> tuple[str, ...]:
    tags = dict(rule.tags)
    values = {
        word: (rule.description or "")
        if word == DESCRIPTION
        else tags.get(EXPIRES_AT if word == EXPIRY else word, "")
        for word in wanted
    }
    return tuple(word for word, value in values.items() if not value.strip())
