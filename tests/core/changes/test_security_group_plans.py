"""From rules as they are to rules as they are wanted: in place where AWS allows it, make before break."""

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import given, settings

from ec2tui.core.changes.change import Ref, Unready
from ec2tui.core.changes.plan import Plan, draft
from ec2tui.core.changes.schedules import MoveSchedule, ScheduleRevoke, Target
from ec2tui.core.changes.security_group_edits import DescribeRule
from ec2tui.core.changes.security_group_plans import Wanted, allow, copy_rules, difference, edit_rule
from ec2tui.core.changes.security_group_rules import RULE_ID, AuthorizeRule, RevokeRule, rules_in
from ec2tui.core.changes.tags import SetTag
from ec2tui.core.changes.time_box import SWEPT, Boxing, ended, lasting, overdue, retimed
from ec2tui.core.grammar.expiry import EXPIRES_AT, tag_value
from ec2tui.core.grammar.group_text import format_group, parse_group
from ec2tui.core.grammar.line import format_rule
from ec2tui.core.grammar.spec import Peer, PeerKind, rule_of
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from tests.core.changes.worlds import ROLE, TIMES, account, build, key, schedule_of, spec
from tests.core.grammar.specs import SPECS

WEB = SecurityGroup(key("sg-0"), "web", vpc_id="vpc-1")
DB = SecurityGroup(key("sg-1"), "db", vpc_id="vpc-1")
FAR = SecurityGroup(key("sg-2"), "far", vpc_id="vpc-2")
PLAIN = Boxing()
HELD = Boxing("arn:aws:iam::111122223333:user/ann", "ticket 7", Target(ROLE))


def rule(id: str, line: str, *tags: tuple[str, str], group: SecurityGroup = WEB) -> SecurityGroupRule:
    return rule_of(spec(line), group.key, id, tags)


def world(*rules: SecurityGroupRule, more: tuple = ()) -> Inventory:
    groups = ((Kind.SECURITY_GROUPS, group) for group in (WEB, DB, FAR))
    return build(*groups, *((Kind.RULES, one) for one in rules), *more)


def kinds(steps: tuple) -> list[str]:
    return [step.change.action for step in steps]


def after(steps: tuple, inventory: Inventory, group: SecurityGroup = WEB) -> list[str]:
    plan = draft(steps, inventory)
    return sorted(format_rule(one) for one in rules_in(plan.after(inventory), group.key))


OFFICE = rule("sgr-1", 'tcp/22 from 203.0.113.7/32 "office"', ("team", "ops"), ("ec2tui:plan", "x/0"))
HTTPS = rule("sgr-2", "tcp/443 from 0.0.0.0/0")
OUT = rule("sgr-3", "all to 0.0.0.0/0")
NOW = world(OFFICE, HTTPS, OUT)


def edited(line: str, rule_: SecurityGroupRule = OFFICE, inventory: Inventory = NOW) -> tuple:
    return edit_rule(rule_, spec(line), inventory, PLAIN)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('tcp/22 from 203.0.113.7/32 "office"', []),
        ('tcp/22 from 203.0.113.7/32 "home"', ["rule.describe"]),
        ("tcp/22 from 203.0.113.7/32", ["rule.describe"]),
        ('tcp/22 from 203.0.113.0/24 "office"', ["rule.modify"]),
        ("udp/22 from 203.0.113.7/32", ["rule.modify"]),
        ("tcp/22 from ::/0", ["rule.authorize", "rule.revoke"]),
        ("tcp/22 from self", ["rule.authorize", "rule.revoke"]),
        ("tcp/22 to 203.0.113.7/32", ["rule.authorize", "rule.revoke"]),
        ("tcp/443 from 0.0.0.0/0", ["rule.revoke"]),
        ('tcp/443 from 0.0.0.0/0 "all"', ["rule.describe", "rule.revoke"]),
    ],
)
def test_a_rule_is_changed_by_the_least_that_does_it(line: str, wanted: list[str]) -> None:
    steps = edited(line)
    assert kinds(steps) == wanted
    assert spec(line).identity in [spec(each).identity for each in after(steps, NOW)]


