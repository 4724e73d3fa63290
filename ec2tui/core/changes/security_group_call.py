"""A rule as the parameters of EC2's calls, and as the row that stands for it before AWS gives it an id."""

from typing import Any

from ec2tui.core.changes.change import Id, Ref
from ec2tui.core.grammar.line import format_line
from ec2tui.core.grammar.spec import PeerKind, RuleSpec, rule_of
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.key import Key
from ec2tui.core.model.security_group import SecurityGroupRule

RULE = "security-group-rule"
"""AWS's type of resource of a rule."""


def group_text(group: Id) -> str:
    """A group's id, or what stands for it until it is known."""
    return group.placeholder if isinstance(group, Ref) else group


def bare(spec: RuleSpec) -> RuleSpec:
    """The spec without description and end: what AWS tells rules of one group apart by."""
    return RuleSpec(*spec.identity)


def would_be(group: Key, spec: RuleSpec, tags: Tags = ()) -> SecurityGroupRule:
    """The row of a rule that is not there yet; its made-up id in parentheses tells group and rule."""
    return rule_of(spec, group, f"(new rule of {group.id}: {format_line(bare(spec))})", tags)


def permission(spec: RuleSpec, group: Id) -> dict[str, Any]:
    """The rule as one IpPermission with one peer, for authorizing it (EC2 API, IpPermission)."""
    told = {"Description": spec.description} if spec.description else {}
    found: dict[str, Any] = {"IpProtocol": spec.protocol, **_traffic(spec)}
    peer = spec.peer
    match peer.kind:
        case PeerKind.CIDR:
            return found | {"IpRanges": [{"CidrIp": peer.value, **told}]}
        case PeerKind.CIDR6:
            return found | {"Ipv6Ranges": [{"CidrIpv6": peer.value, **told}]}
        case PeerKind.PREFIX_LIST:
            return found | {"PrefixListIds": [{"PrefixListId": peer.value, **told}]}
        case _:
            owner = {"UserId": peer.account} if peer.account else {}
            return found | {"UserIdGroupPairs": [{"GroupId": _group(spec, group), **owner, **told}]}


def rule_request(spec: RuleSpec, group: Id) -> dict[str, Any]:
    """The whole rule with its description, for modifying it in place (EC2 API, SecurityGroupRuleRequest).

    Protocols without ports are sent without: AWS lets all of them through whatever is given.
    """
    field = {
        PeerKind.CIDR: "CidrIpv4",
        PeerKind.CIDR6: "CidrIpv6",
        PeerKind.PREFIX_LIST: "PrefixListId",
    }.get(spec.peer.kind, "ReferencedGroupId")
    value = spec.peer.value if field != "ReferencedGroupId" else _group(spec, group)
    told = {"Description": spec.description} if spec.description else {}
    return {"IpProtocol": spec.protocol, **_traffic(spec), field: value, **told}


def _group(spec: RuleSpec, group: Id) -> Id:
    return group if spec.peer.kind is PeerKind.SELF else spec.peer.value


def _traffic(spec: RuleSpec) -> dict[str, int]:
    if spec.first is None or spec.last is None:
        return {}
    return {"FromPort": spec.first, "ToPort": spec.last}
