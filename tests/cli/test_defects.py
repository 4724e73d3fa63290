"""What nobody expected ends in one line that names it, a private report, and exit status 5."""

import os
import stat
from pathlib import Path

import pytest

from ec2tui import bootstrap
from ec2tui.services.watch import Watcher


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith(("AWS_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "ec2tui"


def test_a_defect_of_a_verb(state: Path, monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    def broken(context: object) -> int:
        raise KeyError("oops, password=hunter2")

    monkeypatch.setattr("ec2tui.cli.config.run", broken)
    monkeypatch.setattr("ec2tui.cli.entry._forget_stdout", lambda: None)
    assert bootstrap.run(["config"]) == 5
    said = capfd.readouterr()
    [line] = said.err.splitlines()
    [report] = state.glob("crash-*.txt")
    assert line.startswith("ec2tui: KeyError") and "oops" in line and str(report) in line
    assert said.out == "" and "hunter2" not in line + report.read_text()
    assert "Traceback" in report.read_text() and stat.S_IMODE(report.stat().st_mode) == 0o600


def test_a_defect_in_what_keeps_ls_fresh_is_not_silence(
    state: Path, monkeypatch: pytest.MonkeyPatch, capfd, endpoint
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("a pass that breaks")

    for name, value in (("AWS_ACCESS_KEY_ID", "testing"), ("AWS_SECRET_ACCESS_KEY", "testing")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Watcher, "_pass", broken)
    monkeypatch.setattr("ec2tui.cli.entry._forget_stdout", lambda: None)
    argv = ["--endpoint-url", endpoint.url, "--region", "eu-west-1", "ls", "--watch"]
    assert bootstrap.run(argv) == 5
    assert "a pass that breaks" in capfd.readouterr().err
