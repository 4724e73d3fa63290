"""Asks for the passphrase of a key in a popup; what is typed is shown as dots."""

import asyncio
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from ec2tui.services.passphrases import AskToKeep
from ec2tui.tui.screens.passphrase import PassphrasePrompt

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen


class AskPassphrase(AskToKeep):
    """Asks above a screen, as long as that is there, and says what came of keeping the answer."""

    def __init__(self, screen: "MainScreen", over: Screen[Any]) -> None:
        self._screen = screen
        self._over = over

    async def __call__(self, question: str) -> str | None:
        """What was typed; None when it was left, or when nobody waits for it any more."""
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        if not self._over.is_attached:
            return None
        popup = PassphrasePrompt(question, self.unkept, self.keep)
        self._over.app.push_screen(popup, answer.set_result)
        said = await answer
        self.keep = popup.keep
        return said

    def told(self, problem: str) -> None:
        """Said over the screen."""
        if problem:
            self._screen.say(f"The passphrase is not kept: {problem}.", bad=True)
        else:
            self._screen.say("The passphrase is kept in the keyring; `ec2tui keys forget FILE` takes it out.")
