"""A secret behind dots: shown for ten seconds when that is asked for, copied, and in no picture."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from ec2tui.core.model.secret import Secret
from ec2tui.core.views.text import clean
from ec2tui.tui.screens.popup import Popup

SHOWN_FOR = 10.0
"""Seconds for which the secret is shown."""

DOTS = "•" * 16
"""What stands for a secret of any length."""

WAITING = "esc leave"
READY = "r show for 10 s · y copy · esc leave"

CopySecret = Callable[[str], Awaitable[str]]
"""Copies a secret, and says in a sentence by which way and for how long."""


class SecretScreen(Popup[None]):
    """Says what is waited for, then the secret behind dots with notes, or why there is none.

    `begin` is what brings either, once the popup is there; the secret is wiped when it is left.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    SecretScreen { align: center middle; background: $background 60%; }
    SecretScreen .popup Static { height: auto; }
    SecretScreen #secret { text-style: bold; margin: 1 0; }
    SecretScreen .bad { color: $text-error; }
    SecretScreen #notes { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave"),
        Binding("r,enter,space", "reveal", "Show"),
        Binding("y,c", "copy", "Copy"),
    ]

    def __init__(
        self,
        title: str,
        waiting: str,
        begin: Callable[["SecretScreen"], Coroutine[Any, Any, None]],
        copy: CopySecret,
    ) -> None:
        super().__init__()
        self._title = title
        self._waiting = waiting
        self._begin = begin
        self._copy = copy
        self._secret: Secret | None = None
        self._shown: Timer | None = None

    def compose(self) -> ComposeResult:
        """The title, the secret or what stands in its place, notes, and the keys."""
        with Vertical(classes="popup small"):
            yield Static(Content(clean(self._title, 200)), classes="popup-title")
            yield Static(Content(clean(self._waiting, 200)), id="secret")
            yield Static(id="notes")
            yield Static(Content(WAITING), classes="popup-keys")

    def on_mount(self) -> None:
        """What brings the secret begins."""
        self.run_worker(self._begin(self))

    @property
    def revealed(self) -> bool:
        """Whether the secret can be read on the screen now."""
        return self._shown is not None

    def show(self, secret: Secret, notes: tuple[str, ...]) -> None:
        """From now on there is a secret, behind dots; wiped at once when the screen was left before."""
        if not self.is_attached:
            secret.wipe()
            return
        self._secret = secret
        self._say("secret", DOTS)
        self._say("notes", "\n".join(clean(note, 300) for note in notes))
        self.query_one(".popup-keys", Static).update(Content(READY))

    def fail(self, words: str) -> None:
        """There is no secret, for this reason."""
        if self.is_attached:
            self.query_one("#secret").add_class("bad")
            self._say("secret", clean(words, 600))

    def action_reveal(self) -> None:
        """Shows the secret for ten seconds; pressed again, hides it."""
        if self._secret is None:
            return
        if self.revealed:
            self.conceal()
            return
        self._shown = self.set_timer(SHOWN_FOR, self.conceal)
        self._say("secret", self._secret.reveal())

    def conceal(self) -> None:
        """Dots stand for the secret again."""
        if self._shown is not None:
            self._shown.stop()
            self._shown = None
            self._say("secret", DOTS)

    async def action_copy(self) -> None:
        """Copies the secret, and says how."""
        if self._secret is not None:
            told = await self._copy(self._secret.reveal())
            if self.is_attached:
                self._say("notes", clean(told, 300))

    def action_leave(self) -> None:
        """Closes it."""
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Nothing of the secret stays."""
        if self._secret is not None:
            self._secret.wipe()
            self._secret = None

    def _say(self, place: str, words: str) -> None:
        self.query_one(f"#{place}", Static).update(Content(words))


def conceal_secrets(app: App[Any]) -> None:
    """Hides every secret that shows, as before a picture is made of the screen."""
    for screen in app.screen_stack:
        if isinstance(screen, SecretScreen):
            screen.conceal()
