"""The file that was named must be there; the platform's own need not."""

from pathlib import Path

import pytest

from ec2tui.adapters.local.config_file import config_place, read_config


def test_the_flag_wins_over_the_variable_and_that_over_the_platform(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    environment = {"EC2TUI_CONFIG": "/from/variable.toml"}
    assert config_place("/from/flag.toml", environment).path == Path("/from/flag.toml")
    assert config_place(None, environment).origin == "EC2TUI_CONFIG"
    place = config_place(None, {})
    assert place.path.name == "config.toml" and place.path.parent.name == "ec2tui" and not place.named


def test_only_a_file_that_nobody_named_may_be_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert read_config(config_place(None, {})) is None
    with pytest.raises(FileNotFoundError):
        read_config(config_place(str(tmp_path / "no.toml"), {}))


def test_what_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(OSError):
        read_config(config_place(str(tmp_path), {}))
    (tmp_path / "latin.toml").write_bytes(b"a = '\xe9'")
    with pytest.raises(UnicodeDecodeError):
        read_config(config_place(str(tmp_path / "latin.toml"), {}))


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path):
    (tmp_path / "bom.toml").write_bytes(b"\xef\xbb\xbf[ui]")
    assert read_config(config_place(str(tmp_path / "bom.toml"), {})) == "[ui]"
