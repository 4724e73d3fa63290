"""Asks for a secret on the terminal, such as the code of an MFA device."""

import getpass
import sys

from ec2tui.adapters.local.blocking import in_daemon_thread

PATIENCE = 300.0


async def ask_on_terminal(prompt: str) -> str | None:
    """What the user types without echo; None without a terminal, for nothing, or after five minutes."""
    if not sys.stdin.isatty():
        return None
    try:
        return (
            await in_daemon_thread(lambda: getpass.getpass(f"{prompt}: ", stream=sys.stderr), PATIENCE)
            or None
        )
    except (EOFError, TimeoutError):
        return None
