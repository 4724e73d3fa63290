"""How often a region is read: quicker while things move, gentler when nothing does or AWS asks for it."""

import msgspec

from ec2tui.core.model.kind import Kind

BASE = 30.0
"""Seconds between two passes over a region where things happen, unless the configuration says otherwise."""
IDLE_MAX = 120.0
THROTTLED_MAX = 480.0
SETTLING = 3.0
SLOW_KINDS = 300.0
ALARMS = 25.0
"""Seconds between two readings of the alarms, whose states CloudWatch looks at each minute."""


class Pace(msgspec.Struct, frozen=True):
    """The seconds until the next pass, and whether AWS's throttling made it longer; `base` is the usual."""

    seconds: float = BASE
    throttled: bool = False
    base: float = BASE

    def changed(self) -> "Pace":
        """After a pass that brought news."""
        return of(self.base)

    def quiet(self) -> "Pace":
        """After a pass that brought nothing new: half as often again, up to IDLE_MAX."""
        return Pace(min(max(self.seconds, self.base) * 1.5, max(IDLE_MAX, self.base)), base=self.base)

    def slowed(self) -> "Pace":
        """After RequestLimitExceeded and its kin: half as often, up to THROTTLED_MAX."""
        return Pace(min(self.seconds * 2, THROTTLED_MAX), True, self.base)

    @property
    def words(self) -> str:
        """For the header: `every 30 s`."""
        return f"every {self.seconds:.0f} s" + (" (AWS throttles)" if self.throttled else "")


def age_of(kind: Kind) -> float:
    """Seconds after which a kind that moves slowly is read again."""
    return ALARMS if kind is Kind.ALARMS else SLOW_KINDS


def of(base: float) -> Pace:
    """The pace where things happen, with so many seconds between two passes."""
    return Pace(base, base=base)


def idle_calls_per_hour(regions: int, pages: int = 1) -> int:
    """Describe calls an hour for an account where nothing happens: instances and status checks per region."""
    return round(3600 / IDLE_MAX) * 2 * regions * pages
