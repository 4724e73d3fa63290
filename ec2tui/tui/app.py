"""The Textual app: themes, bindings and the terminal; everything else is the screen's."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.events import Resize
from textual.screen import Screen
from textual.worker import WorkerFailed

from ec2tui.services.session import Session
from ec2tui.tui.acting import Acting
from ec2tui.tui.bindings import bindings, move_keymap
from ec2tui.tui.errand import given_up
from ec2tui.tui.keys import OrderlyApp
from ec2tui.tui.palette import ActionCommands, ResourceCommands, ViewCommands
from ec2tui.tui.screens.main import MainScreen
from ec2tui.tui.screens.too_small import fit
from ec2tui.tui.surroundings import Surroundings
from ec2tui.tui.themes import THEMES

SWITCH = 0.0005
"""Seconds that a thread which parses a page may keep the interpreter while a key waits (usually 5 ms)."""


class Ec2TuiApp(OrderlyApp):
    """One session on one screen."""

    TITLE = "ec2tui"
    CSS_PATH = "styles/app.tcss"
    COMMANDS = {ActionCommands, ViewCommands, ResourceCommands}  # noqa: RUF012 # Textual's own declaration is not ClassVar
    BINDINGS: ClassVar[list[BindingType]] = []
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(self, session: Session, around: Surroundings) -> None:
        super().__init__()
        self.session = session
        self.around = around
        self.acting = Acting()
        around.terminal = self
        around.write = self._write
        for theme in THEMES:
            self.register_theme(theme)
        self._dress(f"ec2tui-{around.theme}")
        for binding in bindings(around.keymap):
            self._bindings.key_to_bindings.setdefault(binding.key, []).insert(0, binding)
        self.set_keymap(move_keymap(around.keymap))

    def _dress(self, theme: str) -> None:
        """Wears a theme from the start: one that is set later has every style sheet parsed twice."""
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        names = (f"-theme-{theme}", True), ("-dark-mode", dark), ("-light-mode", not dark)
        self.update_classes(dict(names), update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> MainScreen:
        """The one screen, on which everything else happens."""
        return MainScreen(self.session, self.around)

    def on_resize(self, event: Resize) -> None:
        """A terminal too small to show anything says so."""
        fit(self, event.size)

    async def action_act(self, action_ids: str) -> None:
        """Does the one of these actions (by spaces) that is meant here, or says why it does not apply now."""
        screen = self.screen
        if isinstance(screen, MainScreen):
            await self.acting.act(screen, *action_ids.split())

    async def settled(self) -> None:
        """Returns when what a key began is in place, or waits for somebody else."""
        main = self.screen_stack[0]
        if isinstance(main, MainScreen):
            await self.acting.settled(main)

    async def push_screen_wait(self, screen: Screen[Any] | str, *, mode: str | None = None) -> Any:
        """Shows a popup of a flow; None, as if it were left at once, when the user has gone elsewhere."""
        return None if given_up() else await super().push_screen_wait(screen, mode=mode)

    async def hand_over(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, said: Sequence[str] = ()
    ) -> int:
        """Lends the terminal to a program and takes it back; its exit code, 127 when it cannot be started."""
        failure: BaseException | None = None
        code = 127
        with self.batch_update(), self.suspend():
            try:
                code = await self.around.foreground.hand_over(argv, env, said)
            except BaseException as error:  # noqa: BLE001 - suspend takes the terminal back only after a block that ends well
                failure = error
        if failure is not None:
            raise failure
        return code

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """A picture of the screen, in which no secret shows."""
        from ec2tui.tui.screens.secret import conceal_secrets

        conceal_secrets(self)
        return super().export_screenshot(title=title, simplify=simplify)

    def _handle_exception(self, error: Exception) -> None:
        """Ends the app on a defect; Textual's own way would print every local variable, secrets too."""
        self._return_code = 1
        if self._exception is None:
            self._exception = getattr(error, "error", error) if isinstance(error, WorkerFailed) else error
            self._exception_event.set()
        self._close_messages_no_wait()

    @property
    def defect(self) -> Exception | None:
        """What nobody expected and ended the app."""
        return self._exception

    def _write(self, text: str) -> None:
        if self._driver is not None:
            self._driver.write(text)


def run(session: Session, around: Surroundings) -> int:
    """Runs the screen until the user quits; the exit code. Raises a defect when the terminal is restored."""
    sys.setswitchinterval(SWITCH)
    app = Ec2TuiApp(session, around)
    code = app.run()
    if app.defect is not None:
        raise app.defect
    return code or app.return_code or 0
