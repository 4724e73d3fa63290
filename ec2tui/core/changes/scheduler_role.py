"""Setting up what schedules need: the role that revokes, its policy, and the group of schedules."""

from collections.abc import Iterable
from typing import ClassVar

from ec2tui.core.changes.change import NOT_KNOWN_BEFORE, Change, Unready, drop, edit, known, put
from ec2tui.core.changes.plan import Step
from ec2tui.core.model.api_call import ApiCall
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.iam_role import IamRole
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.schedule import ScheduleGroup


class CreateRole(Change, frozen=True, tag="role.create"):
    """Makes an IAM role without rights; `key` has its name, `trust` says who may take it (JSON)."""

    trust: str
    description: str = ""

    verb: ClassVar[str] = "create the role"
    asks: ClassVar[tuple[str, ...]] = ("iam:CreateRole",)
    kind: ClassVar[Kind] = Kind.ROLES
    rehearsable: ClassVar[bool] = False
    names_itself: ClassVar[bool] = True

    def call(self) -> ApiCall:
        """iam:CreateRole."""
        said = {"Description": self.description} if self.description else {}
        return _iam(self.key, "CreateRole", AssumeRolePolicyDocument=self.trust, **said)

    def effect(self, inventory: Inventory) -> Inventory:
        """There is such a role, and it may do nothing."""
        return put(inventory, Kind.ROLES, IamRole(self.key, self.trust))

    def inverse(self, before: Inventory) -> Change | None:
        """Deleting it."""
        return DeleteRole(self.key)

    def noop(self, inventory: Inventory) -> bool:
        """Whether there is a role of this name."""
        return self.key in inventory.table(Kind.ROLES)


class DeleteRole(Change, frozen=True, tag="role.delete"):
    """Deletes an IAM role; AWS refuses it while policies are written into the role."""

    verb: ClassVar[str] = "delete the role"
    asks: ClassVar[tuple[str, ...]] = ("iam:DeleteRole",)
    kind: ClassVar[Kind] = Kind.ROLES
    rehearsable: ClassVar[bool] = False

    def call(self) -> ApiCall:
        """iam:DeleteRole."""
        return _iam(self.key, "DeleteRole")

    def effect(self, inventory: Inventory) -> Inventory:
        """It is gone."""
        return drop(inventory, Kind.ROLES, self.key)

    def inverse(self, before: Inventory) -> Change | None:
        """The role again, where it was read; its policies are taken away by changes of their own."""
        role = _role(before, self.key)
        return CreateRole(self.key, role.trust) if role and not role.policies else None

    def irreversible(self, before: Inventory) -> str:
        """It was not read, or AWS will refuse it."""
        role = _role(before, self.key)
        if role is None:
            return NOT_KNOWN_BEFORE
        return "Policies are written into it, so AWS does not delete it." if role.policies else ""

    def noop(self, inventory: Inventory) -> bool:
        """Whether it is known not to exist."""
        return _gone(inventory, Kind.ROLES, self.key)


class PutRolePolicy(Change, frozen=True, tag="role.put_policy"):
    """Writes a policy into a role, in place of one of the same name."""

    name: str
    document: str

    verb: ClassVar[str] = "write a policy into the role"
    asks: ClassVar[tuple[str, ...]] = ("iam:PutRolePolicy",)
    kind: ClassVar[Kind] = Kind.ROLES
    rehearsable: ClassVar[bool] = False

    def call(self) -> ApiCall:
        """iam:PutRolePolicy."""
        return _iam(self.key, "PutRolePolicy", PolicyName=self.name, PolicyDocument=self.document)

    def effect(self, inventory: Inventory) -> Inventory:
        """The role has this policy."""
        return _with_policy(inventory, self.key, self.name, self.document)

    def inverse(self, before: Inventory) -> Change | None:
        """The policy as it was, or without it."""
        role = _role(before, self.key)
        if role is None:
            return None
        old = dict(role.policies).get(self.name)
        if old is None:
            return DeleteRolePolicy(self.key, self.name)
        return PutRolePolicy(self.key, self.name, old)

    def noop(self, inventory: Inventory) -> bool:
        """Whether the role has exactly this."""
        role = _role(inventory, self.key)
        return role is not None and dict(role.policies).get(self.name) == self.document


