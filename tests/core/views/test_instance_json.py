"""The JSON of an instance: the contract's keys, AWS's exact strings, null for what is not known."""

import json

from ec2tui.core.model.instance import BlockDevice, GroupRef, Instance, InstanceInterface
from ec2tui.core.model.status import ScheduledEvent
from ec2tui.core.views.instance_json import as_json

from . import world

CONTRACT = [
    "id",
    "name",
    "state",
    "type",
    "region",
    "az",
    "private_ip",
    "public_ip",
    "vpc_id",
    "subnet_id",
    "image_id",
    "key_name",
    "role",
    "security_groups",
    "launch_time",
    "platform",
    "termination_protected",
    "tags",
]


def test_a_bare_instance_has_every_key_and_null_for_the_unknown() -> None:
    found = as_json(world.instance(), world.inventory())
    assert list(found)[: len(CONTRACT)] == CONTRACT
    for key in ("name", "public_ip", "launch_time", "platform", "termination_protected", "status_checks"):
        assert found[key] is None
    assert (found["tags"], found["security_groups"], found["interfaces"]) == ({}, [], [])
    assert json.loads(json.dumps(found)) == found


def test_every_field_of_the_model_is_told() -> None:
    renamed = {"key", "name", "metadata", "profile_arn"}
    found = as_json(world.instance(), world.inventory())
    assert {fact for fact in Instance.FACTS if fact not in found} <= renamed


def test_values_are_exact() -> None:
    subject = world.instance(
        name="a\u202e\u009b",
        launch_time=1_700_000_000,
        security_groups=(GroupRef("sg-1", "web"),),
        platform="windows",
        profile_arn="arn:aws:iam::1:instance-profile/p/Web",
        block_devices=(BlockDevice("/dev/xvda", "vol-1", False, "attached", 1_700_000_001),),
        interfaces=(
            InstanceInterface("eni-1", private_ips=("10.0.0.1",), groups=(GroupRef("sg-1", "web"),)),
        ),
    )
    facts = world.inventory(
        subject,
        world.profile(subject.profile_arn, "reader"),
        world.protection(on=False),
        world.status(events=(ScheduledEvent("x", not_before=1),)),
    )
    found = as_json(subject, facts)
    assert found["name"] == found["tags"]["Name"] == "a\u202e\u009b"
    assert found["launch_time"] == "2023-11-14T22:13:20Z"
    assert found["security_groups"] == [{"id": "sg-1", "name": "web"}]
    assert (found["platform"], found["role"], found["termination_protected"]) == ("windows", "reader", False)
    assert found["profile"] == "Web" and as_json(subject, world.inventory(subject))["role"] is None
    assert found["block_devices"][0]["attach_time"] == "2023-11-14T22:13:21Z"
    assert found["block_devices"][0]["delete_on_termination"] is False
    assert found["interfaces"][0]["private_ips"] == ["10.0.0.1"]
    assert found["status_checks"] == {"system": "ok", "instance": "ok", "ebs": "ok"}
    assert found["scheduled_events"][0]["not_before"] == "1970-01-01T00:00:01Z"
