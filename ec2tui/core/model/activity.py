"""One change of the record as it stands: what was intended, how it ended, whether it can be undone."""

import msgspec

from ec2tui.core.model.key import Key
from ec2tui.core.model.record import Record

UNDER_WAY = "under way"
"""The outcome of a change that another ec2tui is making now."""


class Activity(msgspec.Struct, frozen=True):
    """A recorded change; `key` is its account, its region and the id of its intent.

    `time` is in epoch seconds; `word` is how it ended, UNDER_WAY, or `unknown`. `number` and `hash` are the
    intent's place in the chain, `ended_number` and `ended_hash` its outcome's (0 and empty without one).
    `line` are the plans that went on with one another, this one's among them (one: none did).
    `why_not` says why it cannot be taken back, empty when it can; `undone`: it has been.
    """

    key: Key
    intent: Record
    outcome: Record | None
    word: str
    time: float = 0.0
    why_not: str = ""
    undone: bool = False
    number: int = 0
    hash: str = ""
    ended_number: int = 0
    ended_hash: str = ""
    line: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is not known how it ended."""
        return self.word in ("unknown", UNDER_WAY)

    @property
    def action(self) -> str:
        """The id of the kind of change (`instance.stop`)."""
        return str((self.intent.change or {}).get("action", ""))

    @property
    def subject(self) -> Key:
        """What it is about, as far as the record tells."""
        account, region, id_ = (*((self.intent.change or {}).get("key") or ()), "", "", "")[:3]
        return Key(str(account), str(region), str(id_))
