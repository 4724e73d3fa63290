"""The guardrail of roles: what is given rights by hand is confirmed."""

from collections.abc import Iterator

from ec2tui.core.changes.scheduler_role import CreateRole, PutRolePolicy
from ec2tui.core.model.fact import Missing
from ec2tui.core.model.iam_role import IamRole
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.guardrails.case import WHY, Case


def role_given_rights(case: Case) -> Iterator[Judgement]:
    """A role outlives what it was made for, so who may take it and what it may do is confirmed."""
    change, name = case.change, case.change.key.id
    if isinstance(change, CreateRole):
        reason = f"It makes the IAM role {name}, which may be taken by whom its trust policy names."
        missing = change.key not in case.before.table(Kind.ROLES)
        unknown = missing and case.before.missing(Kind.ROLES, change.key) is not Missing.GONE
        reason += " Whether there is one of that name is not known." if unknown else ""
        yield case.says("role_given_rights", Level.CONFIRM, reason, unknown=unknown)
    if not isinstance(change, PutRolePolicy):
        return
    role: IamRole | None = case.before.table(Kind.ROLES).get(change.key)
    if role is None:
        why = WHY[case.before.missing(Kind.ROLES, change.key)]
        reason = f"What the role {name} may do already is not known: it {why}."
        yield case.says("role_given_rights", Level.CONFIRM, reason, unknown=True)
        return
    others = [policy for policy, _ in role.policies if policy != change.name]
    beside = f", beside {', '.join(others)}" if others else ""
    replaced = " in place of one of that name" if change.name in dict(role.policies) else ""
    reason = f"It gives the role {name} the rights of the policy {change.name}{replaced}{beside}."
    yield case.says("role_given_rights", Level.CONFIRM, reason)
