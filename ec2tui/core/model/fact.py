"""A value that may not be known: why it is missing is a value too."""

from enum import Enum


class Missing(Enum):
    """Why a fact is absent (used as `Instance | Missing`); never confused with a value that is empty."""

    NOT_READ = "not read"
    LOADING = "loading"
    DENIED = "denied"
    FAILED = "failed"
    GONE = "gone"
