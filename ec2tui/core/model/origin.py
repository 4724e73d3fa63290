"""Where the user comes from, as far as it is known."""

import msgspec


class Origin(msgspec.Struct, frozen=True):
    """The networks (CIDR or address) from which the user reaches instances; `how` tells how they are known.

    Without addresses it is not known: no rule is then held to be the one that the user came in by, nor not.
    """

    addresses: tuple[str, ...] = ()
    how: str = ""


UNKNOWN_ORIGIN = Origin()
