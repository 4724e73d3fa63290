"""Letting something through a security group, and taking that back by the rule's id."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from ec2tui.core.changes.change import (
    NOT_KNOWN_BEFORE,
    Change,
    Id,
    Ref,
    Subject,
    drop,
    ec2_call,
    known,
    put,
    tag_specification,
)
from ec2tui.core.changes.plan import PLAN_TAG
from ec2tui.core.changes.security_group_call import RULE, bare, group_text, permission, would_be
from ec2tui.core.changes.tags import RESERVED
from ec2tui.core.grammar.spec import Peer, PeerKind, RuleSpec, spec_of
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule

RULE_ID = "SecurityGroupRules.0.SecurityGroupRuleId"
"""Where the reply to an authorization of one rule names it."""

GROUP_GONE = "The group that it refers to is gone, so AWS would not take the rule again."


def rules_subject(group: Key) -> Subject:
    """All rules of a group: a subject of kind RULES with the id of the group, which is read as a whole."""
    return Subject(Kind.RULES, group)


def rules_in(inventory: Inventory, group: Key) -> tuple[SecurityGroupRule, ...]:
    """The rules of a group that are known, in no order."""
    return tuple(
        rule
        for rule in inventory.table(Kind.RULES).values()
        if rule.group_id == group.id and rule.key[:2] == group[:2]
    )


def same_rule(inventory: Inventory, group: Key, spec: RuleSpec) -> SecurityGroupRule | None:
    """The rule of a group that lets the same through, whatever its description: AWS has it only once."""
    peer = spec.peer
    if peer.kind is PeerKind.GROUP and peer.value == group.id and not peer.account:
        spec = msgspec.structs.replace(spec, peer=Peer(PeerKind.SELF))
    wanted = spec.identity
    return next((rule for rule in rules_in(inventory, group) if spec_of(rule).identity == wanted), None)


def referenced(key: Key, spec: RuleSpec) -> tuple[Subject, ...]:
    """What a rule refers to beside addresses: the other group, or the prefix list."""
    peer = spec.peer
    if peer.kind is PeerKind.GROUP and peer.account in ("", key.account):
        return (Subject(Kind.SECURITY_GROUPS, key._replace(id=peer.value)),)
    if peer.kind is PeerKind.PREFIX_LIST:
        return (Subject(Kind.PREFIX_LISTS, key._replace(id=peer.value)),)
    return ()


class AuthorizeRule(Change, frozen=True, tag="rule.authorize"):
    """Adds one rule to a security group: `key` is the group's, `group` too where a step makes it first.

    One rule for each call: its tags (as its end) are its own, and the reply names it alone.
    """

    spec: RuleSpec
    group: Id = ""
    tags: Tags = ()

    verb: ClassVar[str] = "add a rule to"
    asks: ClassVar[tuple[str, ...]] = (
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:CreateTags",
    )
    kind: ClassVar[Kind] = Kind.RULES
    idempotent: ClassVar[bool] = False
    creates: ClassVar[str] = RULE
    learns: ClassVar[bool] = True

    @property
    def operation(self) -> str:
        """The operation of the rule's direction."""
        return f"AuthorizeSecurityGroup{'Egress' if self.spec.egress else 'Ingress'}"

    @property
    def row(self) -> SecurityGroupRule:
        """The row that stands for the rule until AWS tells it."""
        return would_be(self._place, self.spec, self.tags)

    @property
    def _place(self) -> Key:
        return self.key._replace(id=group_text(self.group)) if self.group else self.key

    def call(self) -> ApiCall:
        """ec2:AuthorizeSecurityGroupIngress or Egress of one rule with one peer."""
        group = self.group or self.key.id
        return ec2_call(
            self.key,
            self.operation,
            GroupId=group,
            IpPermissions=[permission(self.spec, group)],
            **tag_specification(self.creates, self.tags),
        )

    def permissions(self) -> tuple[str, ...]:
        """The operation, and tagging where tags are given."""
        return (f"ec2:{self.operation}", *(("ec2:CreateTags",) if self.tags else ()))

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The new rule, and the rules of its group."""
        return (Subject(Kind.RULES, self.row.key), rules_subject(self._place))

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The group, and what the rule refers to."""
        return (Subject(Kind.SECURITY_GROUPS, self._place), *referenced(self.key, self.spec))

    def effect(self, inventory: Inventory) -> Inventory:
        """There is one more rule."""
        return put(inventory, Kind.RULES, self.row)

    def inverse(self, before: Inventory) -> Change | None:
        """Only the reply names the rule."""
        return None

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Revoking the new rule by its id; needs the group's id, which a resolved step has."""
        if isinstance(self.group, Ref):
            return None
        rule_id = str(reply["SecurityGroupRules"][0]["SecurityGroupRuleId"])
        return RevokeRule(self.key._replace(id=rule_id), self.group or self.key.id, self.spec.egress)

    def noop(self, inventory: Inventory) -> bool:
        """Whether the group has this rule, with whatever description: AWS refuses it a second time."""
        return same_rule(inventory, self._place, self.spec) is not None


class RevokeRule(Change, frozen=True, tag="rule.revoke"):
    """Takes one rule from its group by its id, so that nothing else that reads the same is hit."""

    group_id: str
    egress: bool

    verb: ClassVar[str] = "revoke"
    asks: ClassVar[tuple[str, ...]] = ("ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress")
    kind: ClassVar[Kind] = Kind.RULES

    def call(self) -> ApiCall:
        """ec2:RevokeSecurityGroupIngress or Egress by rule id."""
        direction = "Egress" if self.egress else "Ingress"
        return ec2_call(
            self.key,
            f"RevokeSecurityGroup{direction}",
            GroupId=self.group_id,
            SecurityGroupRuleIds=[self.key.id],
        )

    @property
    def _group(self) -> Key:
        return self.key._replace(id=self.group_id)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The rule, and the rules of its group."""
        return (Subject(Kind.RULES, self.key), rules_subject(self._group))

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The group."""
        return (Subject(Kind.SECURITY_GROUPS, self._group),)

    def effect(self, inventory: Inventory) -> Inventory:
        """The rule is gone."""
        return drop(inventory, Kind.RULES, self.key)

    def inverse(self, before: Inventory) -> Change | None:
        """The rule again, with its description and tags; AWS gives it another id."""
        rule = known(before.rule(self.key))
        if rule is None or _dangling(rule):
            return None
        tags = tuple(
            tag for tag in rule.tags if tag[0] != PLAN_TAG and not tag[0].lower().startswith(RESERVED)
        )
        spec = msgspec.structs.replace(bare(spec_of(rule)), description=rule.description or None)
        return AuthorizeRule(self._group, spec, tags=tags)

    def irreversible(self, before: Inventory) -> str:
        """The rule was not read, or refers to a group that is gone."""
        rule = known(before.rule(self.key))
        if rule is None:
            return NOT_KNOWN_BEFORE
        return GROUP_GONE if _dangling(rule) else ""

    def noop(self, inventory: Inventory) -> bool:
        """Whether the rule is known not to exist."""
        return inventory.rule(self.key) is Missing.GONE


def _dangling(rule: SecurityGroupRule) -> bool:
    """Whether a rule names no peer, or a peered group that was deleted: of such AWS tells no owner."""
    if rule.peer_group_id is None:
        return spec_of(rule).peer.kind is PeerKind.NONE
    return not rule.peer_account and bool(rule.peering_status)


def revoke(rule: SecurityGroupRule) -> RevokeRule:
    """The change that takes a rule away."""
    return RevokeRule(rule.key, rule.group_id, rule.egress)
