"""Asks for the line of a rule, with what it can become and the verdict below it while it is typed."""

import asyncio
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from ec2tui.core.changes.time_box import end_of
from ec2tui.core.grammar.completion import Completion, Vocabulary, complete
from ec2tui.core.grammar.line import Parsed, parse
from ec2tui.core.grammar.resolve import vocabulary
from ec2tui.core.grammar.spec import RuleSpec
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.judgement import Judgement
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.core.rules.live import judge_line
from ec2tui.core.views.plan import LEVEL_TONES
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.services.change_context import ChangeContext
from ec2tui.services.rule_lines import meaning, says_my_ip
from ec2tui.services.session import Session
from ec2tui.tui.screens.popup import Popup
from ec2tui.tui.surroundings import Surroundings
from ec2tui.tui.widgets.completed_input import CompletedInput
from ec2tui.tui.widgets.line_content import line_content

PAUSE = 0.15
"""Seconds without a keystroke before a line is read."""

UNSAID = "my-ip is not known yet: enter asks you for your address; nobody else is asked for it."
KEYS = "tab completes · ↑↓ another · enter review · esc leave"


def worded(verdicts: tuple[Judgement, ...]) -> Line:
    """The worst verdict: its level, its reason, the narrower edit that would pass, and how many more."""
    if not verdicts:
        return (Cell("OK", Tone.GOOD), Cell(" Nothing speaks against it."))
    first, more = verdicts[0], len(verdicts) - 1
    narrower = f" Instead: {first.alternative}" if first.alternative else ""
    rest = f" (and {more} more in the review)" if more else ""
    level = Cell(first.level.value.upper(), LEVEL_TONES[first.level])
    return (level, Cell(clean(f" {first.rule}: {first.reason}{narrower}", 600)), Cell(rest, Tone.DIM))


class RuleLine(Popup[str | None]):
    """Dismisses with a line that says a rule, None when it was left.

    It begins with `line`; `rule` is the one that it edits.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave")]

    def __init__(
        self,
        title: str,
        session: Session,
        around: Surroundings,
        group: Key,
        line: str = "",
        rule: SecurityGroupRule | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._session = session
        self._group = group
        self._around = around
        self._rule = rule
        self._input = CompletedInput(self._candidates, line, "tcp/22 from 203.0.113.7/32")
        self._asked: str | None = None
        self._judging = False
        self._timer: Timer | None = None
        self._names: tuple[Inventory, Vocabulary] | None = None

    def compose(self) -> ComposeResult:
        """The title, the line, its candidates, what it means, and the keys."""
        with Vertical(classes="popup"):
            yield Static(Content(clean(self._title, 200)), classes="popup-title")
            yield self._input
            yield Static(id="verdict")
            yield Static(Content(KEYS), classes="popup-keys")

    def on_input_changed(self, _event: Input.Changed) -> None:
        """The verdict comes once the typing pauses; until then the one before it fades."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._ask)
        self.query_one("#verdict").add_class("old")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers when the line says a rule."""
        found = self._meaning(event.value, self._session.store.inventory)
        if isinstance(found, RuleSpec) or self._unsaid(event.value):
            self.dismiss(event.value)
        else:
            self._tell(_mistaken(found))

    def action_leave(self) -> None:
        """Escape declines."""
        self.dismiss(None)

    def _candidates(self, text: str, position: int) -> tuple[Completion, ...]:
        inventory = self._session.store.inventory
        if self._names is None or self._names[0] is not inventory:
            owner = inventory.table(Kind.SECURITY_GROUPS).get(self._group)
            self._names = (inventory, vocabulary(owner, inventory) if owner else Vocabulary())
        return complete(text, position, self._names[1])

    def _ask(self) -> None:
        """One line is judged at a time, the newest next: lines typed over meanwhile never are."""
        self._asked = self._input.value
        if not self._judging:
            self._judging = True
            self.run_worker(self._answer(), name="verdict")

    async def _answer(self) -> None:
        try:
            while self._asked is not None:
                line, self._asked = self._asked, None
                words = await self._verdict(line)
                if self._asked is None and line == self._input.value:
                    self._tell(words)
        finally:
            self._judging = False

    async def _verdict(self, line: str) -> Line:
        """Read and judged beside the loop, on what is known now."""
        changing = self._around.changing
        context = await changing.context(self._session) if changing else None
        known = None if isinstance(context, Problem) else context
        return await asyncio.to_thread(self._judged, line, self._session.store.inventory, known)

    def _judged(self, line: str, inventory: Inventory, context: ChangeContext | None) -> Line:
        if not line.strip():
            return ()
        if self._unsaid(line):
            return (Cell(UNSAID, Tone.INFO),)
        found = self._meaning(line, inventory)
        if isinstance(found, str):
            return _mistaken(found)
        if context is None:
            return (Cell("The review will judge it."),)
        judged = partial(judge_line, policy=context.policy, now=context.clock.now(), origin=context.origin)
        replaced = (self._rule,) if self._rule else ()
        verdict = worded(judged(inventory, self._group, found, instead_of=replaced))
        return (*verdict, *self._address(line, context))

    def _address(self, line: str, context: ChangeContext) -> Line:
        """What `my-ip` stands for, and who says so."""
        if not _says_my_ip(line):
            return ()
        address = self._around.security_groups.my_ip
        return (Cell(clean(f" my-ip is {address} ({context.origin.how})."), Tone.INFO),)

    def _unsaid(self, line: str) -> bool:
        """Whether the user will be asked for an address."""
        return not self._around.security_groups.my_ip and _says_my_ip(line)

    def _meaning(self, line: str, inventory: Inventory) -> RuleSpec | str:
        end = end_of(self._rule) if self._rule else None
        now = int(self._session.clock.now())
        return meaning(line, self._group, inventory, self._around.security_groups.my_ip, now, end)

    def _tell(self, line: Line) -> None:
        # It may have been left while the verdict was on its way.
        for verdict in self.query("#verdict").results(Static):
            verdict.remove_class("old")
            verdict.update(line_content(line))


def _says_my_ip(line: str) -> bool:
    read = parse(line)
    return isinstance(read, Parsed) and says_my_ip((read.spec,))


def _mistaken(reason: str) -> Line:
    return (Cell(clean(reason, 600), Tone.WARN),)