def test_a_replacement_keeps_the_tags_and_goes_only_when_the_new_one_is_there() -> None:
    new, old = edited('tcp/22 from self "office"')
    assert new.change == AuthorizeRule(WEB.key, spec('tcp/22 from self "office"'), tags=(("team", "ops"),))
    assert old.change == RevokeRule(key("sgr-1"), "sg-0", False)
    assert old.needs == (0,)


def test_what_is_open_already_is_not_opened_again() -> None:
    assert allow(WEB.key, spec("tcp/443 from 0.0.0.0/0"), NOW, PLAIN) == ()
    assert allow(WEB.key, spec("tcp/22 from 203.0.113.7/32"), NOW, PLAIN) == ()
    (described,) = allow(WEB.key, spec('tcp/443 from 0.0.0.0/0 "all"'), NOW, PLAIN)
    assert described.change == DescribeRule(key("sgr-2"), "sg-0", False, "all")
    (added,) = allow(WEB.key, spec('tcp/80 from 0.0.0.0/0 "all"'), NOW, PLAIN)
    assert added.change == AuthorizeRule(WEB.key, spec('tcp/80 from 0.0.0.0/0 "all"'))


def test_the_difference_drops_what_stays_and_what_is_said_twice() -> None:
    lines = ("tcp/443 from 0.0.0.0/0", "all to 0.0.0.0/0", "tcp/25 from self", "tcp/25 from self")
    wanted = [Wanted("", spec(line)) for line in lines]
    steps = difference(WEB.key, wanted, NOW, PLAIN)
    assert kinds(steps) == ["rule.authorize", "rule.revoke"]
    assert steps[1].needs == (0,)
    assert after(steps, NOW) == sorted(set(lines))


def test_two_rules_that_change_places_only_change_what_tells_them_apart() -> None:
    first, second = spec('tcp/443 from 0.0.0.0/0 "office"'), spec("tcp/22 from 203.0.113.7/32")
    wanted = [Wanted("sgr-1", first), Wanted("sgr-2", second), Wanted("sgr-3", spec("all to 0.0.0.0/0"))]
    assert kinds(difference(WEB.key, wanted, NOW, PLAIN)) == ["rule.describe", "rule.describe"]


def test_what_only_goes_waits_for_what_is_new_of_its_direction() -> None:
    wanted = [Wanted("", spec("tcp/80 from self")), Wanted("", spec("tcp/81 to self"))]
    steps = difference(WEB.key, wanted, NOW, PLAIN)
    assert kinds(steps) == ["rule.authorize"] * 2 + ["rule.revoke"] * 3
    assert [step.needs for step in steps] == [(), (), (0,), (0,), (1,)]


@settings(max_examples=40, deadline=None, database=None)
@given(st.integers(0, 500), st.lists(SPECS, max_size=5), st.data())
def test_the_difference_leads_to_what_is_wanted_and_then_there_is_none(seed, specs, data) -> None:
    inventory = account(seed)
    ids = st.sampled_from(("", "sgr-0", "sgr-1", "sgr-9"))
    unnamed = (PeerKind.GROUP_NAME, PeerKind.PREFIX_LIST_NAME, PeerKind.MY_IP)
    specs = [_resolved(one) for one in specs if one.peer.kind not in unnamed]
    wanted = [Wanted(data.draw(ids), one) for one in specs]
    for boxing in (PLAIN, HELD):
        steps = difference(WEB.key, wanted, inventory, boxing)
        there = draft(steps, inventory).after(inventory)
        assert {format_rule(one) for one in rules_in(there, WEB.key)} <= {*map(_said, specs)}
        assert len(rules_in(there, WEB.key)) == len({one.identity for one in specs})
        assert all(need < at for at, step in enumerate(steps) for need in step.needs)
        again = difference(WEB.key, wanted, there, boxing)
        assert not draft(again, there).steps


def _resolved(one):
    own = one.peer.kind is PeerKind.GROUP and one.peer.value == WEB.key.id
    return msgspec.structs.replace(one, lasts=None, peer=Peer(PeerKind.SELF) if own else one.peer)


