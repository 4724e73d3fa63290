"""A rule as a line: forms, mistakes with their place, and formatting as the inverse of parsing."""

import msgspec
import pytest
from hypothesis import given, settings

from ec2tui.core.grammar.line import Parsed, format_line, format_rule, parse
from ec2tui.core.grammar.mistake import Mistake
from ec2tui.core.grammar.spec import Peer, PeerKind, RuleSpec, rule_of, spec_of
from ec2tui.core.model.key import Key
from ec2tui.core.model.security_group import SecurityGroupRule
from tests.core.grammar.specs import SPECS

GROUP = Key("111122223333", "eu-west-1", "sg-0aaa")
law = settings(max_examples=60, deadline=None, database=None)


def parsed(line: str) -> Parsed:
    found = parse(line)
    assert isinstance(found, Parsed), found
    return found


def canonical(line: str) -> str:
    return format_line(parsed(line).spec)


@law
@given(SPECS)
def test_what_is_formatted_reads_back(spec: RuleSpec) -> None:
    line = format_line(spec)
    assert "\n" not in line
    assert parsed(line).spec == spec
    assert canonical(line) == line


@law
@given(SPECS)
def test_a_rule_of_aws_says_the_same(spec: RuleSpec) -> None:
    if spec.peer.kind in (PeerKind.GROUP_NAME, PeerKind.PREFIX_LIST_NAME, PeerKind.MY_IP):
        with pytest.raises(ValueError):
            rule_of(spec, GROUP)
        return
    rule = rule_of(spec, GROUP)
    assert spec_of(rule) == msgspec.structs.replace(spec, lasts=None, until=None)
    assert format_rule(rule) == format_line(spec_of(rule))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('tcp/22 from 203.0.113.7/32 "office" for 1h', 'tcp/22 from 203.0.113.7/32 "office" for 1h'),
        ("https from anywhere", "tcp/443 from 0.0.0.0/0"),
        ("HTTPS FROM Anywhere-IPv6", "tcp/443 from ::/0"),
        ("all from sg-0abc", "all from sg-0abc"),
        ("icmp/echo from 10.0.0.0/8", "icmp/echo-request from 10.0.0.0/8"),
        ("icmp/8/-1 from 10.0.0.0/8", "icmp/echo-request from 10.0.0.0/8"),
        ("ping from self", "icmp/echo-request from self"),
        (
            "icmp/fragmentation-needed from self",
            "icmp/destination-unreachable/fragmentation-needed from self",
        ),
        ("icmp/3/4 from self", "icmp/destination-unreachable/fragmentation-needed from self"),
        ("icmpv6/packet-too-big from anywhere6", "icmpv6/packet-too-big from ::/0"),
        ("postgres from group app", "tcp/5432 from group app"),
        ('postgres from group "my app"', 'tcp/5432 from group "my app"'),
        ("postgres from group sg-0a1", "tcp/5432 from sg-0a1"),
        ('postgres from group "sg-0a1"', 'tcp/5432 from group "sg-0a1"'),
        ("tcp/8000-8100 to pl-123", "tcp/8000-8100 to pl-123"),
        ("tcp to prefix list s3", "tcp to prefix list s3"),
        ("tcp/* to prefix-list pl-1", "tcp to pl-1"),
        ("tcp/443 to list s3", "tcp/443 to prefix list s3"),
        ("6/22 from self", "tcp/22 from self"),
        ("17/53 from self", "udp/53 from self"),
        ("58 from self", "icmpv6 from self"),
        ("1 from self", "icmp from self"),
        ("-1 from self", "all from self"),
        ("47 from self", "gre from self"),
        ("esp from 999988887777/sg-0f", "esp from 999988887777/sg-0f"),
        ("tcp/https from 2001:DB8::1", "tcp/443 from 2001:db8::1/128"),
        ("tcp/22 from 100.68.0.18/18", "tcp/22 from 100.68.0.0/18"),
        ("tcp/0 from self", "tcp/0 from self"),
        ("ssh from my-ip for 90m", "tcp/22 from my-ip for 1h30m"),
        ('ssh from my-ip until 2026-01-31T18:00+01:00 "x"', 'tcp/22 from my-ip "x" until 2026-01-31T17:00Z'),
        ('ssh from 10.0.0.0/8 "a&b"', 'tcp/22 from 10.0.0.0/8 "a&b"'),
        ("ssh from self # sgr-1", "tcp/22 from self"),
    ],
)
def test_every_way_to_say_it_has_one_form(line: str, wanted: str) -> None:
    assert canonical(line) == wanted


