"""Chance that depends on nothing but the seed and what it is asked for."""

import hashlib
from random import Random

_MASK = (1 << 64) - 1


def chance(seed: int, *purpose: object) -> Random:
    """A generator of its own for one purpose, so that adding another changes nothing here."""
    return Random(digest(seed, *purpose))  # noqa: S311 (scenery, not secrets)


def digest(seed: int, *purpose: object) -> int:
    """A 64-bit number that is the same for the same seed and purpose."""
    text = "\x1f".join(str(part) for part in (seed, *purpose))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


def hexadecimal(seed: int, *purpose: object) -> str:
    """Seventeen hex digits as in an AWS id, the same for the same seed and purpose."""
    text = "\x1f".join(str(part) for part in (seed, *purpose))
    return "0" + hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def mix(base: int, index: int) -> float:
    """A number in [0, 1) for one index of a series whose `digest` is base; cheap enough for millions."""
    x = (base + index * 0x9E3779B97F4A7C15) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return ((x ^ (x >> 31)) >> 11) / (1 << 53)
