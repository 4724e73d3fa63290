"""What went wrong when AWS was asked: one outcome, the words of AWS, and what to do next."""

from enum import StrEnum

import msgspec


class Outcome(StrEnum):
    """How a call to AWS ended; every error is classified into one of these exactly once."""

    OK = "ok"
    DENIED = "denied"
    THROTTLED = "throttled"
    EXPIRED = "expired"
    WRONG_KEYS = "wrong keys"
    NO_CREDENTIALS = "no credentials"
    NOT_FOUND = "not found"
    IN_USE = "in use"
    INVALID = "invalid"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    UNKNOWN = "unknown"


SIGNED_OUT = frozenset({Outcome.EXPIRED, Outcome.WRONG_KEYS, Outcome.NO_CREDENTIALS})
"""Outcomes that every further call would meet too, until there are other credentials."""


class Problem(msgspec.Struct, frozen=True, gc=False):
    """A failed call as a value.

    `operation` is AWS's name (`ec2:DescribeInstances`), `code` is AWS's error code or empty,
    `message` is AWS's text as it came (untrusted), `hint` says in our words what to do next.
    """

    outcome: Outcome
    operation: str
    message: str
    code: str = ""
    hint: str = ""
    request_id: str = ""

    @property
    def permission(self) -> str:
        """The IAM action that would let this call through; EC2's operations are named like their actions."""
        return self.operation
