"""An account of security groups whose calls change their rules, as far as these tests look."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec

from ec2tui.core.changes.change import Ref
from ec2tui.core.grammar.line import Parsed, parse
from ec2tui.core.grammar.spec import RuleSpec, rule_of, spec_of
from ec2tui.core.model.api_call import ApiCall, Reply
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.security_group import SecurityGroup, SecurityGroupRule
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.ports import Page, Read
from tests.services.audit_fakes import Account, context_of, failure
from tests.services.fakes import REGION, key

PEERS = (
    ("IpRanges", "CidrIp", "cidr"),
    ("Ipv6Ranges", "CidrIpv6", "cidr6"),
    ("PrefixListIds", "PrefixListId", "prefix_list_id"),
    ("UserIdGroupPairs", "GroupId", "peer_group_id"),
)


def spec(line: str) -> RuleSpec:
    found = parse(line)
    assert isinstance(found, Parsed), found
    return found.spec


class Groups(Account):
    """Groups by id with their rules as lines; AWS gives new rules the ids sgr-n1, sgr-n2, …"""

    def __init__(self, **groups: dict[str, str]) -> None:
        super().__init__()
        self.rules: dict[str, SecurityGroupRule] = {}
        self.made = 0
        table = self.items.setdefault((REGION, Kind.SECURITY_GROUPS), {})
        for name, lines in groups.items():
            group = SecurityGroup(key(f"sg-{name}"), name, vpc_id="vpc-1")
            table[group.key.id] = group
            for rule_id, line in lines.items():
                rule = rule_of(spec(line), group.key, rule_id)
                self.rules[rule_id] = rule
        self.pages[REGION, Kind.SECURITY_GROUPS] = [Page(tuple(table.values()))]

    async def stream(self, read: Read) -> AsyncIterator[Page | Problem]:
        if read.kind is not Kind.RULES or read.kind in self.failing:
            async for page in super().stream(read):
                yield page
            return
        self.asked.append(read)
        yield Page(
            tuple(
                rule
                for rule in self.rules.values()
                if (not read.ids or rule.key.id in read.ids)
                and (not read.groups or rule.group_id in read.groups)
            )
        )

    def act(self, call: ApiCall) -> Reply:
        body: dict[str, Any] = {"Return": True}
        params, operation = call.params, call.operation
        if operation.startswith("Authorize"):
            return self._authorize(call)
        for rule_id in params.get("SecurityGroupRuleIds", ()):
            if self.rules.pop(rule_id, None) is None:
                return failure(Outcome.NOT_FOUND, "InvalidSecurityGroupRuleId.NotFound")
        for told in params.get("SecurityGroupRuleDescriptions", ()):
            self._set(told["SecurityGroupRuleId"], description=told.get("Description"))
        for update in params.get("SecurityGroupRules", ()):
            self._modify(update)
        for resource in params.get("Resources", ()):
            if resource in self.rules:
                self._retag(resource, operation, params["Tags"])
        return Reply(Outcome.OK, body)

    def _authorize(self, call: ApiCall) -> Reply:
        (permission,) = call.params["IpPermissions"]
        self.made += 1
        rule_id = f"sgr-n{self.made}"
        tags = [t for s in call.params.get("TagSpecifications", ()) for t in s["Tags"]]
        member, field, ours = next(peer for peer in PEERS if peer[0] in permission)
        (peer,) = permission[member]
        assert not isinstance(call.params["GroupId"], Ref)
        rule = SecurityGroupRule(
            key(rule_id),
            call.params["GroupId"],
            call.operation.endswith("Egress"),
            permission["IpProtocol"],
            permission.get("FromPort", -1),
            permission.get("ToPort", -1),
            description=peer.get("Description"),
            tags=tuple((tag["Key"], tag["Value"]) for tag in tags),
            **{ours: peer[field]},
        )
        there = {(r.group_id, spec_of(r).identity) for r in self.rules.values()}
        if (rule.group_id, spec_of(rule).identity) in there:
            return failure(Outcome.INVALID, "InvalidPermission.Duplicate")
        self.rules[rule_id] = rule
        return Reply(Outcome.OK, {"Return": True, "SecurityGroupRules": [{"SecurityGroupRuleId": rule_id}]})

    def _modify(self, update: dict[str, Any]) -> None:
        new = update["SecurityGroupRule"]
        peers = ("CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId")
        fields = zip(("cidr", "cidr6", "prefix_list_id", "peer_group_id"), peers, strict=True)
        self._set(
            update["SecurityGroupRuleId"],
            protocol=new["IpProtocol"],
            from_port=new.get("FromPort", -1),
            to_port=new.get("ToPort", -1),
            description=new.get("Description"),
            **{ours: new.get(theirs) for ours, theirs in fields},
        )

    def _retag(self, rule_id: str, operation: str, tags: list[dict[str, str]]) -> None:
        names = {tag["Key"] for tag in tags}
        kept = [tag for tag in self.rules[rule_id].tags if tag[0] not in names]
        new = [(tag["Key"], tag["Value"]) for tag in tags] if operation == "CreateTags" else []
        self._set(rule_id, tags=(*kept, *new))

    def _set(self, rule_id: str, **fields: Any) -> None:
        self.rules[rule_id] = msgspec.structs.replace(self.rules[rule_id], **fields)


def groups_context(aws: Groups) -> ChangeContext:
    """A context that has read nothing of the groups yet."""
    aws.items[REGION, Kind.INSTANCES] = {}
    return context_of(aws)
