"""The clock of this machine."""

import asyncio
import time


class SystemClock:
    """The Clock port over the system's time."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Returns after so many seconds."""
        await asyncio.sleep(seconds)
