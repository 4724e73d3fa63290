"""Rules that may be a way in: told fast, by protocol and port alone."""

from ec2tui.core.grammar.protocols import ALL
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.network.openings import space
from ec2tui.core.rules.network.ports import WAYS_IN

SSM_PORT = 443
PORTS = tuple(port for low, high in WAYS_IN.tcp for port in range(low, high + 1))
"""The ports through which one works on an instance."""

_ODD = frozenset({"udp", "icmp", "icmpv6", "17", "1", "58"})


def may_be_door(rule: SecurityGroupRule) -> bool:
    """Whether a rule is about a port that matters here; told fast: every rule of a group is asked."""
    if rule.protocol in _ODD:
        return False
    first, last = rule.from_port, rule.to_port
    if rule.protocol == "tcp" and first is not None and last is not None and 0 <= first <= last:
        low, high = first, last
    else:
        protocol, low, high = space(rule.protocol, first, last)
        if protocol not in ("tcp", ALL):
            return False
    if rule.egress:
        return low <= SSM_PORT <= high
    return low <= PORTS[-1] and high >= PORTS[0] and any(low <= port <= high for port in PORTS)
