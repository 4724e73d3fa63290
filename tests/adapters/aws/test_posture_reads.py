"""What checks read beside the tables: policies by text, stale rules, settings, and user data as a verdict."""

import base64
import gzip
import json
from typing import Any
from urllib.parse import quote

import pytest

from ec2tui.adapters.aws import group_relations, role_grants, user_data
from ec2tui.adapters.aws.parse.account_setting import (
    ebs_encryption,
    image_block,
    metadata_defaults,
    snapshot_block,
)
from ec2tui.adapters.aws.parse.flow_log import flow_log
from ec2tui.adapters.aws.parse.launch_template import launch_template
from ec2tui.adapters.aws.parse.managed_node import managed_node, patch_state
from ec2tui.adapters.aws.parse.policy_text import policy_text
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.key import Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.role_grants import Statement
from ec2tui.services.ports import Page, Read

PLACE = ("111122223333", "eu-west-1")
SECRET = "DB_PASSWORD=hunter22"


class Caller:
    """Answers each call by its operation: a document, or a problem."""

    def __init__(self, **answers: Any) -> None:
        self.answers, self.calls = answers, list[ApiCall]()

    async def read(self, call: ApiCall) -> Any:
        self.calls.append(call)
        answer = self.answers[call.operation]
        found = answer(call.params) if callable(answer) else answer
        return Problem(found, call.action, "no") if isinstance(found, Outcome) else found


def read(kind: Kind, *ids: str) -> Read:
    return Read(kind, Source("default", "eu-west-1"), "111122223333", ids)


async def items(page: Any, caller: Any, kind: Kind, *ids: str) -> list[Any]:
    found = await page(caller, read(kind, *ids), ids)
    assert isinstance(found, Page), found
    return list(found.items)


@pytest.mark.parametrize("data", [SECRET.encode(), gzip.compress(SECRET.encode())], ids=["plain", "gzip"])
async def test_user_data_is_told_as_a_verdict_and_its_text_nowhere(data: bytes) -> None:
    caller = Caller(DescribeInstanceAttribute={"UserData": {"Value": base64.b64encode(data).decode()}})
    (found,) = await items(user_data.page, caller, Kind.USER_DATA, "i-1")
    assert found.suspicions == ("a password in line 1",) and found.size == len(data)
    assert "hunter" not in repr(found)


async def test_no_user_data_is_none_and_an_instance_that_is_gone_is_left_out() -> None:
    def answer(params: dict[str, Any]) -> Any:
        return Outcome.NOT_FOUND if params["InstanceId"] == "i-2" else {"UserData": {}}

    found = await items(
        user_data.page, Caller(DescribeInstanceAttribute=answer), Kind.USER_DATA, "i-1", "i-2"
    )
    assert [(one.key.id, one.size, one.suspicions) for one in found] == [("i-1", 0, ())]


async def test_own_policies_are_read_by_their_text_and_those_of_aws_are_not() -> None:
    own = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    passing = {"Statement": [{"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": ["*"]}]}
    attached = ("arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111122223333:policy/x/pass")
    caller = Caller(
        GetInstanceProfile={"InstanceProfile": {"Roles": [{"RoleName": "web"}]}},
        ListRolePolicies={"PolicyNames": ["own"]},
        ListAttachedRolePolicies={"AttachedPolicies": [{"PolicyArn": arn} for arn in attached]},
        GetRolePolicy={"PolicyDocument": own},
        GetPolicy={"Policy": {"DefaultVersionId": "v7"}},
        GetPolicyVersion=lambda asked: {"PolicyVersion": {"Document": passing}} if asked["VersionId"] == "v7"
        else Outcome.DENIED,
    )  # fmt: skip
    (found,) = await items(role_grants.page, caller, Kind.ROLE_GRANTS, "arn:aws:iam::1:instance-profile/web")
    assert found.role == "web"
    assert [(one.name, one.statements[0].actions) for one in found.policies] == [
        ("own", ("*",)),
        ("pass", ("iam:PassRole",)),
    ]
    assert {call.action for call in caller.calls} <= set(role_grants.ACTIONS)


async def test_a_denied_policy_is_a_problem() -> None:
    caller = Caller(
        GetInstanceProfile={"InstanceProfile": {"Roles": [{"RoleName": "web"}]}},
        ListRolePolicies={"PolicyNames": ["own"]},
        ListAttachedRolePolicies={"AttachedPolicies": []},
        GetRolePolicy=Outcome.DENIED,
    )
    found = await role_grants.page(caller, read(Kind.ROLE_GRANTS, "a"), ("a",))  # type: ignore[arg-type]
    assert isinstance(found, Problem) and found.permission == "iam:GetRolePolicy"


