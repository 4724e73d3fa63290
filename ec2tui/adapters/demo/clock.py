"""The demo's clock: the wall's, or one that stands still until it is moved."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Says what time it is in the demo account; `advance` moves it on, never back."""

    def __init__(self, standing_at: datetime | None = None) -> None:
        self._standing_at = standing_at
        self._offset = timedelta()

    @property
    def stands(self) -> bool:
        """Whether time passes only by `advance`."""
        return self._standing_at is not None

    def now(self) -> datetime:
        """The present moment, in UTC, to the second as AWS shows it."""
        base = self._standing_at or datetime.now(UTC)
        return (base + self._offset).replace(microsecond=0)

    def naive(self) -> datetime:
        """The present moment without a zone, which is what moto stores."""
        return self.now().replace(tzinfo=None)

    def advance(self, seconds: float) -> None:
        """Let this many seconds pass at once."""
        if seconds < 0:
            raise ValueError("time runs forwards only")
        self._offset += timedelta(seconds=seconds)
