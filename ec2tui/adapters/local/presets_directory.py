"""Presets of launches as TOML files in the configuration's directory, each edited as one likes."""

import os
import tempfile
from pathlib import Path

from platformdirs import user_config_path

from ec2tui.adapters.local.private_directory import make_private
from ec2tui.core.config.mistake import nearest
from ec2tui.core.config.preset import NAME, preset_of, preset_text
from ec2tui.core.model.wish import Wish
from ec2tui.services.presets import PresetError


class PresetsDirectory:
    """`presets/NAME.toml`, mode 0600 in a directory of mode 0700; made when the first one is kept."""

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory or user_config_path("ec2tui") / "presets"

    def names(self) -> tuple[str, ...]:
        """The names in order."""
        return tuple(sorted(path.stem for path in self._directory.glob("*.toml")))

    def text(self, name: str) -> str:
        """The preset as it stands in its file."""
        path = self._path(name)
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            near = nearest(name, self.names())
            listed = ", ".join(self.names()) or "there is none yet"
            raise PresetError(
                f"unknown preset {name!r}: " + (f"did you mean {near}?" if near else listed)
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise PresetError(f"cannot read {path}: {error}") from error

    def load(self, name: str) -> Wish:
        """What the preset says."""
        try:
            return preset_of(self.text(name))
        except ValueError as error:
            raise PresetError(f"{self._path(name)}: {error}") from error

    def save(self, name: str, wish: Wish) -> str:
        """Writes it beside the old one, which it then replaces."""
        return self._keep(name, preset_text(wish))

    def write(self, name: str, text: str) -> str:
        """The same with a text, once it is known to be a preset."""
        try:
            preset_of(text)
        except ValueError as error:
            raise PresetError(f"preset {name}: {error}") from error
        return self._keep(name, text)

    def delete(self, name: str) -> None:
        """Takes its file away."""
        self.text(name)
        path = self._path(name)
        try:
            path.unlink()
        except OSError as error:
            raise PresetError(f"cannot delete {path}: {error.strerror}") from error

    def _keep(self, name: str, text: str) -> str:
        path = self._path(name)
        try:
            make_private(self._directory)
            handle, fresh = tempfile.mkstemp(dir=self._directory, prefix=".preset", suffix=".new")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(fresh).replace(path)
        except OSError as error:
            raise PresetError(f"cannot keep {path}: {error.strerror}") from error
        return str(path)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise PresetError(f"{name!r} is no preset's name: letters, digits, '_', '-' and '.', up to 64")
        return self._directory / f"{name}.toml"
