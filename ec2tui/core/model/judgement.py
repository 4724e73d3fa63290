"""What a rule says about a change: a level, a sentence, and the setting that decides."""

from enum import StrEnum

import msgspec

from ec2tui.core.model.key import Key


class Level(StrEnum):
    """How serious a judgement is; the value is the word in JSON and in the configuration."""

    OK = "ok"
    INFO = "info"
    WARN = "warn"
    CONFIRM = "confirm"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """The place from `ok` (0) to `block` (4)."""
        return _ORDER.index(self)


_ORDER = tuple(Level)


class Judgement(msgspec.Struct, frozen=True):
    """One verdict on a plan.

    `rule` is the rule's id; `subject` is what it is about (None: the plan as a whole); `reason` is a sentence
    (it may quote AWS's strings: untrusted); `setting` names what decides the level; `alternative` is a
    narrower act that would pass; `unknown` tells that a fact was missing, so that this is no pass.
    """

    rule: str
    level: Level
    reason: str
    subject: Key | None = None
    setting: str = ""
    alternative: str = ""
    unknown: bool = False


def worst(judgements: tuple[Judgement, ...]) -> Level:
    """The highest level among judgements; `ok` when there are none."""
    return max((j.level for j in judgements), key=lambda level: level.rank, default=Level.OK)
