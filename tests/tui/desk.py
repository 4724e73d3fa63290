"""The whole app on a scripted gateway, for tests that press keys."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from typing import Any
from unittest.mock import patch

from textual._compositor import Compositor
from textual.pilot import Pilot

from ec2tui.core.model.key import Source
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.problem import Problem
from ec2tui.services.ports import Page
from ec2tui.services.session import Scope, Session
from ec2tui.tui.app import Ec2TuiApp
from ec2tui.tui.screens.main import MainScreen
from ec2tui.tui.surroundings import Surroundings
from tests.services.fakes import REGION, FakeConnector, FakeGateway, FixedClock, instance, settle


class FakeClipboard:
    """Keeps what was copied."""

    def __init__(self) -> None:
        self.text = ""

    async def copy(self, text: str) -> str:
        self.text = text
        return "fake"


class Desk:
    """The app, its screen, and what the fakes behind it saw."""

    def __init__(self, gateway: FakeGateway | Problem, **scope: object) -> None:
        self.clock = FixedClock()
        self.connector = FakeConnector(gateway)
        fields = {"regions": (REGION,), **scope}
        self.session = Session(self.connector, self.clock, Scope(**fields))  # type: ignore[arg-type]
        self.clipboard = FakeClipboard()
        self.around = Surroundings(self.clipboard)
        self.app = Ec2TuiApp(self.session, self.around)
        self.pilot: Pilot[int]

    @property
    def screen(self) -> MainScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def source(self) -> Source:
        return self.session.source(REGION)

    def names(self) -> list[str]:
        """The names of the rows, in order."""
        rows = self.screen.rows
        return [item.name for key in rows.ordered() if (item := rows.item(key)) is not None]

    def text(self) -> str:
        """The whole screen as a terminal would show it."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in lines)

    def said(self) -> list[str]:
        """The messages over the screen."""
        return [note.message for note in self.app._notifications]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.rest()

    async def rest(self) -> None:
        await settle()
        await self.pilot.pause()


def fleet(count: int = 5) -> FakeGateway:
    """A gateway with instances `web-0`, `web-1`, … in one region."""
    gateway = FakeGateway()
    items = [
        instance(f"i-{n:017x}", name=f"web-{n}", private_ip=f"10.0.0.{n}", tags=(("Name", f"web-{n}"),))
        for n in range(count)
    ]
    gateway.pages[REGION, Kind.INSTANCES] = [Page(tuple(items))]
    return gateway


_paint = Compositor.render_update


def painted_on_request(compositor: Compositor, *asked: Any, **how: Any) -> Any:
    """Stands for painting: a screenshot is made, a frame that nobody looks at is not."""
    if "simplify" in how:
        return _paint(compositor, *asked, **how)
    compositor._dirty_regions.clear()
    return None


@asynccontextmanager
async def desk(
    gateway: FakeGateway | Problem,
    size: tuple[int, int] = (120, 30),
    prepare: Callable[[Desk], None] | None = None,
    painted: bool = False,
    **scope: object,
) -> AsyncIterator[Desk]:
    """The app running in a terminal of this size, with the first pass done.

    Where every frame is to be painted, and not just those that the test looks at, `painted` says so.
    """
    it = Desk(gateway, **scope)
    if prepare:
        prepare(it)
    painting = nullcontext() if painted else patch.object(Compositor, "render_update", painted_on_request)
    with painting:
        async with _running(it, size):
            yield it


@asynccontextmanager
async def _running(it: Desk, size: tuple[int, int]) -> AsyncIterator[None]:
    async with it.app.run_test(size=size) as pilot:
        it.pilot = pilot
        await it.rest()
        await it.rest()
        yield
