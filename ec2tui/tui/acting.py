"""From a key or the palette to the flow that does it, or to the reason why it does not apply now."""

import asyncio
from collections.abc import Awaitable
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING

from ec2tui.core.actions.action import Action
from ec2tui.core.actions.catalog import action
from ec2tui.tui.errand import ERRAND, Errand
from ec2tui.tui.pages.registry import PAGES

if TYPE_CHECKING:
    from ec2tui.tui.screens.main import MainScreen

GOING = frozenset(
    {
        *(f"page.{page.id}" for page in PAGES),
        "back",
        "close",
        "row.open",
        "group.users",
        "instance.volumes",
        "instance.metrics",
    }
)
"""Actions that go somewhere: they are there before the next key is looked at."""

IN_FRONT = frozenset({"filter", "palette", "help", "problems"})
"""Actions that are in front at once: what was on its way does not come over them any more."""

BESIDE = frozenset(
    {"raw", "console", "instance.reach", "copy.id", "copy.command", "refresh", "reconnect", "theme"}
)
"""Actions that open at once, or nothing at all: while they read or write, others may begin."""

TURNS = 5
"""Turns of the loop in which a flow comes to its next popup, or to its end, when it waits for nobody."""


class Acting:
    """Does actions on a screen; of those that ask something, one at a time."""

    def __init__(self) -> None:
        self._errand: Errand | None = None

    async def act(self, screen: "MainScreen", *action_ids: str) -> None:
        """Does the action that is meant here of those that share a key, or says why none applies."""
        if not GOING.issuperset(action_ids):
            screen.view.filter_now()
        context = screen.context()
        actions = [action(action_id) for action_id in action_ids]
        meant = next((one for one in actions if one.here(context)), actions[0])
        reason = meant.why_not(context)
        if reason is None and self.on_its_way(screen):
            reason = self._in_the_way(meant)
        if reason is not None:
            screen.say(reason)
            return
        await self._do(screen, meant)

    def on_its_way(self, screen: "MainScreen") -> bool:
        """Whether a flow has begun and neither shows its popup nor has ended."""
        errand = self._errand
        going = errand is not None and errand.worker is not None and not errand.worker.is_finished
        return going and screen.app.screen is screen

    async def settled(self, screen: "MainScreen") -> None:
        """Waits until what is on its way shows or has ended, unless it waits for somebody else."""
        for _ in range(TURNS):
            if not self.on_its_way(screen):
                return
            await asyncio.sleep(0)

    def _in_the_way(self, meant: Action) -> str | None:
        """Drops what is on its way when this goes elsewhere; why this does not begin now when it cannot."""
        from ec2tui.tui.flows import FLOWS

        assert self._errand is not None
        label = self._errand.label
        if meant.id in GOING or meant.id in IN_FRONT:
            self._errand.dropped, self._errand = True, None
            return f"{label}: given up." if meant.id == "close" else None
        if meant.id in BESIDE or not iscoroutinefunction(FLOWS[meant.id]):
            return None
        return f"{label} is still on its way; esc gives it up."

    async def _do(self, screen: "MainScreen", meant: Action) -> None:
        from ec2tui.tui.flows import FLOWS

        done = FLOWS[meant.id](screen)
        if done is None:
            return
        if meant.id in GOING:
            await done
            return
        errand = Errand(meant.label)
        worker = screen.run_worker(_run(errand, done), name=meant.id, exit_on_error=True)
        if meant.id not in BESIDE:
            errand.worker, self._errand = worker, errand
        # Its first step, in which what needs no answer opens: before the next key is looked at.
        await asyncio.sleep(0)


async def _run(errand: Errand, done: Awaitable[None]) -> None:
    ERRAND.set(errand)
    await done
