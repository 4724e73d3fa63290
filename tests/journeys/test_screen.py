"""From a key press to a repainted row, through botocore and the real endpoint."""

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from ec2tui.adapters.aws.client import AwsConnector
from ec2tui.adapters.demo.launcher import Demo
from ec2tui.adapters.local.audit_log import JsonlAuditLog
from ec2tui.adapters.local.clock import SystemClock
from ec2tui.core.actions.catalog import ACTIONS
from ec2tui.core.actions.groups import CHANGE
from ec2tui.core.rules.policy import Policy
from ec2tui.services.changing import Changing
from ec2tui.services.session import Scope, Session
from ec2tui.tui.app import Ec2TuiApp
from ec2tui.tui.pages.registry import table_of
from ec2tui.tui.screens.main import MainScreen
from ec2tui.tui.screens.review import ReviewScreen
from ec2tui.tui.surroundings import Surroundings
from tests.tui.desk import FakeClipboard


class Journey:
    """The app on the endpoint, and what a person would do with it."""

    def __init__(self, app: Ec2TuiApp, pilot: Pilot[int], demo: Demo, record: Path) -> None:
        self.app, self.pilot, self.demo, self.record = app, pilot, demo, record

    @property
    def main(self) -> MainScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    def text(self) -> str:
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    async def until(self, true: Callable[[], bool], seconds: float = 40) -> None:
        """Waits until something shows; the text of the screen is the failure's message."""
        for _ in range(int(seconds / 0.05)):
            if true():
                return
            await asyncio.sleep(0.05)
        raise AssertionError(self.text())

    async def sees(self, words: str) -> None:
        await self.until(lambda: words in self.text())

    async def at(self, name: str) -> None:
        """Puts the cursor on the instance with a name."""
        item = next(i for i in self.main.rows.everything() if i.name == name)
        await self.main.go_to(item.key)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def applied(self) -> None:
        """Waits for the review and applies it."""
        await self.sees("enter applies")
        await self.press("enter")
        await self.sees("done · esc leaves")

    def calls(self) -> dict[str, int]:
        """How often each operation was asked for, rehearsals too."""
        return dict(self.ask("calls")["calls"])

    def sent(self, operation: str) -> int:
        """How often an operation was asked for in earnest."""
        return self.calls().get(operation, 0) - self.ask("rehearsed")["rehearsed"].get(operation, 0)

    def ask(self, command: str) -> dict[str, dict[str, int]]:
        request = urllib.request.Request(
            f"{self.demo.endpoint_url}/_ec2tui/{command}", headers={"X-Demo-Key": self.demo.access_key}
        )
        with urllib.request.urlopen(request) as reply:
            return json.loads(reply.read() or b"{}")


@asynccontextmanager
async def journey(demo: Demo, folder: Path, read_only: bool = False) -> AsyncIterator[Journey]:
    record = folder / "audit.jsonl"
    session = Session(AwsConnector(), SystemClock(), Scope(regions=demo.regions, read_only=read_only))
    changing = Changing(JsonlAuditLog(record), Policy(), honours_dry_run=True)
    app = Ec2TuiApp(session, Surroundings(FakeClipboard(), changing=changing))
    async with app.run_test(size=(120, 40)) as pilot:
        it = Journey(app, pilot, demo, record)
        await it.until(lambda: session.everything_read)
        yield it


async def test_protect_then_terminate_is_blocked_and_undo_lifts_it(on_demo: Demo, tmp_path: Path) -> None:
    async with journey(on_demo, tmp_path) as it:
        await it.at("notebook-01")
        key = it.main.table.cursor_key
        await it.press("t")
        await it.applied()
        await it.press("escape")
        await it.until(lambda: it.main.rows.item(key) is not None)
        await it.press("ctrl+d")
        await it.sees("Termination protection is on.")
        await it.sees("BLOCKED")
        await it.press("enter")
        assert isinstance(it.app.screen, ReviewScreen)
        assert it.sent("TerminateInstances") == 0
        await it.press("escape", "u")
        await it.sees("on → off")
        await it.applied()
        assert it.record.read_text(encoding="utf-8").count("\n") == 4


async def test_a_stop_passes_through_stopping_and_is_followed(on_demo: Demo, tmp_path: Path) -> None:
    async with journey(on_demo, tmp_path) as it:
        await it.at("prometheus")
        key = it.main.table.cursor_key
        await it.press("x")
        await it.applied()
        await it.press("escape")
        await it.until(lambda: (i := it.main.rows.item(key)) is not None and i.state == "stopping")
        it.ask("advance?seconds=120")
        await it.until(lambda: (i := it.main.rows.item(key)) is not None and i.state == "stopped")
        await it.press("S")
        await it.applied()


async def test_a_denial_is_told_before_anything_is_sent(on_demo: Demo, tmp_path: Path) -> None:
    async with journey(on_demo, tmp_path) as it:
        it.ask("deny?operation=RebootInstances")
        try:
            await it.at("search-01")
            await it.press("b")
            await it.sees("ec2:RebootInstances denied")
        finally:
            it.ask("clear")


async def test_read_only_sends_no_change_whatever_is_asked(on_demo: Demo, tmp_path: Path) -> None:
    """Each action of the catalog says so; tests/tui/test_read_only.py goes on past that to the reviews."""
    async with journey(on_demo, tmp_path, read_only=True) as it:
        before = it.calls()
        tables = dict.fromkeys(one.page or "instances" for one in ACTIONS if one.group == CHANGE)
        for table in tables:
            if table == "security_group_rules":
                await it.main.pages.show_table("security_groups")
                await it.until(lambda: it.main.table.cursor_key is not None)
                await it.main.pages.open_part(table_of(table), it.main.selected_keys()[0])
            else:
                await it.main.pages.show_table(table)
            await it.until(lambda: it.main.table.cursor_key is not None)
            for action in ACTIONS:
                if action.group == CHANGE and action.page in ("", table) and action.id != "settle":
                    it.app.clear_notifications()
                    await it.app.acting.act(it.main, action.id)
                    await it.pilot.pause()
                    said = [note.message for note in it.app._notifications]
                    assert "Read-only mode: nothing is changed." in said, action.id
                    assert isinstance(it.app.screen, MainScreen)
        changed = {name for name, count in it.calls().items() if count != before.get(name, 0)}
        assert {name for name in changed if not name.startswith(("Describe", "Get", "List"))} == set()
        assert not it.record.exists()


async def test_a_throttled_and_a_denied_region_are_said_and_recover(on_demo: Demo, tmp_path: Path) -> None:
    async with journey(on_demo, tmp_path) as it:
        it.ask("deny?operation=DescribeInstances")
        try:
            await it.press("ctrl+r")
            await it.sees("denied, rows")
            assert len(it.main.rows)
        finally:
            it.ask("clear")
        await it.press("ctrl+r")
        await it.until(lambda: "denied" not in it.text())
