"""What changing stands on: the connection, what is known, who we are, the policy and the record."""

from dataclasses import dataclass, field

from ec2tui.core.model.identity import Identity
from ec2tui.core.model.key import Key, Source
from ec2tui.core.model.origin import UNKNOWN_ORIGIN, Origin
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.core.rules.policy import Policy
from ec2tui.services.ports import Clock, Gateway
from ec2tui.services.ports_audit import AuditLog
from ec2tui.services.rehearse import RehearsalPolicy
from ec2tui.services.session import Session
from ec2tui.services.store import Store


@dataclass(frozen=True)
class ChangeContext:
    """Everything that a change needs.

    `used` holds the ids of the plans that were sent already; `origin` is where the user comes from;
    `user_data` holds that of launches by its SHA-256.
    """

    gateway: Gateway
    store: Store
    clock: Clock
    log: AuditLog
    policy: Policy
    rehearsing: RehearsalPolicy
    identity: Identity | None = None
    used: set[str] = field(default_factory=set)
    origin: Origin = UNKNOWN_ORIGIN
    user_data: dict[str, bytes] = field(default_factory=dict, repr=False)

    def source(self, key: Key) -> Source:
        """Where a resource is read."""
        return Source(self.gateway.profile, key.region)

    def foreign(self, account: str) -> bool:
        """Whether something belongs to another account than the one that these credentials speak for."""
        return bool(self.identity and account and account != self.identity.account)


def change_context(
    session: Session,
    log: AuditLog,
    policy: Policy,
    rehearsing: RehearsalPolicy,
    origin: Origin = UNKNOWN_ORIGIN,
) -> ChangeContext | Problem:
    """The context of a session as it is now, or why nothing can be changed from it."""
    if session.gateway is None:
        return session.problem or Problem(
            Outcome.NO_CREDENTIALS, "connection", "not connected", hint="wait until AWS answered"
        )
    session.store.judge_images_by(policy.images)
    return ChangeContext(
        session.gateway,
        session.store,
        session.clock,
        log,
        policy,
        rehearsing,
        session.identity,
        origin=origin,
    )
