"""The audit record: what was about to be done, how it ended, and how lines are chained to one another."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec

GENESIS = "0" * 64
"""The hash that stands before the first line."""


class RecordKind(StrEnum):
    """What a record tells: what will be sent, how that ended, or a remark."""

    INTENT = "intent"
    OUTCOME = "outcome"
    NOTE = "note"


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that was done, or is about to be.

    `time` is ISO 8601 UTC; `step` counts the plan's steps from 0 and `steps` is how many there are. `change`,
    `inverse` and the inventory parts `before` and `after` are JSON documents; `call` is the request as sent.
    An outcome names its `intent` by id, and `outcome` is a word of `Outcome`; `message` is AWS's text
    (untrusted) or ours. `undoes` is the id of the intent that this one takes back.
    """

    id: str
    kind: RecordKind
    time: str
    plan: str = ""
    step: int = 0
    steps: int = 1
    account: str = ""
    principal: str = ""
    profile: str = ""
    region: str = ""
    change: dict[str, Any] | None = None
    call: dict[str, Any] | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    inverse: dict[str, Any] | None = None
    intent: str = ""
    undoes: str = ""
    request_id: str = ""
    outcome: str = ""
    message: str = ""
    reason: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A record in its chain: `number` counts from 1, `previous` is the hash of the entry before.

    `hash` is SHA-256, in hex, over the canonical JSON of the other three fields.
    """

    number: int
    previous: str
    hash: str
    record: Record


class FaultKind(StrEnum):
    """How the record was found not to be whole."""

    EDITED = "edited"
    REMOVED = "removed"
    REORDERED = "reordered"
    REPEATED = "repeated"
    TORN = "torn"
    CUT = "cut"
    HEAD = "head"
    SEAL = "seal"
    NOTED = "noted"


class Fault(msgspec.Struct, frozen=True):
    """One place where the record is not whole; `line` counts the file's lines from 1, 0 is no line."""

    line: int
    kind: FaultKind
    message: str


def iso(seconds: float) -> str:
    """Epoch seconds as ISO 8601 UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
