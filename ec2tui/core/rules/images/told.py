"""The three answers of a fact, and why one is not known."""

from typing import NamedTuple

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.image import Image
from ec2tui.core.model.image_policy import ImagePolicy
from ec2tui.core.model.image_verdict import FactState
from ec2tui.core.rules.images.facts import ImageFacts

DAY = 86400

_WHY = {
    Missing.NOT_READ: "has not been read",
    Missing.LOADING: "is still being read",
    Missing.DENIED: "may not be read (denied by AWS)",
    Missing.FAILED: "could not be read",
    Missing.GONE: "is not told by AWS",
}


class Told(NamedTuple):
    """What a fact's function answers."""

    state: FactState
    reason: str
    needs: tuple[str, ...] = ()


class Judged(NamedTuple):
    """An image with what is known around it, and the policy."""

    image: Image
    facts: ImageFacts
    policy: ImagePolicy

    @property
    def age(self) -> float | None:
        """Its age in days; None when AWS tells no date."""
        made = self.image.creation_time
        return None if made is None else (self.facts.now - made) / DAY


def holds(reason: str) -> Told:
    """The fact speaks for the image."""
    return Told(FactState.HOLDS, reason)


def fails(reason: str) -> Told:
    """The fact speaks against it."""
    return Told(FactState.FAILS, reason)


def not_known(what: str, why: Missing, *needs: str) -> Told:
    """The fact is not known: what is missing and why, and the IAM actions that would tell it."""
    return Told(FactState.UNKNOWN, f"{what} {_WHY[why]}: needs {', '.join(needs)}.", needs)


def untold(reason: str) -> Told:
    """AWS was asked and does not say."""
    return Told(FactState.UNKNOWN, reason)
