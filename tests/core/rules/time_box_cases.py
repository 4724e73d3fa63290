"""The guardrail of rules with an end, with moves of an end that it stops, lets pass, and cannot judge."""

from ec2tui.core.changes.tags import RemoveTag, SetTag
from ec2tui.core.grammar.expiry import EXPIRES_AT
from ec2tui.core.model.judgement import Level
from ec2tui.core.model.kind import Kind
from tests.core.changes.worlds import key
from tests.core.rules.cases import Example
from tests.core.rules.network.sample import group, network, rule

EARLY, LATE = "2026-11-24T18:00:00Z", "2026-11-25T02:00:00Z"
C = (Level.CONFIRM,)


def world(end: str | None = EARLY, unread: tuple[Kind, ...] = ()):
    tags = () if end is None else ((EXPIRES_AT, end),)
    rules = () if Kind.RULES in unread else (rule("sgr-1", "192.0.3.7/32", tags=tags),)
    return network(group("sg-1", "web"), *rules, unread=unread)


def to(end: str, name: str = EXPIRES_AT):
    return (SetTag(key("sgr-1"), name, end, Kind.RULES),)


GOES = (RemoveTag(key("sgr-1"), EXPIRES_AT, None, Kind.RULES),)

TIME_BOX_EXAMPLES: tuple[Example, ...] = (
    Example("access_extended", to(LATE), world(), C),
    Example("access_extended", GOES, world(), C),
    Example("access_extended", to("tomorrow"), world(), C),
    Example("access_extended", to(LATE), world("yesterday"), C),
    Example("access_extended", to("2026-11-25T03:00:00+01:00"), world(), C),
    Example("access_extended", to("2026-11-24T19:00:00+01:00"), world(), ()),
    Example("access_extended", to(EARLY), world(LATE), ()),
    Example("access_extended", to(LATE), world(None), ()),
    Example("access_extended", to(LATE, "owner"), world(), ()),
    Example("access_extended", to(LATE), world(unread=(Kind.RULES,)), C, True),
)
