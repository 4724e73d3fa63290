"""How posture stood at earlier times, kept on this machine: since when, and where it is going."""

from typing import Protocol

import msgspec

from ec2tui.core.views.findings_tally import Tally

DAY = 86_400
"""Seconds; one moment a day is kept."""


class Moment(msgspec.Struct, frozen=True):
    """How many failed at a time (epoch seconds), in these regions of an account."""

    at: int
    account: str
    regions: tuple[str, ...]
    critical: int
    high: int
    medium: int
    low: int
    unknown: int
    accepted: int
    score: int | None

    @classmethod
    def of(cls, tally: Tally, at: int, account: str, regions: tuple[str, ...]) -> "Moment":
        """The moment of a tally."""
        return cls(
            at,
            account,
            tuple(sorted(regions)),
            tally.critical,
            tally.high,
            tally.medium,
            tally.low,
            tally.unknown,
            tally.accepted,
            tally.score,
        )

    def same_place(self, other: "Moment") -> bool:
        """Whether both tell of the same regions of the same account."""
        return (self.account, self.regions) == (other.account, other.regions)

    def same_day(self, other: "Moment") -> bool:
        """Whether both are of one day (UTC)."""
        return self.at // DAY == other.at // DAY


class PostureHistory(Protocol):
    """Where moments are kept."""

    async def note(self, moment: Moment) -> tuple[Moment, ...]:
        """Keeps a moment in place of the last one of its day; all of its place, the oldest first."""


def with_moment(kept: tuple[Moment, ...], moment: Moment, most: int) -> tuple[Moment, ...]:
    """The moments with one more, in place of that of the same day; of each place the newest `most`."""
    others = [one for one in kept if not one.same_place(moment)]
    place = [one for one in kept if one.same_place(moment) and not one.same_day(moment)]
    return (*others, *sorted((*place, moment), key=lambda one: one.at)[-most:])


def critical_since(moments: tuple[Moment, ...]) -> int | None:
    """Since when there has been something critical without a break, in epoch seconds; None: there is none."""
    since = None
    for moment in reversed(moments):
        if not moment.critical:
            break
        since = moment.at
    return since