def _said(one) -> str:
    from ec2tui.core.grammar.line import format_line

    return format_line(one)


@settings(max_examples=20, deadline=None, database=None)
@given(st.integers(0, 500))
def test_an_export_that_nobody_edits_changes_nothing(seed: int) -> None:
    inventory = account(seed)
    rules = {one.key.id: one for one in rules_in(inventory, WEB.key)}
    read = parse_group(format_group(WEB, rules.values()), rules)
    wanted = [Wanted(line.rule_id, line.spec) for line in read.lines]
    assert difference(WEB.key, wanted, inventory, HELD) == ()


def test_rules_are_copied_where_they_are_lacking() -> None:
    inventory = world(
        rule("sgr-1", "tcp/22 from 10.0.0.0/8", ("team", "ops")),
        rule("sgr-2", "all from self"),
        rule("sgr-3", "tcp/5432 from sg-1"),
        rule("sgr-4", "tcp/80 from ::/0"),
        rule("sgr-5", "tcp/80 from ::/0", group=DB),
    )
    steps = copy_rules(WEB, DB, inventory, PLAIN)
    assert after(steps, inventory, DB) == sorted(
        ["tcp/22 from 10.0.0.0/8", "all from self", "tcp/5432 from self", "tcp/80 from ::/0"]
    )
    assert steps[0].change.tags == (("team", "ops"),)
    refused = copy_rules(WEB, FAR, inventory, PLAIN)
    assert isinstance(refused, Unready)
    assert "sgr-3" in refused.reason


UNTIL = TIMES[0]
END = (EXPIRES_AT, tag_value(UNTIL))


def boxed(until: int | None = UNTIL) -> object:
    return msgspec.structs.replace(spec('tcp/22 from 10.0.0.9/32 "x"'), until=until)


def test_a_time_box_is_tagged_and_scheduled_in_a_group_where_the_schedule_may_revoke() -> None:
    steps = allow(WEB.key, boxed(), NOW, HELD)
    mark, authorize, schedule = (step.change for step in steps)
    assert mark == SetTag(WEB.key, "ec2tui:managed", "true", Kind.SECURITY_GROUPS, stays=True)
    assert mark.inverse(NOW) is None and "stays" in mark.irreversible(NOW)
    assert authorize.tags == (END, ("ec2tui:by", HELD.by), ("ec2tui:reason", "ticket 7"))
    assert schedule == ScheduleRevoke(WEB.key, Ref(1, RULE_ID), False, UNTIL, Target(ROLE))
    assert [step.needs for step in steps] == [(), (0,), (1,)]
    assert schedule.guards
    call = msgspec.structs.replace(schedule, rule="sgr-9").call()
    assert call.params["Target"]["Input"] == '{"GroupId":"sg-0","SecurityGroupRuleIds":["sgr-9"]}'
    assert call.params["ScheduleExpression"] == "at(2026-01-31T18:00:00)"
    assert call.params["Name"] == "ec2tui-sgr-9"


def test_a_time_box_is_taken_back_with_its_rule_also_before_its_id_is_known() -> None:
    plan = draft(opened_until(), NOW)
    authorize, schedule = plan.changes[-2:]
    assert isinstance(schedule, ScheduleRevoke) and isinstance(schedule.rule, Ref)
    assert not schedule.irreversible(NOW) and not authorize.irreversible(NOW)


def opened_until() -> tuple:
    found = allow(WEB.key, spec("tcp/23 from 10.0.0.0/8 until 2040-01-01T00:00Z"), NOW, HELD)
    assert not isinstance(found, Unready)
    return found


def test_a_group_that_is_marked_is_not_marked_again_and_without_a_role_there_is_only_the_tag() -> None:
    marked = msgspec.structs.replace(WEB, tags=(("ec2tui:managed", "true"),))
    inventory = world(more=((Kind.SECURITY_GROUPS, marked),))
    assert kinds(allow(WEB.key, boxed(), inventory, HELD)) == ["rule.authorize", "schedule.create"]
    (only,) = allow(WEB.key, boxed(), inventory, PLAIN)
    assert only.change.tags == (END, SWEPT)


