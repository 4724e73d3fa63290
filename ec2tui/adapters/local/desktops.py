"""The programs of this machine that open remote desktops, and the file that each is given."""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ec2tui.core.access.remote_desktop import DesktopClient, clients_of, help_of

APPLICATIONS = (Path("/Applications"), Path("~/Applications"))
"""Where macOS has its programs."""


class LocalDesktops:
    """The Desktops port; `platform` is sys.platform's word."""

    def __init__(self, platform: str = sys.platform) -> None:
        self._platform = platform

    def find(self) -> DesktopClient | str:
        """The first program that is here."""
        found = (client for client in clients_of(self._platform) if _is_here(client))
        return next(found, help_of(self._platform))

    @contextlib.contextmanager
    def file(self, text: str) -> Iterator[str]:
        """A file of mode 0600 in a directory of its own; both go when the block ends, however it does."""
        with tempfile.TemporaryDirectory(prefix="ec2tui-rdp-") as directory:
            path = Path(directory) / "instance.rdp"
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            yield str(path)


def _is_here(client: DesktopClient) -> bool:
    if shutil.which(client.words[0]) is None:
        return False
    if client.words[0] != "open":
        return True
    return any((place.expanduser() / f"{client.name}.app").is_dir() for place in APPLICATIONS)
