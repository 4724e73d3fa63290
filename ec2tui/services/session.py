"""One look at AWS: the profile, the connection, who we are, the regions and the store they fill."""

import asyncio
from collections.abc import Callable

import msgspec

from ec2tui.core.model.identity import Identity
from ec2tui.core.model.key import Source
from ec2tui.core.model.kind import LOCAL, Kind
from ec2tui.core.model.problem import SIGNED_OUT, Outcome, Problem
from ec2tui.services.ports import AskSecret, Clock, Connector, Gateway
from ec2tui.services.store import Store

ALL_REGIONS = ("all",)


class Scope(msgspec.Struct, frozen=True):
    """What the user asked to look at; no regions means the one that AWS's configuration names.

    `profile` is what is asked of AWS's chain (None: it chooses), `profile_name` what it is called meanwhile.
    """

    profile: str | None = None
    regions: tuple[str, ...] = ()
    read_only: bool = False
    profile_name: str = "default"


class Session:
    """Connects, knows who it is, and owns the store; a listener is told when any of that changes."""

    def __init__(
        self,
        connector: Connector,
        clock: Clock,
        scope: Scope,
        whose: Callable[[str | None], str] = lambda profile: "",
    ) -> None:
        """`whose` tells what the credentials of a profile are made of (empty: that cannot be told)."""
        self.connector = connector
        self.clock = clock
        self.scope = scope
        self.store = Store()
        self.gateway: Gateway | None = None
        self.identity: Identity | None = None
        self.problem: Problem | None = None
        self.connecting = False
        self.regions: tuple[str, ...] = ()
        self._listeners: list[Callable[[], None]] = []
        self.credentials_of = whose
        self._signed_in_as = ""

    @property
    def profile(self) -> str:
        """The profile's name as the user knows it."""
        return self.gateway.profile if self.gateway else self.scope.profile or self.scope.profile_name

    @property
    def account(self) -> str:
        """The 12-digit account, empty until AWS has told it: rows of an earlier run do not count."""
        if self.identity:
            return self.identity.account
        inventory = self.store.inventory
        told = (
            account
            for (account, _), source in inventory.sources.items()
            if inventory.reading(source, Kind.INSTANCES).cached_at is None
        )
        return next(told, "")

    @property
    def saved_accounts(self) -> tuple[str, ...]:
        """The accounts of the rows of an earlier run that are shown although AWS has not said who we are."""
        inventory = self.store.inventory
        if self.identity is not None:
            return ()
        found = {
            account
            for (account, _), source in inventory.sources.items()
            if inventory.reading(source, Kind.INSTANCES).cached_at is not None
        }
        return tuple(sorted(found))

    @property
    def whose(self) -> str:
        """What the credentials are made of that this session uses, or would use; empty when none can tell."""
        return self._signed_in_as if self.gateway else self.credentials_of(self.scope.profile)

    def source(self, region: str) -> Source:
        """This session's view of a region."""
        return Source(self.profile, region)

    def sources(self) -> tuple[Source, ...]:
        """All regions that are looked at."""
        return tuple(self.source(region) for region in self.regions)

    @property
    def everything_read(self) -> bool:
        """Whether the instances of every region have been read as a whole at least once."""
        readings = (self.store.inventory.reading(s, Kind.INSTANCES) for s in self.sources())
        return bool(self.regions) and all(reading.known for reading in readings)

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Calls `listener` when the connection, the identity or the regions change."""
        self._listeners.append(listener)

    async def connect(self, ask: AskSecret) -> Problem | None:
        """Connects (or connects anew with fresh credentials) and finds the regions; the rows stay."""
        self.connecting, self.problem = True, None
        self._tell()
        try:
            whose = self.credentials_of(self.scope.profile)
            made = await self.connector.connect(self.scope.profile, ask, self.scope.read_only)
            if isinstance(made, Problem):
                self.problem = made
                return made
            old, self.gateway, self._signed_in_as = self.gateway, made, whose
            if old is not None:
                await old.aclose()
            self.problem = await self._find_regions(made)
            return self.problem
        finally:
            self.connecting = False
            self._tell()

    async def identify(self) -> None:
        """Asks AWS who we are, and once more when the network failed; runs beside the first reads."""
        for attempt in range(2):
            if self.gateway is None:
                return
            answer = await self.gateway.identify()
            if isinstance(answer, Identity):
                if self.identity is not None and self.identity.account != answer.account:
                    self.store.drop_account(self.identity.account)
                self.identity = answer
                for source in self.sources():
                    self.store.keep_account(source, answer.account)
                if self.problem and self.problem.operation == "sts:GetCallerIdentity":
                    self.problem = None
                self.recovered()
                break
            self.note(answer)
            if answer.outcome is not Outcome.UNREACHABLE or attempt:
                break
            await self.clock.sleep(2)
        self._tell()

    async def switch(self, scope: Scope, ask: AskSecret) -> Problem | None:
        """Looks at another profile: everything known is dropped first."""
        self.scope = scope
        self.identity = None
        self.regions = ()
        old, self.gateway = self.gateway, None
        if old is not None:
            await old.aclose()
        self.store.forget()
        return await self.connect(ask)

    def look_at(self, regions: tuple[str, ...]) -> None:
        """Chooses the regions; what was read of the others is dropped when they are read no more."""
        dropped = set(self.regions) - set(regions)
        self.scope = msgspec.structs.replace(self.scope, regions=regions)
        self.regions = regions
        for region in dropped:
            self.store.drop(self.source(region))
        self._tell()

    def note(self, problem: Problem | None) -> None:
        """A read met a problem that concerns the whole connection (expired credentials).

        Rows of an earlier run go when AWS does not know these keys: nobody can say that they are ours.
        """
        if problem is not None and problem.outcome is Outcome.WRONG_KEYS and self.identity is None:
            self.store.drop_saved()
        if problem != self.problem:
            self.problem = problem
            self._tell()

    def recovered(self) -> None:
        """AWS has answered with these credentials: what said that it would not is over."""
        if self.problem is not None and self.problem.outcome in SIGNED_OUT:
            self.note(None)

    async def aclose(self) -> None:
        """Closes the connection."""
        if self.gateway is not None:
            await asyncio.shield(self.gateway.aclose())

    async def _find_regions(self, gateway: Gateway) -> Problem | None:
        wanted = self.scope.regions
        if wanted == ALL_REGIONS:
            answer = await gateway.regions()
            if isinstance(answer, Problem):
                return answer
            self.regions = answer
        elif wanted:
            self.regions = wanted
        elif gateway.default_region:
            self.regions = (gateway.default_region,)
        else:
            return Problem(
                Outcome.INVALID,
                "configuration",
                "No region is configured.",
                hint="Start with --region NAME, set AWS_REGION, or give the profile a region.",
            )
        return None

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


BY_ID_KINDS = frozenset(
    {
        Kind.PROTECTION,
        Kind.IMAGES,
        Kind.IMAGE_SHARING,
        Kind.PUBLIC_PARAMETERS,
        Kind.FOUND_IMAGES,
        Kind.INSTANCE_TYPES,
        Kind.SHARING,
        Kind.SCHEDULES,
        Kind.SCHEDULE_GROUPS,
        Kind.ROLES,
        Kind.TARGETS,
        Kind.SCALING,
        Kind.TOKENLESS,
        Kind.ROLE_POLICIES,
        Kind.INSTANCE_PROFILES,
        Kind.OFFERINGS,
        Kind.PRICES,
        Kind.SPOT_REQUESTS,
        Kind.QUOTAS,
        Kind.LAST_SNAPSHOTS,
        Kind.SNAPSHOT_IMAGES,
        Kind.ALARM_TAGS,
        Kind.ALARM_HISTORY,
        Kind.AGENT_METRICS,
        Kind.STALE_RULES,
        Kind.GROUP_REFERENCES,
        Kind.ROLE_GRANTS,
        Kind.USER_DATA,
        *LOCAL,
    }
)
"""Kinds that are never read as a whole: AWS knows far more of them than concern us, or one call each."""
