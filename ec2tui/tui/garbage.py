"""When the garbage collector runs: never while the screen starts, and never over what was made till then."""

import gc

YOUNG, MIDDLE, OLD = 10_000, 50, 1_000
"""Objects made before the young are looked at, and how often that happens before the older ones are."""


def collect_from_now() -> None:
    """Turns the collector on; what has been made until now is for life and is never looked at."""
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.enable()
