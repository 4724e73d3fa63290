"""DescribeSecurityGroups and -Rules with AWS's filters, every peer's description, and pages."""

from collections.abc import Mapping
from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.paging import cut
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.filters import select
from ec2tui.adapters.demo.group_documents import all_groups, group_document, rule_document, rules_of

_PERMISSION = {
    "cidr": "IpRanges.CidrIp",
    "from-port": "FromPort",
    "group-id": "UserIdGroupPairs.GroupId",
    "ipv6-cidr": "Ipv6Ranges.CidrIpv6",
    "prefix-list-id": "PrefixListIds.PrefixListId",
    "protocol": "IpProtocol",
    "to-port": "ToPort",
    "user-id": "UserIdGroupPairs.UserId",
}

GROUP_FILTERS = {
    "description": "Description",
    "group-id": "GroupId",
    "group-name": "GroupName",
    "owner-id": "OwnerId",
    "vpc-id": "VpcId",
    "tag-key": "Tags.Key",
    **{f"ip-permission.{name}": f"IpPermissions.{path}" for name, path in _PERMISSION.items()},
    **{f"egress.ip-permission.{name}": f"IpPermissionsEgress.{path}" for name, path in _PERMISSION.items()},
}
"""DescribeSecurityGroups' filters."""

RULE_FILTERS = {
    "group-id": "GroupId",
    "security-group-rule-id": "SecurityGroupRuleId",
    "tag-key": "Tags.Key",
}
"""DescribeSecurityGroupRules' filters, which are few."""


def describe_groups(call: Call) -> Mapping[str, Any]:
    """The groups that ids, names and filters choose."""
    groups = list(all_groups(call.backend))
    for parameter, attribute in (("GroupIds", "id"), ("GroupNames", "name")):
        wanted = [str(one) for one in call.param(parameter, [])]
        if wanted:
            groups = [group for group in groups if getattr(group, attribute) in wanted]
            missing = set(wanted) - {getattr(group, attribute) for group in groups}
            if missing:
                message = f"The security group '{min(missing)}' does not exist"
                raise AwsError("InvalidGroup.NotFound", message)
    documents = [group_document(group) for group in groups]
    page, following = cut(call, list(select(documents, call.filters, GROUP_FILTERS)), 5, 1000, 1000)
    return {"SecurityGroups": page, "NextToken": following}


def describe_rules(call: Call) -> Mapping[str, Any]:
    """The rules that ids and filters choose, one document each."""
    documents = [rule_document(rule) for group in all_groups(call.backend) for rule in rules_of(group)]
    wanted = [str(one) for one in call.param("SecurityGroupRuleIds", [])]
    if wanted:
        documents = [one for one in documents if one["SecurityGroupRuleId"] in wanted]
        missing = set(wanted) - {one["SecurityGroupRuleId"] for one in documents}
        if missing:
            raise no_such_rule(min(missing))
    page, following = cut(call, list(select(documents, call.filters, RULE_FILTERS)), 5, 1000, 1000)
    return {"SecurityGroupRules": page, "NextToken": following}


def no_such_rule(rule_id: str) -> AwsError:
    """A rule id that does not exist."""
    message = f"The security group rule ID '{rule_id}' does not exist"
    return AwsError("InvalidSecurityGroupRuleId.NotFound", message)


CORRECTION = Correction(
    name="describe-security-groups",
    moto="loses descriptions of group and prefix-list peers, keeps the owner of deleted groups, fails on "
    "filters it does not know, and does not page",
    aws="describes every peer, leaves UserId out where the group is gone, and pages",
    instead={
        "DescribeSecurityGroups": describe_groups,
        "DescribeSecurityGroupRules": describe_rules,
    },
)
