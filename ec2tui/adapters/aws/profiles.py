"""The names of the profiles in AWS's shared files, read without loading AWS's libraries."""

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

_SECTION = re.compile(r"^\[(?P<name>.+)\]")

_REGION = re.compile(r"^\s*region\s*=\s*([a-z0-9-]+)\s*$", re.MULTILINE)


def config_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The shared configuration file."""
    return _expanded(environ.get("AWS_CONFIG_FILE") or "~/.aws/config")


def credentials_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The shared credentials file."""
    return _expanded(environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials")


def profile_names(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """All profiles, `default` first, then by name; a file that cannot be read names none.

    Connecting with a profile of such a file says what is wrong with it.
    """
    found = set(_sections(credentials_path(environ)))
    for section in _sections(config_path(environ)):
        if section == "default":
            found.add(section)
        elif section.startswith("profile"):
            found.update(_quoted(section))
    return tuple(sorted(found, key=lambda name: (name != "default", name)))


def region_names(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The regions that the shared configuration file names, in its order."""
    return tuple(dict.fromkeys(_REGION.findall(_text(config_path(environ)))))


def chosen_profile(profile: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """The profile that AWS's chain takes when `profile` is asked for."""
    return profile or environ.get("AWS_DEFAULT_PROFILE") or environ.get("AWS_PROFILE") or "default"


def _expanded(path: str) -> Path:
    return Path(os.path.expandvars(path)).expanduser()


def _sections(path: Path) -> Iterator[str]:
    for line in _text(path).splitlines():
        match = _SECTION.match(line)
        if match:
            yield match["name"]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _quoted(section: str) -> list[str]:
    try:
        words = shlex.split(section)
    except ValueError:
        return []
    return words[1:] if len(words) == 2 and words[0] == "profile" else []
