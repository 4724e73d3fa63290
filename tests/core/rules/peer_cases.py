"""The guardrail of groups that rules refer to, with references that it stops, lets pass, and cannot judge."""

from ec2tui.core.changes.security_group_edits import ModifyRule
from ec2tui.core.changes.security_group_rules import AuthorizeRule
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from tests.core.changes.worlds import ACCOUNT, key, spec
from tests.core.rules.cases import Example
from tests.core.rules.network.sample import group, network, rule

B, C = (Level.BLOCK,), (Level.CONFIRM,)
WEB, APP = group("sg-1", "web"), group("sg-2", "app")
BASE = network(WEB, APP)
OLD = network(WEB, APP, rule("sgr-1", "sg-7"))
UNREAD = network(unread=(Kind.SECURITY_GROUPS,))


def allow(line: str):
    return (AuthorizeRule(key("sg-1"), spec(line)),)


def modify(line: str):
    return (ModifyRule(key("sgr-1"), "sg-1", spec(line)),)


PEER_EXAMPLES: tuple[Example, ...] = (
    Example("peer_missing", allow("tcp/22 from sg-9"), BASE, B),
    Example("peer_missing", allow("tcp/22 to sg-9"), BASE, B),
    Example("peer_missing", allow(f"tcp/22 from {ACCOUNT}/sg-9"), BASE, B),
    Example("peer_missing", modify("tcp/22 from sg-9"), OLD, B),
    Example("peer_missing", modify("tcp/23 from sg-7"), OLD, ()),
    Example("peer_missing", allow("tcp/22 from sg-2"), BASE, ()),
    Example("peer_missing", allow("tcp/22 from self"), BASE, ()),
    Example("peer_missing", allow("tcp/22 from 999988887777/sg-9"), BASE, ()),
    Example("peer_missing", allow("tcp/22 from 192.0.3.7/32"), BASE, ()),
    Example("peer_missing", allow("tcp/22 from sg-2"), UNREAD, C, True),
)
