"""What DryRun said about a step, or why it was not asked."""

from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """The answer of a rehearsal, in the words of the review."""

    ALLOWED = "allowed"
    DENIED = "denied"
    FAILED = "failed"
    NOT_HERE = "not rehearsed here"
    NO_DRY_RUN = "cannot be rehearsed"
    WAITS = "waits for an earlier step"


class Rehearsal(msgspec.Struct, frozen=True):
    """The rehearsal of one step: `action` is the permission that was missing or asked for.

    `detail` is what AWS said (untrusted), or why it was not asked.
    """

    step: int
    verdict: Verdict
    action: str = ""
    detail: str = ""
