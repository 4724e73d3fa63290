"""A launch template becomes a wish: nothing of it is changed, and what cannot be said is named."""

import base64

from ec2tui.core.changes.launch_template import taken
from ec2tui.core.changes.launch_wish import wish_like
from ec2tui.core.model.instance import BlockDevice, Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.volume import Volume
from ec2tui.core.model.wish import Wish
from tests.core.changes.worlds import build, key

DATA = {
    "ImageId": "resolve:ssm:/aws/service/debian/release/12/latest/amd64",
    "InstanceType": "m7i.large",
    "KeyName": "ops",
    "IamInstanceProfile": {"Name": "web"},
    "NetworkInterfaces": [{"DeviceIndex": 0, "SubnetId": "subnet-1", "Groups": ["sg-1"]}],
    "BlockDeviceMappings": [
        {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20, "DeleteOnTermination": False}},
        {"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 100, "VolumeType": "io2", "Iops": 4000}},
        {"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"},
    ],
    "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
    "TagSpecifications": [
        {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}, {"Key": "env", "Value": "x"}]},
        {"ResourceType": "volume", "Tags": [{"Key": "env", "Value": "y"}]},
    ],
    "InstanceMarketOptions": {"MarketType": "spot"},
    "UserData": base64.b64encode(b"#!/bin/sh").decode(),
    "CpuOptions": {"CoreCount": 2},
}


def test_a_template_is_taken_whole_and_what_is_left_out_is_named() -> None:
    found = taken(DATA)
    assert found.wish == Wish(
        image="/aws/service/debian/release/12/latest/amd64",
        type="m7i.large",
        name="web",
        subnet="subnet-1",
        groups=("sg-1",),
        key="ops",
        role="web",
        size=20,
        keep=True,
        volumes=("/dev/sdf size=100 type=io2 iops=4000",),
        hop_limit=2,
        spot=True,
        tags={"env": "x"},
    )
    assert found.user_data == b"#!/bin/sh" and found.left == ("CpuOptions",)


def test_an_empty_template_is_the_safe_choice() -> None:
    assert taken({}) == (Wish(), None, ())


def test_more_like_an_instance_has_its_volumes() -> None:
    devices = (BlockDevice("/dev/xvda", "vol-1", True), BlockDevice("/dev/sdf", "vol-2", False))
    one = Instance(key("i-1"), "running", "t3.micro", root_device_name="/dev/xvda", block_devices=devices)
    world = build(
        (Kind.VOLUMES, Volume(key("vol-1"), 30, "gp3", "in-use", encrypted=True, iops=3000)),
        (Kind.VOLUMES, Volume(key("vol-2"), 100, "io2", "in-use", encrypted=True, iops=4000)),
    )
    wish = wish_like(one, world)
    assert (wish.size, wish.iops, wish.volumes) == (30, None, ("/dev/sdf size=100 type=io2 iops=4000 keep",))
    assert wish.encrypted and wish_like(one).size is None
