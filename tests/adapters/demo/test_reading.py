from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from botocore.exceptions import ClientError

from .conftest import Account, error_code


def walk(operation: Any, key: str, size: int, **given: Any) -> list[list[Any]]:
    """All pages of a list, with a bound on how many there may be."""
    pages: list[list[Any]] = []
    token: dict[str, str] = {}
    for _ in range(200):
        reply = operation(MaxResults=size, **token, **given)
        pages.append(reply[key])
        if not reply.get("NextToken"):
            return pages
        assert reply["NextToken"] != token.get("NextToken")
        token = {"NextToken": reply["NextToken"]}
    raise AssertionError("paging does not end")


def test_instances_page_by_instance_over_the_ends_of_reservations(account: Account) -> None:
    account.launch(MinCount=12, MaxCount=12)
    pages = walk(account.ec2.describe_instances, "Reservations", 5)
    counts = [sum(len(one["Instances"]) for one in page) for page in pages]
    assert set(counts[:-1]) == {5}
    assert 0 < counts[-1] <= 5
    ids = [i["InstanceId"] for page in pages for one in page for i in one["Instances"]]
    everything = account.ec2.describe_instances()["Reservations"]
    assert ids == [i["InstanceId"] for one in everything for i in one["Instances"]]


@pytest.mark.parametrize(
    ("operation", "key", "size", "identity"),
    [
        ("describe_instance_status", "InstanceStatuses", 7, "InstanceId"),
        ("describe_images", "Images", 4, "ImageId"),
        ("describe_security_groups", "SecurityGroups", 6, "GroupId"),
        ("describe_security_group_rules", "SecurityGroupRules", 11, "SecurityGroupRuleId"),
        ("describe_volumes", "Volumes", 13, "VolumeId"),
        ("describe_network_interfaces", "NetworkInterfaces", 13, "NetworkInterfaceId"),
        ("describe_subnets", "Subnets", 5, "SubnetId"),
        ("describe_snapshots", "Snapshots", 9, "SnapshotId"),
    ],
)
def test_lists_page(account: Account, operation: str, key: str, size: int, identity: str) -> None:
    pages = walk(getattr(account.ec2, operation), key, size)
    assert all(len(page) == size for page in pages[:-1])
    assert len(pages) > 1
    ids = [one[identity] for page in pages for one in page]
    assert len(set(ids)) == len(ids)


def test_instance_types_page(account: Account) -> None:
    chosen = [{"Name": "instance-type", "Values": ["t3.*"]}]
    pages = walk(account.ec2.describe_instance_types, "InstanceTypes", 5, Filters=chosen)
    assert [len(page) for page in pages] == [5, 2]


def test_bad_pages_are_refused(account: Account) -> None:
    ec2 = account.ec2
    assert error_code(ec2.describe_instances, MaxResults=4) == "InvalidParameterValue"
    assert error_code(ec2.describe_instances, MaxResults=5, NextToken="made-up") == "InvalidNextToken"
    token = ec2.describe_instances(MaxResults=5)["NextToken"]
    assert error_code(ec2.describe_volumes, MaxResults=5, NextToken=token) == "InvalidNextToken"
    one = account.id("bastion")
    code = error_code(ec2.describe_instances, MaxResults=5, InstanceIds=[one])
    assert code == "InvalidParameterCombination"


