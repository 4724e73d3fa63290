"""Spot requests of the demo: one for each Spot instance, and one-time ones cannot be stopped."""

from tests.adapters.demo.conftest import Account, error_code


def request_of(account: Account, name: str, region: str) -> dict[str, object]:
    instance_id = account.id(name, region=region)
    asked = [{"Name": "instance-id", "Values": [instance_id]}]
    (found,) = account.client("ec2", region).describe_spot_instance_requests(Filters=asked)[
        "SpotInstanceRequests"
    ]
    assert found["InstanceId"] == instance_id
    return dict(found)


def test_a_group_asks_once_for_each_member_and_such_a_member_cannot_be_stopped(account: Account) -> None:
    found = request_of(account, "spark-worker-01", "us-east-1")
    assert (found["Type"], found["State"]) == ("one-time", "active")
    stop = account.client("ec2", "us-east-1").stop_instances
    assert error_code(stop, InstanceIds=[found["InstanceId"]]) == "UnsupportedOperation"


def test_the_others_requests_are_persistent(account: Account) -> None:
    assert request_of(account, "orders-worker-01", "eu-west-1")["Type"] == "persistent"


def test_what_is_no_spot_instance_has_none(account: Account) -> None:
    asked = [{"Name": "instance-id", "Values": [account.id("bastion")]}]
    assert account.ec2.describe_spot_instance_requests(Filters=asked)["SpotInstanceRequests"] == []
