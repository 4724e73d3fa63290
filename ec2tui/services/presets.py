"""Presets of launches as something that can be kept: the port, and what goes wrong with it."""

from typing import Protocol

from ec2tui.core.model.wish import Wish


class PresetError(Exception):
    """A preset that cannot be read or kept; the text says which, why, and what is near it."""


class Presets(Protocol):
    """The presets of this machine, by name."""

    def names(self) -> tuple[str, ...]:
        """The names in order."""

    def load(self, name: str) -> Wish:
        """The preset of this name; PresetError when there is none or it cannot be used."""

    def text(self, name: str) -> str:
        """The preset as TOML; PresetError when there is none."""

    def save(self, name: str, wish: Wish) -> str:
        """Keeps a wish under a name, over the one that had it; where it is kept. PresetError if it cannot."""

    def write(self, name: str, text: str) -> str:
        """Keeps a preset as it was written, comments and all; PresetError says what is wrong with it."""

    def delete(self, name: str) -> None:
        """Forgets a preset; PresetError when there is none."""


class NoPresets:
    """Presets where none are kept."""

    def names(self) -> tuple[str, ...]:
        """None."""
        return ()

    def load(self, name: str) -> Wish:
        """There is none."""
        raise PresetError(f"unknown preset {name!r}: presets are not kept here")

    def text(self, name: str) -> str:
        """There is none."""
        raise PresetError(f"unknown preset {name!r}: presets are not kept here")

    def save(self, name: str, wish: Wish) -> str:
        """It cannot be kept."""
        raise PresetError(f"preset {name!r}: presets are not kept here")

    def write(self, name: str, text: str) -> str:
        """It cannot be kept."""
        raise PresetError(f"preset {name!r}: presets are not kept here")

    def delete(self, name: str) -> None:
        """There is none."""
        raise PresetError(f"unknown preset {name!r}: presets are not kept here")
