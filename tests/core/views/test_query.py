"""The query language: what matches, what is unknown, what is a mistake, and that text and tree agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import BlockDevice, GroupRef, InstanceInterface, MetadataOptions
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.reading import Reading
from ec2tui.core.model.status import ScheduledEvent
from ec2tui.core.views.pattern import pattern
from ec2tui.core.views.query import ALL, Mistake, Query, haystack, parse
from ec2tui.core.views.query_fields import FLAG_NAMES, NUMBERS, TEXTS
from ec2tui.core.views.query_nodes import (
    Compare,
    Everything,
    FieldIs,
    Flag,
    Node,
    TagIs,
    Word,
    conjunction,
    disjunction,
    negated,
    quoted,
)

from . import world

WEB = world.instance(
    "i-0abc",
    name="Web Server 1",
    az="eu-west-1a",
    private_ip="10.1.2.3",
    public_ip="198.51.100.7",
    ipv6="2001:db8::7",
    vpc_id="vpc-1",
    subnet_id="subnet-1",
    image_id="ami-1",
    key_name="ops",
    profile_arn="arn:aws:iam::111122223333:instance-profile/team/WebRole",
    security_groups=(GroupRef("sg-1", "web"),),
    interfaces=(InstanceInterface("eni-1", private_ips=("10.1.2.4",), groups=(GroupRef("sg-2", "db"),)),),
    block_devices=(BlockDevice("/dev/xvda", "vol-1", True),),
    launch_time=world.NOW - 40 * world.DAY,
    platform_details="Linux/UNIX",
    architecture="arm64",
    metadata=MetadataOptions(http_tokens="optional", http_endpoint="enabled"),
    tags=(("Name", "Web Server 1"), ("env", "Prod"), ("aws:autoscaling:groupName", "web-asg"), ("empty", "")),
)
KNOWN = world.inventory(
    WEB,
    world.offer(vcpus=2, memory=8192),
    world.protection("i-0abc", on=False),
    world.profile(WEB.profile_arn, "reader"),
    world.status("i-0abc", "ok", "impaired", "ok", events=(ScheduledEvent("system-reboot"),)),
)
BARE = world.inventory(WEB)


def ask(text: str, subject: world.Instance = WEB, inventory: world.Inventory = KNOWN) -> bool | None:
    query = parse(text)
    assert isinstance(query, Query), query
    return query.matches(subject, inventory, world.NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "web",
        "WEB 0abc",
        '"web server"',
        "web*1",
        "10.1.2.3",
        "10.1.2.4",
        "198.51",
        "2001:db8::7",
        "prod",
        "env=prod",
        "state:running",
        "STATE:Running",
        "state:run*",
        "name:web*",
        'name:"web server 1"',
        'name:"web "*',
        "id:i-0abc",
        "type:m7*",
        "type:m7?.large",
        "az:*1a",
        "region:eu-*",
        "account:111122223333",
        "vpc:vpc-1",
        "subnet:subnet-1",
        "sg:web",
        "sg:sg-1",
        "sg:db",
        "ami:ami-1",
        "image:ami-1",
        "key:ops",
        "profile:webrole",
        "profile:arn*",
        "profile:*",
        "role:reader",
        "ip:10.1.2.4",
        "ip:10.1.*",
        "ip:10.0.0.0/8",
        "ip:2001:db8::/32",
        "platform:linux",
        "platform:linux/unix",
        "arch:arm64",
        "lifecycle:on-demand",
        "volume:vol-1",
        "eni:eni-1",
        "asg:web-asg",
        'stack:""',
        "checks:impaired",
        "tag:env",
        "tag:env=prod",
        "tag:ENV=p*",
        "tag:e*=prod",
        "tag:empty=",
        'tag:empty=""',
        "tag:aws:autoscaling:groupName=web-asg",
        "age>30d",
        "age>=5w",
        "age<2mo",
        "age>1",
        "vcpu>=2",
        "vcpu=2",
        "vcpu:2",
        "memory>=8",
        "memory=8gib",
        "memory<=8192m",
        "volumes<2",
        "public",
        "unprotected",
        "linux",
        "running",
        "impaired",
        "event",
        "imdsv1",
        "not windows",
        "-windows",
        "not not web",
        "--web",
        "-(windows stopped)",
        "windows or web",
        "windows OR web or stopped",
        "web and running",
        "(windows or web) running",
        "windows stopped or web",
        "()",
        "-protected",
    ],
)
def test_matches(text: str) -> None:
    assert ask(text) is True
    assert ask(f"not ({text})") is False


@pytest.mark.parametrize(
    "text",
    [
        "webs",
        '"web  server"',
        "1*web",
        "state:run",
        "name:web",
        "key:other",
        'role:""',
        "role:webrole",
        "stack:*",
        "ip:10.2.0.0/16",
        "tag:env=dev",
        "tag:missing",
        "tag:env=",
        "age>41d",
        "vcpu>2",
        "memory<8",
        "windows or stopped",
        "web windows",
        "windows (web or running)",
        "not web or windows",
    ],
)
def test_does_not_match(text: str) -> None:
    assert ask(text) is False


@pytest.mark.parametrize("fact", ["unprotected", "protected", "vcpu>1", "memory>1", "impaired", "event"])
def test_unknown_is_neither(fact: str) -> None:
    assert ask(fact, inventory=BARE) is None
    assert ask(f"not {fact}", inventory=BARE) is None
    assert ask(f"{fact} windows", inventory=BARE) is False
    assert ask(f"windows {fact}", inventory=BARE) is False
    assert ask(f"{fact} web", inventory=BARE) is None
    assert ask(f"{fact} or web", inventory=BARE) is True
    assert ask(f"{fact} or windows", inventory=BARE) is None


@pytest.mark.parametrize(
    ("reading", "answer"),
    [(world.READ, False), (world.LOADING, None), (world.DENIED, None), (world.FAILED, None)],
)
def test_a_status_that_aws_does_not_have_is_known(reading: Reading, answer: bool | None) -> None:
    stopped = world.instance("i-2", state="stopped")
    assert ask("impaired", stopped, world.inventory(stopped, STATUSES=reading)) is answer


def test_a_protection_without_its_attribute_is_unknown() -> None:
    facts = world.inventory(WEB, world.protection("i-0abc", on=None))
    assert facts.protection(WEB.key) is not Missing.NOT_READ
    assert ask("unprotected", inventory=facts) is None


def test_a_quoted_flag_or_keyword_is_a_word() -> None:
    shop = world.instance("i-3", name="public or running-shoes")
    assert ask('"public"', shop) is True
    assert ask('"or"', shop) is True
    assert ask("public", shop) is False


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("web", set()),
        ("unprotected", {Kind.PROTECTION}),
        ("not protected or vcpu>2", {Kind.PROTECTION, Kind.INSTANCE_TYPES}),
        ("memory>2 impaired", {Kind.INSTANCE_TYPES, Kind.STATUSES}),
        ("checks:ok", {Kind.STATUSES}),
    ],
)
def test_kinds(text: str, kinds: set[Kind]) -> None:
    query = parse(text)
    assert isinstance(query, Query)
    assert query.kinds == kinds


def test_timed_and_searches() -> None:
    timed, word = parse("public age>3d"), parse("a or public")
    assert isinstance(timed, Query) and isinstance(word, Query)
    assert (timed.timed, timed.searches, word.timed, word.searches) == (True, False, False, True)


@pytest.mark.parametrize(
    ("text", "position", "length", "says", "suggestion"),
    [
        ("web cpus>80", 4, 4, "unknown field 'cpus'", "cpu"),
        ("colour:high", 0, 6, "unknown field 'colour'", None),
        ("alert:x", 0, 5, "unknown field 'alert'", None),
        ("stat:running", 0, 4, "unknown field 'stat'", "state"),
        ("imag:x", 0, 4, "unknown field 'imag'", "ami"),
        ("(web", 0, 1, "not closed", None),
        ("web)", 3, 1, "closes nothing", None),
        ('web "two', 4, 4, "quote is not closed", None),
        ("web or", 6, 1, "missing here", None),
        ("or web", 0, 2, "missing before", None),
        ("not", 3, 1, "missing here", None),
        ("a -", 3, 1, "missing here", None),
        ("state:", 0, 6, "a value is missing", None),
        ("state:(a)", 0, 6, "a value is missing", None),
        ("tag:", 0, 4, "a value is missing", None),
        ("tag:=x", 0, 4, "key of the tag", "tag:KEY=VALUE"),
        ("state>3", 0, 6, "cannot be compared", "state:"),
        ("age>old", 0, 7, "compared with a number", None),
        ("age>", 0, 4, "compared with a number", None),
        ("age>3x", 4, 2, "no unit 'x'", None),
        ("vcpu>3g", 5, 2, "no unit 'g'", None),
        ("ip:10.0.0.0/99", 3, 11, "not a network", "10.0.0.0/8"),
        ("(" * 100, 40, 1, "more than 40", None),
    ],
)
def test_mistakes(text: str, position: int, length: int, says: str, suggestion: str | None) -> None:
    mistake = parse(text)
    assert isinstance(mistake, Mistake)
    assert (mistake.position, mistake.length) == (position, length)
    assert says in mistake.message
    if suggestion is not None:
        assert mistake.suggestion == suggestion


_literals = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
_words = st.sampled_from(
    ["web", "or", "not", "AND", "public", "a:b", "-x", "tag:a", "vcpu>1", '"', "\\", "(", "2001:db8::1", ""]
)
_patterns = st.lists(
    st.one_of(st.tuples(_literals | _words, st.just(False)), st.tuples(st.sampled_from("*?"), st.just(True))),
    max_size=4,
).map(pattern)
_leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, _patterns),
    st.builds(FieldIs, st.sampled_from(sorted(set(TEXTS) - {"ip"})), _patterns),
    st.builds(TagIs, _patterns.filter(lambda found: not found.empty), st.none() | _patterns),
    st.builds(
        Compare,
        st.sampled_from(sorted(NUMBERS)),
        st.sampled_from([">", "<", ">=", "<=", "="]),
        st.integers(0, 10**6).map(str),
    ),
    st.builds(Flag, st.sampled_from(sorted(FLAG_NAMES))),
)
nodes: st.SearchStrategy[Node] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        inner.map(negated),
        st.lists(inner, min_size=2, max_size=3).map(conjunction),
        st.lists(inner, min_size=2, max_size=3).map(disjunction),
    ),
    max_leaves=8,
)


@given(nodes)
def test_text_and_tree_agree(node: Node) -> None:
    query = Query(node)
    assert parse(str(query)) == query


@given(nodes)
def test_twice_not_is_the_same(node: Node) -> None:
    assert parse(f"not not ({Query(node)})") == Query(node)
    assert negated(negated(node)) == node


@given(st.text() | st.text(st.sampled_from('ab*?"\\:()-<>= ortagvcpu1d/')))
def test_any_text_is_a_query_or_a_mistake_within_it(text: str) -> None:
    answer = parse(text)
    if isinstance(answer, Mistake):
        assert 0 <= answer.position <= len(text)
        assert answer.length >= 1
        assert answer.position + answer.length <= len(text) + 1
        assert answer.message
    else:
        assert parse(str(answer)) == answer
        assert answer.matches(WEB, KNOWN, world.NOW) in (True, False, None)


@given(nodes)
def test_more_knowledge_never_turns_an_answer_round(node: Node) -> None:
    query = Query(node)
    before, after = query.matches(WEB, BARE, world.NOW), query.matches(WEB, KNOWN, world.NOW)
    assert before is None or before == after


@given(nodes)
def test_the_negation_answers_the_opposite(node: Node) -> None:
    for facts in (BARE, KNOWN):
        answer = Query(node).matches(WEB, facts, world.NOW)
        assert Query(negated(node)).matches(WEB, facts, world.NOW) is (None if answer is None else not answer)


def test_everything_matches_everything() -> None:
    assert ALL.everything and parse("  ") == ALL == Query(Everything())
    assert str(ALL) == ""


def test_the_haystack_can_be_kept() -> None:
    query = parse("prod")
    assert isinstance(query, Query)
    assert query.matches(WEB, KNOWN, world.NOW, haystack(WEB)) is True
    assert query.matches(WEB, KNOWN, world.NOW, "something else") is False


@pytest.mark.parametrize(
    "value", ["\x1b]52;c;aGk=\x07", "\u202egnp.exe", "a\\u{1b}b", "\U000e0041", "\ud800"]
)
def test_a_query_never_holds_what_drives_a_terminal_and_still_finds_it(value: str) -> None:
    text = f"tag:env={quoted(value)}"
    assert text.isprintable()
    bearing = world.instance("i-9", tags=(("env", value),))
    assert ask(text, bearing) is True and ask(text) is False
    again = parse(text)
    assert isinstance(again, Query) and str(again) == text
