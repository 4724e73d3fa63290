"""Containers that what they hold covers: their own lines are blank, and cost nothing to draw."""

from typing import ClassVar

from textual.containers import Container, Vertical


class Covered(Container):
    """A container whose children leave nothing of it to be seen but its background."""

    BLANK: ClassVar[bool] = True


class CoveredColumn(Vertical):
    """Such a container with its children one under the other."""

    BLANK: ClassVar[bool] = True
