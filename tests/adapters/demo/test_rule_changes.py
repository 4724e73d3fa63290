"""Rules of security groups change as AWS changes them, whatever moto would do."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Account, error_code, rules, tcp

TAGS = [{"ResourceType": "security-group-rule", "Tags": [{"Key": "ec2tui:reason", "Value": "test"}]}]


def allow(account: Account, group: str, *permissions: dict[str, Any], **given: Any) -> list[dict[str, Any]]:
    reply = account.ec2.authorize_security_group_ingress(
        GroupId=group, IpPermissions=list(permissions), **given
    )
    return list(reply["SecurityGroupRules"])


def peer(kind: str, member: str, value: str, port: int = 22) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, kind: [{member: value}]}


def change(account: Account, group: str, rule_id: str, **rule: Any) -> dict[str, Any]:
    return {
        "GroupId": group,
        "SecurityGroupRules": [{"SecurityGroupRuleId": rule_id, "SecurityGroupRule": rule}],
    }


def refusal(call: Any, **given: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**given)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_cidr_is_canonical_and_its_twin_a_duplicate_whatever_it_says(account: Account, group: str) -> None:
    made = allow(account, group, tcp(22, "100.68.0.18/18"))
    v6 = allow(account, group, peer("Ipv6Ranges", "CidrIpv6", "2001:DB8:0::1/32"))
    assert (made[0]["CidrIpv4"], v6[0]["CidrIpv6"]) == ("100.68.0.0/18", "2001:db8::/32")
    ask = account.ec2.authorize_security_group_ingress
    other = [{"CidrIp": "100.68.0.0/18", "Description": "quite another description"}]
    for twin in (tcp(22, "100.68.63.255/18"), {**tcp(22), "IpRanges": other}, {**tcp(22, "100.68.0.0/18"),
                 "IpProtocol": "6"}):  # fmt: skip
        assert error_code(ask, GroupId=group, IpPermissions=[twin]) == "InvalidPermission.Duplicate"
    both = [tcp(80, "10.0.0.1/8"), tcp(80, "10.0.0.0/8")]
    code, message = refusal(ask, GroupId=group, IpPermissions=both)
    assert (code, "must not appear multiple times" in message) == ("InvalidParameterValue", True)
    assert len(rules(account, group)) == 2


@pytest.mark.parametrize(
    ("permission", "code"),
    [
        (
            {"IpProtocol": "tcp", "FromPort": 22, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]},
            "InvalidParameterValue",
        ),
        ({**tcp(443, "10.0.0.0/8"), "ToPort": 70000}, "InvalidParameterValue"),
        ({**tcp(443, "10.0.0.0/8"), "IpProtocol": "tpc"}, "InvalidParameterValue"),
        ({**tcp(-1, "10.0.0.0/8"), "IpProtocol": "icmp", "ToPort": 4}, "InvalidParameterValue"),
        (tcp(443, "10.0.0.0/33"), "InvalidParameterValue"),
        (tcp(443), "MissingParameter"),
        (peer("PrefixListIds", "PrefixListId", "pl-0123456789abcdef0"), "InvalidPrefixListID.NotFound"),
        (peer("UserIdGroupPairs", "GroupId", "sg-0123456789abcdef0"), "InvalidGroup.NotFound"),
    ],
)
def test_what_is_no_rule_is_refused(
    account: Account, group: str, permission: dict[str, Any], code: str
) -> None:
    ask = account.ec2.authorize_security_group_ingress
    assert error_code(ask, GroupId=group, IpPermissions=[permission]) == code
    assert error_code(ask, GroupId=group, IpPermissions=[permission], DryRun=True) == code
    assert rules(account, group) == []


def test_protocols_without_ports_have_none(account: Account, group: str) -> None:
    anyone = [{"CidrIp": "10.0.0.0/8"}]
    made = allow(
        account,
        group,
        {"IpProtocol": "-1", "FromPort": 22, "ToPort": 22, "IpRanges": anyone},
        {"IpProtocol": "50", "FromPort": 22, "ToPort": 22, "IpRanges": anyone},
        {"IpProtocol": "58", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]},
    )
    said = {(one["IpProtocol"], one["FromPort"], one["ToPort"]) for one in made}
    assert said == {("-1", -1, -1), ("50", -1, -1), ("icmpv6", -1, -1)}


def test_a_modified_rule_keeps_its_id_and_tags(account: Account, group: str) -> None:
    one = allow(account, group, tcp(22, "10.0.0.0/8"), TagSpecifications=TAGS)[0]
    modify = account.ec2.modify_security_group_rules
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIpv4": "10.1.2.3/16"}
    modify(**change(account, group, one["SecurityGroupRuleId"], **rule, Description="narrowed"))
    after = rules(account, group)
    assert [(r["SecurityGroupRuleId"], r["CidrIpv4"], r["Description"]) for r in after] == [
        (one["SecurityGroupRuleId"], "10.1.0.0/16", "narrowed")
    ]
    assert after[0]["Tags"] == TAGS[0]["Tags"]
    everything = {"IpProtocol": "-1", "CidrIpv4": "10.1.0.0/16"}
    modify(**change(account, group, one["SecurityGroupRuleId"], **everything))
    assert [(r["IpProtocol"], r.get("Description")) for r in rules(account, group)] == [("-1", None)]


def test_a_modification_takes_the_whole_rule_and_the_same_kind_of_peer(account: Account, group: str) -> None:
    modify, target = account.ec2.modify_security_group_rules, account.id("staging-web", "sg")
    v4, other = (
        r["SecurityGroupRuleId"] for r in allow(account, group, tcp(22, "10.0.0.0/8"), tcp(23, "10.0.0.0/8"))
    )
    referring = allow(account, group, peer("UserIdGroupPairs", "GroupId", target))[0]["SecurityGroupRuleId"]
    before = rules(account, group)
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
    assert refusal(modify, **change(account, group, v4, **rule, ReferencedGroupId=target)) == (
        "InvalidParameterValue",
        "You may not specify a referenced group id for an existing IPv4 CIDR rule",
    )
    for wrong in (
        change(account, group, v4, **rule, CidrIpv6="::/0"),
        change(account, group, referring, **rule, CidrIpv4="10.0.0.0/8"),
        change(account, group, v4, **rule),
        change(account, group, v4, **rule, CidrIpv4="10.0.0.0/8", CidrIpv6="::/0"),
    ):
        assert error_code(modify, **wrong) == "InvalidParameterValue"
    twin = change(account, group, v4, IpProtocol="tcp", FromPort=23, ToPort=23, CidrIpv4="10.9.9.9/8")
    assert error_code(modify, **twin) == "InvalidPermission.Duplicate"
    unknown = change(account, group, "sgr-0123456789abcdef0", **rule, CidrIpv4="10.0.0.0/8")
    assert error_code(modify, **unknown) == "InvalidSecurityGroupRuleId.NotFound"
    good = change(account, group, v4, **rule, CidrIpv4="10.2.0.0/16")
    broken = change(account, group, other, **rule, CidrIpv6="::/0")["SecurityGroupRules"]
    half = {"GroupId": group, "SecurityGroupRules": [*good["SecurityGroupRules"], *broken]}
    assert error_code(modify, **half) == "InvalidParameterValue"
    assert error_code(modify, **good, DryRun=True) == "DryRunOperation"
    assert rules(account, group) == before


def test_a_revocation_that_does_not_match_revokes_nothing_in_a_vpc_of_ones_own(
    account: Account, group: str
) -> None:
    allow(account, group, tcp(22, "10.0.0.0/8"), tcp(80, "10.0.0.0/8"))
    revoke = account.ec2.revoke_security_group_ingress
    asked = [tcp(22, "10.0.0.0/8"), tcp(81, "10.0.0.0/8")]
    assert error_code(revoke, GroupId=group, IpPermissions=asked) == "InvalidPermission.NotFound"
    assert len(rules(account, group)) == 2
    assert error_code(revoke, GroupId=group, IpPermissions=asked[:1], DryRun=True) == "DryRunOperation"
    other_words = [{**tcp(22), "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "other words"}]}]
    said = revoke(GroupId=group, IpPermissions=other_words)
    assert (said["Return"], said["UnknownIpPermissions"]) == (True, [])
    assert [(one["FromPort"], one["CidrIpv4"]) for one in said["RevokedSecurityGroupRules"]] == [
        (22, "10.0.0.0/8")
    ]
    assert [one["FromPort"] for one in rules(account, group)] == [80]


def test_in_a_default_vpc_it_revokes_what_there_is_and_lists_the_rest(account: Account) -> None:
    ec2 = account.client("ec2", "eu-west-3")
    default = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    made = ec2.create_security_group(GroupName="scratch", Description="one test", VpcId=default)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=made, IpPermissions=[tcp(22, "10.0.0.0/8")])
    asked = [tcp(22, "10.0.0.0/8"), tcp(81, "10.0.0.0/8")]
    said = ec2.revoke_security_group_ingress(GroupId=made, IpPermissions=asked)
    assert [one["FromPort"] for one in said["UnknownIpPermissions"]] == [81]
    assert [one["FromPort"] for one in said["RevokedSecurityGroupRules"]] == [22]
    chosen = [{"Name": "group-id", "Values": [made]}]
    left = ec2.describe_security_group_rules(Filters=chosen)["SecurityGroupRules"]
    assert [one["IsEgress"] for one in left] == [True]


def test_quotas_count_directions_and_families_apart_and_lists_by_what_they_hold(
    account: Account, group: str
) -> None:
    ask = account.ec2.authorize_security_group_ingress
    allow(account, group, tcp(22, *(f"10.0.{n}.0/24" for n in range(60))))
    v6 = {**tcp(22), "Ipv6Ranges": [{"CidrIpv6": f"2001:db8:{n:x}::/48"} for n in range(59)]}
    allow(account, group, v6)
    code = "RulesPerSecurityGroupLimitExceeded"
    assert error_code(ask, GroupId=group, IpPermissions=[tcp(22, "10.1.0.0/24")]) == code
    office = peer("PrefixListIds", "PrefixListId", account.id("office", "pl"))
    assert error_code(ask, GroupId=group, IpPermissions=[office]) == code
    self_ = peer("UserIdGroupPairs", "GroupId", group)
    assert error_code(ask, GroupId=group, IpPermissions=[self_]) == code
    allow(account, group, peer("Ipv6Ranges", "CidrIpv6", "2001:db8:ffff::/48"))
    account.ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[tcp(22, "10.1.0.0/24")])
    first = [one["SecurityGroupRuleId"] for one in rules(account, group) if "CidrIpv4" in one][:9]
    account.ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=first)
    assert error_code(ask, GroupId=group, IpPermissions=[office]) == code  # it may hold ten
    one_more = [one["SecurityGroupRuleId"] for one in rules(account, group) if "CidrIpv4" in one][:1]
    account.ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=one_more)
    allow(account, group, office)


def test_outbound_rules_are_described_and_rehearsed_too(account: Account, group: str) -> None:
    out = rules(account, group, egress=True)[0]["SecurityGroupRuleId"]
    given = {
        "GroupId": group,
        "SecurityGroupRuleDescriptions": [{"SecurityGroupRuleId": out, "Description": "anything out"}],
    }
    describe = account.ec2.update_security_group_rule_descriptions_egress
    assert error_code(describe, **given, DryRun=True) == "DryRunOperation"
    assert "Description" not in rules(account, group, egress=True)[0]
    describe(**given)
    assert rules(account, group, egress=True)[0]["Description"] == "anything out"
    describe(GroupId=group, SecurityGroupRuleDescriptions=[{"SecurityGroupRuleId": out}])
    assert "Description" not in rules(account, group, egress=True)[0]
    revoke = account.ec2.revoke_security_group_egress
    assert error_code(revoke, GroupId=group, SecurityGroupRuleIds=[out], DryRun=True) == "DryRunOperation"
    wrong = account.ec2.update_security_group_rule_descriptions_ingress
    assert error_code(wrong, **given) == "InvalidSecurityGroupRuleId.NotFound"
    revoke(GroupId=group, SecurityGroupRuleIds=[out])
    assert rules(account, group, egress=True) == []
