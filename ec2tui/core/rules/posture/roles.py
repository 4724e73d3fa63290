"""Posture checks of what instances and the operator may do in IAM."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from ec2tui.core.model.finding import Severity
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.local_facts import Principal
from ec2tui.core.model.role_grants import PolicyText, RoleGrants, Statement
from ec2tui.core.model.role_policies import RolePolicies
from ec2tui.core.rules.posture.check import Check, Verdict, failed, not_applicable, passed
from ec2tui.core.rules.posture.scene import Scene

BROAD = ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess", "AmazonEC2RoleforSSM")
"""Policies of AWS that give too much whatever the instance is for, beside every `…FullAccess`."""


def is_broad(arn: str) -> bool:
    """Whether a policy of AWS gives more than one instance needs; a customer's own is judged by its text."""
    name = arn.rsplit("/", 1)[-1]
    return ":aws:policy/" in arn and (name in BROAD or name.endswith("FullAccess"))


def without_role(instance: Instance, _scene: Scene) -> Verdict:
    """Software that needs AWS and has no role gets access keys, which are copied and never end. Attach a role
    that may do what is needed.
    """
    if instance.profile_arn:
        return passed(f"It has the role of {instance.profile}.")
    return failed("It has no role.")


def broad_policy(instance: Instance, scene: Scene) -> Verdict:
    """A policy that AWS wrote for everybody allows far more than one instance needs, and whoever breaks into
    it has all of that. Attach a policy of your own, by what CloudTrail says is used.
    """
    if not instance.profile_arn:
        return not_applicable("It has no role.")
    known: RolePolicies | None = scene.find(Kind.ROLE_POLICIES, instance.key, instance.profile_arn)
    if known is None:
        key = instance.key._replace(id=instance.profile_arn)
        return scene.lacking(Kind.ROLE_POLICIES, key, f"What the role of {instance.profile} may do")
    broad = [arn.rsplit("/", 1)[-1] for arn in known.managed if is_broad(arn)]
    if broad:
        return failed(f"Its role {known.role} carries {', '.join(broad)}.")._replace(items=tuple(broad))
    return passed(f"Its role {known.role} carries no policy that gives everything.")


def wildcard_policy(instance: Instance, scene: Scene) -> Verdict:
    """A policy that allows every action, or passing any role, makes its instance an administrator. Name the
    actions and resources, and the roles that may be passed.
    """
    if not instance.profile_arn:
        return not_applicable("It has no role.")
    known: RoleGrants | None = scene.find(Kind.ROLE_GRANTS, instance.key, instance.profile_arn)
    if known is None:
        key = instance.key._replace(id=instance.profile_arn)
        return scene.lacking(Kind.ROLE_GRANTS, key, f"What the policies of {instance.profile} say")
    told = [sentence for policy in known.policies for sentence in _wild(policy)]
    if told:
        return failed(f"{' '.join(dict.fromkeys(told))}")
    return passed(f"The policies of its role {known.role} name what they allow.")


def _wild(policy: PolicyText) -> Iterator[str]:
    for one in policy.statements:
        everywhere = one.not_resources or any(_all(resource) for resource in one.resources)
        if not everywhere:
            continue
        if one.not_actions:
            yield f"Its policy {policy.name} allows all actions but some, on everything."
        elif any(action in ("*", "*:*") for action in one.actions):
            yield f"Its policy {policy.name} allows every action on everything."
        elif _passes_roles(one) and "iam:PassedToService" not in one.conditions:
            yield f"Its policy {policy.name} allows passing any role."


def _all(resource: str) -> bool:
    """Whether a resource of a policy is every one of its sort, such as `*` and `arn:aws:iam::*:role/*`."""
    return resource == "*" or resource.endswith(":role/*")


def _passes_roles(statement: Statement) -> bool:
    return any(fnmatchcase("iam:passrole", action.lower()) for action in statement.actions)


def operator_credentials(principal: Principal, _scene: Scene) -> Verdict:
    """A long-lived access key works for whoever copies it, from anywhere and without a second factor; the
    root user may do everything and cannot be held back. Sign in with IAM Identity Center or take a role.
    """
    if principal.arn.endswith(":root"):
        return failed("You work as the root user of the account.")
    if principal.access_key_id.startswith("AKIA"):
        return failed("You work with a long-lived access key, to which no second factor belongs.")
    if not principal.access_key_id:
        return passed("You do not work as the root user; AWS's libraries do not tell the sort of the key.")
    return passed("Your credentials are temporary.")


CHECKS: tuple[Check, ...] = (
    Check(
        "IAM-01",
        "An instance has no role",
        Severity.MEDIUM,
        without_role,
        reads=(Kind.INSTANCES,),
        kind=Kind.INSTANCES,
    ),
    Check(
        "IAM-02",
        "A role carries a broad policy of AWS",
        Severity.HIGH,
        broad_policy,
        reads=(Kind.INSTANCES, Kind.ROLE_POLICIES),
        kind=Kind.INSTANCES,
    ),
    Check(
        "IAM-03",
        "A policy of a role allows everything",
        Severity.HIGH,
        wildcard_policy,
        reads=(Kind.INSTANCES, Kind.ROLE_GRANTS),
        kind=Kind.INSTANCES,
    ),
)
"""The checks of instances."""

OPERATOR = Check(
    "IAM-04",
    "You work with long-lived credentials, or as root",
    Severity.HIGH,
    operator_credentials,
    reads=(Kind.PRINCIPALS,),
    kind=Kind.PRINCIPALS,
)
"""The check of whoever is looking."""
