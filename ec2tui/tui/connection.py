"""Connecting from the screen: in the background, again after a failure, and with another profile."""

import asyncio
from typing import TYPE_CHECKING

from ec2tui.services.session import Scope
from ec2tui.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


class Connection:
    """Runs one attempt at a time; the rows stay unless another profile is chosen."""

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen

    def start(self) -> None:
        """Connects, or connects anew, in the background."""
        self._run(None)

    async def use_profile(self, name: str) -> None:
        """Looks at another profile; its regions follow its configuration."""
        screen = self._screen
        await screen.watcher.stop()
        screen.table.clear_marks()
        self._run(Scope(profile=name, read_only=screen.around.is_read_only(name)))

    def _run(self, scope: Scope | None) -> None:
        self._screen.run_worker(self._connect(scope), name="connect", group="connect", exclusive=True)

    async def _connect(self, scope: Scope | None) -> None:
        screen = self._screen
        if scope is None:
            await screen.session.connect(self._ask)
        else:
            await screen.session.switch(scope, self._ask)
        if screen.session.regions:
            screen.watcher.start()
            screen.watcher.refresh()
            screen.watcher.want(screen.rows.kinds)
        await screen.session.identify()

    async def _ask(self, question: str) -> str | None:
        """Asks for an MFA code; the answer is shown as dots and kept nowhere."""
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._screen.app.push_screen(Prompt(question, secret=True), answer.set_result)
        return await answer
