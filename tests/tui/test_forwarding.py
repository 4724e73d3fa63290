"""`F` and `T`: a port forwarded from the screen, several listed with their state, and closed; `R` beside."""

from typing import Any

from ec2tui.core.access.forward_text import parse_forward
from ec2tui.core.access.route import Via
from ec2tui.services.access_values import Forward, Lack, NoEntry
from ec2tui.services.open_forwards import Opened, OpenForwards
from ec2tui.tui.screens.document import Document
from ec2tui.tui.screens.tunnels import TunnelList
from tests.services.test_access import ID, Account
from tests.services.test_remote_desktop import FREE, Programs, windows
from tests.tui.desk import Desk
from tests.tui.test_ssh import Lent, at, lent, until


class Forwards(OpenForwards):
    """Opens at once, or not; what is listed and closed is the real thing's."""

    problem: NoEntry | None = None
    wanted: tuple[Any, ...] = ()

    async def open(self, session: Any, reaching: Any, changing: Any, instance: Any, *args: Any, **more: Any):
        self.wanted = (instance.id, *args)
        forward = Forward(args[0].local or 40_001, args[0].host, args[0].port)
        opened = Opened(instance.key, forward, Via.ENDPOINT, session.clock.now())
        if self.problem is None:
            self._opened.append(opened)
        return self.problem or opened


def with_forwards(it: Desk) -> Forwards:
    found = Forwards()
    it.screen.forwards = found
    it.around.terminal = Lent(it, 0)
    return found


def test_a_port_is_written_in_three_ways() -> None:
    assert parse_forward("443") == (0, "", 443)
    assert parse_forward(" 8443:443 ") == (8443, "", 443)
    assert parse_forward("5432:db.internal:5432") == (5432, "db.internal", 5432)
    assert parse_forward("db:5432") == (0, "db", 5432)
    assert parse_forward("1:[2001:db8::1]:2") == (1, "2001:db8::1", 2)
    for wrong in ("", "x", "0", "1:-oProxyCommand=x:2", "70000:1", "1:70000", "1:2:3:4"):
        assert isinstance(parse_forward(wrong), str), wrong


async def test_several_are_opened_listed_and_closed_and_end_with_the_screen() -> None:
    async with at(Account()) as it:
        forwards = with_forwards(it)
        for keys, port in ((("F",), "443"), (("a", *"Forward", "enter"), "5432:db.internal:5432")):
            await it.press(*keys)
            await it.press(*port, "enter")
            await until(it, "T lists and closes tunnels")
        assert forwards.wanted == (ID, Forward(5432, "db.internal", 5432))
        await it.press("T")
        assert isinstance(it.app.screen, TunnelList)
        assert f"127.0.0.1:40001 → {ID}:443" in it.text() and "db.internal:5432" in it.text()
        await it.press("y", "d")
        assert it.clipboard.text == "127.0.0.1:40001" and len(forwards.items) == 1
        forwards.items[0].ended = "Connection closed by 192.0.3.1"
        it.app.screen._look()
        await it.pilot.pause()
        assert "ended: Connection closed" in it.text()
        await it.press("escape", "F", *"x", "enter")
        assert "Write a port" in it.text()
        await it.press("escape")
    assert forwards.items == ()


async def test_why_none_is_opened_is_said_whole() -> None:
    async with at(Account()) as it:
        with_forwards(it).problem = NoEntry(Lack.BLOCKED, "no way in")
        await it.press("F", *"80", "enter")
        await until(it, "No way in.")
        assert isinstance(it.app.screen, Document)


async def test_a_remote_desktop_is_for_windows_and_its_program_gets_the_terminal() -> None:
    async with at(Account()) as it:
        await it.press("R")
        assert "Only Windows instances have a remote desktop" in it.said()[-1]
    async with at(windows(22)) as it:
        forwards = with_forwards(it)
        it.around.desktops = lambda: Programs(FREE)
        await it.press("R")
        await until(it, "by way of endpoint: xfreerdp ended.")
        (run,) = lent(it).runs
        assert run[0] == "xfreerdp" and any("password" in line for line in lent(it).above)
        assert forwards.items == ()
        it.around.desktops = lambda: Programs("install FreeRDP")
        await it.press("R")
        await until(it, "install FreeRDP")
