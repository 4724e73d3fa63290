"""A rehearsal never acts: the account is the same before and after, whatever is rehearsed."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Account, error_code

Ask = Callable[[Account], dict[str, Any]]


def instance(account: Account) -> str:
    return account.id("prometheus")


def permission(account: Account, **peer: Any) -> dict[str, Any]:
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.9.0.0/16"}]}
    return {"GroupId": account.id("unused", "sg", "us-east-1"), "IpPermissions": [rule | peer]}


CASES: dict[str, Ask] = {
    "describe_instances": lambda a: {},
    "describe_instance_status": lambda a: {},
    "describe_volumes": lambda a: {},
    "describe_security_groups": lambda a: {},
    "describe_security_group_rules": lambda a: {},
    "describe_images": lambda a: {},
    "describe_key_pairs": lambda a: {},
    "describe_subnets": lambda a: {},
    "describe_network_interfaces": lambda a: {},
    "get_password_data": lambda a: {"InstanceId": instance(a)},
    "get_console_output": lambda a: {"InstanceId": instance(a)},
    "start_instances": lambda a: {"InstanceIds": [a.id("wizard")]},
    "stop_instances": lambda a: {"InstanceIds": [instance(a)]},
    "reboot_instances": lambda a: {"InstanceIds": [instance(a)]},
    "terminate_instances": lambda a: {"InstanceIds": [instance(a)]},
    "monitor_instances": lambda a: {"InstanceIds": [instance(a)]},
    "unmonitor_instances": lambda a: {"InstanceIds": [a.id("orders-db-01")]},
    "modify_instance_metadata_options": lambda a: {"InstanceId": instance(a), "HttpTokens": "optional"},
    "create_tags": lambda a: {"Resources": [instance(a)], "Tags": [{"Key": "dry", "Value": "run"}]},
    "delete_tags": lambda a: {"Resources": [instance(a)], "Tags": [{"Key": "team"}]},
    "allocate_address": lambda a: {"Domain": "vpc"},
    "create_snapshot": lambda a: {"VolumeId": a.id("orphan", "volume")},
    "delete_volume": lambda a: {"VolumeId": a.id("orphan", "volume")},
    "modify_volume": lambda a: {"VolumeId": a.id("orphan", "volume"), "Size": 300},
    "delete_snapshot": lambda a: {"SnapshotId": a.id("public-dump", "snapshot")},
    "delete_key_pair": lambda a: {"KeyName": "alice-laptop"},
    "deregister_image": lambda a: {"ImageId": a.id("golden-old", "image")},
    "run_instances": lambda a: {"ImageId": a.id("golden", "image"), "MinCount": 1, "MaxCount": 1},
}


ATTRIBUTES: tuple[dict[str, Any], ...] = (
    {"DisableApiTermination": {"Value": True}},
    {"DisableApiStop": {"Value": True}},
    {"SourceDestCheck": {"Value": False}},
    {"InstanceInitiatedShutdownBehavior": {"Value": "terminate"}},
    {"BlockDeviceMappings": [{"DeviceName": "/dev/sdf", "Ebs": {"DeleteOnTermination": True}}]},
)


def test_a_dry_run_says_so_and_does_nothing(account: Account) -> None:
    before = everything(account)
    asked = [(operation, ask(account)) for operation, ask in CASES.items()]
    asked += [("modify_instance_attribute", {"InstanceId": instance(account), **one}) for one in ATTRIBUTES]
    for operation, given in asked:
        with pytest.raises(ClientError) as caught:
            getattr(account.ec2, operation)(DryRun=True, **given)
        assert caught.value.response["Error"]["Code"] == "DryRunOperation", operation
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 412, operation
    assert everything(account) == before


@pytest.mark.parametrize(
    "operation",
    [
        "authorize_security_group_ingress",
        "authorize_security_group_egress",
        "update_security_group_rule_descriptions_ingress",
        "update_security_group_rule_descriptions_egress",
    ],
)
def test_rules_are_rehearsed(account: Account, operation: str) -> None:
    ec2 = account.client("ec2", "us-east-1")
    before = ec2.describe_security_group_rules()["SecurityGroupRules"]
    assert error_code(getattr(ec2, operation), DryRun=True, **permission(account)) == "DryRunOperation"
    assert ec2.describe_security_group_rules()["SecurityGroupRules"] == before


def test_what_aws_would_refuse_is_refused_in_a_rehearsal_too(account: Account) -> None:
    ec2 = account.ec2
    unknown = "i-0123456789abcdef0"
    assert error_code(ec2.stop_instances, InstanceIds=[unknown], DryRun=True) == "InvalidInstanceID.NotFound"
    kept = [account.id("orders-db-01")]
    assert error_code(ec2.terminate_instances, InstanceIds=kept, DryRun=True) == "OperationNotPermitted"
    group = account.id("app", "sg")
    assert error_code(ec2.delete_security_group, GroupId=group, DryRun=True) == "DependencyViolation"


def everything(account: Account) -> list[Any]:
    """The account as a client sees it, without what its own clock changes."""
    ec2 = account.ec2
    instances = [i for r in ec2.describe_instances()["Reservations"] for i in r["Instances"]]
    protected = ec2.describe_instance_attribute(
        InstanceId=instance(account), Attribute="disableApiTermination"
    )["DisableApiTermination"]
    return [
        instances,
        protected,
        ec2.describe_volumes()["Volumes"],
        ec2.describe_addresses()["Addresses"],
        ec2.describe_key_pairs()["KeyPairs"],
        len(ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]),
    ]
