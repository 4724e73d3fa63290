"""Interval arithmetic: measured figures, and laws over random networks."""

from ipaddress import ip_network
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.rules.network.intervals import (
    EVERYTHING,
    PUBLIC,
    covers,
    intersect,
    merge,
    network,
    prefix_length,
    public,
    share,
    size,
    subtract,
    union,
)


def of(*texts: str):
    return merge(network(text)[1] for text in texts)


@pytest.mark.parametrize(
    ("family", "networks", "percent"),
    [
        (4, ("10.0.0.0/7",), 0.45),
        (4, ("8.0.0.0/5",), 3.2),
        (4, ("0.0.0.0/1", "128.0.0.0/1"), 100.0),
        (4, ("0.0.0.0/0",), 100.0),
        (4, ("16.0.0.0/4", "32.0.0.0/3", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"), 93.7),
        (4, ("224.0.0.0/3",), 0.0),
        (4, ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"), 0.0),
        (4, ("172.16.0.0/12", "192.168.0.0/16"), 0.0),
        (6, ("::/0",), 100.0),
        (6, ("::/1", "8000::/1"), 100.0),
        (6, ("::/1",), 100.0),
        (6, ("8000::/1",), 0.0),
        (6, ("2000::/3",), 100.0),
        (6, ("2000::/4",), 50.0),
        (6, ("fc00::/7", "fe80::/10", "::ffff:0:0/96", "64:ff9b::/96"), 0.0),
    ],
)
def test_the_share_of_the_internet(family, networks, percent):
    digits = 2 if percent < 1 else 1
    assert round(100 * share(of(*networks), family), digits) == percent


@pytest.mark.parametrize(
    ("family", "networks", "length"),
    [
        (4, ("203.0.113.7/32",), 32),
        (4, ("203.0.113.0/24",), 24),
        (4, ("203.0.112.0/24", "203.0.113.0/24"), 23),
        (4, ("203.0.113.0/24", "203.0.114.0/25"), 23),
        (4, ("203.0.113.0/24", "198.51.100.0/24"), 24),
        (4, ("10.0.0.0/8",), None),
        (4, (), None),
        (4, ("10.0.0.0/7",), 8),
        (6, ("2001:db8::/48",), 48),
        (6, ("::/0",), 3),
    ],
)
def test_the_width_of_the_widest_public_run(family, networks, length):
    assert prefix_length(of(*networks), family) == length


def test_host_bits_are_ignored_as_aws_does():
    assert network("100.68.0.18/18") == network("100.68.0.0/18")
    assert network("203.0.113.7") == network("203.0.113.7/32")
    with pytest.raises(ValueError, match="x"):
        network("x")


NETWORKS = st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 32)).map(
    lambda p: f"{ip_network(p[0])}"[:-3] + f"/{p[1]}"
)
SETS = st.lists(NETWORKS, max_size=6).map(lambda texts: of(*texts))


@given(SETS, SETS, SETS)
def test_union_is_order_independent(first, second, third):
    assert len({union(order) for order in permutations((first, second, third))}) == 1
    assert union((first, union((second, third)))) == union((union((first, second)), third))


@given(NETWORKS, st.integers(1, 3))
def test_splitting_a_network_changes_nothing(text, bits):
    whole = ip_network(text, strict=False)
    if whole.prefixlen + bits <= 32:
        parts = of(*map(str, whole.subnets(bits)))
        assert parts == of(text)
        assert share(parts, 4) == share(of(text), 4)


@given(SETS, SETS)
def test_adding_never_lowers_and_removing_never_raises(first, second):
    both = union((first, second))
    assert share(both, 4) >= share(first, 4)
    assert share(subtract(first, second), 4) <= share(first, 4)
    assert covers(both, first)


@given(SETS, SETS)
def test_the_pieces_make_the_whole(first, second):
    inside, outside = intersect(first, second), subtract(first, second)
    assert union((inside, outside)) == first
    assert size(inside) + size(outside) == size(first)
    assert intersect(inside, outside) == ()
    assert intersect(first, second) == intersect(second, first)
    assert covers(second, first) is (outside == ())


@given(SETS)
def test_public_and_the_rest_are_everything(intervals):
    rest = subtract(EVERYTHING[4], PUBLIC[4])
    assert union((public(intervals, 4), intersect(intervals, rest))) == intervals
