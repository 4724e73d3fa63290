"""Authorize, describe anew and delete: whole or not at all, and never what is in use."""

from typing import Any

from ec2tui.adapters.demo.correction import Call, Correction
from ec2tui.adapters.demo.corrections.describe_groups import no_such_rule
from ec2tui.adapters.demo.errors import AwsError
from ec2tui.adapters.demo.group_documents import all_groups, rule_document, rules_of
from ec2tui.adapters.demo.group_rules import asked_rules, group_of, identity, require_new, require_quota

Reply = dict[str, Any]


def authorize(call: Call) -> Reply:
    """Add all the rules of the request, or none."""
    group, present = _direction(call)
    wanted = asked_rules(call, group, _egress(call))
    require_new(wanted, present)
    require_quota(call.backend, [*present, *wanted])
    given = call.param("TagSpecifications", [])
    tags = {tag["Key"]: tag["Value"] for one in given for tag in one.get("Tags", [])}
    for rule in wanted:
        rule.add_tags(tags)
        present.append(rule)
    return {"Return": True, "SecurityGroupRules": [rule_document(rule) for rule in wanted]}


def check_authorize(call: Call) -> None:
    """What AWS refuses in an authorization whether it is a DryRun or not."""
    asked_rules(call, group_of(call), _egress(call))


def describe_anew(call: Call) -> Reply:
    """Change descriptions only, by rule id or by the permission itself."""
    for rule, text in _texts(call):
        rule.ip_range.pop("Description", None)
        rule.source_group.pop("Description", None)
        rule.demo_description = text
    return {"Return": True}


def check_texts(call: Call) -> None:
    """Rules named by id must exist; that a permission does, a DryRun does not look at."""
    known = {rule.id for rule in _direction(call)[1]}
    for one in call.param("SecurityGroupRuleDescriptions", []):
        if one.get("SecurityGroupRuleId") not in known:
            raise no_such_rule(str(one.get("SecurityGroupRuleId")))


def check_delete(call: Call) -> None:
    """The default group stays, and so does one on an interface or in another group's rule."""
    group = group_of(call)
    if group.name == "default":
        message = f'the specified group: "{group.id}" name: "default" cannot be deleted by a user'
        raise AwsError("CannotDelete", message)
    on_interface = any(group in nic._group_set for nic in call.backend.enis.values())
    referenced = any(
        rule.source_group.get("GroupId") == group.id
        for other in all_groups(call.backend)
        if other is not group and other.vpc_id == group.vpc_id
        for rule in rules_of(other)
    )
    if on_interface or referenced:
        raise AwsError("DependencyViolation", f"resource {group.id} has a dependent object")


def _egress(call: Call) -> bool:
    return call.operation.endswith("Egress")


def _direction(call: Call) -> tuple[Any, list[Any]]:
    """The group, and its rules of the request's direction."""
    group = group_of(call)
    return group, group.egress_rules if _egress(call) else group.ingress_rules


def _texts(call: Call) -> list[tuple[Any, str]]:
    """Each rule that gets another description, with that; one without text loses what it has."""
    group, present = _direction(call)
    texts: list[tuple[Any, str]] = []
    for one in call.param("SecurityGroupRuleDescriptions", []):
        found = next(rule for rule in present if rule.id == one.get("SecurityGroupRuleId"))
        texts.append((found, one.get("Description") or ""))
    if call.param("IpPermissions"):
        by_identity = {identity(rule): rule for rule in present}
        for rule in asked_rules(call, group, _egress(call)):
            if identity(rule) not in by_identity:
                message = "The specified rule does not exist in this security group."
                raise AwsError("InvalidPermission.NotFound", message)
            texts.append((by_identity[identity(rule)], rule.demo_description or ""))
    if not texts:
        message = "Either 'ipPermissions' or 'securityGroupRuleDescriptions' should be provided."
        raise AwsError("MissingParameter", message)
    return texts


CORRECTION = Correction(
    name="change-security-groups",
    moto="replies with the last permission's rules, leaves the first rules of a failed call behind, "
    "keeps host bits in CIDRs, ignores descriptions by rule id, counts rules of both families together, "
    "and deletes groups in use",
    aws="adds all rules or none in canonical form and replies with all of them; a group in use or "
    "referenced answers DependencyViolation, the default group CannotDelete",
    before={
        "AuthorizeSecurityGroupIngress": check_authorize,
        "AuthorizeSecurityGroupEgress": check_authorize,
        "UpdateSecurityGroupRuleDescriptionsIngress": check_texts,
        "UpdateSecurityGroupRuleDescriptionsEgress": check_texts,
        "DeleteSecurityGroup": check_delete,
    },
    instead={
        "AuthorizeSecurityGroupIngress": authorize,
        "AuthorizeSecurityGroupEgress": authorize,
        "UpdateSecurityGroupRuleDescriptionsIngress": describe_anew,
        "UpdateSecurityGroupRuleDescriptionsEgress": describe_anew,
    },
)
