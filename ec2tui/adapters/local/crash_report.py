"""A report about a defect of the program: where it happened, without secrets, for its owner alone."""

import os
import platform
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_state_path

from ec2tui import __version__
from ec2tui.adapters.local.private_directory import make_private
from ec2tui.core.views.redaction import without_secrets

KEPT = 5
"""How many reports are kept; older ones go when a new one is written."""

_SECRET_NAME = re.compile(r"SECRET|TOKEN|PASSW|PASSPHRASE|CREDENTIAL|AUTH|_KEY")


def write_report(error: BaseException, argv: Sequence[str] = (), place: Path | None = None) -> str:
    """Writes the report (0600) and gives the line for the user: what failed, and where the report is."""
    failed = f"{_what(error)} (a defect of ec2tui {__version__})"
    try:
        path = _write(place or user_state_path("ec2tui"), _text(error, argv))
    except OSError as refused:
        return f"{failed}; no report could be written: {refused.strerror}"
    return f"{failed}; a report is in {path}: read it and send it to the authors"


def _what(error: BaseException) -> str:
    """The error and where in the program it came from, in one line."""
    error = _leaf(error)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"{os.sep}ec2tui{os.sep}" in frame.filename] or frames
    where = f" in {_module(own[-1].filename)}, {own[-1].name}, line {own[-1].lineno}" if own else ""
    return _clean(f"{type(error).__name__}{where}: {error}", os.environ).rstrip(": ")


def _leaf(error: BaseException) -> BaseException:
    """The first error of a group of errors that happened side by side."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _module(filename: str) -> str:
    parts = Path(filename).with_suffix("").parts
    start = max((at for at, part in enumerate(parts) if part == "ec2tui"), default=len(parts) - 1)
    return ".".join(parts[start:])


def _text(error: BaseException, argv: Sequence[str]) -> str:
    options = [word.split("=")[0] if word.startswith("-") else "…" for word in argv[1:]]
    lines = [
        f"ec2tui {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "arguments: " + " ".join((*argv[:1], *options)),
        "",
        *traceback.format_exception(error),
    ]
    return _clean("\n".join(line.rstrip("\n") for line in lines), os.environ) + "\n"


def _clean(text: str, environ: Mapping[str, str]) -> str:
    known = [value for name, value in environ.items() if _SECRET_NAME.search(name.upper())]
    return without_secrets(text, known).replace(str(Path.home()), "~")


def _write(directory: Path, text: str) -> Path:
    make_private(directory)
    for old in sorted(directory.glob("crash-*.txt"))[: -KEPT + 1]:
        old.unlink(missing_ok=True)
    path = directory / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}.txt"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return path


def report_defect(error: BaseException) -> str:
    """`write_report` with this process's arguments."""
    return write_report(error, sys.argv[1:])
