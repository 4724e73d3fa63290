"""Revoking: by rule id exactly that, by permission all or nothing, but in a default VPC what there is."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.describe_groups import no_such_rule
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.group_documents import permissions, rule_document
from ec2tui.adapters.demo.group_rules import asked_rules, group_of, identity

_REVOKED = (
    "SecurityGroupRuleId", "GroupId", "IsEgress", "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "CidrIpv6",
    "PrefixListId", "Description",
)  # fmt: skip


def revoke(call: Call) -> dict[str, Any]:
    """Take rules away, and tell which these were and which were not there."""
    present = _rules(call)
    by_id = bool(call.param("SecurityGroupRuleIds"))
    doomed, unknown = (_by_id(call), list[Any]()) if by_id else _by_permission(call)
    for rule in doomed:
        present.remove(rule)
        call.backend.tags.pop(rule.id, None)
    return {
        "Return": True,
        "UnknownIpPermissions": permissions(unknown),
        "RevokedSecurityGroupRules": [_revoked(rule) for rule in doomed],
    }


def check_revoke(call: Call) -> None:
    """The group and each rule id must exist; that a permission does, a DryRun does not look at."""
    if call.param("SecurityGroupRuleIds"):
        _by_id(call)
    else:
        egress = call.operation.endswith("Egress")
        asked_rules(call, group_of(call), egress)


def _rules(call: Call) -> list[Any]:
    group = group_of(call)
    found: list[Any] = group.egress_rules if call.operation.endswith("Egress") else group.ingress_rules
    return found


def _by_id(call: Call) -> list[Any]:
    known = {rule.id: rule for rule in _rules(call)}
    ids = [str(one) for one in call.param("SecurityGroupRuleIds")]
    for one in ids:
        if one not in known:
            raise no_such_rule(one)
    return [known[one] for one in dict.fromkeys(ids)]


def _by_permission(call: Call) -> tuple[list[Any], list[Any]]:
    group = group_of(call)
    known = {identity(rule): rule for rule in _rules(call)}
    asked = asked_rules(call, group, call.operation.endswith("Egress"))
    unknown = [rule for rule in asked if identity(rule) not in known]
    if unknown and not call.backend.vpcs[group.vpc_id].is_default:
        message = "The specified rule does not exist in this security group."
        raise AwsError("InvalidPermission.NotFound", message)
    found = dict.fromkeys(identity(rule) for rule in asked if identity(rule) in known)
    return [known[one] for one in found], unknown


def _revoked(rule: Any) -> dict[str, Any]:
    document = rule_document(rule)
    referenced = document["ReferencedGroupInfo"] or {}
    told = {key: document[key] for key in _REVOKED}
    return {**told, "ReferencedGroupId": referenced.get("GroupId")}


CORRECTION = Correction(
    name="revoke-rules",
    moto="refuses what does not match in every VPC, revokes the part of a call that it read before, and does "
    "not say what was revoked",
    aws="refuses the whole call in a VPC of one's own; in a default VPC revokes what there is and lists the "
    "rest in UnknownIpPermissions; tells the rules that it revoked",
    before={
        "RevokeSecurityGroupIngress": check_revoke,
        "RevokeSecurityGroupEgress": check_revoke,
    },
    instead={
        "RevokeSecurityGroupIngress": revoke,
        "RevokeSecurityGroupEgress": revoke,
    },
)
