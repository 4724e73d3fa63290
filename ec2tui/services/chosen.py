"""What the user has chosen to look at, of the configuration and of earlier runs, and what is kept of it."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from ec2tui.core.config.mistake import nearest
from ec2tui.core.views.choices import NAME, Choices, View

Edit = Callable[[Choices], Choices]
NOTHING = Choices()
"""Nothing was chosen."""


class UnreadableError(OSError):
    """What was kept is there but cannot be understood; the message names the file and what to do."""


class Memory(Protocol):
    """Keeps choices between runs."""

    def load(self) -> Choices:
        """What earlier runs kept; UnreadableError or another OSError when that is not known."""

    async def update(self, edit: Edit) -> Choices:
        """Changes what is kept, whoever else does so meanwhile; OSError when nothing was changed."""


class Chosen:
    """The views and the columns and order to start with; the configuration wins over earlier runs.

    `problem` says why what earlier runs kept is not known: then nothing is kept of this run either, as that
    would replace it. Without a memory choices last as long as the program.
    """

    def __init__(self, configured: Choices = NOTHING, memory: Memory | None = None) -> None:
        self._configured = configured
        self._memory = memory
        self._kept = Choices()
        self._noted: dict[str, object] = {}
        self.problem = ""
        if memory is not None:
            try:
                self._kept = memory.load()
            except OSError as error:
                self.problem = str(error)

    @property
    def columns(self) -> tuple[str, ...]:
        """The ids of the columns to start with; empty for the usual ones."""
        return self._configured.columns or self._kept.columns

    @property
    def sort(self) -> str:
        """The order to start with; empty for the usual one."""
        return self._configured.sort or self._kept.sort

    @property
    def views(self) -> dict[str, View]:
        """All views by name."""
        return {**self._kept.views, **self._configured.views}

    def of_configuration(self, name: str) -> bool:
        """Whether the configuration has this view, so that it can only be changed there."""
        return name in self._configured.views

    def nearest(self, name: str) -> str:
        """The name of the view most like this one, empty when none is."""
        return nearest(name, self.views)

    async def save_view(self, name: str, view: View) -> str | None:
        """Keeps a view, also in place of one of this name; why not, or None when it was kept."""
        if not NAME.fullmatch(name):
            return "A view's name is one word of at most 40 letters, digits, '_', '-' and '.'."
        if self.of_configuration(name):
            return f"{name} is a view of the configuration; change it there, or choose another name."
        return await self._edit(lambda kept: _with(kept, views={**kept.views, name: view}))

    async def forget_view(self, name: str) -> str | None:
        """Forgets a view; why not, or None when it is gone."""
        if self.of_configuration(name):
            return f"{name} is a view of the configuration; take it out there."
        return await self._edit(
            lambda kept: _with(kept, views={known: v for known, v in kept.views.items() if known != name})
        )

    def note(self, columns: tuple[str, ...] | None = None, sort: str | None = None) -> None:
        """The user chose columns or an order; `keep` writes it, unless the configuration decides them."""
        if columns is not None and not self._configured.columns:
            self._noted["columns"] = columns
        if sort is not None and not self._configured.sort:
            self._noted["sort"] = sort

    async def keep(self) -> None:
        """Writes what was noted and differs from what is kept; a failure is told in `problem`."""
        noted, self._noted = self._noted, {}
        if noted and _with(self._kept, **noted) != self._kept and not self.problem:
            self.problem = await self._edit(lambda kept: _with(kept, **noted)) or ""

    async def _edit(self, edit: Edit) -> str | None:
        if self.problem:
            return self.problem
        if self._memory is None:
            self._kept = edit(self._kept)
            return None
        try:
            self._kept = await self._memory.update(edit)
        except OSError as error:
            return str(error)
        return None


def _with(choices: Choices, **parts: object) -> Choices:
    return msgspec.structs.replace(choices, **parts)
