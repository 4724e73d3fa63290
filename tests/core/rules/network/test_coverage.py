"""Rules that could go: what is told of them, and that all of them can go at once."""

import pytest
from hypothesis import given

from ec2tui.core.model.effective import Covered
from ec2tui.core.rules.network.coverage import Halves, coverage, covering, mergeable
from ec2tui.core.rules.network.openings import opened
from ec2tui.core.rules.network.segments import exposures
from tests.core.rules.network.sample import WORLD4, everything, network, prefix_list, rule
from tests.core.rules.network.test_segments import SETS

WORLD = network(prefix_list("pl-1", "10.0.0.0/8"))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((rule("a"), rule("b", group="sg-2")), (Covered("b", ("a",), "duplicate"),)),
        ((rule("a"), rule("b", "0.0.0.0/0", "6")), (Covered("b", ("a",), "duplicate"),)),
        ((rule("a", "203.0.113.0/24"), rule("b")), (Covered("a", ("b",), "shadowed"),)),
        ((rule("a", first=22), rule("b", first=0, last=1024)), (Covered("a", ("b",), "shadowed"),)),
        ((rule("a"), everything("b")), (Covered("a", ("b",), "shadowed"),)),
        ((rule("a", "10.1.0.0/16"), rule("b", "pl-1")), (Covered("a", ("b",), "shadowed"),)),
        ((rule("a", "sg-2"), rule("b", "sg-2", first=0, last=99)), (Covered("a", ("b",), "shadowed"),)),
        (
            (rule("a", "0.0.0.0/1"), rule("b", "128.0.0.0/1"), rule("c", "64.0.0.0/2")),
            (Covered("c", ("a",), "shadowed"),),
        ),
        (
            (rule("a", "203.0.112.0/24"), rule("b", "203.0.113.0/24"), rule("c", "203.0.112.128/25")),
            (Covered("c", ("a",), "shadowed"),),
        ),
        (
            (
                rule("a", first=20, last=22),
                rule("b", first=23, last=25),
                rule("c", "8.0.0.0/8", first=21, last=24),
            ),
            (Covered("c", ("a", "b"), "redundant"),),
        ),
        ((rule("a", "10.0.0.0/8"), rule("b", "pl-9")), ()),
        ((rule("a"), rule("b", "sg-2")), ()),
        ((rule("a"), rule("b", egress=True)), ()),
        ((rule("a"), rule("b", "::/0")), ()),
        ((rule("a"), rule("b", protocol="udp")), ()),
        ((everything("a", "203.0.113.0/24"), rule("b", first=0, last=65535)), ()),
        ((rule("a", protocol="icmp", first=8, last=-1), rule("b", first=0, last=65535)), ()),
    ],
)
def test_what_says_nothing_new(rules, expected):
    assert coverage(rules, WORLD) == expected


def test_one_rule_beside_others():
    others = (rule("a"), rule("b", group="sg-2"))
    assert covering(rule("n", "203.0.113.7/32"), others, WORLD) == Covered("n", ("a",), "shadowed")
    assert covering(rule("n", WORLD4, first=443), others, WORLD) is None


@given(SETS)
def test_all_that_is_told_can_go_at_once(rules):
    gone = {covered.rule for covered in coverage(rules, WORLD)}
    left = [rule for rule in rules if rule.key.id not in gone]

    spans = {
        (e.family, e.protocol, p): e.share for e in exposures(opened(rules, WORLD)) for p in (e.first, e.last)
    }
    after = exposures(opened(left, WORLD))
    for (family, protocol, port), share in spans.items():
        assert any(
            e.family == family and e.first <= port <= e.last and e.share == share
            for e in after
            if e.protocol in (protocol, "-1")
        )
    assert coverage(left, WORLD) == ()


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((rule("a", "0.0.0.0/1"), rule("b", "128.0.0.0/1")), (Halves(("a", "b"), "0.0.0.0/0"),)),
        ((rule("a", "10.0.0.128/25"), rule("b", "10.0.0.0/25")), (Halves(("a", "b"), "10.0.0.0/24"),)),
        ((rule("a", "::/1"), rule("b", "8000::/1")), (Halves(("a", "b"), "::/0"),)),
        ((rule("a", "10.0.1.0/24"), rule("b", "10.0.2.0/24")), ()),
        ((rule("a", "10.0.0.0/25"), rule("b", "10.0.0.128/25", first=23)), ()),
        ((rule("a", "10.0.0.0/25"), rule("b", "10.0.0.128/25", group="sg-2")), ()),
        ((rule("a", "10.0.0.0/25"), rule("b", "10.0.0.0/25")), ()),
        ((rule("a"), rule("b", "sg-2"), rule("c", "pl-1")), ()),
    ],
)
def test_the_halves_of_a_network_could_be_one_rule(rules, expected):
    assert mergeable(rules) == expected