@pytest.mark.parametrize(
    ("line", "marked", "suggestion"),
    [
        ("", "", None),
        ("htps from self", "htps", "https"),
        ("22 from self", None, None),
        ("300 from self", "300", "tcp/300"),
        ("22/tcp from self", "22/tcp", "tcp/22"),
        ("ssh/2222 from self", "/2222", "ssh"),
        ("tcp/70000 from self", "70000", None),
        ("tcp/90-80 from self", "90-80", "tcp/80-90"),
        ("tcp/ from self", "", None),
        ("udp/https from self", "https", "https"),
        ("all/22 from self", "/22", None),
        ("sctp/22 from self", "/22", None),
        ("icmp/ecko from self", "ecko", "echo"),
        ("icmp/3/999 from self", "999", None),
        ("ssh form self", "form", "from"),
        ("ssh", "", None),
        ("ssh from", "", None),
        ("ssh from anywere", "anywere", "anywhere"),
        ("ssh from web", "web", "group web"),
        ("ssh from group", "", None),
        ("ssh from 10.0.0.0/33", "10.0.0.0/33", None),
        ("ssh from 10.0.0.0/255.0.0.0", "10.0.0.0/255.0.0.0", "10.0.0.0/8"),
        ('ssh from "web"', '"web"', 'group "web"'),
        ("ssh from self office", "office", '"office"'),
        ('ssh from self "a" "b"', '"b"', None),
        ('ssh from self "a', '"a', None),
        ('ssh from self "a"for', "f", None),
        ('ssh from self "50 €"', "€", None),
        ('ssh from self "a&b"', "&", None),
        ("ssh from self for", "", None),
        ("ssh from self for 30", "30", "30m"),
        ("ssh from self for 5s", "5s", None),
        ("ssh from self for 1h until 2026-01-31T18:00Z", "until", None),
        ("ssh from self until 2026-01-31T18:00", "2026-01-31T18:00", "2026-01-31T18:00Z"),
    ],
)
def test_a_mistake_names_its_place(line: str, marked: str | None, suggestion: str | None) -> None:
    found = parse(line)
    if marked is None:
        assert isinstance(found, Parsed)
        assert "tcp/22" in found.notes[0]
        return
    assert isinstance(found, Mistake), found
    assert line[found.position : found.position + found.length].strip() == marked
    assert found.length > 0
    assert found.suggestion == suggestion


def test_a_description_that_is_too_long_says_how_long_it_may_be() -> None:
    found = parse(f'ssh from self "{"x" * 256}"')
    assert isinstance(found, Mistake)
    assert "255" in found.message


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("ssh from 10.1.2.3/8", "10.0.0.0/8"),
        ("ssh from 10.1.2.3", "10.1.2.3/32"),
        ("ssh from anywhere", "anywhere6"),
        ("icmp from ::/0", "icmpv6"),
        ("icmpv6 from 10.0.0.0/8", "icmp"),
    ],
)
def test_what_is_read_in_another_way_than_written_is_noted(line: str, part: str) -> None:
    assert part in " ".join(parsed(line).notes)


def test_rows_of_aws_are_read_in_normal_form() -> None:
    def line(**fields: object) -> str:
        rule = SecurityGroupRule(GROUP._replace(id="sgr-1"), GROUP.id, False, **fields)  # type: ignore[arg-type]
        return format_rule(rule)

    assert line(protocol="-1", from_port=-1, to_port=-1, cidr="0.0.0.0/0") == "all from 0.0.0.0/0"
    assert line(protocol="6", from_port=22, to_port=22, peer_group_id="sg-0aaa") == "tcp/22 from self"
    assert line(protocol="tcp", from_port=-1, to_port=-1, prefix_list_id="pl-1") == "tcp from pl-1"
    assert line(protocol="132", from_port=1, to_port=2, cidr6="::/0") == "sctp from ::/0"
    assert line(protocol="icmpv6", cidr6="::/0") == "icmpv6 from ::/0"
    assert line(protocol="tcp", from_port=1, to_port=1, cidr="10.0.0.9/8") == "tcp/1 from 10.0.0.0/8"
    other = line(protocol="udp", from_port=1, to_port=9, peer_group_id="sg-1", peer_account="999988887777")
    assert other == "udp/1-9 from 999988887777/sg-1"
    tagged = line(protocol="-1", cidr="10.0.0.0/8", tags=(("ec2tui:expires-at", "2026-01-31T18:00:00Z"),))
    assert tagged == "all from 10.0.0.0/8 until 2026-01-31T18:00Z"
    assert line(protocol="-1") == "all from (unknown)"


def test_self_is_the_group_itself() -> None:
    rule = rule_of(parsed("all to self").spec, GROUP, "sgr-9")
    assert (rule.key.id, rule.peer_group_id, rule.egress) == ("sgr-9", "sg-0aaa", True)
    assert spec_of(rule).peer == Peer(PeerKind.SELF)