def test_a_rule_that_came_meanwhile_takes_its_schedule_out_of_the_plan() -> None:
    steps = allow(WEB.key, boxed(), NOW, HELD)
    plan = draft(steps, world(rule("sgr-8", "tcp/22 from 10.0.0.9/32")), "01J")
    assert kinds(plan.steps) == ["tag.set"]


def test_an_end_is_moved_on_the_schedule_first() -> None:
    there = rule("sgr-4", 'tcp/22 from 10.0.0.9/32 "x"', END)
    held = world(there, more=((Kind.SCHEDULES, schedule_of("sgr-4", UNTIL)),))
    move, tag = allow(WEB.key, boxed(TIMES[1]), held, HELD)
    assert isinstance(move.change, MoveSchedule) and move.change.at == TIMES[1]
    assert tag.change == SetTag(there.key, EXPIRES_AT, tag_value(TIMES[1]), Kind.RULES)
    assert tag.needs == (0,)
    assert kinds(allow(WEB.key, boxed(TIMES[1]), world(there), HELD)) == [
        "tag.set",
        "schedule.create",
        "tag.set",
    ]
    assert kinds(retimed(there, None, held, HELD)) == ["schedule.delete", "tag.remove"]
    assert kinds(retimed(there, None, world(there), HELD)) == ["tag.remove"]
    assert kinds(ended(there, held)) == ["rule.revoke", "schedule.delete"]
    assert kinds(ended(there, world(there))) == ["rule.revoke"]


def test_an_end_is_neither_given_to_nor_taken_from_a_rule_by_allowing_it_again() -> None:
    there = rule("sgr-4", "tcp/22 from 10.0.0.9/32", END)
    forever = allow(WEB.key, boxed(None), world(there), HELD)
    assert isinstance(forever, Unready) and "2026-01-31T18:00Z" in forever.reason
    permanent = allow(WEB.key, boxed(), world(rule("sgr-4", "tcp/22 from 10.0.0.9/32")), HELD)
    assert isinstance(permanent, Unready) and "without an end" in permanent.reason


def test_what_is_past_its_end_is_overdue() -> None:
    there = rule("sgr-4", "tcp/22 from 10.0.0.9/32", END)
    odd = rule("sgr-5", "tcp/23 from 10.0.0.9/32", (EXPIRES_AT, "soon"))
    assert overdue([OFFICE, there, odd], UNTIL) == (there,)
    assert overdue([OFFICE, there, odd], UNTIL - 1) == ()


def test_a_span_becomes_a_time() -> None:
    assert lasting(spec("ssh from self for 1h"), 100).until == 3700
    assert lasting(spec("ssh from self"), 100) == spec("ssh from self")


def test_undoing_a_difference_brings_everything_back() -> None:
    steps = difference(WEB.key, [Wanted("sgr-2", spec("tcp/443 from 10.0.0.0/8"))], NOW, PLAIN)
    state, back = NOW, []
    for change in draft(steps, NOW).changes:
        back.append(change.inverse(state))
        state = change.effect(state)
    for change in reversed(back):
        state = change.effect(state)
    assert Plan("", ()).after(state).tables[Kind.SECURITY_GROUPS] == NOW.tables[Kind.SECURITY_GROUPS]
    assert sorted(map(format_rule, rules_in(state, WEB.key))) == sorted(
        map(format_rule, (OFFICE, HTTPS, OUT))
    )


def test_a_review_says_rules_as_lines() -> None:
    from ec2tui.core.changes.plan import differences
    from ec2tui.core.views.plan_words import rows

    plan = draft(edited('tcp/22 from self "office"'), NOW)
    said = [row for found in differences(plan, NOW, plan.after(NOW)) for row in rows(found)]
    assert said == [
        ("rule", "none", 'tcp/22 from self "office"'),
        ("rule", 'tcp/22 from 203.0.113.7/32 "office"', "none"),
    ]


def test_a_group_that_names_itself_is_itself() -> None:
    own = rule("sgr-4", "tcp/5432 from self")
    assert AuthorizeRule(WEB.key, spec("tcp/5432 from sg-0")).noop(world(own))
