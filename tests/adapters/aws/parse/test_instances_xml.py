"""The fast parser equals botocore's, field by field, over every document that AWS could send."""

import msgspec
import pytest
from botocore.parsers import EC2QueryParser
from hypothesis import HealthCheck, Phase, example, given, settings

from benchmarks.documents import pages
from ec2tui.adapters.aws.parse import instance_shape, instance_texts, instances_xml
from ec2tui.adapters.aws.parse.instance import instances
from ec2tui.adapters.aws.parse.instances_xml import InstancesReply
from ec2tui.adapters.aws.parse.xml_text import DamagedReplyError, check_root, without_forbidden
from ec2tui.core.model.instance import BlockDevice, Instance, InstanceInterface
from tests.adapters.aws.parse.documents import (
    OUTPUT,
    PAGES,
    Node,
    as_aws_writes,
    document,
    without_repeats,
)
from tests.adapters.aws.parse.documents import page as reply_of

ACCOUNT, REGION = "999999999999", "us-east-1"


def by_botocore(body: bytes) -> dict:
    return EC2QueryParser().parse({"status_code": 200, "headers": {}, "body": body}, OUTPUT)


def page(instance: str, around: str = "") -> bytes:
    return (
        "<DescribeInstancesResponse><reservationSet><item><ownerId>1</ownerId><instancesSet><item>"
        f"<instanceId>i-1</instanceId>{instance}</item></instancesSet></item></reservationSet>{around}"
        "</DescribeInstancesResponse>"
    ).encode()


def only(body: bytes) -> Instance:
    (instance,) = InstancesReply(body, ACCOUNT, REGION).instances
    return instance


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # shrinking documents of this size takes minutes
)
@given(PAGES)
@example([])
@example([("reservationSet", [])])
@example([("reservationSet", [("item", []), ("item", [("instancesSet", [])])]), ("nextToken", "")])
def test_it_equals_botocore(nodes):
    check(document(nodes), nodes)
    check(reply_of(as_aws_writes(nodes)), nodes)


def check(body: bytes, nodes: list[Node]) -> None:
    reply = InstancesReply(body, ACCOUNT, REGION)
    parsed = by_botocore(document(without_repeats(nodes)))
    reference = instances(parsed, ACCOUNT, REGION)
    assert reply.next_token == (parsed.get("NextToken") or None)
    assert len(reply.instances) == len(reference)
    for ours, theirs in zip(reply.instances, reference, strict=True):
        for field in msgspec.structs.fields(Instance):
            assert getattr(ours, field.name) == getattr(theirs, field.name), field.name


def test_what_aws_writes_is_split_and_not_parsed(monkeypatch):
    """The benchmarks' page, with every element that AWS sends, and one that has entities in it."""
    body = next(pages(0, 12, REGION, 12)).replace(b"operations", b"a &amp;&lt;b&gt; &quot;&apos;")
    parsed: list[str] = []
    monkeypatch.setattr(instances_xml, "element_texts", lambda item: parsed.append(item.tag))
    monkeypatch.setattr(instance_texts, "element_texts", lambda item: parsed.append(item.tag))
    reply = InstancesReply(body, ACCOUNT, REGION)
    assert parsed == [] and reply.instances[3].key_name == "a &<b> \"'"
    assert tuple(reply.instances) == instances(by_botocore(body), ACCOUNT, REGION)


@pytest.mark.parametrize(
    "xml",
    [
        "<keyName>a>keyName/>b</keyName>",
        "<keyName>a > b</keyName>",
        "<keyName>&#8238;&#x10;&#13;</keyName>".replace("&#x10;", "&#x9;"),
        "<keyName>a\r\nb\rc</keyName>",
        "<keyName>a<!-- <item><instanceId> -->b</keyName>",
        "<keyName><![CDATA[<item><instanceId>i-2</instanceId></item>]]></keyName>",
        '<keyName xmlns="http://example.org">a</keyName>',
        '<keyName note="a > b">c</keyName>',
        "<keyName >a</keyName ><platform />",
        "<somethingNew><item><instanceId>i-2</instanceId></item></somethingNew><keyName>a</keyName>",
        "<somethingNew><cut>0</cut></somethingNew>",
        "<keyName>\ufffd\uffe6</keyName>",
    ],
)
def test_what_is_written_otherwise_reads_the_same(xml):
    body = page(xml + "<instanceType>t3.micro</instanceType>")
    assert tuple(InstancesReply(body, ACCOUNT, REGION).instances) == instances(
        by_botocore(body), ACCOUNT, REGION
    )


@pytest.mark.parametrize(
    "around", ["<cut>0</cut>", "<others><item><instanceId>i-2</instanceId></item></others>"]
)
def test_what_stands_beside_the_instances_is_not_taken_for_one(around):
    body = page("", around)
    assert [one.id for one in InstancesReply(body, ACCOUNT, REGION).instances] == ["i-1"]


def test_a_foreign_mark_among_the_instances_is_an_instance_without_an_id():
    for mark in ("<cut>0</cut>", "<cut>7</cut>", "<cut/>"):
        with pytest.raises(DamagedReplyError):
            InstancesReply(
                page("").replace(b"</instancesSet>", mark.encode() + b"</instancesSet>"), "", REGION
            )


def test_another_encoding_is_read_as_it_says():
    body = b"<?xml version='1.0' encoding='iso-8859-1'?>" + page("<keyName>\u00e9</keyName>").replace(
        "\u00e9".encode(), b"\xe9"
    )
    assert only(body).key_name == "\u00e9"


