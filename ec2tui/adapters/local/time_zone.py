"""The time zone of this machine: what TZ or the system says, with its summer time."""

from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """Asks the C library about every moment, so that summer and winter each have their own offset."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """How far local time is ahead of UTC then."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Not told apart from the offset."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """What the zone is called then: `CET`, `CEST`, `-03`."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime) -> datetime:
        """A moment of UTC as it is called here."""
        local = moment.replace(tzinfo=UTC).astimezone()
        return local.replace(tzinfo=self)


def zone_of(name: str) -> tzinfo:
    """The zone of `[metrics] time_zone`: `local`, else UTC."""
    return LocalZone() if name == "local" else UTC
