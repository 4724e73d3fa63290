"""The audit record: what was about to be done, how it ended, and how lines are chained to one another."""

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec

GENESIS = "0" * 64
"""The hash that stands before the first line."""

NOT_DONE = "not done"
"""The outcome of an intent of which AWS, asked later, shows no trace."""

UNCLEAR = "unclear"
"""The outcome of an intent of which AWS, asked later, cannot tell whether it was done."""

PLANNED = "planned"
ENDED = "ended"
"""The outcomes of the notes that open (with the plan as `document`) and close a plan of several steps."""


class RecordKind(StrEnum):
    """What a record tells: what will be sent, how that ended, or a remark."""

    INTENT = "intent"
    OUTCOME = "outcome"
    NOTE = "note"


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that was done, or is about to be.

    `time` is ISO 8601 UTC; `step` counts the plan's steps from 0 and `steps` is how many there are. `writer`
    is the program that wrote it (see AuditLog). `change` and `inverse` are changes as JSON; without one
    `irreversible` says why. `before` and `after` hold the fields that change, by `kind/account/region/id`.
    An outcome names its `intent` by id; `outcome` is a word of `Outcome`, NOT_DONE or UNCLEAR, the last one
    counts; `message` is AWS's text (untrusted) or ours; `learned` are values of the reply, by dotted path,
    that later steps need. A note may hold a plan as `document`. `undoes` is the id of the record or plan that
    this takes back.
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
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    inverse: dict[str, Any] | None = None
    irreversible: str = ""
    intent: str = ""
    undoes: str = ""
    request_id: str = ""
    outcome: str = ""
    message: str = ""
    learned: dict[str, Any] | None = None
    document: dict[str, Any] | None = None
    reason: str = ""
    writer: str = ""


GOES_ON = "plan {} goes on from here"
"""The message of the note that ends a plan which another one takes up; `went_on` reads it."""

_WENT_ON = re.compile(r"plan (\S+) goes on from here")


def went_on(message: str) -> str:
    """The id of the plan that takes up another, from the note that ended that; empty for another note."""
    found = _WENT_ON.fullmatch(message)
    return found[1] if found else ""


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
