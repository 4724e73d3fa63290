"""The role that lets schedules revoke rules: what it is to be here, and the steps that set it up."""

from typing import NamedTuple

from ec2tui.core.access.scheduler_role import permissions_policy, trust_policy
from ec2tui.core.changes.change import Subject, Unready
from ec2tui.core.changes.plan import Step
from ec2tui.core.changes.scheduler_role import set_up
from ec2tui.core.model.iam_role import document_text
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.model.schedule import SCHEDULE_GROUP
from ec2tui.services.boxing import OFF, ROLE
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.session import Session
from ec2tui.services.subjects import read_subjects


class WantedRole(NamedTuple):
    """The role of an account with its two documents, and the groups of schedules of the session's regions."""

    role: Key
    trust: dict[str, object]
    policy: dict[str, object]
    groups: tuple[Key, ...]

    def steps(self, inventory: Inventory) -> tuple[Step, ...] | Unready:
        """What makes it, as far as it is not there."""
        texts = (document_text(self.trust), document_text(self.policy))
        return set_up(self.role, *texts, self.groups, inventory)


async def wanted_role(session: Session, role: str, dead_letter: str) -> WantedRole | Problem:
    """The role by the name or ARN of the configuration (OFF or empty: the usual one)."""
    await session.identify()
    who = session.identity
    if who is None:
        unknown = Problem(Outcome.DENIED, "sts:GetCallerIdentity", "it is not known which account this is")
        return session.problem or unknown
    name = role.rsplit("/", 1)[-1]
    name = ROLE if name in ("", OFF) else name
    partition = who.arn.split(":")[1] if who.arn.startswith("arn:") else "aws"
    # IAM is the same in every region, so that a role held to the regions looked at now would lack the next.
    return WantedRole(
        Key(who.account, session.regions[0], name),
        trust_policy(who.account, (), partition),
        permissions_policy(who.account, (), partition, dead_letter),
        tuple(Key(who.account, region, SCHEDULE_GROUP) for region in session.regions),
    )


async def role_steps(
    context: ChangeContext, wanted: WantedRole
) -> tuple[tuple[Step, ...] | Unready, tuple[Problem, ...]]:
    """The steps that set it up, read anew, with the reads that failed."""
    asked = (
        Subject(Kind.ROLES, wanted.role),
        *(Subject(Kind.SCHEDULE_GROUPS, group) for group in wanted.groups),
    )
    problems = await read_subjects(context, asked)
    return wanted.steps(context.store.inventory), problems
