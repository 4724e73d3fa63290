"""Rivals in environments of their own, made on request and thrown away with the run."""

import subprocess
import sys
import tempfile
from pathlib import Path


class Rival:
    """A temporary virtual environment with one distribution in it."""

    def __init__(self, *requirements: str) -> None:
        self._requirements = requirements
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> "Rival":
        self._folder = tempfile.TemporaryDirectory(prefix="ec2tui-bench-")
        subprocess.run([sys.executable, "-m", "venv", self._folder.name], check=True)
        pip = [str(self.bin("python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *self._requirements], check=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def bin(self, name: str) -> Path:
        """A program of the environment."""
        if self._folder is None:
            raise RuntimeError("the environment has not been made")
        return Path(self._folder.name) / "bin" / name

    def size(self) -> float:
        """The megabytes that it takes on disk, without pip itself."""
        packages = next(Path(self._folder.name if self._folder else "").glob("lib/*/site-packages"))
        files = (f for f in packages.rglob("*") if f.is_file() and not f.parts[-2].startswith("pip"))
        return sum(file.stat().st_size for file in files) / 1e6
