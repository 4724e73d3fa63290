"""The role of an instance, through its instance profile: attach, replace, detach."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ec2tui.core.changes.change import Change, Id, Subject, Unready, drop, ec2_call, edit, known, put
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.profile_association import ProfileAssociation

PENDING = "(new association)"
"""The association's id until AWS gives it one."""


def _carries(inventory: Inventory, key: Key, association_id: str, arn: str) -> Inventory:
    after = put(
        inventory,
        Kind.PROFILE_ASSOCIATIONS,
        ProfileAssociation(key, association_id, arn, "associated"),
    )
    return edit(after, Kind.INSTANCES, key, profile_arn=arn)


def _both(key: Key) -> tuple[Subject, ...]:
    return (Subject(Kind.INSTANCES, key), Subject(Kind.PROFILE_ASSOCIATIONS, key))


def _association_id(reply: Mapping[str, Any]) -> str:
    return str(reply["IamInstanceProfileAssociation"]["AssociationId"])


class AttachProfile(Change, frozen=True, tag="instance.role_attach"):
    """Gives an instance that has none an instance profile, by its ARN."""

    profile_arn: str

    verb: ClassVar[str] = "attach role to"
    asks: ClassVar[tuple[str, ...]] = ("ec2:AssociateIamInstanceProfile", "iam:PassRole")
    idempotent: ClassVar[bool] = False
    rehearsable: ClassVar[bool] = False
    learns: ClassVar[bool] = True

    def call(self) -> ApiCall:
        """ec2:AssociateIamInstanceProfile."""
        return ec2_call(
            self.key,
            "AssociateIamInstanceProfile",
            InstanceId=self.key.id,
            IamInstanceProfile={"Arn": self.profile_arn},
        )

    def permissions(self) -> tuple[str, ...]:
        """The operation, and passing the role."""
        return (self.call().action, "iam:PassRole")

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The instance and its association."""
        return _both(self.key)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """What the profile's role may do."""
        return (Subject(Kind.ROLE_POLICIES, self.key._replace(id=self.profile_arn)),)

    def effect(self, inventory: Inventory) -> Inventory:
        """It carries the profile."""
        return _carries(inventory, self.key, PENDING, self.profile_arn)

    def inverse(self, before: Inventory) -> Change | None:
        """Only the reply names the association that would be removed."""
        return None

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Removing the association that was made."""
        return DetachProfile(self.key, _association_id(reply), self.profile_arn)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it carries the profile."""
        instance = known(inventory.instance(self.key))
        return instance is not None and instance.profile_arn == self.profile_arn


class ReplaceProfile(Change, frozen=True, tag="instance.role_replace"):
    """Gives an instance another profile in place of `was_arn`; `association_id` is the present one's."""

    profile_arn: str
    association_id: Id
    was_arn: str

    verb: ClassVar[str] = "replace role of"
    asks: ClassVar[tuple[str, ...]] = ("ec2:ReplaceIamInstanceProfileAssociation", "iam:PassRole")
    idempotent: ClassVar[bool] = False
    rehearsable: ClassVar[bool] = False
    learns: ClassVar[bool] = True

    def call(self) -> ApiCall:
        """ec2:ReplaceIamInstanceProfileAssociation."""
        return ec2_call(
            self.key,
            "ReplaceIamInstanceProfileAssociation",
            AssociationId=self.association_id,
            IamInstanceProfile={"Arn": self.profile_arn},
        )

    def permissions(self) -> tuple[str, ...]:
        """The operation, and passing the role."""
        return (self.call().action, "iam:PassRole")

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The instance and its association."""
        return _both(self.key)

    def facts(self, inventory: Inventory) -> tuple[Subject, ...]:
        """What the profile's role may do."""
        return (Subject(Kind.ROLE_POLICIES, self.key._replace(id=self.profile_arn)),)

    def effect(self, inventory: Inventory) -> Inventory:
        """It carries the other profile, under a new association."""
        return _carries(inventory, self.key, PENDING, self.profile_arn)

    def inverse(self, before: Inventory) -> Change | None:
        """Only the reply names the new association."""
        return None

    def learn(self, reply: Mapping[str, Any]) -> Change | None:
        """Replacing the new association by the old profile."""
        return ReplaceProfile(self.key, self.was_arn, _association_id(reply), self.profile_arn)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it carries the profile."""
        instance = known(inventory.instance(self.key))
        return instance is not None and instance.profile_arn == self.profile_arn


class DetachProfile(Change, frozen=True, tag="instance.role_detach"):
    """Takes the profile from an instance; credentials already handed out stay valid until they expire."""

    association_id: Id
    profile_arn: str

    verb: ClassVar[str] = "detach role from"
    asks: ClassVar[tuple[str, ...]] = ("ec2:DisassociateIamInstanceProfile",)
    unrestored: ClassVar[frozenset[str]] = frozenset({"association_id"})
    rehearsable: ClassVar[bool] = False

    def call(self) -> ApiCall:
        """ec2:DisassociateIamInstanceProfile."""
        return ec2_call(self.key, "DisassociateIamInstanceProfile", AssociationId=self.association_id)

    def subjects(self, inventory: Inventory) -> tuple[Subject, ...]:
        """The instance and its association."""
        return _both(self.key)

    def effect(self, inventory: Inventory) -> Inventory:
        """It carries no profile."""
        after = drop(inventory, Kind.PROFILE_ASSOCIATIONS, self.key)
        return edit(after, Kind.INSTANCES, self.key, profile_arn=None)

    def inverse(self, before: Inventory) -> Change | None:
        """Attaching the profile again: the one it is known to carry, else the one named here."""
        instance = known(before.instance(self.key))
        carried = instance.profile_arn if instance else None
        return AttachProfile(self.key, carried or self.profile_arn)

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known to carry no profile."""
        instance = known(inventory.instance(self.key))
        return instance is not None and instance.profile_arn is None


def set_role(key: Key, profile_arn: str | None, inventory: Inventory) -> Change | Unready | None:
    """The change that leaves an instance with this profile (None: with none); None when it has it already."""
    instance = known(inventory.instance(key))
    if instance is None:
        return Unready(f"{key.id} has not been read, so its role is not known.")
    if instance.profile_arn == profile_arn:
        return None
    if instance.profile_arn is None:
        return AttachProfile(key, str(profile_arn))
    association = inventory.profile_association(key)
    if isinstance(association, Missing):
        return Unready(f"The role association of {key.id} is not known ({association.value}).")
    if profile_arn is None:
        return DetachProfile(key, association.association_id, instance.profile_arn)
    return ReplaceProfile(key, profile_arn, association.association_id, instance.profile_arn)
