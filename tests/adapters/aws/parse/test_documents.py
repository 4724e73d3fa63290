"""Parsers of botocore's documents: what is told is kept, what is missing is a default, text stays as sent."""

import datetime

import pytest

from ec2tui.adapters.aws.parse.address import address
from ec2tui.adapters.aws.parse.fields import epoch, epoch_of_text
from ec2tui.adapters.aws.parse.image import image
from ec2tui.adapters.aws.parse.instance import instance
from ec2tui.adapters.aws.parse.instance_type import instance_type
from ec2tui.adapters.aws.parse.key_pair import key_pair
from ec2tui.adapters.aws.parse.network import network_interface
from ec2tui.adapters.aws.parse.profile_association import profile_associations
from ec2tui.adapters.aws.parse.security_group import rule, security_group
from ec2tui.adapters.aws.parse.snapshot import snapshot
from ec2tui.adapters.aws.parse.status import protection, status
from ec2tui.adapters.aws.parse.volume import volume
from ec2tui.core.model.key import Key
from ec2tui.core.model.status import ScheduledEvent

ACCOUNT, REGION = "123456789012", "eu-west-1"
MOMENT = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
PARSERS = [
    (lambda document, *place: instance(document, *place, None), "InstanceId"),
    (status, "InstanceId"),
    (security_group, "GroupId"),
    (rule, "SecurityGroupRuleId"),
    (network_interface, "NetworkInterfaceId"),
    (volume, "VolumeId"),
    (image, "ImageId"),
    (key_pair, "KeyName"),
    (instance_type, "InstanceType"),
    (address, "AllocationId"),
    (snapshot, "SnapshotId"),
]


@pytest.mark.parametrize(("parse", "id_name"), PARSERS)
def test_the_id_alone_is_enough_and_without_it_there_is_nothing(parse, id_name):
    assert parse({id_name: "x"}, ACCOUNT, REGION).key == Key(ACCOUNT, REGION, "x")
    with pytest.raises(KeyError):
        parse({}, ACCOUNT, REGION)


@pytest.mark.parametrize(("parse", "id_name"), PARSERS)
def test_tags_stay_as_sent(parse, id_name):
    tags = [{"Key": "b", "Value": "\u202e[/]"}, {"Key": "a", "Value": ""}, {"Key": "b"}]
    parsed = parse({id_name: "x", "Tags": tags, "TagSet": tags}, ACCOUNT, REGION)
    assert getattr(parsed, "tags", None) in (None, (("b", "\u202e[/]"), ("a", ""), ("b", "")))


def test_status_with_its_events():
    parsed = status(
        {
            "InstanceId": "i-1",
            "SystemStatus": {"Status": "ok"},
            "InstanceStatus": {"Status": "impaired"},
            "AttachedEbsStatus": {"Status": "not-applicable"},
            "Events": [{"Code": "instance-stop", "Description": "d", "NotBefore": MOMENT}],
        },
        ACCOUNT,
        REGION,
    )
    assert (parsed.checks, parsed.passed) == (("ok", "impaired"), 1)
    assert parsed.events == (ScheduledEvent("instance-stop", "d", 1767323045, None),)


def test_protection_that_was_not_told_is_none():
    key = Key(ACCOUNT, REGION, "i-1")
    parsed = protection(
        key,
        {"DisableApiTermination": {"Value": True}},
        {},
        {"InstanceInitiatedShutdownBehavior": {"Value": "stop"}},
    )
    assert (parsed.termination, parsed.stop) == (True, None)


def test_a_rule_of_another_group():
    parsed = rule(
        {
            "SecurityGroupRuleId": "sgr-1",
            "GroupId": "sg-1",
            "IsEgress": True,
            "IpProtocol": "-1",
            "FromPort": -1,
            "ToPort": -1,
            "ReferencedGroupInfo": {
                "GroupId": "sg-2",
                "UserId": "1",
                "VpcId": "v",
                "PeeringStatus": "active",
            },
            "Description": "",
        },
        ACCOUNT,
        REGION,
    )
    assert (parsed.peer_group_id, parsed.peer_account, parsed.peer_vpc_id) == ("sg-2", "1", "v")
    assert (parsed.egress, parsed.from_port, parsed.description, parsed.cidr) == (True, -1, "", None)


def test_addresses_of_an_interface():
    listed = [
        {"PrivateIpAddress": "10.0.0.1", "Association": {"PublicIp": "203.0.113.1"}},
        {"PrivateIpAddress": "10.0.0.2"},
    ]
    parsed = network_interface(
        {
            "NetworkInterfaceId": "eni-1",
            "PrivateIpAddresses": listed,
            "Ipv6Addresses": [{"Ipv6Address": "::1"}],
            "Attachment": {"InstanceId": "i-1", "InstanceOwnerId": "amazon-elb"},
        },
        ACCOUNT,
        REGION,
    )
    assert (parsed.private_ips, parsed.public_ips) == (("10.0.0.1", "10.0.0.2"), ("203.0.113.1",))
    assert (parsed.ipv6, parsed.instance_id, parsed.attachment_owner) == (("::1",), "i-1", "amazon-elb")
    single = network_interface({"NetworkInterfaceId": "eni-1", **listed[0]}, ACCOUNT, REGION)
    assert (single.private_ips, single.public_ips) == (("10.0.0.1",), ("203.0.113.1",))


def test_devices_without_ebs_are_no_snapshots():
    mapping = [
        {"DeviceName": "/dev/sda1", "Ebs": {"SnapshotId": "snap-1", "VolumeSize": 8, "Encrypted": False}},
        {"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"},
    ]
    document = {
        "ImageId": "ami-1",
        "BlockDeviceMappings": mapping,
        "CreationDate": "2026-01-02T03:04:05.000Z",
    }
    parsed = image(document, ACCOUNT, REGION)
    assert [(s.device, s.snapshot_id, s.encrypted) for s in parsed.snapshots] == [
        ("/dev/sda1", "snap-1", False)
    ]
    assert parsed.creation_time == 1767323045


def test_an_association_that_ends_gives_way_to_the_living():
    def association(name, state):
        return {
            "AssociationId": name,
            "InstanceId": "i-1",
            "State": state,
            "IamInstanceProfile": {"Arn": name},
        }

    for order in (("associated", "disassociating"), ("disassociating", "associating")):
        document = {"IamInstanceProfileAssociations": [association(state, state) for state in order]}
        last = profile_associations(document, ACCOUNT, REGION)[-1]
        assert last.state in ("associated", "associating") and last.profile_arn == last.association_id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("", None),
        ("2026-01-02T03:04:05.000Z", 1767323045),
        ("2026-01-02T03:04:05Z", 1767323045),
        ("2026-01-02T05:04:05+02:00", 1767323045),
        ("2026-01-02T03:04:05", 1767323045),
        ("1767323045", 1767323045),
        ("Fri, 02 Jan 2026 03:04:05 GMT", 1767323045),
    ],
)
def test_times(text, expected):
    assert epoch_of_text(text) == expected


def test_what_is_no_time_is_an_error():
    with pytest.raises(ValueError):
        epoch_of_text("yesterday-ish")


def test_a_moment_without_a_zone_is_utc():
    assert epoch(MOMENT.replace(tzinfo=None)) == epoch(MOMENT) == 1767323045
