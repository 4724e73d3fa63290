"""What a test or a demonstration wants to go wrong, and a count of what was asked for."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Faults:
    """Denials, throttling and delays by operation name (`DescribeVolumes`), and calls received.

    `rehearsed` counts those of the calls that were a DryRun.
    """

    denied: set[str] = field(default_factory=set)
    throttled: Counter[str] = field(default_factory=Counter)
    delays: dict[str, float] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    rehearsed: Counter[str] = field(default_factory=Counter)

    def throttle_once(self, operation: str) -> bool:
        """Whether this call is to be throttled; uses up one of the wanted times."""
        if self.throttled[operation] > 0:
            self.throttled[operation] -= 1
            return True
        return False

    def clear(self) -> None:
        """Nothing goes wrong any more, and counting starts again."""
        self.denied.clear()
        self.throttled.clear()
        self.delays.clear()
        self.calls.clear()
        self.rehearsed.clear()
