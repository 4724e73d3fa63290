"""What came of applying a plan: a result per step and per subject, or why nothing was sent."""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from ec2tui.core.changes.change import Change
from ec2tui.core.changes.plan import Plan
from ec2tui.core.model.judgement import Judgement, Level
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Outcome, Problem
from ec2tui.services.review import Review


class StepState(StrEnum):
    """How a step ended, in the word that is shown."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"


class OnFailure(StrEnum):
    """What a failed step means for those that do not need it."""

    GO_ON = "go on"
    STOP = "stop"


class StepResult(msgspec.Struct, frozen=True):
    """One step: `message` says why it was not done, or how it is known to be; `record` is its intent's id.

    `inverse` takes it back (None: nothing does). `recorded` is false when its outcome could not be written.
    """

    step: int
    change: Change
    state: StepState
    outcome: Outcome | None = None
    message: str = ""
    problem: Problem | None = None
    request_id: str = ""
    record: str = ""
    inverse: Change | None = None
    recorded: bool = True

    @property
    def key(self) -> Key:
        """The subject."""
        return self.change.key

    @property
    def made(self) -> tuple[Key, ...]:
        """What a creation made, told by what would take it back."""
        if not self.change.creates or self.inverse is None:
            return ()
        return tuple(part.key for part in self.inverse.parts())


class Refused(msgspec.Struct, frozen=True):
    """Nothing was sent; `judgements` are those that forbid it, `problem` is the read or record that failed.

    `level` tells a missing confirmation (`confirm`) from a block; None: something failed.
    """

    reason: str
    level: Level | None = None
    judgements: tuple[Judgement, ...] = ()
    problem: Problem | None = None


class Changed(msgspec.Struct, frozen=True):
    """Nothing was sent: the world is not as it was reviewed; here is the review of how it is now."""

    review: Review
    reason: str


class Applied(msgspec.Struct, frozen=True):
    """The plan was sent, at least in part; `halted` says why the rest was not (empty: nothing was left).

    `unread` are the reads that failed afterwards: what is shown may be older than the change. `taken_back`
    is what came of taking back steps whose guard was not done. `surprises` are sentences about what AWS shows
    now and was not meant.
    """

    plan: Plan
    results: tuple[StepResult, ...]
    halted: str = ""
    cancelled: bool = False
    unread: tuple[Problem, ...] = ()
    taken_back: tuple[StepResult, ...] = ()
    surprises: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every step was done."""
        return all(result.state is StepState.DONE for result in self.results)

    @property
    def counts(self) -> dict[StepState, int]:
        """How many steps ended how."""
        return {state: sum(r.state is state for r in self.results) for state in StepState}

    @property
    def by_subject(self) -> dict[Key, StepResult]:
        """The worst result of each subject, in the plan's order."""
        found: dict[Key, StepResult] = {}
        for result in self.results:
            known = found.get(result.key)
            if known is None or _BADNESS[result.state] > _BADNESS[known.state]:
                found[result.key] = result
        return found


_BADNESS = {StepState.DONE: 0, StepState.NOT_SENT: 1, StepState.FAILED: 2, StepState.UNKNOWN: 3}


class Progress(msgspec.Struct, frozen=True):
    """How far applying is: the step that just ended, or waits (`waiting` says for what)."""

    done: int
    total: int
    result: StepResult | None = None
    waiting: str = ""


Watch = Callable[[Progress], None]
"""Told of every step that ends, in the order in which they end."""
