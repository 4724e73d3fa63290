"""Laws of the guardrails of security groups: no way of writing the same thing makes it pass."""

from ipaddress import ip_network
from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ec2tui.core.changes.plan import Plan, Step
from ec2tui.core.changes.security_group_rules import AuthorizeRule, revoke
from ec2tui.core.grammar.spec import Peer, PeerKind, RuleSpec
from ec2tui.core.model.judgement import Level, worst
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.origin import Origin
from ec2tui.core.rules.engine import judge
from ec2tui.core.rules.guardrails import GROUP_GUARDS, RULE_IDS
from ec2tui.core.rules.live import judge_line
from ec2tui.core.rules.network import places
from ec2tui.core.rules.policy import Policy
from tests.core.changes.worlds import key
from tests.core.rules.group_cases import GROUP_EXAMPLES, spec
from tests.core.rules.network.sample import everything, group, interface, network, prefix_list, rule

PUBLIC = {"admin_port_public", "everything_public", "port_public", "wide_source", "split_internet"}
GROUPS = ("sg-1", "sg-2", "sg-3")
NETS = (
    "0.0.0.0/0",
    "0.0.0.0/1",
    "8.0.0.0/5",
    "32.0.0.0/3",
    "192.0.4.0/22",
    "10.0.0.0/8",
    "2000::/3",
    "::/0",
    "2600::/46",
)
TRAFFIC = ("tcp/22", "https", "tcp/8081", "tcp/20-500", "all", "udp", "132", "icmp")
EMPTY = network(*(group(name) for name in GROUPS), interface("eni-1", *GROUPS), interface("eni-2", "sg-1"))


def line(traffic: str, net: str) -> RuleSpec:
    return spec(f"{traffic} from {net}")


def said(world, *authorized: tuple[str, RuleSpec]):
    steps = tuple(Step(AuthorizeRule(key(name), one)) for name, one in authorized)
    found = judge(Plan("", steps), world, world, Policy(), 0.0)
    return [judgement for judgement in found if judgement.rule in PUBLIC]


def level(world, *authorized: tuple[str, RuleSpec]) -> int:
    return worst(tuple(said(world, *authorized))).rank


def halves(net: str, bits: int) -> list[str]:
    return [str(part) for part in ip_network(net).subnets(bits)]


@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize("traffic", TRAFFIC)
def test_splitting_a_network_never_lowers_the_level(net, traffic):
    """In one group, over groups of one interface, and one half today, the other tomorrow."""
    whole = level(EMPTY, ("sg-1", line(traffic, net)))
    for bits in (1, 2):
        parts = [line(traffic, part) for part in halves(net, bits)]
        assert level(EMPTY, *(("sg-1", part) for part in parts)) >= whole
        spread = [(GROUPS[n % 3], part) for n, part in enumerate(parts)]
        assert level(EMPTY, *spread) >= whole
    first, second = halves(net, 1)
    today = AuthorizeRule(key("sg-2"), line(traffic, first)).effect(EMPTY)
    both = max(level(EMPTY, ("sg-2", line(traffic, first))), level(today, ("sg-1", line(traffic, second))))
    assert both >= whole


@pytest.mark.parametrize("net", ["0.0.0.0/0", "::/0", "32.0.0.0/3"])
def test_no_other_way_of_writing_it_lowers_the_level(net):
    whole = level(EMPTY, ("sg-1", line("tcp/22", net)))
    listed = msgspec.structs.replace(line("tcp/22", net), peer=Peer(PeerKind.PREFIX_LIST, "pl-1"))
    family = 6 if ":" in net else 4
    world = network(prefix_list("pl-1", *halves(net, 2), family=family), interface("eni-1", "sg-1"))
    assert level(world, ("sg-1", listed)) >= whole
    ports = [line(f"tcp/{low}-{high}", net) for low, high in ((1, 21), (22, 22), (23, 99))]
    assert level(EMPTY, *(("sg-1", one) for one in ports)) >= whole
    numbered = msgspec.structs.replace(line("tcp/22", net), protocol="6")
    assert level(EMPTY, ("sg-1", numbered)) >= whole


