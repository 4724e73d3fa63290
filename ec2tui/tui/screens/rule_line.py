"""Asks for the line of a rule, with the verdict below it once the typing pauses."""

import asyncio
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Static

from ec2tui.core.grammar.line import format_rule, parse
from ec2tui.core.grammar.mistake import Mistake
from ec2tui.core.grammar.resolve import Unresolved, resolve
from ec2tui.core.grammar.spec import RuleSpec
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.live import judge_line
from ec2tui.core.views.text import clean
from ec2tui.services.changing import Changing
from ec2tui.services.session import Session

PAUSE = 0.15
"""Seconds without a keystroke before a line is read."""

BOXED = "A rule with an end is made by `ec2tui sg allow` and `sg extend`, not here yet."


def meaning(line: str, group: Key, inventory: Inventory) -> RuleSpec | str:
    """The rule that a line says in a group, its names looked up; or why it says none."""
    read = parse(line)
    if isinstance(read, Mistake):
        return f"{read} (character {read.position + 1})"
    if read.spec.lasts is not None or read.spec.until is not None:
        return BOXED
    owner = inventory.table(Kind.SECURITY_GROUPS).get(group)
    if owner is None:
        return f"{group.id} has not been read."
    found = resolve(read.spec, owner, inventory)
    return found.reason if isinstance(found, Unresolved) else found


def worded(verdicts: tuple[Judgement, ...]) -> str:
    """The worst verdict: its level, its reason, and the narrower edit that would pass."""
    if not verdicts:
        return "Nothing speaks against it."
    first = verdicts[0]
    narrower = f" Instead: {first.alternative}" if first.alternative else ""
    return f"{first.level.value.upper()} {first.rule}: {first.reason}{narrower}"


class RuleLine(ModalScreen[str | None]):
    """Dismisses with a line that says a rule, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave")]

    def __init__(
        self,
        title: str,
        session: Session,
        changing: Changing | None,
        group: Key,
        rule: SecurityGroupRule | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._session = session
        self._group = group
        self._changing = changing
        self._line = format_rule(rule) if rule else ""
        self._instead_of = (rule,) if rule else ()
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The title, the line, what it means, and the keys."""
        with Vertical(classes="popup small"):
            yield Static(Content(clean(self._title, 200)), classes="popup-title")
            yield Input(self._line, placeholder="tcp/22 from 203.0.113.7/32")
            yield Static(id="verdict")
            yield Static(Content("enter review · esc leave"), classes="popup-keys")

    def on_mount(self) -> None:
        """The line has the focus."""
        self.query_one(Input).focus()

    def on_input_changed(self, _event: Input.Changed) -> None:
        """The verdict comes once the typing pauses."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._judge)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers when the line says a rule."""
        found = meaning(event.value, self._group, self._session.store.inventory)
        if isinstance(found, RuleSpec):
            self.dismiss(event.value)
        else:
            self._tell(found)

    def action_leave(self) -> None:
        """Escape declines."""
        self.dismiss(None)

    def _judge(self) -> None:
        self.run_worker(self._verdict(self.query_one(Input).value), exclusive=True)

    async def _verdict(self, line: str) -> None:
        """Judged beside the loop, on what is known now; a line that was typed over is told no more."""
        inventory = self._session.store.inventory
        found = meaning(line, self._group, inventory) if line.strip() else ""
        context = await self._changing.context(self._session) if self._changing else None
        if isinstance(found, str) or context is None or isinstance(context, Problem):
            self._tell(found if isinstance(found, str) else "The review will judge it.")
            return
        judged = partial(judge_line, policy=context.policy, now=context.clock.now(), origin=context.origin)
        verdicts = await asyncio.to_thread(judged, inventory, self._group, found, instead_of=self._instead_of)
        self._tell(worded(verdicts))

    def _tell(self, words: str) -> None:
        self.query_one("#verdict", Static).update(Content(clean(words, 400)))
