"""Openings added up: exposure by family, protocol and port, traced to rules, and its laws."""

from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.model.exposure import Exposure, percent
from ec2tui.core.rules.network.intervals import share
from ec2tui.core.rules.network.openings import opened
from ec2tui.core.rules.network.segments import exposures, segments
from tests.core.rules.network.sample import WORLD4, WORLD6, everything, network, prefix_list, rule


def of(*rules, least=0.0):
    return exposures(opened(rules, network(prefix_list("pl-1", "0.0.0.0/1"))), least=least)


def brief(found):
    return [(e.family, e.traffic, round(e.share, 3), e.rules) for e in found]


def test_an_opening_is_traced_to_its_rules():
    assert of(rule("a", first=22, last=23)) == (Exposure(4, "tcp", 22, 23, "tcp/22-23", 1.0, ("a",)),)


def test_a_split_internet_is_the_whole_and_names_both_halves():
    assert brief(of(rule("a", "0.0.0.0/1"), rule("b", "128.0.0.0/1"))) == [(4, "tcp/22", 1.0, ("a", "b"))]
    assert brief(of(rule("a", "pl-1"), rule("b", "128.0.0.0/1"))) == [(4, "tcp/22", 1.0, ("a", "b"))]


def test_overlapping_ports_are_cut_where_they_meet():
    found = of(rule("a", "203.0.113.0/24", first=20, last=25), rule("b", first=22, last=80))
    assert brief(found) == [
        (4, "tcp/22-25", 1.0, ("a", "b")),
        (4, "tcp/26-80", 1.0, ("b",)),
        (4, "tcp/20-21", 0.0, ("a",)),
    ]


def test_everything_is_told_once():
    assert brief(of(everything("a"))) == [(4, "all", 1.0, ("a",))]
    found = of(everything("a", "203.0.113.7/32"), rule("b"))
    assert brief(found) == [(4, "tcp/22", 1.0, ("a", "b")), (4, "all", 0.0, ("a",))]


def test_the_families_never_mix():
    assert brief(of(rule("a", WORLD6), rule("b", "10.0.0.0/8"))) == [(6, "tcp/22", 1.0, ("a",))]


def test_icmp_never_meets_ports():
    found = of(rule("a", protocol="icmp", first=8, last=-1), rule("b", protocol="icmp", first=3, last=4))
    assert [e.traffic for e in found] == [
        "icmp/destination-unreachable/fragmentation-needed",
        "icmp/echo-request",
    ]
    assert list(segments(opened((rule("a", protocol="icmp", first=-1, last=-1),), network()), 4, "tcp")) == []


def test_groups_and_private_addresses_are_not_the_internet():
    assert of(rule("a", "sg-2"), rule("b", "10.0.0.0/8"), rule("c", "192.168.1.0/24")) == ()


def test_what_is_narrower_than_asked_for_is_left_out():
    assert of(rule("a", "203.0.113.0/24"), least=0.25) == ()


def test_shares_as_text():
    assert [percent(x) for x in (1.0, 0.937, 0.0045, 0.0000001, 0.0, 0.5)] == [
        "100 %",
        "93.7 %",
        "0.45 %",
        "less than 0.01 %",
        "0 %",
        "50.0 %",
    ]


PEERS = ("0.0.0.0/1", "128.0.0.0/1", "8.0.0.0/5", "10.0.0.0/7", "203.0.113.0/24", WORLD4, WORLD6, "2000::/4")
RULES = st.builds(
    lambda n, peer, protocol, low, wide: rule(f"r{n}", peer, protocol, low, low + wide),
    st.integers(0, 999),
    st.sampled_from(PEERS),
    st.sampled_from(("tcp", "6", "udp", "-1")),
    st.integers(0, 60),
    st.integers(0, 9),
)
SETS = st.lists(RULES, max_size=6, unique_by=lambda r: r.key)


def reach(rules, port, family=4, protocol="tcp"):
    found = segments(opened(rules, network()), family, protocol, (port, port))
    return share(next((s.sources for s in found), ()), family)


@given(SETS, RULES, st.integers(0, 70))
def test_adding_a_rule_never_lowers_and_removing_never_raises(rules, more, port):
    for family in (4, 6):
        assert reach([*rules, more], port, family) >= reach(rules, port, family)
        assert all(
            reach(rules[:n] + rules[n + 1 :], port, family) <= reach(rules, port, family)
            for n in range(len(rules))
        )


@given(SETS, st.randoms(use_true_random=False))
def test_the_order_of_rules_says_nothing(rules, random):
    mixed = random.sample(rules, len(rules))
    assert [e.share for e in of(*rules)] == [e.share for e in of(*mixed)]
    assert {(e.traffic, e.family, e.share, frozenset(e.rules)) for e in of(*rules)} == {
        (e.traffic, e.family, e.share, frozenset(e.rules)) for e in of(*mixed)
    }


@given(SETS, st.integers(0, 70))
def test_every_port_is_in_the_span_that_a_single_look_finds(rules, port):
    spans = [s for s in segments(opened(rules, network()), 4, "tcp") if s.low <= port <= s.high]
    assert len(spans) <= 1
    assert share(spans[0].sources if spans else (), 4) == reach(rules, port)
