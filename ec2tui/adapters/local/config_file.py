"""Where the configuration file is, and its text."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from platformdirs import user_config_path

VARIABLE = "EC2TUI_CONFIG"


class ConfigPlace(msgspec.Struct, frozen=True):
    """The file to read; one that the user `named` must exist, by the flag or variable in `origin`."""

    path: Path
    named: bool
    origin: str


def config_place(flag: str | None, environment: Mapping[str, str]) -> ConfigPlace:
    """The file of `--config`, of EC2TUI_CONFIG, or the platform's own (`ec2tui/config.toml`)."""
    for origin, name in (("--config", flag), (VARIABLE, environment.get(VARIABLE))):
        if name:
            return ConfigPlace(Path(name).expanduser(), True, origin)
    return ConfigPlace(user_config_path("ec2tui") / "config.toml", False, "default")


def read_config(place: ConfigPlace) -> str | None:
    """The text of the file, None when it is not there and need not be.

    Raises OSError when it cannot be read, and UnicodeDecodeError when it is not UTF-8.
    """
    try:
        return place.path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if place.named:
            raise
        return None
