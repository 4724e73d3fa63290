"""How often a region is read: quicker while things move, gentler when nothing does or AWS asks for it."""

import msgspec

BASE = 30.0
IDLE_MAX = 120.0
THROTTLED_MAX = 480.0
SETTLING = 3.0
SLOW_KINDS = 300.0


class Pace(msgspec.Struct, frozen=True):
    """The seconds until the next pass, and whether AWS's throttling made it longer."""

    seconds: float = BASE
    throttled: bool = False

    def changed(self) -> "Pace":
        """After a pass that brought news."""
        return Pace()

    def quiet(self) -> "Pace":
        """After a pass that brought nothing new: half as often again, up to IDLE_MAX."""
        return Pace(min(max(self.seconds, BASE) * 1.5, IDLE_MAX))

    def slowed(self) -> "Pace":
        """After RequestLimitExceeded and its kin: half as often, up to THROTTLED_MAX."""
        return Pace(min(self.seconds * 2, THROTTLED_MAX), throttled=True)

    @property
    def words(self) -> str:
        """For the header: `every 30 s`."""
        return f"every {self.seconds:.0f} s" + (" (AWS throttles)" if self.throttled else "")


def idle_calls_per_hour(regions: int, pages: int = 1) -> int:
    """Describe calls an hour for an account where nothing happens: instances and status checks per region."""
    return round(3600 / IDLE_MAX) * 2 * regions * pages
