"""New instances on their way from pending to ready, with what can be done when they are."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ec2tui.core.model.instance import Instance
from ec2tui.core.model.key import Key
from ec2tui.core.model.problem import Problem
from ec2tui.core.views.launch.progress import Step, progress_lines, progress_of
from ec2tui.core.views.text import clean
from ec2tui.services.following import follow
from ec2tui.services.session import Session
from ec2tui.tui.screens.popup import Popup
from ec2tui.tui.widgets.line_view import LineView

AROUND = 7
"""Lines beside those of the instances: border, title, count, two empty ones, and the keys."""


class Following(Popup[str]):
    """Dismisses with the id of the action that is wanted of the first instance, empty for none.

    `connect` is the action that opens a shell, empty where there is none.
    """

    DEFAULT_CSS = """
    Following { align: center middle; background: $background 60%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("s", "connect", "SSH"),
        Binding("p", "password", "Windows password"),
    ]

    def __init__(self, session: Session, keys: Sequence[Key], connect: str = "") -> None:
        super().__init__()
        self._session = session
        self._keys = tuple(keys)
        self._connect = connect
        self._began = session.clock.now()
        self._problem: Problem | None = None
        self._unsubscribe: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        """The instances, and the keys."""
        count = len(self._keys)
        title = f"Launched {clean(self._keys[0].id)}" if count == 1 else f"Launched {count} instances"
        with Vertical(classes="popup large"):
            yield Static(Content(title), classes="popup-title")
            yield LineView(wrap=True)
            yield Static(id="follow-keys", classes="popup-keys")

    def on_mount(self) -> None:
        """Begins to look; the popup is as high as it has lines to show."""
        self.query_one(".popup").styles.height = min(len(self._keys) + AROUND, 20)
        self.query_one(LineView).focus()
        self._unsubscribe = self._session.store.subscribe(self._changed)
        self.set_interval(1.0, self._show)
        self._show()
        self.run_worker(self._follow(), name="follow")

    def on_unmount(self) -> None:
        """The store is listened to no more."""
        self._unsubscribe()

    async def _follow(self) -> None:
        def told(problem: Problem | None) -> None:
            self._problem = problem
            self._show()

        await follow(self._session, self._keys, told)

    def _changed(self) -> None:
        self.call_later(self._show)

    @property
    def _step(self) -> Step:
        """How far the last of them is."""
        return min(progress_of(key, self._session.store.inventory).step for key in self._keys)

    @property
    def _windows(self) -> bool:
        instance = self._session.store.inventory.instance(self._keys[0])
        return isinstance(instance, Instance) and instance.windows

    def _show(self) -> None:
        if not self.is_attached:
            return
        seconds = self._session.clock.now() - self._began
        lines = tuple(progress_lines(self._keys, self._session.store.inventory, seconds))
        self.query_one(LineView).set_lines(lines)
        self.query_one("#follow-keys", Static).update(Content(self._keys_line()))

    def _keys_line(self) -> str:
        if self._problem is not None:
            why = self._problem.hint or self._problem.message
            return clean(f"{self._problem.operation} failed: {why} · esc leaves", 200)
        ready = "" if self._step is Step.READY else " (not ready yet)"
        words = [f"s SSH{ready}"] if self._connect and not self._windows else []
        words += [f"p Windows password{ready}"] if self._windows else []
        over = self._step in (Step.READY, Step.ENDED)
        away = "esc leaves" if over else "esc leaves; you are told when they are ready"
        return " · ".join((*words, away))

    def action_connect(self) -> None:
        """Leaves for a shell on the first of them."""
        if self._connect and not self._windows:
            self.dismiss(self._connect)
        else:
            self.app.bell()

    def action_password(self) -> None:
        """Leaves for the password of the first of them."""
        if self._windows:
            self.dismiss("instance.password")
        else:
            self.app.bell()

    def action_leave(self) -> None:
        """Leaves; who opened it goes on looking."""
        self.dismiss("")
