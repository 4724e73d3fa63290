"""Rules as AWS means them: protocols, spans, families and peers."""

import pytest

from ec2tui.core.rules.network.intervals import EVERYTHING
from ec2tui.core.rules.network.openings import WHOLE, opened, space
from tests.core.rules.network.sample import WORLD6, everything, network, prefix_list, rule


@pytest.mark.parametrize(
    ("protocol", "first", "last", "expected"),
    [
        ("tcp", 22, 22, ("tcp", 22, 22)),
        ("6", 22, 23, ("tcp", 22, 23)),
        ("17", 53, 53, ("udp", 53, 53)),
        ("TCP", 22, 22, ("tcp", 22, 22)),
        ("tcp", 0, 0, ("tcp", 0, 0)),
        ("tcp", -1, -1, ("tcp", *WHOLE)),
        ("tcp", None, None, ("tcp", *WHOLE)),
        ("tcp", 0, 65535, ("tcp", *WHOLE)),
        ("-1", -1, -1, ("-1", *WHOLE)),
        ("-1", 22, 22, ("-1", *WHOLE)),
        ("all", None, None, ("-1", *WHOLE)),
        ("132", 3000, 3001, ("132", *WHOLE)),
        ("50", None, None, ("50", *WHOLE)),
        ("icmp", -1, -1, ("icmp", *WHOLE)),
        ("1", 8, -1, ("icmp", 8 * 256, 8 * 256 + 255)),
        ("icmp", 3, 4, ("icmp", 3 * 256 + 4, 3 * 256 + 4)),
        ("58", None, None, ("icmpv6", *WHOLE)),
        ("icmpv6", 128, 0, ("icmpv6", 128 * 256, 128 * 256)),
    ],
)
def test_the_span_of_a_rule(protocol, first, last, expected):
    assert space(protocol, first, last) == expected


def test_families_are_disjoint():
    world = network(rule("a"), rule("b", WORLD6), rule("c", "::ffff:0:0/96"))
    found = opened(world.table("security group rules").values(), world)
    assert {(o.rule, o.family) for o in found} == {("a", 4), ("b", 6), ("c", 6)}


def test_a_group_lets_nobody_in_by_address_and_counts_for_both_families():
    found = opened((rule("a", "sg-2"),), network())
    assert [(o.family, o.sources, o.group) for o in found] == [(4, (), "sg-2"), (6, (), "sg-2")]


def test_a_prefix_list_is_its_entries_and_unknown_when_they_are_not_read():
    listed = network(prefix_list("pl-1", "0.0.0.0/1", "128.0.0.0/1"))
    assert opened((rule("a", "pl-1"),), listed)[0].sources == EVERYTHING[4]
    assert [(o.family, o.unknown) for o in opened((rule("a", "pl-2"),), listed)] == [(4, "pl-2"), (6, "pl-2")]


def test_one_direction_at_a_time():
    rules = (rule("a"), everything("b", egress=True))
    assert [o.rule for o in opened(rules, network())] == ["a"]
    assert [o.rule for o in opened(rules, network(), egress=True)] == ["b"]


def test_what_is_no_network_opens_nothing():
    assert opened((rule("a", "somewhere"),), network()) == ()