@pytest.mark.parametrize(
    ("name", "values", "some"),
    [
        ("iam-instance-profile.arn", ["*/legacy-admin"], "legacy-jump"),
        ("metadata-options.http-tokens", ["optional"], "demo-box"),
        ("network-interface.addresses.private-ip-address", ["10.20.0.*"], "bastion"),
        ("platform", ["windows"], "ad-controller-01"),
        ("platform-details", ["Windows"], "reporting-win"),
        ("instance-lifecycle", ["spot"], "orders-worker-01"),
        ("monitoring-state", ["enabled"], "orders-db-01"),
        ("root-device-type", ["ebs"], "bastion"),
        ("launch-time", ["2026-0*"], "shop-web-01"),
        ("block-device-mapping.delete-on-termination", ["false"], "prometheus"),
        ("tag:Name", ["shop-???-01"], "shop-api-01"),
        ("instance-type", ["m7i.*"], "shop-web-01"),
        ("instance.group-name", ["wide-open"], "demo-box"),
    ],
)
def test_instances_are_filtered_as_aws_filters(
    account: Account, name: str, values: list[str], some: str
) -> None:
    every = {
        i["InstanceId"] for r in account.ec2.describe_instances()["Reservations"] for i in r["Instances"]
    }
    found = account.ec2.describe_instances(Filters=[{"Name": name, "Values": values}])["Reservations"]
    ids = {i["InstanceId"] for r in found for i in r["Instances"]}
    assert account.id(some) in ids <= every


def test_an_unknown_filter_is_refused(account: Account) -> None:
    wrong = [{"Name": "colour", "Values": ["red"]}]
    for operation in ("instances", "security_groups", "security_group_rules", "volumes", "images"):
        assert (
            error_code(getattr(account.ec2, f"describe_{operation}"), Filters=wrong)
            == "InvalidParameterValue"
        )


def test_images_are_told_with_the_facts_that_vet_them(account: Account) -> None:
    found = {one["ImageId"]: one for one in account.ec2.describe_images(IncludeDeprecated=True)["Images"]}
    golden = found[account.id("golden", "image")]
    assert (golden["ImdsSupport"], golden["TpmSupport"], golden["Public"]) == ("v2.0", "v2.0", False)
    assert golden["BlockDeviceMappings"][0]["Ebs"]["Encrypted"] is True
    old = account.id("ubuntu-focal", "image")
    assert found[old]["DeprecationTime"] < "2026-09-01"
    assert old not in {one["ImageId"] for one in account.ec2.describe_images()["Images"]}
    mine = account.ec2.describe_images(Owners=["self"])["Images"]
    assert {one["OwnerId"] for one in mine} == {account.demo.account_id}
    amazon = account.ec2.describe_images(Owners=["amazon"])["Images"]
    assert {one["ImageOwnerAlias"] for one in amazon} == {"amazon"}
    by_name = account.ec2.describe_images(Filters=[{"Name": "name", "Values": ["ubuntu/*24.04-amd64*"]}])
    assert len({one["OwnerId"] for one in by_name["Images"]}) == 2


def test_an_image_shared_with_us_is_visible_and_a_strangers_private_one_is_not(account: Account) -> None:
    shared = account.id("shared-in", "image")
    found = account.ec2.describe_images(ExecutableUsers=["self"])["Images"]
    assert shared in {one["ImageId"] for one in found}
    public = account.ec2.describe_images(ExecutableUsers=["all"], Owners=["self"])["Images"]
    assert [one["ImageId"] for one in public] == [account.id("public-own", "image")]


def test_volumes_tell_what_survives_and_interfaces_what_they_are(account: Account) -> None:
    one = account.id("prometheus")
    mine = [{"Name": "attachment.instance-id", "Values": [one]}]
    volumes = account.ec2.describe_volumes(Filters=mine)["Volumes"]
    assert {v["Attachments"][0]["DeleteOnTermination"] for v in volumes} == {False}
    kinds = {n["InterfaceType"] for n in account.ec2.describe_network_interfaces()["NetworkInterfaces"]}
    assert {"interface", "vpc_endpoint"} <= kinds
    nic = account.ec2.describe_network_interfaces(Filters=mine)["NetworkInterfaces"][0]
    assert nic["Attachment"]["InstanceId"] == one


