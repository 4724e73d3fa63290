"""What an instance type is made for, and the family that it belongs to."""

import re
from enum import StrEnum

from ec2tui.core.model.instance_type import InstanceType


class Purpose(StrEnum):
    """AWS's groups of instance types, in a word each."""

    GENERAL = "general"
    COMPUTE = "compute"
    MEMORY = "memory"
    STORAGE = "storage"
    ACCELERATED = "accelerated"


_SERIES = {
    "inf": Purpose.ACCELERATED,
    "trn": Purpose.ACCELERATED,
    "dl": Purpose.ACCELERATED,
    "vt": Purpose.ACCELERATED,
    "hpc": Purpose.COMPUTE,
    "mac": Purpose.GENERAL,
    "cr": Purpose.MEMORY,
}
"""The series whose first letter says something else (EC2, "Instance type naming conventions")."""

_LETTERS = {
    "a": Purpose.GENERAL,
    "m": Purpose.GENERAL,
    "t": Purpose.GENERAL,
    "c": Purpose.COMPUTE,
    "r": Purpose.MEMORY,
    "u": Purpose.MEMORY,
    "x": Purpose.MEMORY,
    "z": Purpose.MEMORY,
    "d": Purpose.STORAGE,
    "h": Purpose.STORAGE,
    "i": Purpose.STORAGE,
    "f": Purpose.ACCELERATED,
    "g": Purpose.ACCELERATED,
    "p": Purpose.ACCELERATED,
}
"""The purpose by the first letter of the series."""

_SERIES_NAME = re.compile(r"[a-z]+")


def family(type_name: str) -> str:
    """What stands before the dot: `m7i` of `m7i.large`."""
    return type_name.partition(".")[0]


def purpose(kind: InstanceType) -> Purpose:
    """What a type is made for, by its name; with graphics processors it is accelerated."""
    found = _SERIES_NAME.match(kind.key.id)
    series = found[0] if found else ""
    if kind.gpus:
        return Purpose.ACCELERATED
    return _SERIES.get(series) or _LETTERS.get(series[:1], Purpose.GENERAL)
