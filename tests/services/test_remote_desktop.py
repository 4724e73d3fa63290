"""A remote desktop: the address or a tunnel, a file without a secret that goes, and what is said without."""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ec2tui.adapters.local.desktops import LocalDesktops
from ec2tui.core.access.remote_desktop import CLIENTS, DesktopClient, rdp_text
from ec2tui.core.access.route import Via
from ec2tui.core.model.kind import Kind
from ec2tui.core.model.security_group import SecurityGroupRule
from ec2tui.services.access_values import Forward, Lack, NoEntry
from ec2tui.services.open_forwards import Opened
from ec2tui.services.ports import Page
from ec2tui.services.remote_desktop import DesktopEnded, run_desktop
from tests.services.fakes import REGION, key, no_secret
from tests.services.test_access import ID, Account, Desk

FREE = DesktopClient("xfreerdp", ("xfreerdp", "{file}"), asks=True)


class Programs(LocalDesktops):
    """Where a program is, or none."""

    def __init__(self, found: DesktopClient | str) -> None:
        super().__init__("linux")
        self.found = found

    def find(self) -> DesktopClient | str:
        return self.found


class Runs:
    """A terminal that reads the file while the program runs."""

    def __init__(self, code: int = 0) -> None:
        self.code, self.text, self.path, self.modes = code, "", Path(), (0, 0)

    async def hand_over(self, argv: Sequence[str], env: Any = None, said: Sequence[str] = ()) -> int:
        assert argv[0] == "xfreerdp" and env is None and not any("pass" in word for word in argv)
        self.path = Path(argv[1])
        self.text = self.path.read_text()
        modes = (self.path.stat().st_mode, self.path.parent.stat().st_mode)
        self.modes = (stat.S_IMODE(modes[0]), stat.S_IMODE(modes[1]))
        return self.code


class Forwards:
    """Tunnels that open, or do not."""

    def __init__(self, problem: NoEntry | None = None) -> None:
        self.problem, self.closed = problem, 0

    async def open(self, *args: Any, **more: Any) -> Opened | NoEntry:
        return self.problem or Opened(key(ID), Forward(40_001, "", 3389), Via.ENDPOINT, 0)

    async def close(self, opened: Opened) -> None:
        self.closed += 1


async def desktop(account: Account, found: DesktopClient | str = FREE, code: int = 0, **more: Any):
    desk, runs = Desk(account), Runs(code)
    forwards = more.pop("forwards", None) or Forwards()
    await desk.session.connect(no_secret)
    from ec2tui.services.changing import Changing

    ended = await run_desktop(
        desk.session,
        desk.reaching,
        Changing(desk.log, desk.policy),
        account.box,
        forwards,
        Programs(found),
        lambda client: runs,
        **more,
    )
    return ended, runs, forwards, desk


def windows(port: int = 3389, **facts: Any) -> Account:
    account = Account(platform="windows", **facts)
    rule = SecurityGroupRule(key("sgr-1"), "sg-1", False, "tcp", port, port, cidr="0.0.0.0/0")
    account.pages[REGION, Kind.RULES] = [Page((rule,))]
    return account


async def test_the_file_leads_through_a_tunnel_holds_no_secret_and_goes_with_it() -> None:
    ended, runs, forwards, desk = await desktop(windows(22))
    assert ended == DesktopEnded("xfreerdp", 0, Via.ENDPOINT)
    assert "full address:s:127.0.0.1:40001\n" in runs.text and "username:s:Administrator\n" in runs.text
    assert "password" not in runs.text.lower() and runs.modes == (0o600, 0o700)
    assert not runs.path.exists() and not runs.path.parent.exists() and forwards.closed == 1
    (intent, *_) = desk.records
    assert intent.change is not None and intent.change["what"] == "rdp"
    failed, runs, forwards, _ = await desktop(windows(22), code=9)
    assert isinstance(failed, DesktopEnded) and failed.code == 9
    assert not runs.path.exists() and forwards.closed == 1


async def test_the_address_is_used_when_that_is_asked_for_and_no_tunnel_then() -> None:
    ended, runs, forwards, _ = await desktop(windows(), via=Via.DIRECT)
    assert isinstance(ended, DesktopEnded) and "full address:s:192.0.3.1:3389" in runs.text
    assert forwards.closed == 0


async def test_what_stands_against_it_is_said_before_anything_is_opened() -> None:
    none, runs, *_ = await desktop(windows(), "install FreeRDP")
    assert isinstance(none, NoEntry) and none.lack is Lack.NOT_INSTALLED
    assert "install FreeRDP" in none.message and "ec2tui tunnel" in none.message
    linux, *_ = await desktop(Account())
    assert isinstance(linux, NoEntry) and "does not run Windows" in linux.message
    stopped, *_ = await desktop(windows(state="stopped"))
    assert isinstance(stopped, NoEntry) and "is stopped" in stopped.message
    shut = NoEntry(Lack.BLOCKED, "no way")
    found, runs, *_ = await desktop(windows(22), forwards=Forwards(shut), via=Via.SSM)
    assert found == shut and runs.text == ""


def test_a_file_takes_no_second_line() -> None:
    with pytest.raises(ValueError, match="no place"):
        rdp_text("10.0.0.1\r\nalternate shell:s:cmd", 3389)
    with pytest.raises(ValueError, match="no place"):
        rdp_text("10.0.0.1", 3389, "x\r\nalternate shell:s:cmd")
    assert "full address:s:[2001:db8::1]:3389\r\n" in rdp_text("2001:db8::1", 3389)


def test_the_first_program_that_is_here_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "FreeRDP" in str(LocalDesktops("linux").find())
    for name in ("remmina", "xfreerdp"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o700)
    assert LocalDesktops("linux").find() == CLIENTS["linux"][1]
    (tmp_path / "xfreerdp").unlink()
    assert "App Store" in str(LocalDesktops("darwin").find())
