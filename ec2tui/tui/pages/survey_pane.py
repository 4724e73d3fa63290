"""The pane of the cockpit that tells who may reach the instance under the cursor."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.timer import Timer

from ec2tui.core.model.fact import Missing
from ec2tui.core.model.instance import Instance
from ec2tui.core.model.inventory import Inventory
from ec2tui.core.model.key import Key
from ec2tui.core.model.survey import DECIDES, Survey
from ec2tui.core.views.text import clean
from ec2tui.core.views.tone import Cell, Line, Tone
from ec2tui.services.session import Session
from ec2tui.tui.pages.panes import CockpitPane

if TYPE_CHECKING:
    from ec2tui.services.surveying import Surveyor

PAUSE = 0.15
"""Seconds that the cursor must rest on a row before anything is read or worked out for it."""

AGAIN = 0.5
"""Seconds after which what changed under the cursor is worked out again, so that pages come together."""


OLD = 60.0
"""Seconds after which what shows is looked at again."""


class SurveyPane(CockpitPane):
    """What it shows is of the row under the cursor, or says that it is not known yet.

    `surveyor` gives what reads and works out, made when it is first wanted.
    """

    def __init__(self, session: Session, surveyor: "Callable[[], Surveyor]") -> None:
        super().__init__((("reach", "Who may reach it", self._shown),), "effective")
        self._session = session
        self._surveyor = surveyor
        self._item: Instance | None = None
        self._grounds: tuple[object, ...] = ()
        self._told: tuple[Line, ...] = ()
        self._waiting: Timer | None = None

    def _shown(self) -> tuple[Line, ...]:
        if self._item is None:
            return ((Cell("No instance is selected.", Tone.DIM),),)
        name = clean(self._item.name or self._item.id, 60)
        return ((Cell(name, Tone.KEY), Cell(f"  {self._item.id}", Tone.DIM)), *self._told)

    def follow(self, item: Any) -> None:
        """Shows what is known of another instance as soon as the cursor rests; of the same, what changed."""
        before: Key | None = self._item.key if self._item else None
        other = item is None or item.key != before
        grounds = () if item is None else (item, *_tables(self._session.store.inventory))
        if not other and _same(grounds, self._grounds):
            return
        self._item, self._grounds = item, grounds
        if other:
            self._told = (WAITING,) if item is not None and item.interfaces else NOTHING
            self.redraw()
        self._begin_in(PAUSE if other else AGAIN, restart=other)

    def again(self) -> None:
        """Looks again: what is not fresh any more is read again."""
        self._begin()

    def on_mount(self) -> None:
        """What is under the cursor does not grow old."""
        self.set_interval(OLD, self.again)

    def _begin_in(self, seconds: float, restart: bool) -> None:
        if self._waiting is not None and not restart:
            return
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(seconds, self._begin)

    def _begin(self) -> None:
        self._waiting = None
        if self._item is not None and self._item.interfaces:
            self.run_worker(self._look(self._item), group="survey", exclusive=True)

    async def _look(self, item: Instance) -> None:
        surveyor, lines_of = await asyncio.to_thread(self._imported)
        if surveyor.due(item):
            if self._told == (WAITING,):
                self._show(item, (READING, *lines_of(*await surveyor.look(item.key))))
            await surveyor.read(item)
        self._show(item, lines_of(*await surveyor.look(item.key)))

    def _imported(self) -> "tuple[Surveyor, Callable[[Survey | Missing, Inventory], tuple[Line, ...]]]":
        """What reads and what words; imported beside the loop, where no key waits for it."""
        from ec2tui.core.views.survey import survey_lines

        return self._surveyor(), survey_lines

    def _show(self, item: Instance, lines: tuple[Line, ...]) -> None:
        """Shows lines unless the cursor is on another instance by now."""
        if self._item is not None and self._item.key == item.key:
            self._told = lines
            self.redraw()


WAITING: Line = (Cell("…", Tone.DIM),)
READING: Line = (Cell("reading what decides about it…", Tone.INFO),)
NOTHING: tuple[Line, ...] = ((Cell("It has no network interface: nothing reaches it.", Tone.DIM),),)


def _tables(inventory: Inventory) -> tuple[object, ...]:
    return tuple(inventory.tables.get(kind) for kind in DECIDES)


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
