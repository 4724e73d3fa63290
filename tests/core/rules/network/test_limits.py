"""Limits of security group rules: defaults, mistakes, and a machine's that are only tightened."""

import pytest

from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.policy import Policy, tighten
from ec2tui.core.rules.policy_file import PolicyDocument, policy_of

FILE = "/etc/ec2tui/policy.toml"


def test_defaults():
    limits = NetworkLimits()
    assert (limits.share, limits.allowed_ports, limits.quota) == (0.25, (80, 443), 60)
    assert (limits.widest(4), limits.widest(6)) == (24, 48)
    assert NetworkLimits(public_ports=()).allowed_ports == ()
    assert NetworkLimits(widest_ipv4=0).widest(4) == 0


@pytest.mark.parametrize(
    ("limits", "path"),
    [
        (NetworkLimits(public_share=0), "network.public_share"),
        (NetworkLimits(public_share=101), "network.public_share"),
        (NetworkLimits(public_ports=(443, 65536)), "network.public_ports[1]"),
        (NetworkLimits(guarded_ports=(-1,)), "network.guarded_ports[0]"),
        (NetworkLimits(widest_ipv4=33), "network.widest_ipv4"),
        (NetworkLimits(widest_ipv6=129), "network.widest_ipv6"),
        (NetworkLimits(rules_per_direction=0), "network.rules_per_direction"),
        (NetworkLimits(own_addresses=("here",)), "network.own_addresses[0]"),
    ],
)
def test_what_cannot_be_used_is_named(limits, path):
    _, mistakes = policy_of(PolicyDocument(network=limits))
    assert [mistake.path for mistake in mistakes] == [path]


@pytest.mark.parametrize(
    ("machine", "user", "merged", "refused"),
    [
        ({"public_share": 10}, {"public_share": 50}, {"public_share": 10}, ["network.public_share"]),
        ({"public_share": 10}, {"public_share": 5}, {"public_share": 5}, []),
        ({"public_share": 10}, {}, {"public_share": 10}, []),
        ({"widest_ipv4": 28}, {"widest_ipv4": 24}, {"widest_ipv4": 28}, ["network.widest_ipv4"]),
        ({"widest_ipv4": 28}, {"widest_ipv4": 32}, {"widest_ipv4": 32}, []),
        (
            {"public_ports": (443,)},
            {"public_ports": (443, 80)},
            {"public_ports": (443,)},
            ["network.public_ports"],
        ),
        ({"public_ports": (443,)}, {"public_ports": ()}, {"public_ports": ()}, []),
        ({"public_ports": (443,)}, {}, {"public_ports": (443,)}, []),
        ({}, {"public_ports": (22,)}, {"public_ports": (22,)}, []),
        (
            {"rule_requires": ("owner",)},
            {"rule_requires": ("expiry",)},
            {"rule_requires": ("owner", "expiry")},
            [],
        ),
        ({"guarded_ports": (9,)}, {}, {"guarded_ports": (9,)}, []),
    ],
)
def test_a_machines_limits_are_only_tightened(machine, user, merged, refused):
    found, refusals = tighten(
        Policy(network=NetworkLimits(**machine)), Policy(network=NetworkLimits(**user)), FILE
    )
    assert found.network == NetworkLimits(**merged)
    assert [refusal.setting for refusal in refusals] == refused
    for name in machine:
        same = merged[name] == machine[name] or not isinstance(machine[name], int | float)
        assert (FILE in found.setting(f"network.{name}")) is same
