import pytest

from .conftest import Account, error_code, rules, tcp


def test_authorize_replies_with_every_rule_in_canonical_form(account: Account, group: str) -> None:
    made = account.ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[tcp(443, "10.1.2.3/8", "10.30.0.0/16"), tcp(80, "10.0.0.0/8")],
        TagSpecifications=[
            {"ResourceType": "security-group-rule", "Tags": [{"Key": "ec2tui:reason", "Value": "test"}]}
        ],
    )["SecurityGroupRules"]
    said = {(one["FromPort"], one["CidrIpv4"], one["Description"]) for one in made}
    assert said == {
        (443, "10.0.0.0/8", "rule 443"),
        (443, "10.30.0.0/16", "rule 443"),
        (80, "10.0.0.0/8", "rule 80"),
    }
    assert all(one["Tags"] == [{"Key": "ec2tui:reason", "Value": "test"}] for one in made)
    assert {one["SecurityGroupRuleId"] for one in made} == {
        one["SecurityGroupRuleId"] for one in rules(account, group)
    }


def test_a_failed_authorization_leaves_nothing_behind(account: Account, group: str) -> None:
    ask = account.ec2.authorize_security_group_ingress
    ask(GroupId=group, IpPermissions=[tcp(443, "10.0.0.0/8")])
    code = error_code(ask, GroupId=group, IpPermissions=[tcp(80, "10.0.0.0/8"), tcp(443, "10.9.9.9/8")])
    assert code == "InvalidPermission.Duplicate"
    assert [rule["FromPort"] for rule in rules(account, group)] == [443]
    twice = [tcp(81, "10.0.0.0/8"), tcp(81, "10.0.0.0/8")]
    assert error_code(ask, GroupId=group, IpPermissions=twice) == "InvalidParameterValue"
    bad = [{**tcp(82), "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "tab\there"}]}]
    assert error_code(ask, GroupId=group, IpPermissions=bad) == "InvalidParameterValue"


def test_descriptions_change_by_rule_id_and_by_permission(account: Account, group: str) -> None:
    made = account.ec2.authorize_security_group_ingress(
        GroupId=group, IpPermissions=[tcp(443, "10.0.0.0/8")]
    )["SecurityGroupRules"][0]
    change = account.ec2.update_security_group_rule_descriptions_ingress
    one = {"SecurityGroupRuleId": made["SecurityGroupRuleId"], "Description": "by id"}
    change(GroupId=group, SecurityGroupRuleDescriptions=[one])
    assert rules(account, group)[0]["Description"] == "by id"
    change(GroupId=group, IpPermissions=[tcp(443, "10.0.0.0/8")])
    assert rules(account, group)[0]["Description"] == "rule 443"


def test_an_unknown_rule_id_has_its_own_code(account: Account, group: str) -> None:
    unknown = ["sgr-0123456789abcdef0"]
    code = "InvalidSecurityGroupRuleId.NotFound"
    revoke = account.ec2.revoke_security_group_ingress
    assert error_code(revoke, GroupId=group, SecurityGroupRuleIds=unknown) == code
    assert error_code(account.ec2.describe_security_group_rules, SecurityGroupRuleIds=unknown) == code


def test_a_rule_is_revoked_by_its_id(account: Account, group: str) -> None:
    made = account.ec2.authorize_security_group_ingress(
        GroupId=group, IpPermissions=[tcp(443, "10.0.0.0/8"), tcp(80, "10.0.0.0/8")]
    )["SecurityGroupRules"]
    first = made[0]["SecurityGroupRuleId"]
    account.ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=[first])
    assert [one["SecurityGroupRuleId"] for one in rules(account, group)] == [made[1]["SecurityGroupRuleId"]]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("app", "DependencyViolation"),
        ("bastion", "DependencyViolation"),
        ("staging/default", "CannotDelete"),
    ],
)
def test_groups_in_use_and_default_ones_stay(account: Account, name: str, code: str) -> None:
    group = account.id(name, "sg")
    assert error_code(account.ec2.delete_security_group, GroupId=group) == code
    assert account.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]


def test_every_kind_of_peer_keeps_its_description(account: Account) -> None:
    bastion = rules(account, account.id("bastion", "sg"))[0]
    assert (bastion["PrefixListId"], bastion["Description"]) == (
        account.id("office", "pl"),
        "SSH from the office",
    )
    web = rules(account, account.id("app", "sg"))[0]
    assert web["ReferencedGroupInfo"]["GroupId"] == account.id("web-public", "sg")  # type: ignore[index]
    assert web["Description"] == "from the web tier"
    grouped = account.ec2.describe_security_groups(GroupIds=[account.id("app", "sg")])["SecurityGroups"][0]
    pairs = [pair for one in grouped["IpPermissions"] for pair in one["UserIdGroupPairs"]]
    assert "from the web tier" in {pair.get("Description") for pair in pairs}


def test_a_reference_to_a_deleted_group_has_no_owner(account: Account) -> None:
    stale = [
        rule for rule in rules(account, account.id("stale-reference", "sg")) if "ReferencedGroupInfo" in rule
    ]
    assert "UserId" not in stale[0]["ReferencedGroupInfo"]  # type: ignore[operator]
