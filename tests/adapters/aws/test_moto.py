"""The contract of the gateway against an endpoint that speaks EC2's protocol: moto, seeded by boto3."""

import boto3
import pytest

from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.identity import Identity
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome
from tests.adapters.aws.endpoint import REGION, collect, connect, read_of

ACCOUNT = "123456789012"


@pytest.fixture(scope="module")
def seeded(moto_url):
    """A VPC with two instances, a group with a rule, an image and a key pair; their ids by name."""
    ec2 = boto3.client(
        "ec2",
        region_name=REGION,
        endpoint_url=moto_url,
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="secret",
    )
    image = next(i for i in ec2.describe_images()["Images"] if i.get("Platform") != "windows")["ImageId"]
    subnet = ec2.describe_subnets()["Subnets"][0]
    group = ec2.create_security_group(GroupName="web", Description="for web", VpcId=subnet["VpcId"])[
        "GroupId"
    ]
    ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 443,
                "ToPort": 443,
                "IpRanges": [{"CidrIp": "203.0.113.0/24", "Description": "office"}],
                "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32"}],
                "UserIdGroupPairs": [{"GroupId": group}],
            }
        ],
    )
    ec2.create_key_pair(KeyName="a key", KeyType="ed25519")
    launched = [
        ec2.run_instances(
            ImageId=image,
            InstanceType="t3.micro",
            MinCount=1,
            MaxCount=1,
            KeyName="a key",
            SubnetId=subnet["SubnetId"],
            SecurityGroupIds=[group],
            TagSpecifications=[
                {
                    "ResourceType": "instance",
                    "Tags": [{"Key": "Name", "Value": name}, {"Key": "b", "Value": "a&b"}],
                }
            ],
        )["Instances"][0]["InstanceId"]
        for name in ("one", "two")
    ]
    ec2.modify_instance_attribute(InstanceId=launched[0], DisableApiTermination={"Value": True})
    ec2.stop_instances(InstanceIds=[launched[1]])
    volumes = [v["VolumeId"] for v in ec2.describe_volumes()["Volumes"]]
    return {
        "image": image,
        "group": group,
        "one": launched[0],
        "two": launched[1],
        "volumes": volumes,
        "ec2": ec2,
    }


@pytest.fixture
async def gateway(moto_url):
    made = await connect(moto_url)
    yield made
    await made.aclose()


async def one(gateway, kind, item_id):
    items, problem = await collect(gateway, read_of(kind, item_id))
    assert problem is None
    (item,) = items
    assert item.key == (ACCOUNT, REGION, item_id)
    return item


async def test_identity(gateway):
    identity = await gateway.identify()
    assert isinstance(identity, Identity)
    assert (identity.account, identity.method) == (ACCOUNT, "env")
    assert identity.access_key_id == "AKIAIOSFODNN7EXAMPLE" and identity.expires_at is None


async def test_regions(gateway):
    regions = await gateway.regions()
    assert isinstance(regions, tuple)
    assert {"us-east-1", "eu-west-1"} <= set(regions)
    assert list(regions) == sorted(regions)


