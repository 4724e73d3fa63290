"""A security group without a single rule, for instances under quarantine."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ec2tui.core.changes.change import Change, Id, Subject, drop, ec2_call, put, tag_specification
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Tags
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroup

NEW = "(new security group)"
"""The id of a group until AWS gives it one."""


class CreateSecurityGroup(Change, frozen=True, tag="group.create"):
    """Makes a security group in a VPC; its `key` has the id `NEW`.

    AWS gives every new group a rule that lets everything out.
    """

    name: str
    vpc_id: str
    description: str
    tags: Tags = ()

    verb: ClassVar[str] = "create"
    asks: ClassVar[tuple[str, ...]] = ("ec2:CreateSecurityGroup", "ec2:CreateTags")
    kind: ClassVar[Kind] = Kind.SECURITY_GROUPS
    idempotent: ClassVar[bool] = False
    creates: ClassVar[str] = "security-group"
    learns: ClassVar[bool] = True

    def call(self) -> ApiCall:
        """ec2:CreateSecurityGroup."""
        return ec2_call(
            self.key,
            "CreateSecurityGroup",
            GroupName=self.name,
            Description=self.description,
            VpcId=self.vpc_id,
            **tag_specification(self.creates, self.tags),
        )

    def permissions(self) -> tuple[str, ...]:
        """The operation, and tagging where tags are given."""
        return ("ec2:CreateSecurityGroup", "ec2:CreateTags") if self.tags else ("ec2:CreateSecurityGroup",)

    def effect(self, inventory: Inventory) -> Inventory:
        """There is one more group."""
        group = SecurityGroup(self.key, self.name, self.description, self.vpc_id, tags=self.tags)
        return put(inventory, Kind.SECURITY_GROUPS, group)

    def inverse(self, before: Inventory) -> Change | None:
        """Only the reply names the group."""
        return None

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Deleting the new group."""
        return DeleteSecurityGroup(self.key._replace(id=str(reply["GroupId"])))

    def noop(self, inventory: Inventory) -> bool:
        """A creation always makes one more, or is refused for its name."""
        return False


class CloseNewGroup(Change, frozen=True, tag="group.close"):
    """Takes from a group just made what AWS gave it: a rule that lets everything out, and `ipv6` its twin.

    AWS adds the twin where the VPC has IPv6; revoking one that is not there fails.
    """

    group_id: Id
    ipv6: bool = False

    verb: ClassVar[str] = "close"
    asks: ClassVar[tuple[str, ...]] = ("ec2:RevokeSecurityGroupEgress",)
    kind: ClassVar[Kind] = Kind.SECURITY_GROUPS

    def call(self) -> ApiCall:
        """ec2:RevokeSecurityGroupEgress of the rules that AWS gives every new group."""
        everything: dict[str, Any] = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        if self.ipv6:
            everything["Ipv6Ranges"] = [{"CidrIpv6": "::/0"}]
        return ec2_call(
            self.key, "RevokeSecurityGroupEgress", GroupId=self.group_id, IpPermissions=[everything]
        )

    def effect(self, inventory: Inventory) -> Inventory:
        """Nothing that has been read is different: the group is new."""
        return inventory

    def inverse(self, before: Inventory) -> Change | None:
        """Undo deletes the group instead."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """The group goes as a whole."""
        return "The rule that let everything out does not come back; undo deletes the group."

    def noop(self, inventory: Inventory) -> bool:
        """A new group always has that rule."""
        return False


def closed(create: CreateSecurityGroup, group_id: Id, inventory: Inventory) -> CloseNewGroup:
    """Closes the group that a creation makes, of both families where its VPC is known to have IPv6."""
    vpc = inventory.table(Kind.VPCS).get(create.key._replace(id=create.vpc_id))
    return CloseNewGroup(create.key, group_id, ipv6=bool(vpc is not None and vpc.cidrs6))


class DeleteSecurityGroup(Change, frozen=True, tag="group.delete"):
    """Deletes a security group that nothing uses."""

    verb: ClassVar[str] = "delete"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DeleteSecurityGroup",)
    kind: ClassVar[Kind] = Kind.SECURITY_GROUPS

    def call(self) -> ApiCall:
        """ec2:DeleteSecurityGroup."""
        return ec2_call(self.key, "DeleteSecurityGroup", GroupId=self.key.id)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The group."""
        return (Subject(Kind.SECURITY_GROUPS, self.key),)

    def effect(self, inventory: Inventory) -> Inventory:
        """The group is gone."""
        return drop(inventory, Kind.SECURITY_GROUPS, self.key)

    def inverse(self, before: Inventory) -> Change | None:
        """A group with the same rules would have another id."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """Its id is gone."""
        return "A deleted group does not come back; one made anew has another id."

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known not to exist."""
        return inventory.security_group(self.key) is Missing.GONE
