"""Whether something can be written is found without writing."""

import shutil
from pathlib import Path

import pytest

from ec2tui.adapters.local import writable
from ec2tui.adapters.local.writable import obstacle


def test_what_is_missing_would_be_made(tmp_path: Path) -> None:
    assert obstacle(tmp_path / "a" / "b" / "file") == "" and list(tmp_path.iterdir()) == []


def test_what_stands_in_the_way_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    assert "is no directory" in obstacle(tmp_path / "file" / "x" / "y")
    assert "directory stands in its place" in obstacle(tmp_path)
    monkeypatch.setattr(writable.os, "access", lambda *_: False)
    assert obstacle(tmp_path / "file") == "not writable"
    assert obstacle(tmp_path / "new") == f"{tmp_path} is not writable"


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(writable.shutil, "disk_usage", lambda _: usage)
    assert "is full" in obstacle(tmp_path / "x")