async def test_instances_agree_with_boto3(gateway, seeded):
    items, problem = await collect(gateway, read_of(Kind.INSTANCES))
    assert problem is None
    by_id = {item.id: item for item in items}
    for reservation in seeded["ec2"].describe_instances()["Reservations"]:
        for theirs in reservation["Instances"]:
            ours = by_id.pop(theirs["InstanceId"])
            assert ours.key.account == reservation["OwnerId"]
            assert ours.state == theirs["State"]["Name"]
            assert ours.tags == tuple((tag["Key"], tag["Value"]) for tag in theirs["Tags"])
            assert ours.launch_time == int(theirs["LaunchTime"].timestamp())
            assert [group.id for group in ours.security_groups] == [
                g["GroupId"] for g in theirs["SecurityGroups"]
            ]
            assert ours.private_ip == theirs["PrivateIpAddress"] == ours.interfaces[0].private_ips[0]
            assert ours.block_devices[0].volume_id == theirs["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
    assert not by_id


async def test_a_page_comes_with_each_request(gateway, seeded, monkeypatch):
    import msgspec

    from ec2tui.adapters.aws.reads import READS

    small = msgspec.structs.replace(READS[Kind.INSTANCES], page_size=5)
    monkeypatch.setitem(READS, Kind.INSTANCES, small)
    seeded["ec2"].run_instances(ImageId=seeded["image"], MinCount=1, MaxCount=1)
    for _ in range(6):
        seeded["ec2"].run_instances(ImageId=seeded["image"], MinCount=1, MaxCount=1)
    pages = [page async for page in gateway.stream(read_of(Kind.INSTANCES))]
    assert len(pages) > 1
    ids = [item.id for page in pages for item in page.items]
    assert len(ids) == len(set(ids)) >= 8


@pytest.mark.parametrize(
    ("kind", "unknown"),
    [
        (Kind.INSTANCES, "i-0123456789abcdef0"),
        (Kind.STATUSES, "i-0123456789abcdef0"),
        (Kind.PROTECTION, "i-0123456789abcdef0"),
    ],
)
async def test_unknown_ids_are_simply_gone(gateway, seeded, kind, unknown):
    items, problem = await collect(gateway, read_of(kind, unknown, seeded["one"], seeded["two"], unknown))
    assert problem is None
    assert {item.key.id for item in items} == {seeded["one"], seeded["two"]}
    assert await collect(gateway, read_of(kind, unknown)) == ([], None)


async def test_statuses_of_stopped_ones_when_asked(gateway, seeded):
    assert (await one(gateway, Kind.STATUSES, seeded["one"])).passed == 2
    assert (await one(gateway, Kind.STATUSES, seeded["two"])).passed == 0
    items, _ = await collect(gateway, read_of(Kind.STATUSES))
    assert seeded["one"] in {item.key.id for item in items}


async def test_protection(gateway, seeded):
    protected = await one(gateway, Kind.PROTECTION, seeded["one"])
    assert (protected.termination, protected.stop) == (True, False)
    assert (await one(gateway, Kind.PROTECTION, seeded["two"])).termination is False


@pytest.mark.parametrize("kind", [Kind.PROTECTION, Kind.IMAGES])
async def test_what_is_read_by_id_only(gateway, kind):
    items, problem = await collect(gateway, read_of(kind))
    assert items == []
    assert problem is not None and problem.outcome is Outcome.INVALID


async def test_groups_and_rules(gateway, seeded):
    group = await one(gateway, Kind.SECURITY_GROUPS, seeded["group"])
    assert (group.name, group.description) == ("web", "for web")
    items, problem = await collect(gateway, read_of(Kind.RULES))
    assert problem is None
    ingress = [rule for rule in items if rule.group_id == seeded["group"] and not rule.egress]
    assert {(r.protocol, r.from_port, r.cidr, r.cidr6, r.peer_group_id) for r in ingress} == {
        ("tcp", 443, "203.0.113.0/24", None, None),
        ("tcp", 443, None, "2001:db8::/32", None),
        ("tcp", 443, None, None, seeded["group"]),
    }
    office = next(rule for rule in ingress if rule.cidr)
    assert office.description == "office"
    assert await one(gateway, Kind.RULES, office.key.id) == office


async def test_interfaces_and_volumes(gateway, seeded):
    items, problem = await collect(gateway, read_of(Kind.INTERFACES))
    assert problem is None
    mine = next(item for item in items if item.instance_id == seeded["one"])
    assert mine.groups[0].id == seeded["group"] and mine.private_ips
    assert await one(gateway, Kind.INTERFACES, mine.key.id) == mine
    volume = await one(gateway, Kind.VOLUMES, seeded["volumes"][0])
    assert volume.size > 0 and volume.attachments[0].instance_id in (seeded["one"], seeded["two"])


async def test_images_keys_and_types(gateway, seeded):
    image = await one(gateway, Kind.IMAGES, seeded["image"])
    assert image.public and image.creation_time and image.name
    key_pair = await one(gateway, Kind.KEY_PAIRS, "a key")
    assert (key_pair.name, key_pair.type) == ("a key", "ed25519")
    t3 = await one(gateway, Kind.INSTANCE_TYPES, "t3.micro")
    assert (t3.vcpus, t3.memory, t3.burstable, t3.architectures) == (2, 1024, True, ("x86_64",))
    gpu = await one(gateway, Kind.INSTANCE_TYPES, "g4dn.xlarge")
    assert (gpu.gpus, gpu.gpu_memory, gpu.storage) == (1, 16384, 125) and "T4" in gpu.gpu_name


async def test_addresses_and_snapshots(gateway, seeded):
    allocated = seeded["ec2"].allocate_address(Domain="vpc")
    made = seeded["ec2"].create_snapshot(VolumeId=seeded["volumes"][0], Description="d")
    address = await one(gateway, Kind.ADDRESSES, allocated["AllocationId"])
    assert (address.public_ip, address.instance_id) == (allocated["PublicIp"], None)
    snapshot = await one(gateway, Kind.SNAPSHOTS, made["SnapshotId"])
    assert (snapshot.volume_id, snapshot.description) == (seeded["volumes"][0], "d")
    mine, problem = await collect(gateway, read_of(Kind.SNAPSHOTS))
    assert problem is None and snapshot in mine


async def test_unknown_images_and_types_are_gone(gateway, seeded):
    items, problem = await collect(gateway, read_of(Kind.IMAGES, "ami-0123456789abcdef0", seeded["image"]))
    assert (len(items), problem) == (1, None)
    assert await collect(gateway, read_of(Kind.INSTANCE_TYPES, "x9.mega")) == ([], None)


async def test_fetch_is_the_whole_document(gateway, seeded):
    call = ApiCall("ec2", "DescribeInstances", REGION, {"InstanceIds": [seeded["one"]]})
    reply = await gateway.fetch(call)
    assert reply.outcome is Outcome.OK
    assert "ResponseMetadata" not in reply.body
    theirs = seeded["ec2"].describe_instances(InstanceIds=[seeded["one"]])["Reservations"]
    assert reply.body["Reservations"] == theirs
    bad = await gateway.fetch(
        ApiCall("ec2", "DescribeInstances", REGION, {"InstanceIds": ["i-0123456789abcdef0"]})
    )
    assert bad.outcome is Outcome.NOT_FOUND and bad.problem is not None


async def test_send_changes_and_rehearsals_do_not(gateway, seeded):
    tag = {"Resources": [seeded["two"]], "Tags": [{"Key": "sent", "Value": "yes"}]}
    rehearsal = await gateway.send(ApiCall("ec2", "CreateTags", REGION, {**tag, "DryRun": True}))
    assert rehearsal.outcome is Outcome.OK
    assert rehearsal.problem is not None and rehearsal.problem.code == "DryRunOperation"
    assert (await one(gateway, Kind.INSTANCES, seeded["two"])).tag("sent") is None
    assert (await gateway.send(ApiCall("ec2", "CreateTags", REGION, tag))).outcome is Outcome.OK
    assert (await one(gateway, Kind.INSTANCES, seeded["two"])).tag("sent") == "yes"


async def test_another_service_by_the_same_seam(gateway):
    reply = await gateway.fetch(ApiCall("cloudwatch", "DescribeAlarms", REGION))
    assert reply.outcome is Outcome.OK and reply.body["MetricAlarms"] == []
