"""Changing a rule of a security group in place, where AWS allows it: all of it, or its description alone."""

from typing import Any, ClassVar

import msgspec

from ec2tui.core.changes.change import Change, Subject, ec2_call, known, put
from ec2tui.core.changes.security_group_call import rule_request
from ec2tui.core.changes.security_group_rules import referenced, rules_subject
from ec2tui.core.grammar.spec import RuleSpec, rule_of, spec_of
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule

_TRAFFIC = ("protocol", "from_port", "to_port")
_PEER = (
    "cidr",
    "cidr6",
    "prefix_list_id",
    "peer_group_id",
    "peer_account",
    "peer_vpc_id",
    "peering_status",
)


class ModifyRule(Change, frozen=True, tag="rule.modify"):
    """Replaces protocol, ports, peer and description of a rule, which keeps its id and its tags.

    AWS changes no rule to another direction or to another type of peer.
    """

    group_id: str
    spec: RuleSpec

    verb: ClassVar[str] = "change"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ModifySecurityGroupRules",)
    kind: ClassVar[Kind] = Kind.RULES

    def call(self) -> ApiCall:
        """ec2:ModifySecurityGroupRules with the whole rule."""
        update = {
            "SecurityGroupRuleId": self.key.id,
            "SecurityGroupRule": rule_request(self.spec, self.group_id),
        }
        return ec2_call(
            self.key, "ModifySecurityGroupRules", GroupId=self.group_id, SecurityGroupRules=[update]
        )

    @property
    def _group(self) -> Key:
        return self.key._replace(id=self.group_id)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The rule, and the rules of its group."""
        return (Subject(Kind.RULES, self.key), rules_subject(self._group))

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The group, and what the rule then refers to."""
        return (Subject(Kind.SECURITY_GROUPS, self._group), *referenced(self.key, self.spec))

    def effect(self, inventory: Inventory) -> Inventory:
        """The rule reads so; what AWS writes in several ways stays as it is written."""
        rule = known(inventory.rule(self.key))
        return inventory if rule is None else put(inventory, Kind.RULES, self._changed(rule))

    def _changed(self, rule: SecurityGroupRule) -> SecurityGroupRule:
        old, new = spec_of(rule), rule_of(self.spec, self._group)
        fields: dict[str, Any] = {}
        if old.identity[1:4] != self.spec.identity[1:4]:
            fields |= {name: getattr(new, name) for name in _TRAFFIC}
        if old.peer != spec_of(new).peer:
            fields |= {name: getattr(new, name) for name in _PEER}
        if old.description != self.spec.description:
            fields["description"] = self.spec.description
        return msgspec.structs.replace(rule, **fields)

    def inverse(self, before: Inventory) -> Change | None:
        """The rule as it was."""
        rule = known(before.rule(self.key))
        if rule is None:
            return None
        return ModifyRule(self.key, self.group_id, _permanent(spec_of(rule)))

    def noop(self, inventory: Inventory) -> bool:
        """Whether the rule reads so already."""
        rule = known(inventory.rule(self.key))
        # Said as AWS would tell it: the group itself may be named by its id or as `self`.
        wanted = spec_of(rule_of(self.spec, self._group))
        return rule is not None and _permanent(spec_of(rule)) == _permanent(wanted)


class DescribeRule(Change, frozen=True, tag="rule.describe"):
    """Gives a rule another description, or none."""

    group_id: str
    egress: bool
    description: str | None = None

    verb: ClassVar[str] = "describe"
    asks: ClassVar[tuple[str, ...]] = (
        "ec2:UpdateSecurityGroupRuleDescriptionsIngress",
        "ec2:UpdateSecurityGroupRuleDescriptionsEgress",
    )
    kind: ClassVar[Kind] = Kind.RULES

    def call(self) -> ApiCall:
        """ec2:UpdateSecurityGroupRuleDescriptionsIngress or Egress by rule id; no text takes it away."""
        direction = "Egress" if self.egress else "Ingress"
        told = {"Description": self.description} if self.description else {}
        return ec2_call(
            self.key,
            f"UpdateSecurityGroupRuleDescriptions{direction}",
            GroupId=self.group_id,
            SecurityGroupRuleDescriptions=[{"SecurityGroupRuleId": self.key.id, **told}],
        )

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The rule."""
        return (Subject(Kind.RULES, self.key),)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The group."""
        return (Subject(Kind.SECURITY_GROUPS, self.key._replace(id=self.group_id)),)

    def effect(self, inventory: Inventory) -> Inventory:
        """The rule has the description."""
        rule = known(inventory.rule(self.key))
        if rule is None or (rule.description or None) == self.description:
            return inventory
        return put(inventory, Kind.RULES, msgspec.structs.replace(rule, description=self.description))

    def inverse(self, before: Inventory) -> Change | None:
        """The description as it was."""
        rule = known(before.rule(self.key))
        if rule is None:
            return None
        return DescribeRule(self.key, self.group_id, self.egress, rule.description or None)

    def noop(self, inventory: Inventory) -> bool:
        """Whether the rule is described so."""
        rule = known(inventory.rule(self.key))
        return rule is not None and (rule.description or None) == self.description


def _permanent(spec: RuleSpec) -> RuleSpec:
    """The spec without its end, which is a tag and not changed in place."""
    return msgspec.structs.replace(spec, lasts=None, until=None)
