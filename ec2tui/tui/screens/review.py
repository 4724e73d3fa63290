"""The review: shows a plan with all that is known about it, and applies it when the user says so."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ec2tui.core.model.judgement import Level
from ec2tui.core.model.problem import Problem
from ec2tui.core.views.plan import commands
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.services.applied import Applied, Changed, OnFailure, Progress, StepState
from ec2tui.services.apply import apply
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.changing import Changing
from ec2tui.services.ports import Clipboard
from ec2tui.services.ports_audit import AuditError
from ec2tui.services.review import Review
from ec2tui.services.session import Session
from ec2tui.tui.review_words import (
    applied_lines,
    keys_line,
    progress_line,
    refused_words,
    review_lines,
    several,
)
from ec2tui.tui.screens.popup import Popup
from ec2tui.tui.widgets.line_content import line_content
from ec2tui.tui.widgets.line_view import LineView
from ec2tui.tui.widgets.spelled_input import SpelledInput


class Offer(NamedTuple):
    """A review to show, and what the user should read first."""

    review: Review
    note: str = ""


Make = Callable[[ChangeContext], Awaitable[Offer | str]]
"""Makes the review, or says in a sentence why there is none."""


class ReviewScreen(Popup[bool]):
    """Dismisses with whether something was sent. `services.apply` refuses by itself what must not be sent.

    Who sets `undoable` looks afterwards whether `undo_wanted` names a plan, and shows the review of that.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding("enter", "apply", "Apply"),
        Binding("y", "copy", "Copy the commands"),
        Binding("ctrl+y", "copy", "Copy the commands", priority=True),
        Binding("f", "on_failure", "Go on past a failure, or stop at the first"),
        Binding("ctrl+f", "on_failure", "Go on past a failure, or stop at the first", priority=True),
        Binding("ctrl+r", "look_again", "Read again"),
        Binding("u", "undo", "Take back what was sent"),
    ]

    def __init__(
        self, title: str, session: Session, changing: Changing, clipboard: Clipboard, make: Make
    ) -> None:
        super().__init__()
        self._title = title
        self._session = session
        self._changing = changing
        self._clipboard = clipboard
        self._make = make
        self._reviewed: Review | None = None
        self._situation: ChangeContext | None = None
        self._stop: asyncio.Event | None = None
        self._sent = False
        self._on_failure = OnFailure.GO_ON
        self.undoable = False
        self.undo_wanted = ""
        self._sent_plan = ""
        self.applied: Applied | None = None

    def compose(self) -> ComposeResult:
        """The plan, the line to confirm with, and the keys."""
        with Vertical(classes="popup large"):
            yield Static(Content(clean(self._title, 120)), classes="popup-title")
            yield LineView(wrap=True)
            yield SpelledInput(id="confirm")
            yield Static(id="review-keys", classes="popup-keys")

    def on_mount(self) -> None:
        """Looks at once."""
        self.query_one("#confirm").display = False
        self.query_one("#review-keys").styles.height = "auto"
        self._start()

    def action_look_again(self) -> None:
        """Reads and judges anew, as long as nothing was sent."""
        if self._stop is None and not self._sent:
            self._reviewed = None
            self._start()

    def _start(self) -> None:
        self._say((Cell("reading what this touches, judging, rehearsing…", Tone.INFO),))
        self.query_one(LineView).focus()
        self.run_worker(self._look(), name="review", exclusive=True)

    async def _look(self) -> None:
        context = await self._changing.context(self._session)
        if isinstance(context, Problem):
            self._fail(f"Nothing can be changed now: {context.message} {context.hint}")
            return
        self._situation = context
        try:
            made = await self._make(context)
        except AuditError as error:
            made = f"The record cannot be used, so nothing can be changed: {error}"
        if isinstance(made, str):
            self._fail(made)
        else:
            self._show(made.review, made.note)

    def _show(self, reviewed: Review, note: str = "") -> None:
        self._reviewed = reviewed
        profile = self._session.scope.profile or ""
        self.query_one(LineView).set_lines(review_lines(reviewed, profile, note), keep=False)
        self._say(keys_line(reviewed, self._on_failure))
        confirm = self.query_one("#confirm", Input)
        confirm.value = ""
        confirm.display = reviewed.level is Level.CONFIRM and not reviewed.empty
        if confirm.display:
            confirm.placeholder = clean(reviewed.confirm)
            confirm.focus()
        else:
            self.query_one(LineView).focus()

    def _fail(self, words: str) -> None:
        self.query_one(LineView).set_lines(((Cell(clean(words, 600), Tone.BAD),),), keep=False)
        self._say((Cell("esc leaves"),))

    def _say(self, line: Line) -> None:
        self.query_one("#review-keys", Static).update(line_content(line))

    def on_input_submitted(self) -> None:
        """Enter behind what was typed."""
        self.action_apply()

    def action_apply(self) -> None:
        """Applies what is shown; what is blocked or not confirmed says so."""
        reviewed = self._reviewed
        if reviewed is None or self._stop is not None or self._sent:
            return
        if reviewed.empty:
            self.dismiss(False)
        elif reviewed.level is Level.BLOCK:
            self.app.bell()
        elif reviewed.level is Level.CONFIRM and self.query_one("#confirm", Input).value != reviewed.confirm:
            self._say((Cell("not the same; type ", Tone.BAD), Cell(clean(reviewed.confirm), Tone.ACCENT)))
        else:
            self._stop = asyncio.Event()
            self.run_worker(self._apply(reviewed, self._stop), name="apply")

    async def _apply(self, reviewed: Review, stop: asyncio.Event) -> None:
        assert self._situation is not None
        typed = self.query_one("#confirm", Input).value
        self._say((Cell("reading again what this touches…", Tone.INFO),))
        try:
            result = await apply(
                self._situation, reviewed, typed, self._on_failure, self._progress, stop=stop
            )
        except AuditError as error:
            self._stop = None
            self._fail(f"The record cannot be written: {error}")
            return
        self._stop = None
        if isinstance(result, Changed):
            self._show(result.review, f"Nothing was sent: {result.reason}. This is how it is now.")
        elif isinstance(result, Applied):
            self._sent, self._sent_plan, self.applied = True, result.plan.id, result
            self.query_one("#confirm").display = False
            lines = applied_lines(result, reviewed.before) + review_lines(
                reviewed, self._session.scope.profile or ""
            )
            self.query_one(LineView).set_lines(lines, keep=False)
            self.query_one(LineView).focus()
            self._say(
                (
                    Cell("done · ", Tone.GOOD) if result.complete else Cell("not all done · ", Tone.BAD),
                    Cell(self._after()),
                )
            )
        else:
            self._say((Cell(refused_words(result), Tone.BAD),))

    @property
    def _lasting(self) -> bool:
        """Whether nothing of what was sent can be taken back."""
        results = self.applied.results if self.applied else ()
        return not any(one.state is StepState.DONE and one.inverse is not None for one in results)

    def _after(self) -> str:
        """What can be done once a plan was sent."""
        if self._lasting:
            return "esc leaves · nothing of it can be undone"
        return "esc leaves · u undoes" if self.undoable else "esc leaves, then u undoes"

    def _progress(self, progress: Progress) -> None:
        self._say(progress_line(progress))

    def action_on_failure(self) -> None:
        """Chooses what a failure means for the others of a plan of several."""
        reviewed = self._reviewed
        if reviewed is None or self._stop is not None or self._sent:
            return
        if not several(reviewed):
            self._say((Cell("one subject: a failure leaves nothing else to do", Tone.DIM),))
            return
        going_on = self._on_failure is OnFailure.GO_ON
        self._on_failure = OnFailure.STOP if going_on else OnFailure.GO_ON
        self._say(keys_line(reviewed, self._on_failure))

    async def action_copy(self) -> None:
        """Copies the aws commands, one a line."""
        if self._reviewed is not None:
            text = "\n".join(commands(self._reviewed.shown(self._session.scope.profile or "")))
            self._say((Cell(f"copied ({await self._clipboard.copy(text)})", Tone.INFO),))

    def action_undo(self) -> None:
        """After sending: leaves for the review that takes it back."""
        if self._sent and self._lasting:
            self._say((Cell(self._after(), Tone.WARN),))
        elif self.undoable and self._sent and self._stop is None:
            self.undo_wanted = self._sent_plan
            self.dismiss(True)

    def action_leave(self) -> None:
        """Leaves; while a plan is being applied, stops before its next step."""
        if self._stop is not None:
            self._stop.set()
            self._say((Cell("stopping: what was sent gets its outcome…", Tone.WARN),))
        else:
            self.dismiss(self._sent)
