"""A group as a text: what is exported reads back, and every bad line is told with its place."""

import hypothesis.strategies as st
import msgspec
from hypothesis import given, settings

from ec2tui.core.grammar.group_text import format_group, header_of, parse_group
from ec2tui.core.grammar.spec import PeerKind, rule_of, spec_of
from ec2tui.core.model.key import Key
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from tests.core.changes.worlds import spec as spec_said
from tests.core.grammar.specs import SPECS

GROUP = SecurityGroup(Key("111122223333", "eu-west-1", "sg-0aaa"), 'web "x"\n# group: sg-bad', vpc_id="vpc-1")
UNNAMED = (PeerKind.GROUP_NAME, PeerKind.PREFIX_LIST_NAME, PeerKind.MY_IP)


def rules_of(*specs) -> dict[str, SecurityGroupRule]:
    made = [rule_of(spec, GROUP.key, f"sgr-{n}") for n, spec in enumerate(specs)]
    return {rule.key.id: rule for rule in made}


@settings(max_examples=40, deadline=None, database=None)
@given(st.lists(SPECS.filter(lambda spec: spec.peer.kind not in UNNAMED), max_size=6))
def test_what_is_exported_reads_back(specs):
    rules = rules_of(*specs)
    text = format_group(GROUP, rules.values())
    read = parse_group(text, rules)
    assert not read.wrong
    assert header_of(text) == ("sg-0aaa", "eu-west-1", "111122223333", GROUP.name)
    assert {line.rule_id: line.spec for line in read.lines} == {
        id: spec_of(rule) for id, rule in rules.items()
    }


def test_a_line_that_no_line_may_say_is_kept_as_it_is():
    odd = SecurityGroupRule(
        GROUP.key._replace(id="sgr-1"), GROUP.key.id, False, "-1", description="50 €\x1b[31m"
    )
    text = format_group(GROUP, [odd])
    assert "\x1b" not in text
    (line,) = parse_group(text, {"sgr-1": odd}).lines
    assert (line.rule_id, line.spec) == ("sgr-1", spec_of(odd))


def test_lines_are_told_apart_by_their_ids():
    rules = rules_of(*map(spec_said, ("tcp/22 from 10.0.0.0/8", "tcp/80 from 10.0.0.0/8")))
    text = format_group(GROUP, rules.values()).replace("tcp/22 from", "tcp/23 from")
    text += "udp/53 to anywhere\n   # a remark\ntcp/1 from self # not an id\n"
    read = parse_group(text, rules)
    said = [(line.rule_id, line.spec.first) for line in read.lines]
    assert said == [("sgr-0", 23), ("sgr-1", 80), ("", 53), ("", 1)]
    assert "anywhere6" in read.lines[2].notes[0]
    assert text.split("\n")[read.lines[2].number - 1] == "udp/53 to anywhere"


def test_every_bad_line_is_told_with_its_number_and_place():
    rules = rules_of(spec_said("tcp/22 from 10.0.0.0/8"))
    text = format_group(GROUP, rules.values())
    text += "tcp/22 from 10.0.0.0/8  # sgr-0\nhtps from self\nssh from self  # sgr-77\n"
    read = parse_group(text, rules)
    places = []
    for wrong in read.wrong:
        assert text.split("\n")[wrong.number - 1] == wrong.text
        at = wrong.mistake
        places.append(wrong.text[at.position : at.position + at.length])
    assert places == ["sgr-0", "htps", "sgr-77"]
    assert len(read.lines) == 1


def test_an_end_is_part_of_a_line():
    rules = rules_of(spec_said("tcp/22 from 10.0.0.0/8"))
    tagged = {
        id: msgspec.structs.replace(rule, tags=(("ec2tui:expires-at", "2026-01-31T18:00:30Z"),))
        for id, rule in rules.items()
    }
    text = format_group(GROUP, tagged.values())
    assert "until 2026-01-31T18:00:30Z  # sgr-0" in text
    (line,) = parse_group(text, tagged).lines
    assert line.spec.until == 1769882430
