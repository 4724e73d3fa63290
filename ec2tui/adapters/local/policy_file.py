"""Where the machine-wide policy is, and its text."""

from collections.abc import Mapping
from pathlib import Path

VARIABLE = "EC2TUI_POLICY"
PLACE = Path("/etc/ec2tui/policy.toml")


def machine_policy(environment: Mapping[str, str]) -> tuple[str, str | None]:
    """The file's name and its text, None when there is no such file.

    A file that EC2TUI_POLICY names must be there. Raises OSError when a file that is there cannot be read,
    and UnicodeDecodeError when it is not UTF-8: a policy that cannot be read must not count as none.
    """
    named = environment.get(VARIABLE)
    path = Path(named).expanduser() if named else PLACE
    try:
        return str(path), path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if named:
            raise
        return str(path), None
