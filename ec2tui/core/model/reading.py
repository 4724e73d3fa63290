"""How far a kind of resource has been read from one source, so that unknown never looks like empty."""

from enum import StrEnum

import msgspec

from ec2tui.core.model.problem import Outcome, Problem


class Status(StrEnum):
    """The state of a reading, in the word that the screen shows."""

    NOT_READ = "not read"
    LOADING = "loading"
    LIVE = "live"
    CACHED = "cached"
    STALE = "stale"
    PARTIAL = "partial"
    DENIED = "denied"
    EXPIRED = "expired"
    WRONG_KEYS = "wrong keys"
    NO_CREDENTIALS = "no credentials"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    FAILED = "failed"


_FAILED = {
    Outcome.DENIED: Status.DENIED,
    Outcome.EXPIRED: Status.EXPIRED,
    Outcome.WRONG_KEYS: Status.WRONG_KEYS,
    Outcome.NO_CREDENTIALS: Status.NO_CREDENTIALS,
    Outcome.THROTTLED: Status.THROTTLED,
    Outcome.UNREACHABLE: Status.UNREACHABLE,
}


class Reading(msgspec.Struct, frozen=True):
    """What is known about one kind in one source.

    `loading` is true while pages come in; `items` counts what this pass has brought so far;
    `complete_at` is when a pass last read everything (seconds since the epoch, None: never);
    `problem` is why the last pass ended early (None: it did not); `cached_at` is when the rows were written
    to this machine's snapshot, until a pass of this run has read everything.
    """

    loading: bool = False
    items: int = 0
    started_at: float | None = None
    complete_at: float | None = None
    problem: Problem | None = None
    cached_at: float | None = None

    def status(self, now: float, stale_after: float) -> Status:
        """The word for this reading at `now` (epoch seconds); older than `stale_after` seconds is stale."""
        if self.problem is not None and not self.loading:
            if self.items and self.complete_at is None and self.cached_at is None:
                return Status.PARTIAL
            return _FAILED.get(self.problem.outcome, Status.FAILED)
        if self.complete_at is None and self.cached_at is not None:
            return Status.CACHED
        if self.complete_at is None:
            return Status.LOADING if self.loading else Status.NOT_READ
        return Status.STALE if now - self.complete_at > stale_after else Status.LIVE

    @property
    def known(self) -> bool:
        """Whether a missing id proves that the thing is not there."""
        return self.complete_at is not None


NOT_READ = Reading()
