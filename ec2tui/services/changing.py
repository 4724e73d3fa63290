"""What every change of a run stands on: the record, the policy, and where DryRun is safe."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from ec2tui.core.model.origin import UNKNOWN_ORIGIN, Origin
from ec2tui.core.model.problem import Problem
from ec2tui.core.rules.policy import Policy
from ec2tui.services.ports_audit import AuditLog
from ec2tui.services.session import Session

if TYPE_CHECKING:
    from ec2tui.services.change_context import ChangeContext


class Changing:
    """Makes the context of a change from the session as it is now.

    `log` may be what opens the record; it is opened when it is first asked for.
    `production` are the profiles where every change must be confirmed; `honours_dry_run` is what the
    configuration says of an endpoint that is not AWS's own; `origin` is where the user comes from.
    """

    def __init__(
        self,
        log: AuditLog | Callable[[], AuditLog],
        policy: Policy,
        honours_dry_run: bool = False,
        production: frozenset[str] = frozenset(),
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> None:
        self._log = log
        self._policy = policy
        self._honours_dry_run = honours_dry_run
        self._production = production
        self._origin = origin
        self._used: set[str] = set()

    @property
    def policy(self) -> Policy:
        """What decides the levels of judgements, and from when on something counts as open."""
        return self._policy

    @cached_property
    def log(self) -> AuditLog:
        """The record."""
        return self._log() if callable(self._log) else self._log

    def comes_from(self, origin: Origin) -> None:
        """From now on the user comes from there, for what locks one out."""
        self._origin = origin

    async def context(self, session: Session) -> "ChangeContext | Problem":
        """The context, or why nothing can be changed now."""
        # Imported when something changes: a start waits for none of it.
        from ec2tui.services.change_context import change_context
        from ec2tui.services.rehearse import RehearsalPolicy

        policy = self._policy
        if session.profile in self._production:
            policy = msgspec.structs.replace(policy, production=True)
        endpoint = ""
        if session.gateway is not None and session.regions:
            endpoint = await session.gateway.endpoint(session.regions[0])
        rehearsing = RehearsalPolicy(endpoint, self._honours_dry_run)
        made = change_context(session, self.log, policy, rehearsing, self._origin)
        if not isinstance(made, Problem):
            made.used.update(self._used)
            self._used = made.used
        return made
