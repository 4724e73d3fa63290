"""A flow on its way to its popup, which the user may have given up meanwhile."""

from contextvars import ContextVar
from dataclasses import dataclass

from textual.worker import Worker


@dataclass(eq=False)
class Errand:
    """A flow on its way to what it asks or shows; `dropped`: nobody waits for that any more."""

    label: str
    worker: "Worker[None] | None" = None
    dropped: bool = False


ERRAND: ContextVar[Errand | None] = ContextVar("errand", default=None)
"""The flow that runs here."""


def given_up() -> bool:
    """Whether the user has gone elsewhere since the flow began that asks this."""
    errand = ERRAND.get()
    return errand is not None and errand.dropped
