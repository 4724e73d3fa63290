"""A program in a window of a real tmux: its words, its environment, its end."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ec2tui.adapters.local import tmux_window
from ec2tui.adapters.local.tmux_window import HUNG_UP, TmuxWindow, _script

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")


@pytest.fixture
def tmux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A tmux of the test's own, which this process believes to run in."""
    monkeypatch.setenv("TMUX_TMPDIR", str(tmp_path))
    monkeypatch.setenv("SHELL", "/bin/sh")
    monkeypatch.setattr(tmux_window, "GLANCE", 0.02)
    env = {name: value for name, value in os.environ.items() if not name.startswith("TMUX_PANE")}
    env.pop("TMUX", None)
    subprocess.run(["tmux", "-f", "/dev/null", "new-session", "-d", "sleep 60"], env=env, check=True)
    shown = subprocess.run(
        ["tmux", "display-message", "-p", "#{socket_path},#{pid},0"], env=env, capture_output=True, check=True
    )
    monkeypatch.setenv("TMUX", shown.stdout.decode().strip())
    yield str(tmp_path)
    subprocess.run(["tmux", "kill-server"], check=False, capture_output=True)


def panes() -> list[str]:
    done = subprocess.run(["tmux", "list-panes", "-a", "-F", "#{pane_id}"], capture_output=True, check=True)
    return done.stdout.decode().split()


async def test_it_runs_to_its_end_with_its_own_environment(tmux: str, tmp_path: Path) -> None:
    told = tmp_path / "told"
    program = f'printf "%s|" "$SECRET" "$@" > {told}; exit 3'
    env = {**os.environ, "SECRET": "it's $HOME; `x`"}
    code = await TmuxWindow().hand_over(("sh", "-c", program, "sh", "a;", "b c"), env, ("above",))
    assert code == 3 and told.read_text() == "it's $HOME; `x`|a;|b c|"
    assert len(panes()) == 1


async def test_a_failure_stays_to_be_read_and_a_closed_window_is_an_end(tmux: str, tmp_path: Path) -> None:
    assert await TmuxWindow().hand_over(("sh", "-c", "echo no; exit 255")) == 255
    assert len(panes()) == 2
    started = tmp_path / "started"
    program = ("sh", "-c", f"touch {started}; sleep 60")
    run = asyncio.create_task(TmuxWindow().hand_over(program))
    while not started.exists():
        await asyncio.sleep(0.01)
    subprocess.run(["tmux", "kill-pane", "-t", panes()[-1]], check=True)
    assert await run == HUNG_UP


async def test_without_tmux_nothing_is_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert await TmuxWindow().hand_over(("true",)) == 127


def test_what_is_no_name_of_a_variable_is_left_out() -> None:
    assert _script({"A": "1", "B C": "2", "TMUX": "x", "D;touch x": "3"}, ()) == b"export A=1\n"