def test_the_fields_of_a_shape_are_those_of_the_model():
    names = tuple(instance_shape.INSTANCE)
    assert ("key", *names[:2], "name", *names[2:]) == Instance.__struct_fields__[: len(names) + 2]
    assert tuple(instance_shape.DEVICE) == BlockDevice.__struct_fields__
    assert tuple(instance_shape.INTERFACE) == InstanceInterface.__struct_fields__[:9]


def test_a_whole_instance_as_aws_writes_it():
    body = page(
        "<imageId>ami-1</imageId><instanceState><code>16</code><name>running</name></instanceState>"
        "<privateDnsName>ip.internal</privateDnsName><dnsName/><reason/><keyName>k</keyName>"
        "<instanceType>t3.micro</instanceType><launchTime>2026-01-02T03:04:05.000Z</launchTime>"
        "<placement><availabilityZone>us-east-1a</availabilityZone><groupName/><tenancy>default</tenancy>"
        "</placement>"
        "<groupSet><item><groupId>sg-1</groupId><groupName>web</groupName></item></groupSet>"
        "<tagSet><item><key>Name</key><value>web [/] \u202e</value></item>"
        "<item><key>Name</key><value>b</value></item></tagSet>"
        "<iamInstanceProfile><arn>arn:aws:iam::1:instance-profile/x/role</arn></iamInstanceProfile>"
    )
    instance = only(body)
    assert (instance.key, instance.state, instance.name) == (
        ("1", REGION, "i-1"),
        "running",
        "web [/] \u202e",
    )
    assert (instance.launch_time, instance.az, instance.profile) == (1767323045, "us-east-1a", "role")
    assert instance.public_dns is None and instance.state_transition is None
    assert instance.security_groups[0].name == "web"
    assert instance.tags[1] == ("Name", "b")
    assert (instance,) == instances(by_botocore(body), ACCOUNT, REGION)


@pytest.mark.parametrize(
    ("xml", "field", "value"),
    [
        ("<keyName>a</keyName><keyName>b</keyName>", "key_name", "a"),
        ("<keyName/><keyName>b</keyName>", "key_name", None),
        (
            "<instanceState><name>a</name></instanceState><instanceState><name>b</name></instanceState>",
            "state",
            "a",
        ),
        ("<cpuOptions><coreCount/></cpuOptions>", "cores", None),
        ("<launchTime/>", "launch_time", 0),
        ("<tagSet><item><key>k</key><key>l</key></item></tagSet>", "tags", (("k", ""),)),
        ("<keyName>a<!-- c -->b<?p?>c<![CDATA[<d>]]></keyName>", "key_name", "abc<d>"),
        ("<enaSupport>yes</enaSupport>", "ena_support", False),
        (
            "<blockDeviceMapping><item><deviceName>a</deviceName></item></blockDeviceMapping>",
            "block_devices",
            (),
        ),
    ],
)
def test_oddities(xml, field, value):
    assert getattr(only(page(xml)), field) == value


def test_ipv6_of_an_interface_stands_in_for_the_instance():
    addresses = "<ipv6AddressesSet><item><ipv6Address>::1</ipv6Address></item></ipv6AddressesSet>"
    xml = f"<networkInterfaceSet><item>{addresses}</item></networkInterfaceSet>"
    assert only(page(xml)).ipv6 == "::1"
    assert only(page(f"<ipv6Address>::2</ipv6Address>{xml}")).ipv6 == "::2"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<a",
        page("")[:-5],
        page("").replace(b"<instanceId>i-1</instanceId>", b""),
        page("").replace(b"i-1", b""),
        page("<keyName>\xff\xfe</keyName>".encode("latin-1").decode("latin-1")).replace(
            "ÿ".encode(), b"\xff"
        ),
        page("<keyName>&nothing;</keyName>"),
    ],
)
def test_damage_is_said(body):
    with pytest.raises(DamagedReplyError):
        InstancesReply(body, ACCOUNT, REGION)


def test_a_number_that_is_none_is_an_error():
    with pytest.raises(ValueError):
        InstancesReply(page("<cpuOptions><coreCount>two</coreCount></cpuOptions>"), ACCOUNT, REGION)


@pytest.mark.parametrize("definition", ['SYSTEM "file:///etc/hostname"', '"SECRET"'])
def test_a_document_type_is_refused_with_its_entities(definition):
    doctype = f"<!DOCTYPE x [<!ENTITY e {definition}>]>".encode()
    with pytest.raises(DamagedReplyError):
        InstancesReply(doctype + page("<keyName>&e;</keyName>"), ACCOUNT, REGION)


def test_a_great_page_is_read():
    assert len(only(page(f"<keyName>{'x' * 11_000_000}</keyName>")).key_name or "") == 11_000_000


def test_what_xml_cannot_carry_is_replaced():
    kept = "\t\n\r é\u0085\u202e&#9;&#10;&#x9d;&#32;&#127;".encode()
    assert without_forbidden(kept) == kept
    for bad in (
        b"\x00",
        b"\x1b",
        b"&#0;",
        b"&#27;",
        b"&#x1B;",
        b"&#x0;",
        b"&#xd800;",
        b"&#xFFFF;",
        "\uffff".encode(),
    ):
        assert without_forbidden(b"<" + bad + b">") == "<\ufffd>".encode(), bad


def test_the_root_must_be_the_operations():
    check_root(page(""), "DescribeInstances")
    for body in (b"", b"<html>", b"<DescribeVolumesResponse/>"):
        with pytest.raises(DamagedReplyError):
            check_root(body, "DescribeInstances")
