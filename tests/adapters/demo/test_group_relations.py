"""What moto does not implement of groups and networks, and what AWS says there."""

from collections.abc import Iterator

import pytest

from .conftest import Account, error_code


def test_stale_rules_are_told_by_group(account: Account) -> None:
    stale = account.ec2.describe_stale_security_groups(VpcId=account.id("prod", "vpc"))
    found = stale["StaleSecurityGroupSet"]
    assert [one["GroupId"] for one in found] == [account.id("stale-reference", "sg")]
    permission = found[0]["StaleIpPermissions"][0]
    assert (permission["FromPort"], found[0]["StaleIpPermissionsEgress"]) == (9100, [])
    assert permission["UserIdGroupPairs"][0]["GroupId"] == "sg-0deadbeef00c0ffee"
    other = account.ec2.describe_stale_security_groups(VpcId=account.id("staging", "vpc"))
    assert other["StaleSecurityGroupSet"] == []
    unknown = "vpc-0123456789abcdef0"
    assert error_code(account.ec2.describe_stale_security_groups, VpcId=unknown) == "InvalidVpcID.NotFound"


def test_nobody_across_vpcs_refers_to_the_groups_or_has_them(account: Account) -> None:
    ec2, app = account.ec2, account.id("app", "sg")
    assert ec2.describe_security_group_references(GroupId=[app])["SecurityGroupReferenceSet"] == []
    code = error_code(ec2.describe_security_group_references, GroupId=["sg-0123456789abcdef0"])
    assert code == "InvalidGroup.NotFound"
    mine = [{"Name": "group-id", "Values": [app]}]
    said = ec2.describe_security_group_vpc_associations(Filters=mine)["SecurityGroupVpcAssociations"]
    assert said == []
    wrong = [{"Name": "colour", "Values": ["red"]}]
    code = error_code(ec2.describe_security_group_vpc_associations, Filters=wrong)
    assert code == "InvalidParameterValue"


def test_the_groups_of_a_vpc_are_listed_with_pages_and_filters(account: Account) -> None:
    vpc = account.id("staging", "vpc")
    page = account.ec2.get_security_groups_for_vpc(VpcId=vpc, MaxResults=5)
    assert len(page["SecurityGroupForVpcs"]) == 5 and page["NextToken"]
    assert {one["PrimaryVpcId"] for one in page["SecurityGroupForVpcs"]} == {vpc}
    named = [{"Name": "group-name", "Values": ["wide-*"]}]
    found = account.ec2.get_security_groups_for_vpc(VpcId=vpc, Filters=named)["SecurityGroupForVpcs"]
    assert [one["GroupId"] for one in found] == [account.id("wide-open", "sg")]
    assert error_code(account.ec2.get_security_groups_for_vpc, VpcId=vpc, DryRun=True) == "DryRunOperation"


def test_prefix_lists_tell_their_entries_also_aws_own(account: Account) -> None:
    entries = account.ec2.get_managed_prefix_list_entries
    office = account.id("office", "pl")
    first = entries(PrefixListId=office, MaxResults=1)
    rest = entries(PrefixListId=office, MaxResults=1, NextToken=first["NextToken"])
    assert [one["Description"] for one in first["Entries"] + rest["Entries"]] == ["head office", "branch"]
    lists = account.ec2.describe_managed_prefix_lists()["PrefixLists"]
    s3 = next(one for one in lists if one["PrefixListName"].endswith(".s3"))
    assert s3["OwnerId"] == "AWS" and entries(PrefixListId=s3["PrefixListId"])["Entries"]
    assert error_code(entries, PrefixListId="pl-0123456789abcdef0") == "InvalidPrefixListID.NotFound"
    assert error_code(entries, PrefixListId=office, TargetVersion=9) == "InvalidParameterValue"


@pytest.fixture
def blocked(account: Account) -> Iterator[Account]:
    account.ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="block-ingress")
    yield account
    account.ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="off")


def test_public_access_is_not_blocked_at_first(account: Account) -> None:
    ec2 = account.client("ec2", "us-east-1")
    said = ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]
    assert (said["InternetGatewayBlockMode"], said["State"]) == ("off", "default-state")
    assert (said["AwsRegion"], said["AwsAccountId"]) == ("us-east-1", account.demo.account_id)
    assert ec2.describe_vpc_block_public_access_exclusions()["VpcBlockPublicAccessExclusions"] == []


def test_public_access_is_blocked_by_region_but_for_what_is_excluded(blocked: Account) -> None:
    ec2, vpc = blocked.ec2, blocked.id("staging", "vpc")
    said = ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]
    assert (said["InternetGatewayBlockMode"], said["State"]) == ("block-ingress", "update-complete")
    states = [
        one["BlockPublicAccessStates"]["InternetGatewayBlockMode"]
        for one in (*ec2.describe_vpcs()["Vpcs"], *ec2.describe_subnets()["Subnets"])
    ]
    assert set(states) == {"block-ingress"}
    other = blocked.client("ec2", "us-east-1").describe_vpc_block_public_access_options()
    assert other["VpcBlockPublicAccessOptions"]["InternetGatewayBlockMode"] == "off"
    given = {"VpcId": vpc, "InternetGatewayExclusionMode": "allow-bidirectional"}
    create = ec2.create_vpc_block_public_access_exclusion
    assert error_code(create, **given, DryRun=True) == "DryRunOperation"
    assert error_code(create, **{**given, "VpcId": "vpc-0123456789abcdef0"}) == "InvalidVpcID.NotFound"
    made = create(**given)["VpcBlockPublicAccessExclusion"]
    assert made["ResourceArn"].endswith(f":vpc/{vpc}")
    listed = ec2.describe_vpc_block_public_access_exclusions()["VpcBlockPublicAccessExclusions"]
    assert [one["ExclusionId"] for one in listed] == [made["ExclusionId"]]
    ec2.delete_vpc_block_public_access_exclusion(ExclusionId=made["ExclusionId"])
    assert ec2.describe_vpc_block_public_access_exclusions()["VpcBlockPublicAccessExclusions"] == []


def test_the_quotas_of_security_groups_are_told(account: Account) -> None:
    quotas = account.client("service-quotas")
    told = {
        code: quotas.get_service_quota(ServiceCode="vpc", QuotaCode=code)["Quota"]["Value"]
        for code in ("L-0EA8095F", "L-2AFB9258")
    }
    assert told == {"L-0EA8095F": 60.0, "L-2AFB9258": 5.0}
    code = error_code(quotas.get_service_quota, ServiceCode="vpc", QuotaCode="L-00000000")
    assert code == "NoSuchResourceException"