RULES = st.tuples(st.sampled_from(GROUPS), st.builds(line, st.sampled_from(TRAFFIC), st.sampled_from(NETS)))


@given(st.lists(RULES, min_size=1, max_size=3, unique=True), RULES)
@settings(max_examples=40)
def test_more_rules_never_pass_where_fewer_do_not_and_their_order_says_nothing(rules, more):
    levels = {level(EMPTY, *order) for order in permutations(rules)}
    assert len(levels) == 1
    assert level(EMPTY, *rules, more) >= levels.pop()


@given(st.lists(RULES, min_size=1, max_size=4, unique=True), st.data())
@settings(max_examples=40)
def test_taking_rules_away_opens_nothing(present, data):
    world = EMPTY
    for name, one in present:
        world = AuthorizeRule(key(name), one).effect(world)
    rules = sorted(world.table(Kind.RULES).values(), key=lambda each: each.key)
    gone = data.draw(st.lists(st.sampled_from(rules), min_size=1, unique_by=lambda each: each.key))
    steps = tuple(Step(revoke(each)) for each in gone)
    found = judge(Plan("", steps), world, world, Policy(), 0.0)
    assert [judgement for judgement in found if judgement.rule in PUBLIC] == []


@given(st.lists(RULES, max_size=4), RULES)
@settings(max_examples=40)
def test_groups_that_are_not_added_up_would_have_changed_nothing(present, more):
    """Places are skipped to be fast: with none skipped the same is said."""
    world = EMPTY
    for name, one in present:
        world = AuthorizeRule(key(name), one).effect(world)
    fast = {(j.rule, j.level) for j in said(world, more)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places._Sum, "lifted", lambda self, others: True)
        patch.setattr(places._Sum, "matters", True)
        patch.setattr(places, "_remembered", [])
        again = AuthorizeRule(key("sg-3"), line("tcp/9", "10.9.0.0/16")).effect(world)
        whole = {(j.rule, j.level) for j in said(again, more)}
    assert fast == whole


def test_families_say_nothing_about_each_other():
    world = network(rule("sgr-1"), everything("sgr-2"), interface("eni-1", "sg-1"))
    assert level(world, ("sg-1", line("tcp/22", "::/0"))) == Level.BLOCK.rank
    assert level(world, ("sg-1", line("tcp/22", "0.0.0.0/0"))) == Level.OK.rank


def test_a_line_is_judged_as_the_review_would():
    found = judge_line(EMPTY, key("sg-1"), line("tcp/22", "0.0.0.0/0"))
    assert found[0].level is Level.BLOCK
    assert found[0].reason == "tcp/22 (administration) would be open to 100 % of the IPv4 internet."
    assert found[0].alternative == "tcp/22 from my-ip for 1h"
    assert found[0].setting == "guardrails.levels.admin_port_public"
    old = rule("sgr-1", "0.0.0.0/1")
    world = network(old, group("sg-1"), interface("eni-1", "sg-1"))
    here = Origin(("192.0.3.9",))
    found = judge_line(world, key("sg-1"), line("tcp/22", "10.0.0.0/9"), instead_of=(old,), origin=here)
    assert worst(found) is Level.WARN
    with pytest.raises(ValueError, match="not resolved"):
        judge_line(EMPTY, key("sg-1"), spec("tcp/22 from my-ip"))


@pytest.mark.parametrize("guard", GROUP_GUARDS)
def test_every_guard_has_a_table_with_what_it_stops_lets_pass_and_cannot_know(guard):
    rule = GROUP_GUARDS[guard]
    examples = [one for one in GROUP_EXAMPLES if one.rule == rule]
    assert any(one.expected and not one.unknown for one in examples)
    assert any(not one.expected for one in examples)
    assert any(one.unknown for one in examples)


def test_every_guard_has_its_rule():
    assert list(GROUP_GUARDS) == [f"G{n:02}" for n in range(1, 18)]
    assert set(GROUP_GUARDS.values()) <= set(RULE_IDS)
