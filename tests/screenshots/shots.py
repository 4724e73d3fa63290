"""Which pictures there are, and how one is taken."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import msgspec
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from ec2tui.adapters.aws.client import AwsConnector
from ec2tui.adapters.demo.launcher import Demo, start_demo
from ec2tui.adapters.local.audit_log import JsonlAuditLog
from ec2tui.core.model.key import Key
from ec2tui.core.model.kind import Kind
from ec2tui.core.rules.network.limits import NetworkLimits
from ec2tui.core.rules.policy import Policy
from ec2tui.core.rules.posture.settings import PostureSettings
from ec2tui.services.changing import Changing
from ec2tui.services.posture.history import DAY, Moment
from ec2tui.services.posture.watch import PostureWatch
from ec2tui.services.session import Scope, Session
from ec2tui.tui.app import Ec2TuiApp
from ec2tui.tui.pages.findings import PostureRows
from ec2tui.tui.screens.main import MainScreen
from ec2tui.tui.surroundings import Surroundings
from tests.services.fakes import FixedClock
from tests.tui.desk import FakeClipboard

FOLDER = Path(__file__).parent.parent.parent / "screenshots"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""The moment at which the demo stands still for a picture."""


class Shot(msgspec.Struct, frozen=True):
    """A picture: its name, theme and size, the keys that lead to it (`+text` is pasted), what to wait for."""

    name: str
    size: tuple[int, int]
    theme: str = "dark"
    keys: tuple[str, ...] = ()
    until: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        width, height = self.size
        return FOLDER / f"{self.name}-{self.theme}-{width}x{height}.svg"


SHOTS: tuple[Shot, ...] = (
    Shot("instances", (200, 50), until=("members", "mean")),
    Shot("instances", (200, 50), "light", until=("members", "mean")),
    Shot("instances", (80, 24)),
    Shot(
        "filter", (120, 30), keys=("slash", "+tag:env=prod not sg:web", "enter", "j", "space", "j", "space")
    ),
    Shot("mistake", (80, 24), keys=("slash", "+state:running colour:red")),
    Shot("network", (120, 30), "light", keys=("j", "tab", "right")),
    Shot("metrics", (160, 44), keys=("slash", "+search-0", "enter", "ctrl+a", "m"), until=("mean",)),
    Shot("alarms", (200, 50), keys=("3", "3", "down"), until=("shop-in-trouble", "Does")),
    Shot("findings", (200, 50), keys=("5",), until=("score", "INS-04")),
    Shot("help", (80, 24), keys=("question_mark",)),
    Shot("review", (120, 34), keys=("j", "ctrl+d"), until=("Findings",)),
)


class Earlier:
    """A month in which something was mended, for the trend."""

    async def note(self, moment: Moment) -> tuple[Moment, ...]:
        days = enumerate((31, 31, 29, 27, 27, 24, 22, 19, 18))
        told = [
            msgspec.structs.replace(moment, at=moment.at - (30 - 3 * n) * DAY, critical=count)
            for n, count in days
        ]
        return (*told, moment)


def watched(session: Session, limits: NetworkLimits) -> PostureWatch:
    """What keeps the findings, with a history."""
    return PostureWatch(session, PostureSettings(limits), history=Earlier())


@asynccontextmanager
async def standing_demo() -> AsyncIterator[Demo]:
    """The embedded account with its clock stopped, and this process's AWS configuration pointed at it."""
    before = dict(os.environ)
    demo = await start_demo(standing_at=NOON)
    try:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(
            demo.environment,
            AWS_CONFIG_FILE=os.devnull,
            AWS_SHARED_CREDENTIALS_FILE=os.devnull,
            AWS_EC2_METADATA_DISABLED="true",
        )
        await demo.ready()
        yield demo
    finally:
        os.environ.clear()
        os.environ.update(before)
        await demo.aclose()


async def take(shot: Shot, regions: tuple[str, ...], record: Path) -> str:
    """The picture as SVG; `record` is where changes would be recorded."""
    session = Session(AwsConnector(), FixedClock(NOON.timestamp()), Scope(regions=regions))
    changing = Changing(JsonlAuditLog(record), Policy(), honours_dry_run=True)
    around = Surroundings(FakeClipboard(), theme=shot.theme, demo=True, changing=changing, posture=watched)
    app = Ec2TuiApp(session, around)
    async with app.run_test(size=shot.size) as pilot:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        await quiet(screen, pilot)
        # What rows that only passed by made wide depends on which region answered first.
        screen.table.fit_columns()
        for key in shot.keys:
            if key.startswith("+"):
                assert app.focused is not None
                app.focused.post_message(Paste(key[1:]))
            else:
                await pilot.press(key)
            for line in app.screen.query(Input):
                line.cursor_blink = False
        while not shown(app, shot.until):
            await asyncio.sleep(0.05)
        await quiet(screen, pilot)
        for one in app.screen_stack:
            # What lies behind a popup may have been drawn before it was painted itself.
            one.refresh(layout=True)
            await pilot.pause()
        app.screen.refresh()
        await pilot.pause(0.1)
        return without_web_fonts(app.export_screenshot(title="ec2tui", simplify=True))


def shown(app: Ec2TuiApp, words: tuple[str, ...]) -> bool:
    """Whether all these words are on the screen."""
    text = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
    return all(word in text for word in words)


def without_web_fonts(svg: str) -> str:
    """A picture asks no server for a font: the reader's own monospace one will do."""
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


async def quiet(screen: MainScreen, pilot: Pilot[int]) -> None:
    """Waits until everything that shows has been read, and nothing has changed for a while."""
    version, calm = -1, 0
    async with asyncio.timeout(60):
        while calm < 3:
            await pilot.pause(0.05)
            store = screen.session.store
            calm = calm + 1 if store.version == version and not unread(screen) else 0
            version = store.version


def unread(screen: MainScreen) -> list[object]:
    """What has not been read yet of every region, of the rows in view and of the details."""
    session, inventory = screen.session, screen.session.store.inventory
    item = screen.rows.item(screen.table.cursor_key)
    if session.identity is None or not session.regions or screen.watcher.looking or item is None:
        return [session]
    if isinstance(screen.rows, PostureRows) and (screen.posture.doing or not screen.posture.judged_once):
        return [session]
    visible = cast("list[Key]", screen.table.visible_keys())
    missing: list[object] = [
        (source, kind)
        for source in session.sources()
        for kind in (Kind.INSTANCES, Kind.STATUSES, *screen.watcher.always)
        if not (reading := inventory.reading(source, kind)).known or reading.loading
    ]
    return missing + [
        (kind, key)
        for kind, keys in (*screen.rows.facts_in_view(visible), *screen.rows.facts_of(item))
        for key in keys
        if key not in inventory.table(kind) and (kind, key) not in inventory.absent
    ]