def test_a_policy_is_what_it_allows() -> None:
    text = {
        "Statement": [
            {"Effect": "Deny", "Action": "*", "Resource": "*"},
            {
                "Effect": "Allow",
                "NotAction": "iam:*",
                "Resource": "*",
                "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
            },
        ]
    }
    expected = (Statement(("iam:*",), ("*",), ("iam:PassedToService",), not_actions=True),)
    for document in (text, json.dumps(text), quote(json.dumps(text))):
        assert policy_text("p", document).statements == expected
    assert policy_text("p", None).statements == ()


async def test_stale_rules_are_told_by_vpc() -> None:
    group = {
        "GroupId": "sg-1",
        "StaleIpPermissions": [{"UserIdGroupPairs": [{"GroupId": "sg-8"}, {"GroupId": "sg-9"}]}],
        "StaleIpPermissionsEgress": [{"UserIdGroupPairs": [{"GroupId": "sg-9"}]}],
    }
    caller = Caller(
        DescribeStaleSecurityGroups=lambda asked: (
            {"StaleSecurityGroupSet": [group]} if asked["VpcId"] == "vpc-1" else Outcome.NOT_FOUND
        )
    )
    (found,) = await items(group_relations.stale, caller, Kind.STALE_RULES, "vpc-1", "vpc-2")
    assert [(one.group_id, one.peers) for one in found.groups] == [("sg-1", ("sg-8", "sg-9"))]


async def test_references_are_asked_for_together_and_a_group_that_is_gone_is_left_out() -> None:
    def answer(asked: dict[str, Any]) -> Any:
        if "sg-3" in asked["GroupId"]:
            return Outcome.NOT_FOUND
        one = {"GroupId": "sg-1", "ReferencingVpcId": "vpc-9"}
        return {"SecurityGroupReferenceSet": [one] if "sg-1" in asked["GroupId"] else []}

    caller = Caller(DescribeSecurityGroupReferences=answer)
    found = await items(group_relations.references, caller, Kind.GROUP_REFERENCES, "sg-1", "sg-2", "sg-3")
    assert {one.key.id: one.vpcs for one in found} == {"sg-1": ("vpc-9",), "sg-2": ()}
    assert len(caller.calls) < 6


def test_settings_are_told_in_awss_words() -> None:
    assert ebs_encryption({"EbsEncryptionByDefault": True}, *PLACE)[0].value == "true"
    assert snapshot_block({"State": "unblocked"}, *PLACE)[0].value == "unblocked"
    assert image_block({"ImageBlockPublicAccessState": "block-new-sharing"}, *PLACE)[0].value == (
        "block-new-sharing"
    )
    (none,) = metadata_defaults({"AccountLevel": {"HttpTokens": "no-preference"}}, *PLACE)
    (forced,) = metadata_defaults({"AccountLevel": {"HttpTokensEnforced": "enabled"}}, *PLACE)
    assert (none.value, none.enforced, forced.enforced) == ("", False, True)
    with pytest.raises(KeyError):
        ebs_encryption({}, *PLACE)


def test_the_other_documents_are_read_as_they_are() -> None:
    log = flow_log({"FlowLogId": "fl-1", "ResourceId": "vpc-1", "DeliverLogsStatus": "FAILED"}, *PLACE)
    assert (log.resource_id, log.delivery) == ("vpc-1", "FAILED")
    data = {"SecurityGroupIds": ["sg-1"], "NetworkInterfaces": [{"Groups": ["sg-2", "sg-1"]}], "KeyName": "k"}
    made = launch_template(
        {"LaunchTemplateId": "lt-1", "VersionNumber": 3, "LaunchTemplateData": data}, *PLACE
    )
    assert (made.key.id, made.groups, made.key_name) == ("lt-1:3", ("sg-1", "sg-2"), "k")
    assert managed_node({"InstanceId": "i-1", "PingStatus": "Online"}, *PLACE).ping == "Online"
    lacks = {"ResourceId": "i-1", "Status": "NON_COMPLIANT", "NonCompliantSummary": {"NonCompliantCount": 4}}
    assert patch_state(lacks, *PLACE).missing == 4
