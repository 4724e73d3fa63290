import ipaddress
import re
from collections import Counter
from pathlib import Path
from typing import Any

from ec2tui.adapters.demo.launcher import launch
from ec2tui.adapters.demo.planted import PLANTED

from .conftest import START, Account

CHECK = re.compile(
    r"(SG-(0\d|1[0-8])|NET-(0\d|1[0-2])|INS-(0\d|10)|IAM-0[1-4]|STO-0[1-6]|AMI-0[1-6]|KEY-0[12]|MON-0[12])"
)


def seen(account: Account) -> list[Any]:
    """What an account looks like to a client, everything that seeding decides."""
    said: list[Any] = []
    for region in account.demo.regions:
        ec2 = account.client("ec2", region)
        said += [
            ec2.describe_instances()["Reservations"],
            ec2.describe_security_groups()["SecurityGroups"],
            ec2.describe_security_group_rules()["SecurityGroupRules"],
            ec2.describe_volumes()["Volumes"],
            ec2.describe_images(IncludeDeprecated=True)["Images"],
            ec2.describe_key_pairs()["KeyPairs"],
            ec2.describe_subnets()["Subnets"],
            ec2.describe_route_tables()["RouteTables"],
        ]
    alarms = account.client("cloudwatch").describe_alarms()["MetricAlarms"]
    return [*said, [(one["AlarmName"], one["StateValue"]) for one in alarms]]


def test_the_same_seed_makes_the_same_account_and_another_another(tmp_path: Path) -> None:
    demos = [
        launch(instances=70, seed=seed, directory=tmp_path / str(number), standing_at=START)
        for number, seed in enumerate((11, 11, 12))
    ]
    try:
        for demo in demos:
            demo.wait_ready()
        first, again, other = (seen(Account(demo)) for demo in demos)
    finally:
        for demo in demos:
            demo.close()
    assert again == first
    assert sum(len(r["Instances"]) for part in (first[0], first[8]) for r in part) == 70
    assert other[0] != first[0]


def everything(account: Account) -> list[dict[str, Any]]:
    found = []
    for region in account.demo.regions:
        for reservation in account.client("ec2", region).describe_instances()["Reservations"]:
            found += reservation["Instances"]
    return found


def names(account: Account) -> dict[str, str]:
    return dict(account.control("names")["names"])


def test_the_account_has_some_of_everything(account: Account) -> None:
    seeded = {one for key, one in names(account).items() if "/instance/" in key}
    assert len(seeded) == 60
    instances = [one for one in everything(account) if one["InstanceId"] in seeded]
    families = {one["InstanceType"][0] for one in instances}
    assert {"m", "c", "r", "i", "d", "g", "t", "x", "h"} <= families
    assert {one.get("Platform", "linux") for one in instances} == {"linux", "windows"}
    assert {one["Architecture"] for one in instances} == {"x86_64", "arm64"}
    tags = Counter(tag["Key"] for one in instances for tag in one["Tags"])
    assert tags["aws:autoscaling:groupName"] > 10
    assert tags["aws:cloudformation:stack-name"] == 3
    assert tags["managed-by"] == 5
    assert all(tags[key] > 50 for key in ("Name", "env", "team", "service", "owner", "cost-center"))
    ages = sorted((START - one["LaunchTime"]).total_seconds() / 86400 for one in instances)
    assert ages[0] < 0.1
    assert ages[-1] > 1000


def test_hostile_tag_values_arrive_unchanged(account: Account) -> None:
    tags = {tag["Key"]: tag["Value"] for tag in account.instance(account.id("tag-fuzz"))["Tags"]}
    assert tags["note"] == "\u009d52;c;Y3VybCBldmlsLmV4YW1wbGV8c2g=\u009c"
    assert tags["markup"] == "[/]"
    assert tags["click"] == "[@click=app.quit]x[/]"
    assert "\u202e" in tags["direction"]
    assert tags["party"] == "\U0001f389" * 255


def test_networks_have_public_and_private_parts(account: Account) -> None:
    ec2 = account.ec2
    assert len(ec2.describe_vpcs()["Vpcs"]) == 2
    assert len(account.client("ec2", "us-east-1").describe_vpcs()["Vpcs"]) == 1
    gateways = Counter(
        next((route[key].split("-")[0] for key in ("GatewayId", "NatGatewayId") if key in route), "")
        for table in ec2.describe_route_tables()["RouteTables"]
        for route in table["Routes"]
    )
    assert gateways["igw"] >= 2
    assert gateways["nat"] == 1
    kinds = Counter(one["VpcEndpointType"] for one in ec2.describe_vpc_endpoints()["VpcEndpoints"])
    assert kinds == {"Interface": 4, "Gateway": 1}
    acls = ec2.describe_network_acls()["NetworkAcls"]
    assert any(not acl["IsDefault"] and acl["Associations"] for acl in acls)


def test_every_planted_fault_names_a_check_and_a_thing_that_exists(account: Account) -> None:
    known = names(account)
    assert len(set(PLANTED)) == len(PLANTED)
    for one in PLANTED:
        assert CHECK.fullmatch(one.check), one
        if one.kind not in ("key", "account"):
            assert f"{one.region}/{one.kind}/{one.name}" in known, one
    assert len(account.control("planted")["planted"]) == len(PLANTED)


def test_roles_go_from_narrow_to_administrator(account: Account) -> None:
    iam = account.client("iam", "us-east-1")
    attached = iam.list_attached_role_policies(RoleName="legacy-admin")["AttachedPolicies"]
    assert [one["PolicyName"] for one in attached] == ["AdministratorAccess"]
    assert iam.list_role_policies(RoleName="shop-web")["PolicyNames"] == ["read-assets"]
    profile = iam.get_instance_profile(InstanceProfileName="shop-web")["InstanceProfile"]
    assert profile["Roles"][0]["RoleName"] == "shop-web"


def test_an_expired_rule_carries_its_time(account: Account) -> None:
    chosen = [{"Name": "group-id", "Values": [account.id("time-boxed", "sg")]}]
    rules = account.ec2.describe_security_group_rules(Filters=chosen)["SecurityGroupRules"]
    tags = {tag["Key"]: tag["Value"] for rule in rules for tag in rule["Tags"]}
    assert tags["ec2tui:expires-at"] < START.isoformat()


def test_elastic_addresses_are_public(account: Account) -> None:
    addresses = account.ec2.describe_addresses()["Addresses"]
    assert addresses
    assert all(ipaddress.ip_address(one["PublicIp"]).is_global for one in addresses)
