"""A defect in the screen gives the terminal back and ends in one line, a private report, and status 5."""

import sys
from pathlib import Path

import pytest

from tests.journeys import test_terminal
from tests.journeys.test_terminal import Terminal

BREAKS = """
import sys
from ec2tui.tui import flows
def broken(screen):
    typed = "hunter2"
    raise LookupError("a defect on purpose, token=" + typed)
flows.FLOWS["help"] = broken
from ec2tui.__main__ import main
sys.exit(main(["--endpoint-url", "http://127.0.0.1:1", "--region", "eu-west-1"]))
"""


def test_a_defect_in_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_terminal, "PROGRAM", [sys.executable, "-c", BREAKS])
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    it = Terminal(tmp_path)
    it.until("unreachable")
    it.type("?")
    assert it.child.wait(30) == 5
    it.read(0.5)
    after = it.seen[it.seen.rindex("\x1b[?1049l") :]
    assert "ec2tui: LookupError" in after and "a defect on purpose" in after
    assert "Traceback" not in it.seen and "hunter2" not in after
    [report] = tmp_path.rglob("crash-*.txt")
    text = report.read_text()
    assert "Traceback" in text and "in broken" in text and "hunter2" not in text
