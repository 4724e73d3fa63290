"""What is open, to how much of the internet, and which rules make it so."""

import msgspec


class Exposure(msgspec.Struct, frozen=True, gc=False):
    """One span of traffic of one family that the public internet, or a part of it, may reach.

    `protocol` is AWS's word (`tcp`, `-1`: all, a number); `first` and `last` are ports, and for ICMP the type
    times 256 plus the code. `traffic` says it as a rule line does (`tcp/22`). `share` is how much of the
    family's public internet, from 0 to 1. `rules` are the ids that make it so; of egress it is where packets
    may go.
    """

    family: int
    protocol: str
    first: int
    last: int
    traffic: str
    share: float
    rules: tuple[str, ...] = ()
    egress: bool = False


def percent(share: float) -> str:
    """A share as text: `100 %`, `93.7 %`, `0.45 %`, and for the smallest `less than 0.01 %`."""
    value = share * 100
    if 0 < value < 0.01:
        return "less than 0.01 %"
    digits = 0 if value == 0 or value > 99.95 else 1 if value >= 1 else 2
    return f"{value:.{digits}f} %"