class DeleteRolePolicy(Change, frozen=True, tag="role.delete_policy"):
    """Takes a policy that is written into a role away."""

    name: str

    verb: ClassVar[str] = "take a policy from the role"
    asks: ClassVar[tuple[str, ...]] = ("iam:DeleteRolePolicy",)
    kind: ClassVar[Kind] = Kind.ROLES
    rehearsable: ClassVar[bool] = False

    def call(self) -> ApiCall:
        """iam:DeleteRolePolicy."""
        return _iam(self.key, "DeleteRolePolicy", PolicyName=self.name)

    def effect(self, inventory: Inventory) -> Inventory:
        """The role is without it."""
        return _with_policy(inventory, self.key, self.name, None)

    def inverse(self, before: Inventory) -> Change | None:
        """The policy again, where it was read."""
        role = _role(before, self.key)
        old = dict(role.policies).get(self.name) if role else None
        return PutRolePolicy(self.key, self.name, old) if old is not None else None

    def noop(self, inventory: Inventory) -> bool:
        """Whether the role is known to be without it."""
        role = _role(inventory, self.key)
        if role is None:
            return _gone(inventory, Kind.ROLES, self.key)
        return self.name not in dict(role.policies)


class CreateScheduleGroup(Change, frozen=True, tag="schedule_group.create"):
    """Makes a group of schedules; `key` has its name. It stays: with it AWS deletes every schedule in it."""

    verb: ClassVar[str] = "create the schedule group"
    asks: ClassVar[tuple[str, ...]] = ("scheduler:CreateScheduleGroup",)
    kind: ClassVar[Kind] = Kind.SCHEDULE_GROUPS
    token_parameter: ClassVar[str] = "ClientToken"  # noqa: S105 - a parameter's name
    rehearsable: ClassVar[bool] = False
    names_itself: ClassVar[bool] = True

    def call(self) -> ApiCall:
        """scheduler:CreateScheduleGroup."""
        return ApiCall("scheduler", "CreateScheduleGroup", self.key.region, {"Name": self.key.id})

    def effect(self, inventory: Inventory) -> Inventory:
        """There is such a group."""
        return put(inventory, Kind.SCHEDULE_GROUPS, ScheduleGroup(self.key))

    def inverse(self, before: Inventory) -> Change | None:
        """None: a later schedule would go with it, and leave its rule open."""
        return None

    def irreversible(self, before: Inventory) -> str:
        """Why it stays."""
        return "The group stays: deleting it would delete the schedules in it, and leave their rules open."

    def noop(self, inventory: Inventory) -> bool:
        """Whether there is one."""
        return self.key in inventory.table(Kind.SCHEDULE_GROUPS)


DESCRIPTION = "Lets EventBridge Scheduler revoke time-boxed rules of security groups (ec2tui)"


def set_up(
    role: Key, trust: str, policy: str, groups: Iterable[Key], inventory: Inventory
) -> tuple[Step, ...] | Unready:
    """Makes the role, its policy of the same name, and the groups of schedules, as far as they are not there.

    A role of that name which others may take is left alone.
    """
    there = _role(inventory, role)
    if there is not None and there.trust != trust:
        return Unready(
            f"There is a role {role.id} already, and its trust policy is another one. Compare it with "
            "`ec2tui sg scheduler-role`, or name another role with [security_groups] scheduler_role."
        )
    return (
        Step(CreateRole(role, trust, DESCRIPTION)),
        Step(PutRolePolicy(role, role.id, policy), (0,)),
        *(Step(CreateScheduleGroup(group)) for group in groups),
    )


def _iam(key: Key, operation: str, **params: str) -> ApiCall:
    """A call of IAM, which is the same in every region."""
    return ApiCall("iam", operation, key.region, {"RoleName": key.id, **params})


def _role(inventory: Inventory, key: Key) -> IamRole | None:
    found: IamRole | Missing = inventory.table(Kind.ROLES).get(key, Missing.NOT_READ)
    return known(found)


def _gone(inventory: Inventory, kind: Kind, key: Key) -> bool:
    return key not in inventory.table(kind) and inventory.missing(kind, key) is Missing.GONE


def _with_policy(inventory: Inventory, key: Key, name: str, document: str | None) -> Inventory:
    role = _role(inventory, key)
    if role is None:
        return inventory
    others = [policy for policy in role.policies if policy[0] != name]
    new = [(name, document)] if document is not None else []
    return edit(inventory, Kind.ROLES, key, policies=tuple(sorted((*others, *new))))
