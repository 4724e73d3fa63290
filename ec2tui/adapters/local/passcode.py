"""Asks for a secret on the terminal, such as the code of an MFA device."""

import getpass
import sys

from ec2tui.adapters.local.blocking import in_daemon_thread
from ec2tui.adapters.local.terminal_settings import settings_kept

PATIENCE = 300.0


async def ask_on_terminal(prompt: str) -> str | None:
    """What the user types without echo; None without a terminal, for nothing, or after five minutes."""
    if not sys.stdin.isatty():
        return None
    try:
        # Who is interrupted leaves the thread waiting, and the terminal without its echo.
        with settings_kept():
            ask = in_daemon_thread(lambda: getpass.getpass(f"{prompt}: ", stream=sys.stderr), PATIENCE)
            return await ask or None
    except (EOFError, TimeoutError):
        return None
