"""ctrl+c while the program still loads its modules is no traceback."""

import sys
from types import ModuleType
from typing import Any

import pytest

from ec2tui.__main__ import main


class Interrupting:
    """A finder of modules during which ctrl+c is pressed."""

    def find_spec(self, name: str, *_: Any) -> ModuleType | None:
        if name == "ec2tui.bootstrap":
            raise KeyboardInterrupt
        return None


def test_an_interruption_of_the_start_is_a_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ec2tui.bootstrap", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    assert main(["ls"]) == 130