def test_denied_operations_are_unauthorized_even_as_dry_runs(account: Account) -> None:
    account.control("deny?operation=DescribeVolumes,StopInstances")
    try:
        assert error_code(account.ec2.describe_volumes) == "UnauthorizedOperation"
        with pytest.raises(ClientError) as caught:
            account.ec2.stop_instances(InstanceIds=[account.id("bastion")], DryRun=True)
        assert caught.value.response["Error"]["Code"] == "UnauthorizedOperation"
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    finally:
        account.control("clear")


def test_denials_and_unknown_operations_speak_the_service_s_own_protocol(account: Account) -> None:
    account.control("deny?operation=DescribeAlarms,GetRole,CreateScheduleGroup,GetCallerIdentity")
    try:
        for service, call, given, code in (
            ("cloudwatch", "describe_alarms", {}, "AccessDenied"),
            ("iam", "get_role", {"RoleName": "shop-web"}, "AccessDenied"),
            ("scheduler", "create_schedule_group", {"Name": "denied"}, "AccessDeniedException"),
            ("sts", "get_caller_identity", {}, "AccessDenied"),
        ):
            assert error_code(getattr(account.client(service), call), **given) == code
    finally:
        account.control("clear")
    account.control("throttle?operation=ListSchedules")
    assert error_code(account.client("scheduler").list_schedules) == "ThrottlingException"
    account.control("clear")
    assert error_code(account.ec2.describe_trunk_interface_associations) == "InvalidAction"
    assert error_code(account.client("cloudwatch").describe_anomaly_detectors) == "InvalidAction"


def test_throttling_is_used_up_and_calls_are_counted(account: Account) -> None:
    account.control("clear")
    account.control("throttle?operation=DescribeVpcs&times=2")
    assert [error_code(account.ec2.describe_vpcs) for _ in range(2)] == ["RequestLimitExceeded"] * 2
    assert len(account.ec2.describe_vpcs()["Vpcs"]) == 2
    assert account.control("calls")["calls"]["DescribeVpcs"] == 3
    account.control("clear")


def test_motos_own_doors_stay_outside(account: Account) -> None:
    url = account.demo.endpoint_url
    for path, headers, status in (
        ("/moto-api/reset", {}, 404),
        ("/_ec2tui/planted", {}, 403),
        ("/_ec2tui/nonsense", {"X-Demo-Key": account.demo.access_key}, 400),
    ):
        with pytest.raises(HTTPError) as caught:
            urlopen(Request(url + path, headers=headers, data=b""), timeout=10)
        assert caught.value.code == status


def test_only_regions_that_the_account_can_use_are_listed(account: Account) -> None:
    usual = account.ec2.describe_regions()["Regions"]
    assert {one["OptInStatus"] for one in usual} == {"opt-in-not-required"}
    assert len(usual) == 17 and set(account.demo.regions) <= {one["RegionName"] for one in usual}
    every = account.ec2.describe_regions(AllRegions=True)["Regions"]
    added = [one for one in every if one not in usual]
    assert {one["OptInStatus"] for one in added} == {"not-opted-in"}
    assert "ap-east-1" in {one["RegionName"] for one in added}
    assert not [one for one in every if one["RegionName"].startswith(("cn-", "us-gov-", "us-iso"))]
    chosen = [{"Name": "region-name", "Values": ["eu-west-*"]}]
    assert len(account.ec2.describe_regions(Filters=chosen)["Regions"]) == 3
    one = account.ec2.describe_regions(RegionNames=["eu-west-1"])["Regions"]
    assert one[0]["Endpoint"] == "ec2.eu-west-1.amazonaws.com" and len(one) == 1
    assert error_code(account.ec2.describe_regions, RegionNames=["mars-north-1"]) == "InvalidParameterValue"
    assert account.client("ec2", "sa-east-1").describe_availability_zones()["AvailabilityZones"]


def test_the_caller_is_the_operator(account: Account) -> None:
    said = account.client("sts").get_caller_identity()
    assert said["Arn"] == f"arn:aws:iam::{account.demo.account_id}:user/demo-operator"
